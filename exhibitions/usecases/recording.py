"""How what happens to a display is recorded: one immutable event each time."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import IllegalStep, NotAllowed, NotFound, StaleState
from core.ids import new_id
from exhibitions.domain import EXHIBITION_STEPS, ExhibitionStatus, ExhibitionStep
from exhibitions.queries import ExhibitionView, exhibition_for
from notifications.outbox import enqueue

_EVENT = """
INSERT INTO exhibition_event (id, exhibition_id, exhibit_id, step, before, after, person_id, organization_id,
    via, facts, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11)
"""


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """What an event says."""

    exhibition_id: UUID
    exhibit_id: UUID | None = None
    step: str
    before: str = ""
    after: str = ""
    facts: dict[str, object] = {}


async def record(actor: Actor, happened: Happening) -> UUID:
    """Write the event; part of the caller's transaction."""
    event_id = new_id()
    await db.execute(
        _EVENT,
        event_id,
        happened.exhibition_id,
        happened.exhibit_id,
        happened.step,
        happened.before,
        happened.after,
        actor.person_id,
        actor.organization_id,
        actor.via.value,
        db.to_json(happened.facts),
        now(),
    )
    return event_id


async def tell_once(key: str, notice: str, exhibition_id: UUID, exhibit_id: UUID) -> None:
    """Ask for the mails of what nobody did: it came about by itself, and is told once under `key`."""
    payload: dict[str, object] = {
        "notice": notice,
        "exhibition_id": str(exhibition_id),
        "exhibit_ids": [str(exhibit_id)],
        "done_by": None,
    }
    await enqueue("exhibition", key, payload)


async def own_exhibition(actor: Actor, exhibition_id: UUID) -> ExhibitionView:
    """A display that the actor prepares, held still until the transaction ends.

    Not `FOR UPDATE`: whoever writes an event of it must not wait for this while holding a unit's days.
    """
    await db.execute("SELECT FROM exhibition WHERE id = $1 FOR NO KEY UPDATE", exhibition_id)
    exhibition = await exhibition_for(actor.signed_in(), exhibition_id)
    if not runs(actor, exhibition):
        raise NotAllowed
    return exhibition


def runs(actor: Actor, exhibition: ExhibitionView) -> bool:
    """Whether this display is the actor's to prepare."""
    return actor.is_centre or (actor.is_counter and actor.organization_id == exhibition.counter_id)


def check_step(
    exhibition: ExhibitionView, step: ExhibitionStep, expected: ExhibitionStatus | None
) -> ExhibitionStatus:
    """The state that the step leads to; raises `StaleState` or `IllegalStep`."""
    if expected is not None and expected is not exhibition.status:
        raise StaleState("exhibition-moved", expected=expected, found=exhibition.status)
    if step not in EXHIBITION_STEPS:
        raise NotFound
    before, after = EXHIBITION_STEPS[step]
    if exhibition.status not in before:
        raise IllegalStep("exhibition-step", step=step, state=exhibition.status)
    return after
