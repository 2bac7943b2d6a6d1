"""Photos that come with the form of a step."""

from accounts.domain import Actor
from catalog.conditions.taking_in import take_in
from core.web.uploads import AnyRequest
from loans.domain import StepName
from loans.forms.base import StepForm
from loans.forms.unit_conditions import CheckedUnitsForm
from loans.photos.queries import photos_in_hand
from loans.photos.usecases import MOMENT_OF, keep_photo
from loans.queries import LoanView, loan_for


async def must_be_sender(request: AnyRequest) -> None:
    """Raises `NotSignedIn` and `NotFound`, as the page of the loan does."""
    await loan_for(request.user, request.path_params["loan_id"])


async def take_in_photos(actor: Actor, loan: LoanView, step: StepName, form: StepForm) -> None:
    """Keep what was sent with `form`; what cannot be kept is said beside the field when it is judged."""
    if not isinstance(form, CheckedUnitsForm):
        return
    await take_in(
        form.photo_fields,
        lambda ids: photos_in_hand(actor, loan.id, MOMENT_OF[step], ids),
        lambda content: keep_photo(actor, loan, step, content),
    )
