"""Photos for programs: kept first, then named in the step they belong to."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.params import FromPath, FromQuery

from accounts.domain import Actor
from core.errors import Invalid
from core.images import LARGEST_FILE
from core.web.idempotency import answer_once
from loans.domain import StepName
from loans.photos.usecases import MOMENT_OF, keep_photo
from loans.queries import loan_for

_ROOM = 1024


class KeptPhoto(msgspec.Struct, frozen=True):
    """A photo in hand: its id goes into `photos` of the step within a day."""

    id: UUID
    width: int
    height: int


async def _kept(actor: Actor, loan_id: UUID, step: str, content: bytes) -> KeptPhoto:
    loan = await loan_for(actor, loan_id)
    if step not in MOMENT_OF:
        raise Invalid({"step": "unknown"})
    photo = await keep_photo(actor, loan, StepName(step), content)
    return KeptPhoto(photo.id, photo.width, photo.height)


@post(
    "/api/v1/loans/{loan_id:uuid}/photos",
    operation_id="keepPhoto",
    status_code=201,
    tags=["loans"],
    request_max_body_size=LARGEST_FILE + _ROOM,
)
async def keep_loan_photo(
    request: Request[Actor, Any, Any], loan_id: FromPath[UUID], step: FromQuery[str] = ""
) -> Response[bytes]:
    """Send a photo for `step` (dispatch, receive, send_back, take_back); the body is the file."""
    await loan_for(request.user, loan_id)  # before anything is read
    content = await request.body()
    return await answer_once(request, lambda: _kept(request.user, loan_id, step, content), status=201)
