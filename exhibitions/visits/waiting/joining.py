"""キャンセル待ちに入る: a party waits for one time that is full; it takes no place until offered one.

Whoever has no account is in the queue once the link in the mail was used; `confirm_by` says by when.
"""

from uuid import UUID

from accounts.domain import Actor, Via
from core import db
from core.clock import now
from core.errors import Conflict, NotFound, TooMany
from exhibitions.queries import exhibition_for
from exhibitions.visits import mails
from exhibitions.visits.booking import check_party, new_key, open_slot, party_of
from exhibitions.visits.changing import leave
from exhibitions.visits.commands import ReserveVisit
from exhibitions.visits.domain import CONFIRM_WITHIN, IN_QUEUE, MOST_UNCONFIRMED, VisitState, VisitStep
from exhibitions.visits.queries import (
    VisitView,
    list_slots,
    may_receive,
    visit_at,
    visit_behind,
    visit_of,
)
from exhibitions.visits.recording import record
from exhibitions.visits.waiting.offering import offer_freed
from exhibitions.visits.writing import channel_of, write_visit

_WAITING = """
SELECT count(*) AS all, count(*) FILTER (WHERE v.slot_id = $2) AS here
FROM visit v JOIN visit_contact c ON c.visit_id = v.id
WHERE v.state IN ('waiting', 'offered') AND c.email = $1
"""
_AN_HOUR = 3600


async def join_queue(actor: Actor, exhibition_id: UUID, command: ReserveVisit) -> VisitView:
    """Wait for a full time; without an account, from when the link in the mail is used.

    Raises what `reserve_visit` raises, and `Conflict`: `slot-has-room` when it can be booked,
    `waiting-already` for an address that waits for the same time.
    """
    exhibition = await exhibition_for(actor, exhibition_id)
    is_receiving = may_receive(actor, exhibition)
    party = await party_of(actor, command, is_receiving=is_receiving)
    await check_party(party, needs_contact=True, needs_email=True)
    await open_slot(actor, exhibition, party.slot_id, party.party_size)
    slots = await list_slots(actor, exhibition_id, end=exhibition.end)
    if any(one.id == party.slot_id and one.bookable and one.free_people >= party.party_size for one in slots):
        raise Conflict("slot-has-room")
    async with db.transaction():
        # one address at a time, so that two presses of a button do not both wait
        await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 5))", party.email)
        waiting = await db.fetch_row(_WAITING, party.email, party.slot_id)
        if waiting and waiting["here"]:
            raise Conflict("waiting-already")
        if waiting and waiting["all"] >= MOST_UNCONFIRMED:
            raise TooMany("visits-unconfirmed", retry_after=_AN_HOUR)
        visit_id = await write_visit(
            exhibition_id,
            party,
            state=VisitState.WAITING,
            channel=channel_of(actor, is_receiving=is_receiving),
            facility_id=actor.organization_id if actor.is_facility else None,
            person_id=None if is_receiving else actor.person_id,
            confirm_by=None if actor.is_signed_in else now() + CONFIRM_WITHIN,
        )
        await record(actor, visit_id, VisitStep.JOIN, VisitState.WAITING, people=party.party_size)
        visit = await visit_of(visit_id)
        tell = mails.tell_waiting if actor.is_signed_in else mails.ask_to_wait
        await tell(visit, await new_key(visit_id))
        return visit


_HOLD = "SELECT state, confirm_by, slot_id FROM visit WHERE id = $1 FOR UPDATE"
# In the queue from now on: who confirms later does not stand before those who did.
_CONFIRMED = "UPDATE visit SET confirm_by = NULL, created_at = $2, changes = changes + 1 WHERE id = $1"


async def confirm_wait(token: str) -> VisitView:
    """The mail was read: the party is in the queue. Said again it changes nothing.

    Raises `Conflict` `wait-over` when the time is up, `NotFound` for other links.
    """
    visit = await visit_behind(token)
    async with db.transaction():
        held = await db.fetch_row(_HOLD, visit.id)
        if held is None or held["state"] not in IN_QUEUE:
            raise Conflict("wait-over", phone=visit.counter_phone)
        if held["confirm_by"] is None or held["state"] == VisitState.OFFERED:
            return visit
        if held["confirm_by"] < now():
            raise Conflict("wait-over", phone=visit.counter_phone)
        await db.execute(_CONFIRMED, visit.id, now())
        await record(Actor.anonymous(via=Via.LINK), visit.id, VisitStep.CONFIRM, VisitState.WAITING)
        await mails.tell_waiting(await visit_of(visit.id), token)
        await offer_freed(held["slot_id"])
        return await visit_of(visit.id)


async def leave_queue(actor: Actor, exhibition_id: UUID, visit_id: UUID) -> VisitView:
    """Stop waiting: by whoever joined with an account, their facility, or the counter; twice is as once.

    `NotFound` for visits of others, `Conflict` `not-waiting` for one that is no longer in the queue.
    """
    exhibition = await exhibition_for(actor.signed_in(), exhibition_id)
    visit = await visit_at(exhibition_id, visit_id)
    if visit is None or not (may_receive(actor, exhibition) or await _is_own(actor, visit)):
        raise NotFound
    if visit.state is VisitState.CANCELLED:
        return visit
    if visit.state not in IN_QUEUE:
        raise Conflict("not-waiting")
    return await leave(actor, visit)


async def _is_own(actor: Actor, visit: VisitView) -> bool:
    if actor.is_facility and visit.facility_id == actor.organization_id:
        return True
    sql = "SELECT person_id FROM visit_contact WHERE visit_id = $1"
    return actor.person_id is not None and await db.fetch_value(sql, visit.id) == actor.person_id
