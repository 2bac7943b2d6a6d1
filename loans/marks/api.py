"""Marks for programs."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.conditions.marking import MarkView
from catalog.conditions.marks import PutMark
from core.web.idempotency import answer_once
from loans.marks.queries import marks_of
from loans.marks.usecases import put_mark, recorded_photo

_PATH = "/api/v1/loans/{loan_id:uuid}/photos/{photo_id:uuid}/marks"
ApiRequest = Request[Actor, Any, Any]


class Marks(msgspec.Struct, frozen=True):
    """The marks of a photo; they have no pages."""

    items: list[MarkView]
    next: None = None


@get(_PATH, operation_id="listMarks", tags=["loans"])
async def list_marks(request: ApiRequest, loan_id: FromPath[UUID], photo_id: FromPath[UUID]) -> Marks:
    """The marks on a photo of a loan, by their numbers."""
    photo = await recorded_photo(request.user, loan_id, photo_id)
    return Marks(await marks_of(photo.id))


@post(_PATH, operation_id="markPhoto", status_code=201, tags=["loans"])
async def mark_photo(
    request: ApiRequest, loan_id: FromPath[UUID], photo_id: FromPath[UUID], data: JSONBody[PutMark]
) -> Response[bytes]:
    """Mark damage: `x` from the left and `y` from the top in thousandths of the photo."""
    return await answer_once(request, lambda: put_mark(request.user, loan_id, photo_id, data), status=201)


HANDLERS: list[ControllerRouterHandler] = [list_marks, mark_photo]
