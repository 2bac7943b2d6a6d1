"""Who else is touched when a loan's units are needed longer, earlier, or not at all any more.

Everybody learns what for and when; whose booking it is only those who may see that loan (`visible_to`).
"""

from collections.abc import Collection, Sequence
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


_OTHERS = """
SELECT o.id, o.unit_id, u.serial_number, o.purpose, lower(o.period) AS start, upper(o.period) AS "end",
    o.cause_id
FROM occupancy o JOIN unit u ON u.id = o.unit_id
WHERE o.unit_id = ANY($1::uuid[]) AND o.status = 'active' AND o.period && daterange($2, $3)
  AND NOT (o.cause_id = ANY($4::uuid[]))
ORDER BY lower(o.period), o.id
"""
_SPARE = f"""
SELECT taken.id, spare.id AS unit_id, spare.serial_number FROM occupancy taken
JOIN unit own ON own.id = taken.unit_id
CROSS JOIN LATERAL (
    SELECT u.id, u.serial_number FROM unit u
    WHERE u.product_id = own.product_id AND u.lender_id = own.lender_id AND u.id <> own.id
      AND {occupancy.free_between("greatest(lower(taken.period), $2)", "upper(taken.period)")}
    ORDER BY u.id LIMIT 1
) spare
WHERE taken.id = ANY($1::uuid[])
"""  # noqa: S608  # put together from constants


async def touched_by(
    actor: Actor, units: Collection[UUID], days: Days, own: Collection[UUID]
) -> list[Touched]:
    """Bookings of `units` on any of `days`, earliest first, but not those that the loans `own` caused."""
    rows = await db.fetch(_OTHERS, list(units), days.start, days.end, list(own))
    loans = await loans_seen(actor, [row["cause_id"] for row in rows if row["cause_id"]])
    spares = await spares_for([row["id"] for row in rows])
    return [_touched(row, loans.get(row["cause_id"]), spares.get(row["id"])) for row in rows]


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


async def spares_for(occupancies: Sequence[UUID]) -> dict[UUID, SpareUnit]:
    """For each occupancy a unit that could serve it instead, where there is one."""
    if not occupancies:
        return {}
    rows = await db.fetch(_SPARE, list(occupancies), today())
    return {row["id"]: SpareUnit(row["unit_id"], row["serial_number"]) for row in rows}
