"""How a change of a wish is recorded: its new state, one immutable event, one outbox row."""

from typing import Any
from uuid import UUID

from accounts.domain import Actor
from core import db
from core.clock import now, today
from core.errors import Conflict, IllegalStep, NotAllowed
from core.ids import new_id
from loans.waiting.domain import WaitingState, WaitingStep, steps_for
from loans.waiting.queries import EntryRow, lock_entry
from notifications.outbox import enqueue

_EVENT = """
INSERT INTO waiting_event (id, entry_id, step, state, person_id, organization_id, via, facts, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9)
"""
_COUNTERS_ONLY = frozenset({WaitingStep.SKIP, WaitingStep.PUT_BACK})


async def entry_for_step(actor: Actor, entry_id: UUID, step: WaitingStep) -> EntryRow:
    """The wish, if `actor` may take `step` now; nobody else changes it before this transaction ends.

    Raises `NotFound` for what is not theirs, `NotAllowed` for a counter's step, `IllegalStep` when the
    state forbids it; facts: `step`, `state`, `allowed`. `Conflict` `waitlist-offer-over` when the time of an
    offer that is to be accepted is up.
    """
    entry = await lock_entry(actor, entry_id)
    allowed = steps_for(entry.standing(today()), is_counter=not actor.is_facility)
    if step in allowed:
        return entry
    if step is WaitingStep.ACCEPT and entry.offer is not None and entry.offer.is_over:
        raise Conflict("waitlist-offer-over", until=entry.offer.expires_at)
    facts: dict[str, Any] = {
        "step": step.value,
        "state": entry.state.value,
        "allowed": [one.value for one in allowed],
    }
    if step in _COUNTERS_ONLY and actor.is_facility:
        raise NotAllowed("step-not-yours", **facts)
    raise IllegalStep(**facts)


async def change_entry(
    actor: Actor,
    entry_id: UUID,
    step: WaitingStep,
    state: WaitingState,
    *,
    columns: dict[str, object] | None = None,
    facts: dict[str, object] | None = None,
) -> UUID:
    """Set state and `columns` of a wish held by this transaction, and record why; the event's id."""
    changes = {"state": state.value} | (columns or {})
    # Column names come from the use cases, never from input.
    setters = ", ".join(f"{name} = ${position}" for position, name in enumerate(changes, start=2))
    sql = f"UPDATE waiting_entry SET {setters} WHERE id = $1"  # noqa: S608  # see above
    await db.execute(sql, entry_id, *changes.values())
    return await record_event(actor, entry_id, step, state, facts or {})


async def record_event(
    actor: Actor, entry_id: UUID, step: WaitingStep, state: WaitingState, facts: dict[str, object]
) -> UUID:
    """Write one event, and ask the outbox to tell whom it concerns."""
    event_id = new_id()
    await db.execute(
        _EVENT,
        event_id,
        entry_id,
        step.value,
        state.value,
        actor.person_id,
        actor.organization_id,
        actor.via.value,
        db.to_json(facts),
        now(),
    )
    await enqueue("waiting", f"waiting:{event_id}", {"entry_id": entry_id, "event_id": event_id})
    return event_id
