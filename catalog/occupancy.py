"""The ledger of days: its only writer, and the only judge of availability (DESIGN section 2).

Every way in asks here: page, calendar, API, scanner, extension. The database's exclusion constraint
`occupancy_no_overlap` has the last word; a conflict comes out as `UnitTaken`, never as a failure.
Several units are taken in the order of their products and ids: two bookers cannot wait for each other.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from catalog.domain import Purpose
from catalog.freed import tell_freed, without
from catalog.terms import Days
from core import db
from core.clock import now
from core.errors import Conflict
from core.ids import new_id

# Each lost try means that somebody else won a unit meanwhile; nobody is refused while one is free.
TRIES = 100


class UnitTaken(Conflict):
    """The unit is spoken for; facts: `reasons`, and where known `next_free_start`, `alternatives`."""

    code = "unit-taken"


db.judged_by("occupancy_no_overlap", UnitTaken)


def free_between(start: str, end: str) -> str:
    """SQL that keeps the units `u` which are free from `start` to before `end`, both SQL expressions of ours.

    Periods of one unit never overlap: if the first one that ends after the wished start does not begin before
    the wished end, nothing else can be in the way. Served by the index `occupancy_until`.
    """
    return f"""
    u.status = 'active' AND NOT EXISTS (
        SELECT 1 FROM (
            SELECT lower(o.period) AS since FROM occupancy o
            WHERE o.unit_id = u.id AND o.status = 'active' AND upper(o.period) > {start}
            ORDER BY upper(o.period) LIMIT 1
        ) next WHERE next.since < {end}
    )
    """  # noqa: S608  # put together from constants


def lender_on(start: str) -> str:
    """SQL for who lends the unit `u` on days from `start` on, an SQL expression of ours.

    Between one lender and the next the way back is taken, so that no free days have two lenders.
    """
    return f"CASE WHEN {start} >= u.next_lender_from THEN u.next_lender_id ELSE u.lender_id END"


FREE = free_between("$2::date", "$3::date")
_LENDER = lender_on("$2::date")

_FREE_UNITS = f"""
SELECT u.id, u.lender_id FROM unit u
WHERE u.product_id = $1 AND ($4::uuid[] IS NULL OR {_LENDER} = ANY($4)) AND {FREE}
ORDER BY u.id
"""  # noqa: S608  # put together from constants

_FREE_BUT_FOR = f"""
SELECT u.id FROM unit u
WHERE u.product_id = $1 AND u.status = 'active' AND {_LENDER} = $4 AND NOT EXISTS (
    SELECT FROM occupancy o WHERE o.unit_id = u.id AND o.status = 'active' AND o.period && daterange($2, $3)
        AND o.cause_id IS DISTINCT FROM $5)
ORDER BY u.id
"""  # noqa: S608  # put together from constants

_TAKE_ANY = f"""
INSERT INTO occupancy (id, unit_id, period, purpose, status, cause_id, expires_at, note, created_at)
SELECT new.id, chosen.unit_id, daterange($2, $3), $6, 'active', $7, $8, '', $9
FROM (
    SELECT picked.id AS unit_id, row_number() OVER (ORDER BY picked.id) AS position
    FROM (
        SELECT u.id FROM unit u
        WHERE u.product_id = $1 AND {_LENDER} = $10 AND {FREE}
        ORDER BY random() LIMIT $4
    ) picked
) chosen JOIN unnest($5::uuid[]) WITH ORDINALITY AS new (id, position) USING (position)
ORDER BY chosen.unit_id
ON CONFLICT DO NOTHING
RETURNING id, unit_id
"""  # noqa: S608  # put together from constants

_TAKE = """
INSERT INTO occupancy (id, unit_id, period, purpose, status, cause_id, expires_at, note, created_at)
VALUES ($1, $2, daterange($3, $4), $5, 'active', $6, $7, $8, $9)
ON CONFLICT DO NOTHING
RETURNING id, unit_id
"""

# Days that nobody has yet: taken and given back at once, they are this transaction's alone until it ends.
_WIN = """
WITH piece AS (
    SELECT unnest(datemultirange(daterange($2, $3)) - coalesce((
        SELECT range_agg(o.period) FROM occupancy o
        WHERE o.unit_id = $1 AND o.status = 'active' AND o.period && daterange($2, $3)), '{}')) AS period
)
INSERT INTO occupancy (id, unit_id, period, purpose, status, cause_id, note, created_at)
SELECT gen_random_uuid(), $1, period, 'maintenance', 'active', $1, '', now() FROM piece
ON CONFLICT DO NOTHING RETURNING id
"""
_RELEASE = """
UPDATE occupancy SET status = 'released', released_at = $2
WHERE id = ANY($1::uuid[]) AND status = 'active'
RETURNING unit_id, lower(period) AS start, upper(period) AS "end"
"""
# What a row was before it is changed stands beside what it becomes, so that freed days can be told.
_WITH_BEFORE = """
FROM (SELECT id, period FROM occupancy WHERE id = ANY($1::uuid[]) AND status = 'active' FOR UPDATE) before
WHERE o.id = before.id
RETURNING o.unit_id, o.status, lower(o.period) AS start, upper(o.period) AS "end",
    lower(before.period) AS was_start, upper(before.period) AS was_end
