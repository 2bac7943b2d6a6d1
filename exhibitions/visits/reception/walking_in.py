"""飛び込み: a party without a booking comes in while there is room, and is there at once."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.calendar import ONE_DAY
from core.clock import now, today
from core.errors import Conflict, Invalid
from exhibitions.visits.booking import check_party, full, tidied
from exhibitions.visits.capacity import take
from exhibitions.visits.commands import ReserveVisit
from exhibitions.visits.domain import Language, VisitChannel, VisitState, VisitStep
from exhibitions.visits.queries import RECEIVING, SlotView, VisitView, list_slots, received_by, visit_of
from exhibitions.visits.recording import record
from exhibitions.visits.writing import write_visit


class ReceiveWalkIn(msgspec.Struct, frozen=True, kw_only=True):
    """A party at the door; what names it is kept only with consent. Without `slot_id`: what runs now."""

    party_size: int
    slot_id: UUID | None = None
    interests: list[str] = []
    language: Language = Language.JAPANESE
    name: str = ""
    email: str = ""
    phone: str = ""
    organization_name: str = ""
    consents: bool = False


async def slots_at_the_door(actor: Actor, exhibition_id: UUID) -> Sequence[SlotView]:
    """Today's slots that are not over, the one running now first."""
    slots = await list_slots(actor, exhibition_id, first=today(), end=today() + ONE_DAY)
    return [one for one in slots if one.end > now() and one.reason != "slot-closed"]


async def receive_walk_in(actor: Actor, exhibition_id: UUID, command: ReceiveWalkIn) -> VisitView:
    """Take places and receive the party in one go.

    Raises `Invalid` naming fields; `Conflict`: `no-slot-today`, `slot-full` with what is left.
    """
    exhibition = await received_by(actor, exhibition_id)
    if exhibition.status not in RECEIVING:
        raise Conflict("exhibition-not-receiving", phone=exhibition.counter_phone)
    slot = _slot_for(command, await slots_at_the_door(actor, exhibition_id))
    party = tidied(_party(command, slot.id))
    await check_party(party, needs_contact=False, needs_email=False)
    if any((party.name, party.email, party.phone, party.organization_name)) and not command.consents:
        raise Invalid({"consents": "consent-needed"})
    if party.party_size > slot.capacity_people:
        raise Invalid(
            {"party_size": "party-too-large"}, most=slot.capacity_people, phone=exhibition.counter_phone
        )
    async with db.transaction():
        if not await take(slot.id, party.party_size):
            raise await full(actor, exhibition_id, slot.id, party.party_size)
        visit_id = await write_visit(
            exhibition_id, party, state=VisitState.ARRIVED, channel=VisitChannel.WALK_IN
        )
        await record(actor, visit_id, VisitStep.ARRIVE, VisitState.ARRIVED, people=party.party_size)
        return await visit_of(visit_id)


def _slot_for(command: ReceiveWalkIn, slots: Sequence[SlotView]) -> SlotView:
    if not slots:
        raise Conflict("no-slot-today")
    if command.slot_id is None:
        return slots[0]
    chosen = next((one for one in slots if one.id == command.slot_id), None)
    if chosen is None:
        raise Invalid({"slot_id": "slot-unknown"})
    return chosen


def _party(command: ReceiveWalkIn, slot_id: UUID) -> ReserveVisit:
    return ReserveVisit(
        slot_id=slot_id,
        party_size=command.party_size,
        name=command.name,
        email=command.email,
        phone=command.phone,
        organization_name=command.organization_name,
        interests=command.interests,
        language=command.language,
    )
