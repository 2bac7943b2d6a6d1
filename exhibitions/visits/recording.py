"""Steps of a visit: compare-and-set, and an event that is never altered."""

from datetime import datetime
from uuid import UUID

import asyncpg

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import IllegalStep, NotFound
from core.ids import new_id
from exhibitions.visits.domain import ALLOWED, VisitState, VisitStep

_EVENT = """
INSERT INTO visit_event (id, visit_id, step, state, person_id, organization_id, via, facts, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9)
"""
_HOLD = "SELECT id, state, slot_id, party_size, confirm_by FROM visit WHERE id = $1 FOR UPDATE"
_STEP = """
UPDATE visit SET state = $2, changes = changes + 1, ended_at = $3, ended_reason = $4, confirm_by = NULL
WHERE id = $1
"""


async def held_for(step: VisitStep, visit_id: UUID) -> asyncpg.Record:
    """The visit, ours until the transaction ends; `IllegalStep` where it stands elsewhere by now."""
    row = await db.fetch_row(_HOLD, visit_id)
    if row is None:
        raise NotFound
    if VisitState(row["state"]) not in ALLOWED[step]:
        raise IllegalStep("visit-step", step=step.value, state=row["state"])
    return row


async def go_on(actor: Actor, visit_id: UUID, step: VisitStep, state: VisitState, reason: str = "") -> None:
    """Write the new state of a visit that is held, and its event."""
    is_over = state in (VisitState.CANCELLED, VisitState.LAPSED, VisitState.NO_SHOW)
    moment: datetime | None = now() if is_over else None
    await db.execute(_STEP, visit_id, state.value, moment, reason)
    await record(actor, visit_id, step, state)


async def record(actor: Actor, visit_id: UUID, step: VisitStep, state: VisitState, **facts: object) -> None:
    """Write down what happened; never a visitor's name."""
    await db.execute(
        _EVENT,
        new_id(),
        visit_id,
        step.value,
        state.value,
        actor.person_id,
        actor.organization_id,
        actor.via.value,
        db.to_json(facts),
        now(),
    )
