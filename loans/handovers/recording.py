"""The one place that moves a handover: compare-and-set, an immutable event, a word to the other party."""

from collections.abc import Mapping
from uuid import UUID

from accounts.domain import Actor
from catalog.notices import tell
from core import db
from core.clock import now
from core.errors import IllegalStep, NotAllowed, StaleState
from core.ids import new_id
from loans.handovers.domain import MOVES, HandoverState, HandoverStep
from loans.handovers.queries import HandoverView, handover_for

_EVENT = """
INSERT INTO handover_event (id, handover_id, step, person_id, organization_id, via, facts, at)
VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)
"""


async def held_still(actor: Actor, handover_id: UUID, step: HandoverStep) -> HandoverView:
    """The handover, locked, for somebody who may take `step` now.

    Raises `NotFound`, `NotAllowed` for the wrong side, `IllegalStep`.
    """
    await handover_for(actor, handover_id)
    await db.execute("SELECT FROM handover WHERE id = $1 FOR UPDATE", handover_id)
    view = await handover_for(actor, handover_id)
    if step not in view.next_steps:
        if MOVES[step].by not in view.sides_of(actor):
            raise NotAllowed
        raise IllegalStep(step=step, state=view.state, allowed=view.next_steps)
    return view


async def advance(
    actor: Actor,
    view: HandoverView,
    step: HandoverStep,
    facts: Mapping[str, object],
    *,
    state: HandoverState | None = None,
) -> HandoverView:
    """Write the new state and the event, and tell the other party."""
    after = state or MOVES[step].after
    moved = await db.execute(
        "UPDATE handover SET state = $2, updated_at = $3 WHERE id = $1 AND state = $4",
        view.id,
        after.value,
        now(),
        view.state.value,
    )
    if not moved:
        raise StaleState(expected=view.state)
    await note(actor, view, step, facts)
    return await handover_for(actor, view.id)


async def note(actor: Actor, view: HandoverView, step: HandoverStep, facts: Mapping[str, object]) -> None:
    """Keep that the step was taken, and tell the other party once."""
    event_id = new_id()
    who = (actor.person_id, actor.organization_id, actor.via.value)
    await db.execute(_EVENT, event_id, view.id, step.value, *who, db.to_json(dict(facts)), now())
    other = view.taker_id if actor.organization_id == view.giver_id else view.giver_id
    reason = str(facts.get("reason") or "")
    key, path = str(event_id), f"/handovers/{view.id}"
    words = {"unit": view.told_units}
    await tell(actor, [other], view.unit_ids[0], f"handover_{step}", key, note=reason, path=path, words=words)
