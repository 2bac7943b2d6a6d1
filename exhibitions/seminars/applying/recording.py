"""Steps of an application: judged where it stands, written with an event that is never altered."""

from datetime import datetime
from uuid import UUID

import asyncpg

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import IllegalStep, NotFound
from exhibitions.seminars.applying.capacity import hold_still
from exhibitions.seminars.applying.domain import ALLOWED, OPEN, ApplicationState, ApplicationStep
from exhibitions.seminars.recording import Happening, record

_HELD = "SELECT id, seminar_id, state, people, held FROM seminar_application WHERE id = $1 FOR UPDATE"
_STEP = """
UPDATE seminar_application SET state = $2, changes = changes + 1, confirm_by = NULL, offered_until = $3,
    ended_at = $4, ended_reason = $5
WHERE id = $1
"""


async def held_for(step: ApplicationStep, application_id: UUID) -> asyncpg.Record:
    """The application, its course and itself ours until the transaction ends.

    `IllegalStep` where it stands elsewhere by now.
    """
    seminar_id = await db.fetch_value(
        "SELECT seminar_id FROM seminar_application WHERE id = $1", application_id
    )
    if seminar_id is None:
        raise NotFound
    await hold_still(seminar_id)
    row = await db.fetch_row(_HELD, application_id)
    if row is None:
        raise NotFound
    if ApplicationState(row["state"]) not in ALLOWED[step]:
        raise IllegalStep("application-step", step=step.value, state=row["state"])
    return row


async def go_on(
    actor: Actor,
    held: asyncpg.Record,
    step: ApplicationStep,
    state: ApplicationState,
    *,
    reason: str = "",
    offered_until: datetime | None = None,
) -> None:
    """Write the new state of an application that is held, and its event.

    The reason may speak of somebody: it stands at the application, where it is erased, never in the event.
    """
    ended_at = None if state in OPEN else now()
    await db.execute(_STEP, held["id"], state.value, offered_until, ended_at, reason)
    happened = Happening(
        seminar_id=held["seminar_id"],
        application_id=held["id"],
        step=step,
        before=held["state"],
        after=state,
        facts={"people": held["people"]},
    )
    await record(actor, happened)
