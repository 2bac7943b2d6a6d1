"""What scans tell that come after those of later moments: it stands in the history, and moves nothing."""

from datetime import datetime
from uuid import UUID

from accounts.domain import Actor
from catalog import custody
from core import clock, db
from exhibitions.commands import MoveExhibit
from exhibitions.conditions.checking import check
from exhibitions.domain import SENDING, ExhibitStatus, ExhibitStep
from exhibitions.exhibits import exhibit_for
from exhibitions.usecases.recording import Happening, record
from exhibitions.usecases.sending import write_down_way
from exhibitions.usecases.way_home import hold_still

_DELIVERED = "UPDATE exhibit SET status = 'delivered' WHERE id = $1 AND status = 'confirmed'"


async def imply(actor: Actor, exhibit_id: UUID, step: ExhibitStep) -> None:
    """Whoever sends a unit home, or has it back, says that it had come; part of the caller's transaction."""
    await hold_still(exhibit_id)
    exhibit = await exhibit_for(Actor.system(), exhibit_id)
    if not await db.execute(_DELIVERED, exhibit_id):
        return
    happened = Happening(
        exhibition_id=exhibit.exhibition_id,
        exhibit_id=exhibit_id,
        step=ExhibitStep.DELIVER,
        before=ExhibitStatus.CONFIRMED,
        after=ExhibitStatus.DELIVERED,
        facts={"implied": step.value},
    )
    await record(actor, happened)


async def write_down_late(
    actor: Actor, exhibit_id: UUID, step: ExhibitStep, command: MoveExhibit, moment: datetime
) -> None:
    """Write down what happened at `moment`, before what is known; part of the caller's transaction."""
    await hold_still(exhibit_id)
    exhibit = await exhibit_for(actor, exhibit_id)
    facts: dict[str, object] = {"late": True}
    with clock.frozen(moment):
        if step in SENDING:
            facts |= await write_down_way(exhibit, step, command)
        await check(actor, exhibit, step, command)
        if step is ExhibitStep.DELIVER and exhibit.unit_id is not None:
            here = exhibit.counter_id
            await custody.hand_over(actor, [exhibit.unit_id], "exhibition", custodian=here, place=here)
            await custody.settle(exhibit.unit_id)
        happened = Happening(
            exhibition_id=exhibit.exhibition_id,
            exhibit_id=exhibit_id,
            step=step,
            before=exhibit.status,
            after=exhibit.status,
            facts=facts,
        )
        await record(actor, happened)
