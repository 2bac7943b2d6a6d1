"""キャンセル待ちに入る: a party waits for one time that is full; it takes no place until offered one."""

from uuid import UUID

from accounts.domain import Actor
from core import db
from core.errors import Conflict, TooMany
from exhibitions.queries import exhibition_for
from exhibitions.visits import mails
from exhibitions.visits.booking import check_party, new_key, open_slot, party_of
from exhibitions.visits.commands import ReserveVisit
from exhibitions.visits.domain import MOST_UNCONFIRMED, VisitState, VisitStep
from exhibitions.visits.queries import VisitView, list_slots, may_receive, visit_of
from exhibitions.visits.recording import record
from exhibitions.visits.writing import channel_of, write_visit

_WAITING = """
SELECT count(*) AS all, count(*) FILTER (WHERE v.slot_id = $2) AS here
FROM visit v JOIN visit_contact c ON c.visit_id = v.id
WHERE v.state IN ('waiting', 'offered') AND c.email = $1
"""
_AN_HOUR = 3600


async def join_queue(actor: Actor, exhibition_id: UUID, command: ReserveVisit) -> VisitView:
    """Wait for a full time.

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
        )
        await record(actor, visit_id, VisitStep.JOIN, VisitState.WAITING, people=party.party_size)
        visit = await visit_of(visit_id)
        await mails.tell_waiting(visit, await new_key(visit_id))
        return visit
