"""Who else is touched when a loan's units are needed longer, earlier, or not at all any more.

Everybody learns what for and when; whose booking it is only those who may see that loan (`visible_to`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog import occupancy
from catalog.domain import Purpose
from catalog.terms import Days
from core import db
from core.clock import today
from loans.domain import Party
from loans.queries import LOAN, LoanView, seen_by, to_row, visible_to


class SpareUnit(msgspec.Struct, frozen=True):
    """A unit of the same lender and product that is free on all the days of a touched booking."""

    id: UUID
    serial_number: str


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """A booking of one of the units that a loan's days run into; `end` is exclusive, buffers included.

    `loan` is there for those who may see it. `spare_unit` could take the place of the unit; it is told to
    its lender and to the counter of the touched loan.
    """

    unit_id: UUID
    serial_number: str
    purpose: Purpose
    start: date
    end: date
    loan: LoanView | None = None
    spare_unit: SpareUnit | None = None


_SPARES = 8  # of each booking: enough to give several bookings a unit each


class Need(msgspec.Struct, frozen=True):
    """Days on which a unit is needed by a loan, whose own bookings are not in its way."""

    unit_id: UUID
    days: Days
    loan_id: UUID | None = None


_OTHERS = """
SELECT w.own, o.id, o.unit_id, u.serial_number, o.purpose, lower(o.period) AS start,
    upper(o.period) AS "end", o.cause_id
FROM unnest($1::uuid[], $2::date[], $3::date[], $4::uuid[]) AS w (unit_id, since, until, own)
JOIN occupancy o ON o.unit_id = w.unit_id AND o.status = 'active' AND o.period && daterange(w.since, w.until)
    AND (w.own IS NULL OR o.cause_id IS DISTINCT FROM w.own)
JOIN unit u ON u.id = o.unit_id
ORDER BY lower(o.period), o.id
"""
# A unit that is late itself is not there, whatever the ledger says.
_SPARE = f"""
SELECT taken.id, spare.id AS unit_id, spare.serial_number FROM occupancy taken
JOIN unit own ON own.id = taken.unit_id
CROSS JOIN LATERAL (
    SELECT u.id, u.serial_number FROM unit u
    WHERE u.product_id = own.product_id AND u.lender_id = own.lender_id AND u.id <> own.id
      AND {occupancy.free_between("greatest(lower(taken.period), $2)", "upper(taken.period)")}
      AND NOT EXISTS (SELECT FROM loan_unit lu JOIN loan l ON l.id = lu.loan_id
          WHERE lu.unit_id = u.id AND lu.released_at IS NULL AND lu.returned_on IS NULL
            AND lu.lost_on IS NULL AND l.custody = 'on_trial' AND l.ends_on <= $2)
    ORDER BY u.id LIMIT {_SPARES}
) spare
WHERE taken.id = ANY($1::uuid[]) ORDER BY taken.id, spare.id
"""  # noqa: S608  # put together from constants


async def touched_by(
    actor: Actor, units: Collection[UUID], days: Days, own: UUID | None = None
) -> list[Touched]:
    """Bookings of `units` on any of `days`, earliest first, but not those that the loan `own` caused."""
    return (await touched_by_each(actor, [Need(unit, days, own) for unit in units])).get(own, [])


async def touched_by_each(actor: Actor, needs: Sequence[Need]) -> dict[UUID | None, list[Touched]]:
    """For each loan the bookings that its needs run into, earliest first: few statements for any number."""
    columns = (
        [need.unit_id for need in needs],
        [need.days.start for need in needs],
        [need.days.end for need in needs],
        [need.loan_id for need in needs],
    )
    rows = await db.fetch(_OTHERS, *columns) if needs else []
    loans = await loans_seen(actor, [row["cause_id"] for row in rows if row["cause_id"]])
    spares = dict(_shared_out(rows, await spares_for([row["id"] for row in rows])))
    found: dict[UUID | None, list[Touched]] = {}
    for row in rows:
        one = _touched(row, loans.get(row["cause_id"]), spares.get(row["id"]))
        found.setdefault(row["own"], []).append(one)
    return found


def _shared_out(
    rows: Sequence[asyncpg.Record], spares: Mapping[UUID, Sequence[SpareUnit]]
) -> Iterator[tuple[UUID, SpareUnit]]:
    """One spare unit for each booking; the same one twice only where there are no others."""
    given: set[UUID] = set()
    for row in rows:
        possible = spares.get(row["id"], ())
        if possible:
            chosen = next((one for one in possible if one.id not in given), possible[0])
            given.add(chosen.id)
            yield row["id"], chosen


def _touched(row: asyncpg.Record, loan: LoanView | None, spare: SpareUnit | None) -> Touched:
    return Touched(
        unit_id=row["unit_id"],
        serial_number=row["serial_number"],
        purpose=Purpose(row["purpose"]),
        start=row["start"],
        end=row["end"],
        loan=loan,
        spare_unit=spare if loan is not None and set(loan.parties) != {Party.FACILITY} else None,
    )


async def loans_seen(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LoanView]:
    """Those of the loans that `actor` may see, as it sees them."""
    sql = f"{LOAN} WHERE l.id = ANY($2::uuid[]) AND {visible_to(actor.signed_in(), 1)}"
    rows = [to_row(dict(row)) for row in await db.fetch(sql, actor.organization_id, list(ids))] if ids else []
    return {row.id: seen_by(actor, row, today()) for row in rows}


async def spares_for(occupancies: Sequence[UUID]) -> dict[UUID, list[SpareUnit]]:
    """For each occupancy some units that could serve it instead, where there are any."""
    found: dict[UUID, list[SpareUnit]] = {}
    for row in await db.fetch(_SPARE, list(occupancies), today()) if occupancies else ():
        found.setdefault(row["id"], []).append(SpareUnit(row["unit_id"], row["serial_number"]))
    return found
