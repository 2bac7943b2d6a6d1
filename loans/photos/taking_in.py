"""From a form into hand: each photo on its own, so that a bad one does not cost the good ones."""

from accounts.domain import Actor
from core.errors import Invalid
from core.images import LARGEST_FILE
from core.web.forms import words_for
from core.web.uploads import AnyRequest, Room
from loans.domain import StepName
from loans.forms.base import StepForm
from loans.forms.unit_conditions import CheckedUnitsForm
from loans.photos.forms import PhotosField
from loans.photos.queries import photos_in_hand
from loans.photos.usecases import MOMENT_OF, MOST_AT_ONCE, MOST_PHOTOS, keep_photo
from loans.queries import LoanView, loan_for

ROOM = Room(files=MOST_AT_ONCE, largest=LARGEST_FILE)


async def must_be_sender(request: AnyRequest) -> None:
    """Raises `NotSignedIn` and `NotFound`, as the page of the loan does."""
    await loan_for(request.user, request.path_params["loan_id"])


async def take_in_photos(actor: Actor, loan: LoanView, step: StepName, form: StepForm) -> None:
    """Keep what was sent with `form`; what cannot be kept is said beside the field when it is judged."""
    if not isinstance(form, CheckedUnitsForm):
        return
    room = MOST_AT_ONCE
    for field in form.photo_fields:
        field.in_hand = await photos_in_hand(actor, loan.id, MOMENT_OF[step], field.data or [])
        await _take_in(actor, loan, step, field, room)
        room -= len(field.uploads)


async def _take_in(actor: Actor, loan: LoanView, step: StepName, field: PhotosField, room: int) -> None:
    for sent, upload in enumerate(field.uploads):
        if sent >= room:
            field.refusals.append(words_for("too-many-at-once", {"most": MOST_AT_ONCE}))
            return
        if max(sent, len(field.in_hand)) >= MOST_PHOTOS:
            field.refusals.append(words_for("too-many-photos", {"most": MOST_PHOTOS}))
            return
        try:
            photo = await keep_photo(actor, loan, step, await upload.read())
        except Invalid as error:
            field.refusals.append(words_for(error.reason, {**error.facts, "file": upload.filename}))
        else:
            field.in_hand = [*field.in_hand, photo]
