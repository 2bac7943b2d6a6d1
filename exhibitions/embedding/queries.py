"""What a counter shows of its displays to everybody: which are to be seen, and the next free times."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import NotFound
from exhibitions.queries import ExhibitionFilter, ExhibitionView, list_exhibitions

MOST_DISPLAYS = 20
MOST_TIMES = 6
_FREE = """
SELECT id, exhibition_id, starts_at AS start, ends_at AS "end", free_people FROM (
    SELECT s.id, s.exhibition_id, s.starts_at, s.ends_at, s.capacity_people - s.taken_people AS free_people,
        row_number() OVER (PARTITION BY s.exhibition_id ORDER BY s.starts_at) AS position
    FROM visit_slot s JOIN visit_plan p ON p.exhibition_id = s.exhibition_id
    WHERE s.exhibition_id = ANY($1::uuid[]) AND NOT s.is_closed
      AND s.starts_at > $2::timestamptz + make_interval(hours => p.lead_hours)
      AND s.taken_people < s.capacity_people AND s.taken_groups < s.capacity_groups
) free WHERE position <= $3 ORDER BY starts_at
"""
_DAYS = """
SELECT coalesce(w.id, e.id) AS id, e.id AS exhibition_id, e.title, e.title_en, e.status,
    coalesce(w.name, '') AS venue,
    coalesce(nullif(w.address, ''), nullif(e.address, ''), e.prefecture) AS place,
    coalesce(w.starts_on, e.starts_on) AS start, coalesce(w.ends_on, e.ends_on) AS "end",
    e.created_at, coalesce(max(v.at), e.created_at) AS changed_at, count(v.id)::int AS changes
FROM exhibition e LEFT JOIN exhibition_venue w ON w.exhibition_id = e.id
LEFT JOIN exhibition_event v ON v.exhibition_id = e.id
WHERE e.counter_id = $1 AND e.status <> 'draft' AND e.ends_on > $2
GROUP BY w.id, e.id ORDER BY coalesce(w.starts_on, e.starts_on), 1 LIMIT 500
"""


class FreeTime(msgspec.Struct, frozen=True, kw_only=True):
    """A time that can be booked now."""

    id: UUID
    exhibition_id: UUID
    start: datetime
    end: datetime
    free_people: int


class ShownDays(msgspec.Struct, frozen=True, kw_only=True):
    """A display, or one venue of a touring show, as a calendar tells of it; `end` is exclusive."""

    id: UUID
    exhibition_id: UUID
    title: str
    title_en: str
    status: str
    venue: str
    place: str
    start: date
    end: date
    created_at: datetime
    changed_at: datetime
    changes: int


async def counter_named(counter_id: UUID) -> str:
    """The counter's name; `NotFound` for whatever is no counter."""
    sql = """
    SELECT name FROM organization
    WHERE id = $1 AND kind IN ('counter', 'general_center') AND gone_on IS NULL
    """
    name = await db.fetch_value(sql, counter_id)
    if name is None:
        raise NotFound
    return str(name)


async def displays_with_times(counter_id: UUID) -> list[tuple[ExhibitionView, list[FreeTime]]]:
    """The displays still to be seen, each with its next free times."""
    wanted = ExhibitionFilter(counter_id=counter_id)
    found = (await list_exhibitions(Actor.anonymous(), wanted, limit=MOST_DISPLAYS)).items
    times = await db.fetch_as(FreeTime, _FREE, [one.id for one in found], now(), MOST_TIMES)
    return [(one, [time for time in times if time.exhibition_id == one.id]) for one in found]


async def days_shown(counter_id: UUID, since: date) -> list[ShownDays]:
    """Every display and venue of a counter that ends after `since`, cancelled ones, too."""
    return await db.fetch_as(ShownDays, _DAYS, counter_id, since)
