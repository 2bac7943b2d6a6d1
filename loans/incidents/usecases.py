"""What the parties make of an incident: a word, an agreement, an end."""

from uuid import UUID

from accounts.domain import Actor
from catalog.conditions.deciding import comment, decide
from catalog.conditions.incidents import Comment, Decide, EntryKind
from core import db
from loans.conditions import RECORDS
from loans.incidents.parties import may_decide, parties_to
from loans.incidents.queries import IncidentView, incident_for


async def comment_incident(actor: Actor, incident_id: UUID, command: Comment) -> IncidentView:
    """Say something to the other parties; everybody who may see the loan may."""
    async with db.transaction():
        await incident_for(actor, incident_id)
        await comment(RECORDS, actor, incident_id, command)
        return await incident_for(actor, incident_id)


async def agree_incident(actor: Actor, incident_id: UUID, command: Decide) -> IncidentView:
    """Write down what lender and counter have agreed, and who pays."""
    return await _decide(actor, incident_id, command, EntryKind.AGREED)


async def settle_incident(actor: Actor, incident_id: UUID, command: Decide) -> IncidentView:
    """Write down how it ended; it stays to be read."""
    return await _decide(actor, incident_id, command, EntryKind.SETTLED)


async def _decide(actor: Actor, incident_id: UUID, command: Decide, step: EntryKind) -> IncidentView:
    async with db.transaction():
        seen = await incident_for(actor, incident_id)
        decides = may_decide(parties_to(actor, seen.facility_id, seen.counter_id, seen.lender_id))
        await decide(RECORDS, actor, incident_id, seen.state, command, step, decides=decides)
        return await incident_for(actor, incident_id)
