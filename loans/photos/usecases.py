"""Photos of a loan: taken into hand for a step, attached to its check."""

from collections.abc import Sequence
from uuid import UUID

from accounts.domain import Actor
from catalog.conditions.photos import PhotoView, attach, forget_in_hand, take_photo
from catalog.domain import CheckMoment
from core.errors import IllegalStep
from loans.conditions import RECORDS
from loans.domain import StepName
from loans.photos.queries import photo_for
from loans.queries import LoanRow, LoanView

MOMENT_OF: dict[StepName, CheckMoment] = {
    StepName.DISPATCH: CheckMoment.DISPATCH,
    StepName.RECEIVE: CheckMoment.RECEIVE,
    StepName.SEND_BACK: CheckMoment.SEND_BACK,
    StepName.TAKE_BACK: CheckMoment.TAKE_BACK,
}


async def keep_photo(actor: Actor, loan: LoanView, step: StepName, content: bytes) -> PhotoView:
    """Take a photo into hand for `step`, which `actor` may take now.

    Raises `Invalid` for what is no photo, or when photos cannot be kept at the moment.
    """
    if step not in MOMENT_OF or step not in loan.next_steps:
        raise IllegalStep(step=step.value, state=loan.custody.value, allowed=loan.next_steps)
    photo_id = await take_photo(RECORDS, actor, loan.id, MOMENT_OF[step], content)
    return await photo_for(actor, loan.id, photo_id)


async def attach_photos(
    actor: Actor, loan: LoanRow, unit_id: UUID, moment: CheckMoment, ids: Sequence[UUID]
) -> None:
    """Let photos in hand belong to the check of the unit that they show; part of the caller's transaction."""
    await attach(RECORDS, actor, loan.id, unit_id, moment, ids)


async def forget_photos_in_hand() -> int:
    """A sweep: photos of forms that were never sent are gone after a day, and their files with them."""
    return await forget_in_hand(RECORDS)