"""
_CHANGE_DAYS = f"UPDATE occupancy o SET period = daterange($2, $3) {_WITH_BEFORE}"  # noqa: S608  # a constant
_EXACTLY = "daterange($2::date, $3::date)"
# `least` and `greatest` pass over NULL: that end stays where it is.
_AT_LEAST = "daterange(least(lower(period), $2::date), greatest(upper(period), $3::date))"
_RESERVE = """
WITH piece AS (
    SELECT unnest(datemultirange({wanted}) - datemultirange(period)) AS period, unit_id, purpose, cause_id,
        expires_at, note
    FROM occupancy WHERE id = $1 AND status = 'active'
), won AS (
    INSERT INTO occupancy (id, unit_id, period, purpose, status, cause_id, expires_at, note, created_at)
    SELECT gen_random_uuid(), unit_id, period, purpose, 'active', cause_id, expires_at, note, now() FROM piece
    ON CONFLICT DO NOTHING RETURNING id
)
SELECT (SELECT count(*) FROM piece)::int AS wished, ARRAY(SELECT id FROM won) AS won
"""
_STRETCH = f"UPDATE occupancy SET period = {_AT_LEAST} WHERE id = $1 AND status = 'active'"  # noqa: S608  # a constant
_END_ON = f"""
UPDATE occupancy o SET
    status = CASE WHEN lower(o.period) >= $2 THEN 'released' ELSE o.status END,
    released_at = $3,
    period = CASE WHEN lower(o.period) >= $2 THEN o.period
                  ELSE daterange(lower(o.period), least(upper(o.period), $2)) END
{_WITH_BEFORE}
"""  # noqa: S608  # put together from constants

_ORDERED = """
SELECT o.id FROM occupancy o JOIN unit u ON u.id = o.unit_id WHERE o.id = ANY($1::uuid[])
ORDER BY u.product_id, u.id, o.period
"""
_HELD_FOR = (
    "SELECT id FROM occupancy WHERE cause_id = $1 AND status = 'active' AND purpose = 'hold' ORDER BY id"
)
_HAND_OVER = """
UPDATE occupancy SET cause_id = $2, expires_at = $3
WHERE cause_id = $1 AND status = 'active' AND purpose = 'hold' RETURNING id, unit_id
"""


class Taken(msgspec.Struct, frozen=True):
    """A unit, and the occupancy that now speaks for it."""

    id: UUID
    unit_id: UUID


async def free_units(product_id: UUID, days: Days, lenders: Sequence[UUID] | None = None) -> list[UUID]:
    """The units of a product that are free on all of `days`, in the order of their ids.

    `lenders` narrows them to the units that these parties lend.
    """
    rows = await db.fetch(_FREE_UNITS, product_id, days.start, days.end, lenders)
    return [row["id"] for row in rows]


async def free_but_for(cause_id: UUID, product_id: UUID, days: Days, lender_id: UUID) -> list[UUID]:
    """The lender's units that are free on all of `days`, or that only `cause_id` has then."""
    rows = await db.fetch(_FREE_BUT_FOR, product_id, days.start, days.end, lender_id, cause_id)
    return [row["id"] for row in rows]


