"""The queue as the rules need it: wishes with what their turn depends on, and each counter's policy."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from catalog.domain import WaitlistOrder
from core import db
from core.calendar import fiscal_year, fiscal_year_days
from loans.waiting.domain import Wish, in_turn

_STOOD = "l.facility_id = e.facility_id AND l.custody NOT IN ('declined', 'cancelled')"
_PAST = "o.entry_id = e.id AND o.state IN ({})"

# $1 and $2: the fiscal year of today.
_WISH = f"""
SELECT e.id, e.facility_id, e.counter_id, e.product_id, e.item, e.starts_on AS start, e.ends_on AS "end",
    e.tolerance_days, e.quantity, e.accept_fewer, e.joined_at,
    (SELECT count(*) FROM loan l WHERE {_STOOD} AND l.starts_on >= $1 AND l.starts_on < $2)::int
        AS loans_this_year,
    EXISTS (SELECT FROM loan l JOIN product p ON p.id = l.product_id WHERE {_STOOD}
        AND (l.product_id = e.product_id OR e.item = ANY(p.item_codes))) AS has_had_trial,
    (SELECT count(*) FROM waiting_offer o WHERE {_PAST.format("'refused', 'lapsed'")}
        AND o.ended_at >= e.waits_since)::int AS passed,
    ARRAY(SELECT o.product_id FROM waiting_offer o WHERE {_PAST.format("'refused'")} ORDER BY o.id)
        AS refused_products,
    ARRAY(SELECT o.starts_on FROM waiting_offer o WHERE {_PAST.format("'refused'")} ORDER BY o.id)
        AS refused_starts
FROM waiting_entry e
"""  # noqa: S608  # put together from constants

_ORDERS = "SELECT counter_id, waitlist_order FROM policy WHERE counter_id = ANY($1::uuid[])"
_QUEUES = f"""
{_WISH} WHERE e.state IN ('waiting', 'offered') AND e.skipped_at IS NULL
    AND (e.product_id = ANY($3::uuid[]) OR e.item = ANY($4::text[]))
"""
_THESE = f"{_WISH} WHERE e.id = ANY($3::uuid[])"


class Position(msgspec.Struct, frozen=True):
    """The place of a wish among those that wait for the same: 1 is next; `of` is how many wait."""

    place: int
    of: int


async def wishes_of(entry_ids: Collection[UUID], today: date) -> list[Wish]:
    """These wishes, in no particular order."""
    rows = await db.fetch(_THESE, *fiscal_year_days(fiscal_year(today)), list(entry_ids))
    return [_wish(row) for row in rows]


def _wish(row: asyncpg.Record) -> Wish:
    columns = dict(row)
    refused = zip(columns.pop("refused_products"), columns.pop("refused_starts"), strict=True)
    return Wish(**columns, refused=frozenset(refused))


async def orders_of(wishes: Sequence[Wish]) -> Mapping[UUID, WaitlistOrder]:
    """By which order each counter concerned lets its facilities wait."""
    rows = await db.fetch(_ORDERS, list({wish.counter_id for wish in wishes}))
    return {row["counter_id"]: WaitlistOrder(row["waitlist_order"]) for row in rows}


async def positions(
    product_ids: Collection[UUID], items: Collection[str], today: date
) -> dict[UUID, Position]:
    """Where everybody stands who waits for one of these products or items; two statements for all."""
    if not product_ids and not items:
        return {}
    rows = await db.fetch(_QUEUES, *fiscal_year_days(fiscal_year(today)), list(product_ids), list(items))
    wishes = [_wish(row) for row in rows]
    queues: dict[object, list[Wish]] = {}
    for wish in in_turn(wishes, await orders_of(wishes)):
        queues.setdefault(wish.product_id or wish.item, []).append(wish)
    return {
        wish.id: Position(place, len(queue))
        for queue in queues.values()
        for place, wish in enumerate(queue, 1)
    }
