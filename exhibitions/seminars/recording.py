"""How what happens to a course and to its applications is recorded: one immutable event each time."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.ids import new_id
from exhibitions.seminars.queries import SeminarView, run_by

_EVENT = """
INSERT INTO seminar_event (id, seminar_id, application_id, step, before, after, person_id, organization_id,
    via, facts, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11)
"""


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """What an event says; never a name."""

    seminar_id: UUID
    application_id: UUID | None = None
    step: str
    before: str = ""
    after: str = ""
    facts: dict[str, object] = {}


async def record(actor: Actor, happened: Happening) -> None:
    """Write the event; part of the caller's transaction."""
    await db.execute(
        _EVENT,
        new_id(),
        happened.seminar_id,
        happened.application_id,
        happened.step,
        happened.before,
        happened.after,
        actor.person_id,
        actor.organization_id,
        actor.via.value,
        db.to_json(happened.facts),
        now(),
    )


async def held_seminar(actor: Actor, seminar_id: UUID) -> SeminarView:
    """A course that the actor runs, held still until the transaction ends."""
    await db.execute("SELECT FROM seminar WHERE id = $1 FOR UPDATE", seminar_id)
    return await run_by(actor, seminar_id)
