"""受付: a party arrives, once; leaves, if anybody says so; or does not come, and its places are free."""

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor, Via
from core import db
from core.clock import local_day, now, today
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from exhibitions.visits.capacity import give_back, take
from exhibitions.visits.commands import CheckInVisit
from exhibitions.visits.domain import ALLOWED, VisitState, VisitStep
from exhibitions.visits.queries import (
    VisitView,
    received_by,
    visit_at,
    visit_behind,
    visit_of,
    visit_received_by,
)
from exhibitions.visits.recording import go_on, held_for, record

EARLY = timedelta(minutes=60)  # so long before the start a party may say itself that it is there
# The usual way in is this one statement: of several at once only the first finds the visit booked.
_ARRIVE = """
WITH came AS (
    UPDATE visit SET state = 'arrived', arrived_at = $2 WHERE id = $1 AND state = 'booked'
    RETURNING id, party_size
)
INSERT INTO visit_event (id, visit_id, step, state, person_id, organization_id, via, facts, at)
SELECT $3, id, 'arrive', 'arrived', $4, $5, $6, jsonb_build_object('people', party_size), $7 FROM came
RETURNING visit_id
"""
_LOCK = "SELECT state, slot_id, party_size, ended_at FROM visit WHERE id = $1 FOR UPDATE"
_RECEIVED = "SELECT EXISTS (SELECT FROM visit_event WHERE visit_id = $1 AND step = 'arrive')"
_COME = """
UPDATE visit SET state = $3, arrived_at = least(arrived_at, $2), ended_at = NULL WHERE id = $1
"""
_LEAVE = """
UPDATE visit SET state = 'left', arrived_at = least(arrived_at, $2), left_at = $2, ended_at = NULL
WHERE id = $1
"""
_EARLIER = """
UPDATE visit SET arrived_at = $2 FROM visit_slot s WHERE visit.id = $1 AND arrived_at > $2
  AND s.id = slot_id AND s.day = ($2 AT TIME ZONE 'Asia/Tokyo')::date
"""
_LATER = """
UPDATE visit SET left_at = $2 FROM visit_slot s WHERE visit.id = $1 AND left_at < $2
  AND s.id = slot_id AND s.day = ($2 AT TIME ZONE 'Asia/Tokyo')::date
"""


async def check_in(actor: Actor, exhibition_id: UUID, command: CheckInVisit) -> VisitView:
    """The counter receives a party. Of several at once exactly one succeeds, the others are told so.

    Raises `Invalid` without id or code; `NotFound`; `Conflict`: `arrived-already`, `visit-not-booked`,
    `arrival-on-another-day`, `places-given-away`.
    """
    return await receive_at(actor, await _to_receive(actor, exhibition_id, command), now())


async def _to_receive(actor: Actor, exhibition_id: UUID, command: CheckInVisit) -> VisitView:
    """The visit in one look; who may not receive it is told why by a second one."""
    actor.signed_in()
    if command.token:
        visit: VisitView | None = await visit_behind(command.token)
    else:
        visit = await visit_at(exhibition_id, command.visit_id) if command.visit_id else None
    is_ours = visit is not None and (
        actor.is_centre or (actor.is_counter and actor.organization_id == visit.counter_id)
    )
    if visit is None or not is_ours or visit.exhibition_id != exhibition_id:
        await received_by(actor, exhibition_id)
        if not command.token and command.visit_id is None:
            raise Invalid({"visit_id": "required"})
        raise NotFound
    return visit


async def arrive(token: str) -> VisitView:
    """A party says on its own phone that it is there, from an hour before its time until the end."""
    visit = await visit_behind(token)
    if not visit.start - EARLY <= now() < visit.end:
        raise Conflict("arrival-out-of-time", phone=visit.counter_phone)
    return await receive_at(Actor.anonymous(via=Via.LINK), visit, now())


async def receive_at(actor: Actor, visit: VisitView, moment: datetime) -> VisitView:
    """A party that the caller may receive has come at `moment`; refusals as in `check_in`."""
    if local_day(moment) != visit.day:
        raise Conflict("arrival-on-another-day", day=visit.day)
    who = (actor.person_id, actor.organization_id, actor.via.value)
    if await db.fetch_value(_ARRIVE, visit.id, moment, new_id(), *who, now()) is None:
        await _receive_unusual(actor, visit, moment)
        return await visit_of(visit.id)
    return msgspec.structs.replace(visit, state=VisitState.ARRIVED, arrived_at=moment)


async def _receive_unusual(actor: Actor, visit: VisitView, moment: datetime) -> None:
    async with db.transaction():
        held = await _held(visit.id)
        state = VisitState(held["state"])
        is_gone = state is VisitState.LEFT and not await db.fetch_value(_RECEIVED, visit.id)
        if state in (VisitState.ARRIVED, VisitState.LEFT) and not is_gone:
            raise Conflict("arrived-already", number=visit.number)
        if state not in ALLOWED[VisitStep.ARRIVE] and not is_gone:
            raise Conflict("visit-not-booked", number=visit.number)
        has_lost = state is VisitState.NO_SHOW and not await take(held["slot_id"], held["party_size"])
        if has_lost and moment > held["ended_at"]:  # else they were there before their places were given away
            raise Conflict("places-given-away", number=visit.number)
        after = VisitState.LEFT if is_gone else VisitState.ARRIVED
        await db.execute(_COME, visit.id, moment, after.value)
        await record(actor, visit.id, VisitStep.ARRIVE, after, people=held["party_size"])


async def _held(visit_id: UUID) -> asyncpg.Record:
    held = await db.fetch_row(_LOCK, visit_id)
    if held is None:
        raise NotFound
    return held


async def check_out(actor: Actor, exhibition_id: UUID, visit_id: UUID) -> VisitView:
    """A party leaves: it is no longer counted in the room. `Conflict`: `left-already`, `visit-not-booked`."""
    return await leave_at(actor, await visit_received_by(actor, exhibition_id, visit_id), now())


async def leave_at(actor: Actor, visit: VisitView, moment: datetime) -> VisitView:
    """A party has left at `moment`; if nobody saw it come, it was there all the same."""
    if local_day(moment) != visit.day:
        raise Conflict("arrival-on-another-day", day=visit.day)
    async with db.transaction():
        held = await _held(visit.id)
        state = VisitState(held["state"])
        if state is VisitState.LEFT:
            raise Conflict("left-already", number=visit.number)
        if state not in ALLOWED[VisitStep.LEAVE]:
            raise Conflict("visit-not-booked", number=visit.number)
        await db.execute(_LEAVE, visit.id, moment)
        await record(actor, visit.id, VisitStep.LEAVE, VisitState.LEFT)
        return await visit_of(visit.id)


async def note_arrival(visit_id: UUID, moment: datetime) -> None:
    """Somebody else saw the party come at `moment`: the earliest counts."""
    await db.execute(_EARLIER, visit_id, moment)


async def note_departure(visit_id: UUID, moment: datetime) -> None:
    """Somebody else saw the party leave at `moment`: the latest counts."""
    await db.execute(_LATER, visit_id, moment)


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
ORDER BY v.slot_id, v.id LIMIT 200 FOR UPDATE OF v SKIP LOCKED
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
