"""Bookings on days on which a unit is needed or still away, and units that could serve them instead.

What a booking is for and when it is the ledger knows; whose it is, and what its reader can do about it, the
feature says that took the days.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog import occupancy
from catalog.domain import Purpose
from catalog.late import is_late
from catalog.terms import Days
from core import db
from core.clock import today

_SPARES = 8  # of each booking: enough to give several bookings a unit each


class SpareUnit(msgspec.Struct, frozen=True):
    """A unit of the same lender and product that is free on all the days of a touched booking."""

    id: UUID
    serial_number: str


class Need(msgspec.Struct, frozen=True):
    """Days on which a unit is needed by a loan or exhibit, whose own bookings are not in its way."""

    unit_id: UUID
    days: Days
    cause_id: UUID | None = None


class Booking(msgspec.Struct, frozen=True, kw_only=True):
    """A booking in the way; `end` is exclusive, buffers included. `spare_unit` could serve it instead."""

    unit_id: UUID
    serial_number: str
    purpose: Purpose
    start: date
    end: date
    cause_id: UUID | None
    spare_unit: SpareUnit | None


class Whom(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to call."""

    name: str
    phone: str


class WayOut(msgspec.Struct, frozen=True):
    """What its reader can do for a booking, and where."""

    label: str
    href: str


class InTheWay(msgspec.Struct, frozen=True, kw_only=True):
    """A booking that a late unit runs into: whose it is, as far as its reader may know, and what to do."""

    booking: Booking
    name: str = ""
    note: str = ""
    href: str = ""
    ways: list[WayOut] = []
    call: list[Whom] = []


class Late(msgspec.Struct, frozen=True):
    """A unit that is late: who lends it, and from which day it could leave again."""

    lender_id: UUID
    ready: date


Explains = Callable[[Actor, Booking, Late], Awaitable[InTheWay | None]]
_explains: list[Explains] = []

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
_SPARE = """
SELECT taken.id, spare.id AS unit_id, spare.serial_number FROM occupancy taken
JOIN unit own ON own.id = taken.unit_id
CROSS JOIN LATERAL (
    SELECT u.id, u.serial_number FROM unit u
    WHERE u.product_id = own.product_id AND u.lender_id = own.lender_id AND u.id <> own.id
      AND {free} AND NOT ({late})
    ORDER BY u.id LIMIT {most}
) spare
WHERE taken.id = ANY($1::uuid[]) ORDER BY taken.id, spare.id
"""
_PHONES = """
SELECT name, phone FROM organization WHERE id = ANY($1::uuid[]) AND phone <> ''
ORDER BY array_position($1::uuid[], id)
"""


def explains(explain: Explains) -> Explains:
    """Let a feature say whose booking it is, if it is one of its own that the reader may see."""
    _explains[:] = [*(known for known in _explains if known is not explain), explain]
    return explain


async def explained(actor: Actor, booking: Booking, late: Late) -> InTheWay:
    """A booking that a late unit runs into, as `actor` may see it."""
    for explain in _explains if booking.cause_id else ():
        found = await explain(actor, booking, late)
        if found is not None:
            return found
    hidden = msgspec.structs.replace(booking, cause_id=None, spare_unit=None)
    return InTheWay(booking=hidden, call=await whom_to_call(actor, [late.lender_id]))


async def whom_to_call(actor: Actor, parties: Sequence[UUID | None]) -> list[Whom]:
    """Those of the parties that have a telephone, but for the actor's own; each once."""
    others = [one for one in dict.fromkeys(parties) if one not in (None, actor.organization_id)]
    return await db.fetch_as(Whom, _PHONES, others)


async def bookings_in_the_way(needs: Sequence[Need]) -> dict[UUID | None, list[Booking]]:
    """For each cause the bookings that its needs run into, earliest first: few statements for any number."""
    columns = (
        [need.unit_id for need in needs],
        [need.days.start for need in needs],
        [need.days.end for need in needs],
        [need.cause_id for need in needs],
    )
    rows = await db.fetch(_OTHERS, *columns) if needs else []
    spares = dict(_shared_out(rows, await spares_for([row["id"] for row in rows])))
    found: dict[UUID | None, list[Booking]] = {}
    for row in rows:
        one = Booking(
            unit_id=row["unit_id"],
            serial_number=row["serial_number"],
            purpose=Purpose(row["purpose"]),
            start=row["start"],
            end=row["end"],
            cause_id=row["cause_id"],
            spare_unit=spares.get(row["id"]),
        )
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


async def spares_for(occupancies: Sequence[UUID]) -> dict[UUID, list[SpareUnit]]:
    """For each occupancy some units that could serve it instead, where there are any."""
    free = occupancy.free_between("greatest(lower(taken.period), $2::date)", "upper(taken.period)")
    sql = _SPARE.format(free=free, late=is_late("u.id", "$2::date"), most=_SPARES)
    found: dict[UUID, list[SpareUnit]] = {}
    for row in await db.fetch(sql, list(occupancies), today()) if occupancies else ():
        found.setdefault(row["id"], []).append(SpareUnit(row["unit_id"], row["serial_number"]))
    return found
