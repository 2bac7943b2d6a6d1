"""The loans that meet the closing days of an organisation: none is moved, but nobody is surprised."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import today

SHOWN = 20


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """A coming loan that begins, ends, leaves or is inspected on a day that would be closed."""

    id: UUID
    number: str
    product_name: str
    start: date
    end: date
    closed_on: date


class Meetings(msgspec.Struct, frozen=True, kw_only=True):
    """How many there are, and the first of them."""

    count: int
    first: Sequence[Meeting]


# A facility and a counter are touched on the first and last day of the trial, a lender where its unit leaves
# and where its inspection ends.
_MEETINGS = """
WITH days AS (
    SELECT l.id, l.number, l.product_id, l.starts_on, l.ends_on, d.day FROM loan l
    CROSS JOIN LATERAL (VALUES (l.starts_on), (l.ends_on - 1)) AS d (day)
    WHERE (l.facility_id = $1 OR l.counter_id = $1) AND l.ends_on > $2 AND l.custody = ANY($3::text[])
    UNION
    SELECT l.id, l.number, l.product_id, l.starts_on, l.ends_on, d.day FROM loan l
    JOIN occupancy o ON o.cause_id = l.id AND o.status = 'active'
    CROSS JOIN LATERAL (VALUES (lower(o.period)), (upper(o.period) - 1)) AS d (day)
    WHERE l.lender_id = $1 AND l.custody = ANY($3::text[])
), met AS (
    SELECT DISTINCT ON (days.id) days.* FROM days
    WHERE days.day >= $2
      AND (days.day = ANY($4::date[]) OR extract(isodow FROM days.day)::int - 1 = ANY($5::int[]))
    ORDER BY days.id, days.day
)
SELECT met.id, met.number, p.name AS product_name, met.starts_on AS start, met.ends_on AS "end",
    met.day AS closed_on, count(*) OVER () AS count
FROM met JOIN product p ON p.id = met.product_id ORDER BY met.day, met.number LIMIT $6
"""
_COMING = ["requested", "proposed", "confirmed", "dispatched", "on_trial", "returning"]


async def loans_meeting(
    actor: Actor, days: Collection[date] = (), weekdays: Collection[int] = ()
) -> Meetings:
    """The coming loans of the actor's organisation that begin or end on these days, or days of the week."""
    rows = await db.fetch(_MEETINGS, actor.acting_for(), today(), _COMING, list(days), list(weekdays), SHOWN)
    first = [Meeting(**{name: row[name] for name in Meeting.__struct_fields__}) for row in rows]
    return Meetings(count=rows[0]["count"] if rows else 0, first=first)
