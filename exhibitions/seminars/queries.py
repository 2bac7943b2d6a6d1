"""Reading courses: those in the open for everybody, drafts for their counter."""

from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor, Via
from core import db
from core.calendar import ONE_DAY
from core.clock import now, today
from core.errors import NotAllowed, NotFound
from core.i18n import current_locale
from core.web.paging import CursorOf, Page, cut, decode_cursor, page_size
from exhibitions.seminars.domain import (
    Admission,
    AttendanceRule,
    Audience,
    SeminarStatus,
    SessionForm,
    closed_because,
    needed_sessions,
)


class SeminarView(msgspec.Struct, frozen=True, kw_only=True):
    """研修会; `apply_until` is exclusive, `first_at` and `last_at` are the ends of its sessions."""

    id: UUID
    counter_id: UUID
    counter_name: str
    counter_phone: str
    title: str
    title_en: str
    description: str
    description_en: str
    lecturer: str
    audiences: list[Audience]
    item_codes: list[str]
    prefecture: str
    area: str
    price: str
    admission: Admission
    status: SeminarStatus
    capacity: int
    taken: int
    largest_party: int
    apply_from: date | None
    apply_until: date | None
    rule: AttendanceRule
    rule_value: int
    offer_hours: int
    reminder_hours: int
    keep_days: int
    session_count: int
    first_at: datetime | None
    last_at: datetime | None

    @property
    def name(self) -> str:
        """Its title in the reader's language."""
        return self.title_en if current_locale.get() == "en" and self.title_en else self.title

    @property
    def about(self) -> str:
        """What it is about, in the reader's language."""
        is_english = current_locale.get() == "en" and self.description_en
        return self.description_en if is_english else self.description

    @property
    def sorts(self) -> str:
        """The key by which lists are in order: the minute of the first session."""
        return self.first_at.astimezone(UTC).strftime("%Y%m%d%H%M") if self.first_at else ""

    @property
    def free(self) -> int:
        """Places that nobody has."""
        return self.capacity - self.taken

    @property
    def closed(self) -> str:
        """The code of why nobody can apply now, else nothing; free places are another matter."""
        if self.last_at is not None and self.last_at <= now():
            return "seminar-past"
        return closed_because(self.status, self.apply_from, self.apply_until, today()) or ""

    @property
    def last_day_to_apply(self) -> date | None:
        """The last day on which anybody can apply."""
        return self.apply_until - ONE_DAY if self.apply_until else None

    @property
    def needed(self) -> int | None:
        """How many sessions make a certificate; None where none is given."""
        return needed_sessions(self.rule, self.rule_value, self.session_count)


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """研修会の回, as those see it who have a place or run it."""

    id: UUID
    seminar_id: UUID
    start: datetime
    end: datetime
    form: SessionForm
    theme: str
    place: str
    meeting_link: str
    room_code: str
    changes: int
    attended: int


class SeminarFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of courses is narrowed to; unless `past` is asked for, it is those still to come."""

    prefecture: str = ""
    audience: Audience | None = None
    counter_id: UUID | None = None
    past: bool = False


_SEMINAR = """
SELECT s.id, s.counter_id, c.name AS counter_name, c.phone AS counter_phone, s.title, s.title_en,
    s.description, s.description_en, s.lecturer, s.audiences,
    coalesce(s.item_codes, '{}') AS item_codes, s.prefecture, s.area, s.price, s.admission,
    s.status, s.capacity, s.taken, s.largest_party, s.apply_from, s.apply_until, s.rule, s.rule_value,
    s.offer_hours, s.reminder_hours, s.keep_days, coalesce(t.session_count, 0) AS session_count,
    t.first_at, t.last_at
FROM seminar s JOIN organization c ON c.id = s.counter_id
LEFT JOIN LATERAL (
    SELECT count(*)::int AS session_count, min(starts_at) AS first_at, max(ends_at) AS last_at
    FROM seminar_session WHERE seminar_id = s.id
) t ON TRUE
"""
_FOR_EVERYBODY = "s.opened_at IS NOT NULL"


def visible_to(actor: Actor, position: int) -> str:
    """SQL that keeps the courses `actor` may see; parameter `$position` is the actor's organisation."""
    mine = f"${position}::uuid"
    if actor.is_centre or actor.via is Via.SYSTEM:
        return f"({mine} IS NULL OR TRUE)"
    return f"({_FOR_EVERYBODY} OR s.counter_id = {mine})"