async def take_any(
    product_id: UUID,
    lender_id: UUID,
    days: Days,
    quantity: int,
    purpose: Purpose,
    cause_id: UUID,
    expires_at: datetime | None = None,
) -> list[Taken]:
    """Take `quantity` free units of a lender's product, or none at all; must run inside a transaction.

    Raises `UnitTaken` when fewer are free.
    """
    wish = (product_id, days.start, days.end, quantity)
    for _ in range(TRIES):
        try:
            # Of several, a lost try gives back what it won: whoever waits holding a unit of this product
            # would wait out of order.
            async with db.savepoint() if quantity > 1 else nullcontext():
                return await _take_all(wish, lender_id, purpose, cause_id, expires_at)
        except _TooFew:
            if len(await free_units(product_id, days, [lender_id])) < quantity:
                break
    raise UnitTaken


class _TooFew(Exception):
    """Somebody else was quicker with one of the units chosen."""


async def _take_all(
    wish: tuple[UUID, date, date, int],
    lender_id: UUID,
    purpose: Purpose,
    cause_id: UUID,
    expires_at: datetime | None,
) -> list[Taken]:
    ids = [new_id() for _ in range(wish[3])]
    rows = await db.fetch(_TAKE_ANY, *wish, ids, purpose.value, cause_id, expires_at, now(), lender_id)
    if len(rows) < wish[3]:
        raise _TooFew
    return [Taken(row["id"], row["unit_id"]) for row in rows]


async def take(
    unit_id: UUID,
    days: Days,
    purpose: Purpose,
    cause_id: UUID | None,
    *,
    expires_at: datetime | None = None,
    note: str = "",
) -> Taken:
    """Take this very unit for `days`; raises `UnitTaken`."""
    row = await db.fetch_row(
        _TAKE, new_id(), unit_id, days.start, days.end, purpose.value, cause_id, expires_at, note, now()
    )
    if row is None:
        raise UnitTaken
    return Taken(row["id"], row["unit_id"])


async def win(wanted: Sequence[tuple[UUID, Days]]) -> None:
    """Keep others from what is free of these days of units, until the transaction ends; for several steps.

    Whoever takes days of several units in steps that follow each other's logic wins them all before, in the
    order in which everybody takes them: then no step has to wait for anybody.
    """
    days_of: dict[UUID, list[Days]] = {}
    for unit_id, days in wanted:
        days_of.setdefault(unit_id, []).append(days)
    for unit_id in await in_order(list(days_of)):
        for days in sorted(days_of[unit_id], key=lambda one: one.start):
            won = await db.fetch(_WIN, unit_id, days.start, days.end)
            await db.execute("DELETE FROM occupancy WHERE id = ANY($1::uuid[])", [row["id"] for row in won])


async def confirm(occupancies: Sequence[UUID], purpose: Purpose) -> None:
    """Turn holds into `purpose`; raises `UnitTaken` when one of them was released meanwhile."""
    touched = await db.execute(
        "UPDATE occupancy SET purpose = $2, expires_at = NULL"
        " WHERE id = ANY($1::uuid[]) AND status = 'active'",
        list(occupancies),
        purpose.value,
    )
    if touched != len(occupancies):
        raise UnitTaken


async def hold_until(occupancies: Sequence[UUID], expires_at: datetime) -> None:
    """Turn what was taken into holds, until `expires_at`; the days stay taken."""
    await db.execute(
        "UPDATE occupancy SET purpose = 'hold', expires_at = $2"
        " WHERE id = ANY($1::uuid[]) AND status = 'active'",
        list(occupancies),
        expires_at,
    )


async def keep_until(occupancies: Sequence[UUID], expires_at: datetime) -> None:
    """Move the expiry of holds."""
    await db.execute(
        "UPDATE occupancy SET expires_at = $2"
        " WHERE id = ANY($1::uuid[]) AND status = 'active' AND purpose = 'hold'",
        list(occupancies),
        expires_at,
    )


