"""A display of the measured counter: one time that everybody wants, and parties that are expected now."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from core import db
from core.clock import now, today
from core.ids import new_id

EXPECTED = 16_000  # half of them for the product, half for the ceiling
_ENDLESS = 100_000_000
_EXHIBITION = """
INSERT INTO exhibition (id, counter_id, title, kind, status, prefecture, starts_on, ends_on, created_at)
VALUES ($1, $2, '見本の展示', 'permanent', 'open', '大分県', $3, $4, $5)
"""
_PLAN = "INSERT INTO visit_plan (id, exhibition_id, lead_hours, created_at) VALUES ($1, $2, 0, $3)"
_SLOT = """
INSERT INTO visit_slot (id, exhibition_id, day, starts_at, ends_at, capacity_people, capacity_groups)
VALUES ($1, $2, $3, $4, $5, $6, $6)
"""
_VISITS = """
INSERT INTO visit (id, number, exhibition_id, slot_id, state, channel, party_size, interests, access_needs,
    created_at)
SELECT gen_random_uuid(), 'B' || at, $1, $2, 'booked', 'page', 2, '{}', '{}', $3
FROM generate_series(1, $4) at
RETURNING id
"""


@dataclass(frozen=True)
class Display:
    """Where visits are measured: the hot slot, and the parties to be received, each once."""

    id: UUID
    hot_slot_id: UUID
    expected: list[UUID]
    expected_by_ceiling: list[UUID]


async def make_display(counter_id: UUID) -> Display:
    """A display that is open today, with a slot tomorrow for everybody and one that has begun."""
    exhibition_id, hot, running = new_id(), new_id(), new_id()
    moment, day = now(), today()
    await db.execute(_EXHIBITION, exhibition_id, counter_id, day, day + timedelta(days=90), moment)
    await db.execute(_PLAN, new_id(), exhibition_id, moment)
    tomorrow, hour = timedelta(days=1), timedelta(hours=1)
    begin = moment + tomorrow
    await db.execute(_SLOT, hot, exhibition_id, day + tomorrow, begin, begin + hour, _ENDLESS)
    await db.execute(_SLOT, running, exhibition_id, day, moment, moment + hour, _ENDLESS)
    rows = await db.fetch(_VISITS, exhibition_id, running, moment, EXPECTED)
    ids = [row["id"] for row in rows]
    return Display(exhibition_id, hot, ids[: EXPECTED // 2], ids[EXPECTED // 2 :])
