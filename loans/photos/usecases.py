"""Photos come in before a step is taken, and belong to its check once it is.

So a form that is refused keeps its photos: nobody has to unpack the robot again for a telephone number.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from accounts.domain import Actor
from core import db, files
from core.clock import now
from core.errors import IllegalStep, Invalid
from core.ids import new_id
from core.images import photo_from
from loans.domain import CheckMoment, StepName
from loans.photos.queries import PhotoView, photo_for
from loans.queries import LoanRow, LoanView

# Of one unit at one handing over, and with one form.
MOST_PHOTOS = 6
MOST_AT_ONCE = 24
KEPT_IN_HAND = timedelta(days=1)
MOMENT_OF: dict[StepName, CheckMoment] = {
    StepName.DISPATCH: CheckMoment.DISPATCH,
    StepName.RECEIVE: CheckMoment.RECEIVE,
    StepName.SEND_BACK: CheckMoment.SEND_BACK,
    StepName.TAKE_BACK: CheckMoment.TAKE_BACK,
}
_JPEG = "image/jpeg"
_INSERT = """
INSERT INTO condition_photo (id, loan_id, unit_id, check_moment, file, thumb, width, height, person_id,
    organization_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_ATTACH = """
UPDATE condition_photo SET unit_id = $1
WHERE id = ANY($2::uuid[]) AND loan_id = $3 AND check_moment = $4 AND unit_id IS NULL
    AND person_id IS NOT DISTINCT FROM $5 AND organization_id IS NOT DISTINCT FROM $6
RETURNING id
"""


async def keep_photo(actor: Actor, loan: LoanView, step: StepName, content: bytes) -> PhotoView:
    """Take a photo into hand for `step`, which `actor` may take now.

    Raises `Invalid` for what is no photo, or when photos cannot be kept at the moment.
    """
    if step not in MOMENT_OF or step not in loan.next_steps:
        raise IllegalStep(step=step.value, state=loan.custody.value, allowed=loan.next_steps)
    photo = await photo_from(content)
    try:
        file, thumb = await files.keep(photo.full, _JPEG), await files.keep(photo.thumb, _JPEG)
    except (files.FileStorageError, OSError) as error:
        raise Invalid(code="photo-not-kept") from error
    photo_id, moment = new_id(), MOMENT_OF[step].value
    described = (moment, file, thumb, photo.width, photo.height)
    await db.execute(
        _INSERT, photo_id, loan.id, None, *described, actor.person_id, actor.organization_id, now()
    )
    return await photo_for(actor, loan.id, photo_id)


async def attach_photos(
    actor: Actor, loan: LoanRow, unit_id: UUID, moment: CheckMoment, ids: Sequence[UUID]
) -> None:
    """Let photos in hand belong to the check of the unit that they show; part of the caller's transaction."""
    if not ids:
        return
    mine = (actor.person_id, actor.organization_id)
    shown = await db.fetch(_ATTACH, unit_id, sorted(set(ids)), loan.id, moment.value, *mine)
    if len(shown) != len(set(ids)):
        raise Invalid({"photos": "photo-gone"})


_LEFT = """
DELETE FROM condition_photo WHERE unit_id IS NULL AND at < $1 RETURNING file, thumb
"""
# A product or a display may show the same picture: files are kept under what they contain.
_STILL_NAMED = """
SELECT EXISTS (SELECT FROM condition_photo WHERE file = $1 OR thumb = $1)
    OR EXISTS (SELECT FROM product_material WHERE file = $1 OR thumb = $1)
    OR EXISTS (SELECT FROM exhibition_picture WHERE file = $1 OR thumb = $1)
"""


async def forget_photos_in_hand() -> int:
    """A sweep: photos of forms that were never sent are gone after a day, and their files with them."""
    before = now() - KEPT_IN_HAND
    left = await db.fetch(_LEFT, before)
    for name in {row[column] for row in left for column in ("file", "thumb")}:
        if not await db.fetch_value(_STILL_NAMED, name):
            await files.discard(name, older_than=before)
    return len(left)
