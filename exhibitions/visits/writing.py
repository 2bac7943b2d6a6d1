"""A new visit, written down: the party in one table, what names it in another."""

from datetime import datetime
from uuid import UUID

from accounts.domain import Actor, Via
from core import db
from core.clock import now
from core.ids import new_id
from core.secrets import readable_code
from exhibitions.visits.commands import ReserveVisit
from exhibitions.visits.domain import VisitChannel, VisitState

_NUMBER_LENGTH = 8
_INSERT = """
INSERT INTO visit (id, number, exhibition_id, slot_id, facility_id, state, channel, party_size, interests,
    access_needs, language, changes, created_at, confirm_by, arrived_at, ended_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14, '')
"""
_CONTACT = """
INSERT INTO visit_contact (id, visit_id, person_id, name, email, phone, organization_name, access_note,
    locale)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


def channel_of(actor: Actor, *, is_receiving: bool) -> VisitChannel:
    """How a booking comes in: by its counter, by a program, or by a page."""
    if is_receiving:
        return VisitChannel.COUNTER
    return VisitChannel.API if actor.via is Via.API else VisitChannel.PAGE


async def write_visit(
    exhibition_id: UUID,
    party: ReserveVisit,
    *,
    state: VisitState,
    channel: VisitChannel,
    facility_id: UUID | None = None,
    person_id: UUID | None = None,
    confirm_by: datetime | None = None,
) -> UUID:
    """Write a visit, its places taken in the same transaction, and its contact if it says anything."""
    visit_id, moment = new_id(), now()
    await db.execute(
        _INSERT,
        visit_id,
        readable_code(_NUMBER_LENGTH),
        exhibition_id,
        party.slot_id,
        facility_id,
        state.value,
        channel.value,
        party.party_size,
        party.interests,
        [need.value for need in party.access_needs],
        party.language.value,
        moment,
        confirm_by,
        moment if state is VisitState.ARRIVED else None,
    )
    told = (party.name, party.email, party.phone, party.organization_name, party.access_note)
    if any(told):
        locale = "ja" if party.language.value in ("ja", "easy_ja") else "en"
        await db.execute(_CONTACT, new_id(), visit_id, person_id, *told, locale)
    return visit_id
