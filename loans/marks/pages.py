"""The page of a photo: its marks over it, the same as a list beside it, and a form for one more."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.conditions.mark_fields import CELLS, MarkForm
from catalog.conditions.photos import PhotoView
from core.errors import Invalid
from core.i18n import gettext as _
from core.web.pages import page, see_other
from loans import labels
from loans.marks.queries import marks_of
from loans.marks.usecases import put_mark, recorded_photo, withdraw_mark
from loans.pages.ways import PageRequest
from loans.records import record_for

_PHOTO = "/loans/{loan_id:uuid}/photos/{photo_id:uuid}"


@get(_PHOTO, include_in_schema=False)
async def show_photo(
    request: PageRequest, loan_id: FromPath[UUID], photo_id: FromPath[UUID]
) -> Response[Any]:
    """The photo with its marks."""
    photo = await recorded_photo(request.user, loan_id, photo_id)
    return await _shown(request, photo, MarkForm())


@post(f"{_PHOTO}/marks", include_in_schema=False)
async def mark_photo(
    request: PageRequest, loan_id: FromPath[UUID], photo_id: FromPath[UUID]
) -> Response[Any]:
    """Put a mark."""
    photo = await recorded_photo(request.user, loan_id, photo_id)
    form = await MarkForm.of(request)
    if not form.validate():
        return await _shown(request, photo, form, status=422)
    try:
        mark = await put_mark(request.user, loan_id, photo_id, form.command())
    except Invalid as error:
        form.refuse(error)
        return await _shown(request, photo, form, status=422)
    return see_other(photo.path, _("印%(number)sを付けました。", number=mark.number))


@post(f"{_PHOTO}/marks/{{mark_id:uuid}}/withdraw", include_in_schema=False)
async def withdraw(
    request: PageRequest, loan_id: FromPath[UUID], photo_id: FromPath[UUID], mark_id: FromPath[UUID]
) -> Response[Any]:
    """Take a mark back."""
    await withdraw_mark(request.user, loan_id, photo_id, mark_id)
    return see_other(f"/loans/{loan_id}/photos/{photo_id}", _("印を取り消しました。"))


async def _shown(
    request: PageRequest, photo: PhotoView, form: MarkForm, *, status: int = 200
) -> Response[Any]:
    record = await record_for(request.user, photo.subject_id)
    unit = next((one.name for one in record.units if one.id == photo.unit_id), "")
    return page(
        request,
        "loans/photo.html",
        status=status,
        loan=record.loan,
        photo=photo,
        unit=unit,
        moment=labels.CHECK_MOMENT[photo.check_moment],
        marks=await marks_of(photo.id),
        cells=CELLS,
        form=form,
    )


PAGES: list[ControllerRouterHandler] = [show_photo, mark_photo, withdraw]
