"""What the parties make of an incident: a word, an agreement, an end."""

from uuid import UUID

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import StaleState
from loans.incidents.domain import (
    Comment,
    Decide,
    EntryKind,
    decided,
    must_say,
    parties_to,
)
from loans.incidents.opening import add_entry
from loans.incidents.queries import IncidentView, incident_for

_MOVE = """
UPDATE incident SET state = $3, payer = $4, updated_at = $5 WHERE id = $1 AND state = $2
"""


async def comment_incident(actor: Actor, incident_id: UUID, command: Comment) -> IncidentView:
    """Say something to the other parties; everybody who may see the loan may."""
    text = must_say(command.text)
    async with db.transaction():
        await incident_for(actor, incident_id)
        await add_entry(actor, incident_id, EntryKind.COMMENTED, text=text)
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
        if command.expected is not None and command.expected is not seen.state:
            raise StaleState("incident-moved", expected=command.expected.value, found=seen.state.value)
        sides = parties_to(actor, seen.facility_id, seen.counter_id, seen.lender_id)
        state, text = decided(step, seen.state, sides), must_say(command.text)
        moved = (incident_id, seen.state.value, state.value, command.payer.value, now())
        if not await db.execute(_MOVE, *moved):
            raise StaleState("incident-moved", expected=seen.state.value)
        await add_entry(actor, incident_id, step, text=text, payer=command.payer.value)
        return await incident_for(actor, incident_id)