def runs(actor: Actor, seminar: SeminarView) -> bool:
    """Whether this course is the actor's to run."""
    return actor.is_centre or (actor.is_counter and actor.organization_id == seminar.counter_id)


def _viewed(row: asyncpg.Record) -> SeminarView:
    return msgspec.convert(dict(row), SeminarView)


async def seminar_for(actor: Actor, seminar_id: UUID) -> SeminarView:
    """One course; `NotFound` for unknown ids and other counters' drafts alike."""
    sql = f"{_SEMINAR} WHERE s.id = $1 AND {visible_to(actor, 2)}"
    row = await db.fetch_row(sql, seminar_id, actor.organization_id)
    if row is None:
        raise NotFound
    return _viewed(row)


async def run_by(actor: Actor, seminar_id: UUID) -> SeminarView:
    """The course, for whoever runs it; `NotFound` for other counters, else `NotAllowed`."""
    seminar = await seminar_for(actor.signed_in(), seminar_id)
    if not runs(actor, seminar):
        raise NotFound if actor.is_counter else NotAllowed
    return seminar


_FILTERS = {
    "prefecture": "s.prefecture = ${}",
    "audience": "${} = ANY(s.audiences)",
    "counter_id": "s.counter_id = ${}",
}


async def list_seminars(
    wanted: SeminarFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[SeminarView]:
    """Courses in the open: those to come by their first day, or those that are over, latest first."""
    over = "(coalesce(t.last_at, 'infinity') <= $1 OR s.status IN ('held', 'cancelled'))"
    clauses = [_FOR_EVERYBODY, over if wanted.past else f"NOT {over}"]
    arguments: list[object] = [now()]
    for name, clause in _FILTERS.items():
        if value := getattr(wanted, name):
            arguments.append(value)
            clauses.append(clause.format(len(arguments)))
    sort = "coalesce(to_char(t.first_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MI'), '')"  # as `SeminarView.sorts`
    order, way = ("<", "DESC") if wanted.past else (">", "ASC")
    if (last := decode_cursor(cursor, 2)) is not None:
        arguments += last
        clauses.append(f"({sort}, s.id::text) {order} (${len(arguments) - 1}, ${len(arguments)})")
    size = page_size(limit)
    sql = f"{_SEMINAR} WHERE {' AND '.join(clauses)} ORDER BY {sort} {way}, s.id::text {way} LIMIT {size + 1}"
    rows = [_viewed(row) for row in await db.fetch(sql, *arguments)]
    return cut(rows, size, _sorted_by)


_sorted_by = CursorOf[SeminarView](("sorts", "id"))


async def own_seminars(actor: Actor) -> list[SeminarView]:
    """All courses of the actor's counter, what is under way first."""
    sql = f"""{_SEMINAR} WHERE s.counter_id = $1
    ORDER BY s.status IN ('held', 'cancelled'), t.first_at DESC NULLS FIRST, s.id LIMIT 200"""
    return [_viewed(row) for row in await db.fetch(sql, actor.organization_id)]


_SESSIONS = """
SELECT e.id, e.seminar_id, e.starts_at AS start, e.ends_at AS "end", e.form, e.theme, e.place,
    e.meeting_link, e.room_code, e.changes,
    (SELECT count(*) FROM seminar_attendance a WHERE a.session_id = e.id)::int AS attended
FROM seminar_session e WHERE e.seminar_id = $1 ORDER BY e.starts_at, e.id
"""


async def sessions_of(seminar_id: UUID) -> list[SessionView]:
    """The sessions of a course in their order; whoever has no place must not be shown place and link."""
    return [msgspec.convert(dict(row), SessionView) for row in await db.fetch(_SESSIONS, seminar_id)]


async def session_of(seminar_id: UUID, session_id: UUID) -> SessionView:
    """One session of a course; `NotFound` when it has none such."""
    found = [one for one in await sessions_of(seminar_id) if one.id == session_id]
    if not found:
        raise NotFound
    return found[0]
