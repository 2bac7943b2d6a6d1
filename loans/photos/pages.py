"""The pictures of a loan's photos, for those who may see the loan."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Stream

from core.errors import NotFound
from core.web.files import file_answer
from core.web.pages import PageRequest
from loans.photos.queries import photo_for


@get("/loans/{loan_id:uuid}/photos/{photo_id:uuid}/{size:str}", include_in_schema=False)
async def show_picture(
    request: PageRequest, loan_id: FromPath[UUID], photo_id: FromPath[UUID], size: FromPath[str]
) -> Stream:
    """The large or the small picture of a photo."""
    photo = await photo_for(request.user, loan_id, photo_id)
    name = photo.file_of(size)
    if name is None:
        raise NotFound
    return await file_answer(name, f"{photo.id}-{size}")


PAGES = [show_picture]