async def release(occupancies: Sequence[UUID]) -> None:
    """Give the days back; the row stays as history."""
    if occupancies:
        rows = await db.fetch(_RELEASE, list(occupancies), now())
        await tell_freed((row["unit_id"], Days(row["start"], row["end"])) for row in rows)


async def release_for(cause_id: UUID) -> None:
    """Give back all days that are held for a cause."""
    held = await db.fetch(_HELD_FOR, cause_id)
    await release([row["id"] for row in held])


async def hand_over(cause_id: UUID, to: UUID, expires_at: datetime) -> list[Taken]:
    """Let the days held for a cause be held for another one: not for a moment are they free between."""
    return await db.fetch_as(Taken, _HAND_OVER, cause_id, to, expires_at)


async def change_days(occupancies: Sequence[UUID], days: Days) -> None:
    """Move or stretch occupancies; raises `UnitTaken` when another one is in the way."""
    async with db.savepoint():
        for occupancy_id in await _in_order(occupancies):
            await _reserve(_EXACTLY, occupancy_id, days.start, days.end)
            await _tell_difference(await db.fetch(_CHANGE_DAYS, [occupancy_id], days.start, days.end))


async def _reserve(wanted: str, occupancy_id: UUID, start: date | None, end: date | None) -> None:
    """Win the days that an occupancy does not have yet, and leave them to it; raises `UnitTaken`.

    An UPDATE that meets another one on the same days waits for it while that one waits, too: PostgreSQL
    writes first and judges then. Whoever has inserted these days before is alone with them until the commit.
    """
    row = await db.fetch_row(_RESERVE.format(wanted=wanted), occupancy_id, start, end)
    if row is None or len(row["won"]) < row["wished"]:
        raise UnitTaken
    if row["won"]:
        await db.execute("DELETE FROM occupancy WHERE id = ANY($1::uuid[])", row["won"])


async def in_order(units: Sequence[UUID]) -> list[UUID]:
    """The units in the order in which everybody takes their days: by product, then by unit."""
    sql = "SELECT id FROM unit WHERE id = ANY($1::uuid[]) ORDER BY product_id, id"
    return [row["id"] for row in await db.fetch(sql, list(units))]


async def _in_order(occupancies: Sequence[UUID]) -> list[UUID]:
    """Of several the one first whose unit comes first, as everybody takes them."""
    if len(occupancies) < 2:
        return list(occupancies)
    rows = await db.fetch(_ORDERED, list(occupancies))
    return [row["id"] for row in rows]


async def _tell_difference(rows: Sequence[asyncpg.Record]) -> None:
    """Tell which days the changed rows have no longer."""
    given_back = [
        (row["unit_id"], stretch)
        for row in rows
        for stretch in without(
            Days(row["was_start"], row["was_end"]),
            Days(row["start"], row["end"]) if row["status"] == "active" else None,
        )
    ]
    await tell_freed(given_back)


async def begin_by(occupancies: Sequence[UUID], day: date) -> None:
    """The unit left earlier than planned: let its days begin on `day` at the latest.

    Raises `UnitTaken` when those days are somebody else's; the caller's transaction goes on all the same.
    """
    await _stretch(occupancies, start=day)


async def last_until(occupancies: Sequence[UUID], day: date) -> None:
    """The unit is late: let its days last until `day` (exclusive) at least; otherwise like `begin_by`."""
    await _stretch(occupancies, end=day)


async def _stretch(
    occupancies: Sequence[UUID], *, start: date | None = None, end: date | None = None
) -> None:
    async with db.savepoint():
        for occupancy_id in await _in_order(occupancies):
            await _reserve(_AT_LEAST, occupancy_id, start, end)
            await db.execute(_STRETCH, occupancy_id, start, end)


async def end_on(occupancies: Sequence[UUID], day: date) -> None:
    """The unit is back: free it from `day` on; an occupancy that has not begun by then is released."""
    if occupancies:
        await _tell_difference(await db.fetch(_END_ON, list(occupancies), day, now()))
