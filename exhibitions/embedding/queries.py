"""What a counter shows to everybody: displays with the next free times, seminars with places left."""

from datetime import date, datetime, time
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import TOKYO, now
from core.errors import NotFound
from exhibitions.queries import ExhibitionFilter, ExhibitionView, list_exhibitions
from exhibitions.seminars.queries import SeminarFilter, SeminarView, list_seminars

MOST_DISPLAYS = 20
MOST_TIMES = 6
MOST_SEMINARS = 20
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
    coalesce(nullif(w.hours, ''), e.hours) AS hours,
    CASE WHEN coalesce(w.hours, '') = '' THEN e.hours_en ELSE w.hours_en END AS hours_en,
    e.access, e.access_en,
    coalesce(nullif(w.address, ''), nullif(e.address, ''), e.prefecture) AS place,
    coalesce(w.starts_on, e.starts_on) AS start, coalesce(w.ends_on, e.ends_on) AS "end",
    e.created_at, coalesce(max(v.at), e.created_at) AS changed_at, count(v.id)::int AS changes
FROM exhibition e LEFT JOIN exhibition_venue w ON w.exhibition_id = e.id
LEFT JOIN exhibition_event v ON v.exhibition_id = e.id
WHERE e.counter_id = $1 AND e.status <> 'draft' AND e.ends_on > $2
GROUP BY w.id, e.id ORDER BY coalesce(w.starts_on, e.starts_on), 1 LIMIT 500
"""
_SESSIONS = """
SELECT e.id, s.id AS seminar_id, s.title, s.title_en, s.status, e.theme, e.starts_at AS start,
    e.ends_at AS "end", concat_ws(' ', nullif(s.prefecture, ''), nullif(s.area, '')) AS place, e.created_at,
    coalesce(v.at, e.created_at) AS changed_at, v.changes
FROM seminar s JOIN seminar_session e ON e.seminar_id = s.id CROSS JOIN LATERAL (
    SELECT max(at) AS at, count(*)::int AS changes FROM seminar_event
    WHERE seminar_id = s.id AND application_id IS NULL
) v
WHERE s.counter_id = $1 AND s.opened_at IS NOT NULL AND e.ends_at > $2
ORDER BY e.starts_at, e.id LIMIT 500
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
    hours: str
    hours_en: str
    access: str
    access_en: str
    place: str
    start: date
    end: date
    created_at: datetime
    changed_at: datetime
    changes: int


class ShownSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session of a seminar as a public calendar tells of it: neither its exact place nor its link."""

    id: UUID
    seminar_id: UUID
    title: str
    title_en: str
    status: str
    theme: str
    place: str
    start: datetime
    end: datetime
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


async def coming_seminars(counter_id: UUID) -> list[SeminarView]:
    """The seminars of a counter that are not over yet, soonest first."""
    return list((await list_seminars(SeminarFilter(counter_id=counter_id), limit=MOST_SEMINARS)).items)


async def sessions_shown(counter_id: UUID, since: date) -> list[ShownSession]:
    """Every session of a counter's public seminars that ends after `since`, cancelled ones, too."""
    moment = datetime.combine(since, time(), TOKYO)
    return await db.fetch_as(ShownSession, _SESSIONS, counter_id, moment)
