"""空きを案内する: freed places go to those who wait, in their order; an offer holds its places for a while.

An offer takes its places like a booking, by the same guarded UPDATE, in the transaction that freed them:
nobody comes in between, and no more is offered than was freed. A party that needs more than is free lets
others by and keeps its turn. Whoever frees places holds visits first, then slots, then those who wait.
"""

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from accounts.domain import Actor, Via
from core import db
from core.clock import now
from core.errors import Conflict
from exhibitions.visits import mails
from exhibitions.visits.booking import new_key
from exhibitions.visits.capacity import give_back, take
from exhibitions.visits.domain import VisitState, VisitStep
from exhibitions.visits.queries import VisitView, visit_behind, visit_of
from exhibitions.visits.recording import go_on, held_for

LEAST_NOTICE = timedelta(minutes=30)  # no offer ends later than so long before the start, nor is shorter
_SLOT = """
SELECT s.starts_at, coalesce(p.offer_hours, 24) AS offer_hours FROM visit_slot s
LEFT JOIN visit_plan p ON p.exhibition_id = s.exhibition_id
WHERE s.id = $1 AND NOT s.is_closed FOR NO KEY UPDATE OF s
"""
_QUEUE = """
SELECT id, party_size FROM visit WHERE slot_id = $1 AND state = 'waiting' AND confirm_by IS NULL
ORDER BY created_at, id FOR UPDATE
"""
_UNTIL = "UPDATE visit SET confirm_by = $2 WHERE id = $1"


async def free_places(slot_id: UUID, people: int) -> None:
    """A party does not come: its places go to those who wait, the rest is free for everybody."""
    await give_back(slot_id, people)
    await offer_freed(slot_id)


async def offer_freed(slot_id: UUID) -> int:
    """Offer what a slot has free to those who wait for it; how many were offered something."""
    async with db.transaction():
        slot = await db.fetch_row(_SLOT, slot_id)
        until = _offer_until(slot) if slot else None
        if until is None:
            return 0
        offered = 0
        for row in await db.fetch(_QUEUE, slot_id):
            if await take(slot_id, row["party_size"]):
                await _offer(row["id"], until)
                offered += 1
        return offered


def _offer_until(slot: asyncpg.Record) -> datetime | None:
    latest: datetime = slot["starts_at"] - LEAST_NOTICE
    if latest < now() + LEAST_NOTICE:
        return None
    return min(latest, now() + timedelta(hours=slot["offer_hours"]))


async def _offer(visit_id: UUID, until: datetime) -> None:
    await go_on(Actor.system(), visit_id, VisitStep.OFFER, VisitState.OFFERED)
    await db.execute(_UNTIL, visit_id, until)
    await mails.offer_places(await visit_of(visit_id), await new_key(visit_id))


async def accept_offer(token: str) -> VisitView:
    """The party takes the places that are held for it. Said again it changes nothing.

    Raises `Conflict` `offer-over` when the time is up, `NotFound` for other links.
    """
    visit = await visit_behind(token)
    if visit.state is VisitState.BOOKED:
        return visit
    async with db.transaction():
        held = await held_for(VisitStep.ACCEPT, visit.id)
        if held["confirm_by"] is not None and held["confirm_by"] < now():
            raise Conflict("offer-over", phone=visit.counter_phone)
        await go_on(Actor.anonymous(via=Via.LINK), visit.id, VisitStep.ACCEPT, VisitState.BOOKED)
        booked = await visit_of(visit.id)
        await mails.tell_booked(booked, token)
        await mails.tell_counter(booked, VisitStep.RESERVE)
        return booked


_OVER = """
SELECT id, slot_id FROM visit WHERE state = 'offered' AND confirm_by < $1
ORDER BY slot_id, id LIMIT 100 FOR UPDATE SKIP LOCKED
"""
_TOO_LATE = """
SELECT v.id FROM visit v JOIN visit_slot s ON s.id = v.slot_id
WHERE v.state = 'waiting' AND v.confirm_by IS NULL AND s.starts_at < $1
ORDER BY s.starts_at LIMIT 100 FOR UPDATE OF v SKIP LOCKED
"""
_OPEN = """
SELECT DISTINCT s.id FROM visit v JOIN visit_slot s ON s.id = v.slot_id
WHERE v.state = 'waiting' AND v.confirm_by IS NULL AND s.starts_at > $1 AND NOT s.is_closed
  AND s.taken_people < s.capacity_people AND s.taken_groups < s.capacity_groups ORDER BY s.id LIMIT 200
"""


async def lapse_visit_offers() -> int:
    """A sweep: an offer that nobody took goes to the next party."""
    async with db.transaction():
        rows = await db.fetch(_OVER, now())
        for row in rows:
            held = await held_for(VisitStep.LAPSE, row["id"])
            await go_on(Actor.system(), row["id"], VisitStep.LAPSE, VisitState.LAPSED)
            await mails.tell_wait_over(await visit_of(row["id"]), had_offer=True)
            await free_places(held["slot_id"], held["party_size"])
        return len(rows)


async def end_waits() -> int:
    """A sweep: for whom nothing became free is told so, half an hour before the time they wanted."""
    async with db.transaction():
        rows = await db.fetch(_TOO_LATE, now() + LEAST_NOTICE)
        for row in rows:
            await go_on(Actor.system(), row["id"], VisitStep.LAPSE, VisitState.LAPSED)
            await mails.tell_wait_over(await visit_of(row["id"]), had_offer=False)
        return len(rows)


async def offer_free_visit_places() -> int:
    """A sweep: places that came in another way, as by a larger slot, are offered, too."""
    slots = await db.fetch(_OPEN, now())
    return sum([await offer_freed(row["id"]) for row in slots])
