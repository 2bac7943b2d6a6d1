"""Courses of a counter: one that everybody wants, and one whose participants come now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core import db
from core.clock import now
from core.ids import new_id

EXPECTED = 16_000  # half of them for the product, half for the ceiling
_ENDLESS = 100_000_000
_SEMINAR = """
INSERT INTO seminar (id, counter_id, title, audiences, prefecture, status, capacity, taken, created_at,
    opened_at)
VALUES ($1, $2, '見本の研修会', '{}', '大分県', 'open', $3, $4, $5, $5)
"""
_SESSION = """
INSERT INTO seminar_session (id, seminar_id, starts_at, ends_at, room_code, created_at)
VALUES ($1, $2, $3, $3::timestamptz + interval '2 hours', $4, $5)
"""
_PARTICIPANTS = """
WITH applied AS (
    INSERT INTO seminar_application
        (id, number, seminar_id, state, channel, audience, people, held, created_at)
    SELECT gen_random_uuid(), 'A' || at, $1, 'accepted', 'page', 'public', 1, 1, $2
    FROM generate_series(1, $3) at
    RETURNING id, number
)
INSERT INTO seminar_participant (id, application_id, seminar_id, number)
SELECT gen_random_uuid(), id, $1, 'T' || lpad(number, 7, '0') FROM applied RETURNING number
"""


@dataclass(frozen=True)
class Courses:
    """Where seminars are measured: the one that is applied for, and tickets to be scanned, each once."""

    wanted_id: UUID
    running_id: UUID
    session_id: UUID
    expected: list[str]
    expected_by_ceiling: list[str]


async def make_courses(counter_id: UUID) -> Courses:
    """A course next week with room for everybody, and one that has begun."""
    moment = now()
    wanted_id, _session = await _make_course(counter_id, moment + timedelta(days=7), 0, "W")
    running_id, session_id = await _make_course(counter_id, moment, EXPECTED, "R")
    rows = await db.fetch(_PARTICIPANTS, running_id, moment, EXPECTED)
    tickets = [row["number"] for row in rows]
    return Courses(wanted_id, running_id, session_id, tickets[: EXPECTED // 2], tickets[EXPECTED // 2 :])


async def _make_course(counter_id: UUID, start: datetime, taken: int, room: str) -> tuple[UUID, UUID]:
    seminar_id, session_id = new_id(), new_id()
    await db.execute(_SEMINAR, seminar_id, counter_id, _ENDLESS, taken, now())
    await db.execute(_SESSION, session_id, seminar_id, start, f"ROOM-{room}", now())
    return seminar_id, session_id
