"""受付: a party arrives, once; leaves, if anybody says so; or does not come, and its places are free."""

from datetime import timedelta
from uuid import UUID

from accounts.domain import Actor, Via
from core import db
from core.clock import local_day, now, today
from core.errors import Conflict, Invalid
from exhibitions.visits.capacity import give_back, take
from exhibitions.visits.commands import CheckInVisit
from exhibitions.visits.domain import ALLOWED, VisitState, VisitStep
from exhibitions.visits.queries import VisitView, received_by, visit_behind, visit_of, visit_received_by
from exhibitions.visits.recording import go_on, held_for, record

EARLY = timedelta(minutes=60)  # so long before the start a party may say itself that it is there
_ARRIVE = "UPDATE visit SET state = 'arrived', arrived_at = $2, ended_at = NULL WHERE id = $1"
_LEAVE = "UPDATE visit SET state = 'left', left_at = $2 WHERE id = $1"


async def check_in(actor: Actor, exhibition_id: UUID, command: CheckInVisit) -> VisitView:
    """The counter receives a party. Of several at once exactly one succeeds, the others are told so.

    Raises `Invalid` without id or code; `NotFound`; `Conflict`: `arrived-already`, `visit-not-booked`,
    `arrival-on-another-day`, `places-given-away`.
    """
    await received_by(actor, exhibition_id)
    if command.visit_id is None and not command.token:
        raise Invalid({"visit_id": "required"})
    visit_id = command.visit_id or (await visit_behind(command.token)).id
    return await _arrive(actor, await visit_received_by(actor, exhibition_id, visit_id))


async def arrive(token: str) -> VisitView:
    """A party says on its own phone that it is there, from an hour before its time until the end."""
    visit = await visit_behind(token)
    if not visit.start - EARLY <= now() < visit.end:
        raise Conflict("arrival-out-of-time", phone=visit.counter_phone)
    return await _arrive(Actor.anonymous(via=Via.LINK), visit)


async def _arrive(actor: Actor, visit: VisitView) -> VisitView:
    if local_day(visit.start) != today():
        raise Conflict("arrival-on-another-day", day=visit.day)
    async with db.transaction():
        row = await db.fetch_row("SELECT state FROM visit WHERE id = $1 FOR UPDATE", visit.id)
        state = VisitState(row["state"]) if row else visit.state
        if state in (VisitState.ARRIVED, VisitState.LEFT):
            raise Conflict("arrived-already", number=visit.number)
        if state not in ALLOWED[VisitStep.ARRIVE]:
            raise Conflict("visit-not-booked", number=visit.number)
        if state is VisitState.NO_SHOW and not await take(visit.slot_id, visit.party_size):
            raise Conflict("places-given-away", number=visit.number)
        await db.execute(_ARRIVE, visit.id, now())
        await record(actor, visit.id, VisitStep.ARRIVE, VisitState.ARRIVED, people=visit.party_size)
        return await visit_of(visit.id)


async def check_out(actor: Actor, exhibition_id: UUID, visit_id: UUID) -> VisitView:
    """A party leaves: it is no longer counted in the room."""
    await visit_received_by(actor, exhibition_id, visit_id)
    async with db.transaction():
        await held_for(VisitStep.LEAVE, visit_id)
        await db.execute(_LEAVE, visit_id, now())
        await record(actor, visit_id, VisitStep.LEAVE, VisitState.LEFT)
        return await visit_of(visit_id)


_ROOM = """
SELECT coalesce(sum(v.party_size), 0)::int FROM visit v JOIN visit_slot s ON s.id = v.slot_id
WHERE v.exhibition_id = $1 AND v.state = 'arrived' AND s.day = $2
"""


async def people_in_room(exhibition_id: UUID) -> int:
    """Who has arrived today and has not left."""
    people: int = await db.fetch_value(_ROOM, exhibition_id, today())
    return people


_MISSING = """
SELECT v.id FROM visit v JOIN visit_slot s ON s.id = v.slot_id
JOIN visit_plan p ON p.exhibition_id = v.exhibition_id
WHERE v.state = 'booked' AND s.starts_at + make_interval(mins => p.no_show_minutes) < $1
ORDER BY s.starts_at LIMIT 200 FOR UPDATE OF v SKIP LOCKED
"""


async def release_no_shows() -> int:
    """A sweep: places of parties that did not come are free after the counter's minutes."""
    async with db.transaction():
        rows = await db.fetch(_MISSING, now())
        for row in rows:
            held = await held_for(VisitStep.MISS, row["id"])
            await go_on(Actor.system(), row["id"], VisitStep.MISS, VisitState.NO_SHOW)
            await give_back(held["slot_id"], held["party_size"])
        return len(rows)
