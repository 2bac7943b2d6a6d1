"""What the parties make of an incident: a word, an agreement, an end."""

from uuid import UUID

from accounts.domain import Actor
from catalog.conditions.incidents import Comment, Decide, EntryKind, IncidentState, decided, must_say
from catalog.conditions.opening import add_entry
from catalog.conditions.records import Records
from core import db
from core.clock import now
from core.errors import StaleState

_MOVE = "UPDATE {incidents} SET state = $3, payer = $4, updated_at = $5 WHERE id = $1 AND state = $2"


async def comment(records: Records, actor: Actor, incident_id: UUID, command: Comment) -> None:
    """Say something to the other parties; part of the caller's transaction."""
    await add_entry(records, actor, incident_id, EntryKind.COMMENTED, text=must_say(command.text))


async def decide(
    records: Records,
    actor: Actor,
    incident_id: UUID,
    seen: IncidentState,
    command: Decide,
    step: EntryKind,
    *,
    decides: bool,
) -> None:
    """Agree or settle what was `seen` in this transaction; `decides` says whether `actor` may."""
    if command.expected is not None and command.expected is not seen:
        raise StaleState("incident-moved", expected=command.expected.value, found=seen.value)
    state, text = decided(step, seen, decides=decides), must_say(command.text)
    moved = (incident_id, seen.value, state.value, command.payer.value, now())
    if not await db.execute(records.sql(_MOVE), *moved):
        raise StaleState("incident-moved", expected=seen.value)
    await add_entry(records, actor, incident_id, step, text=text, payer=command.payer.value)
