"""Pictures of displays for programs: shown to whoever may see the display, changed by who prepares it."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler
from msgspec import UNSET, Meta, UnsetType

from accounts.domain import Actor
from catalog.materials.usecases import LONGEST_TITLE
from core.errors import NotFound
from core.images import LARGEST_FILE
from core.settings import settings
from core.web.idempotency import answer_once
from exhibitions.pictures import usecases
from exhibitions.pictures.queries import PictureView, picture_for, pictures_of
from exhibitions.queries import exhibition_for

ApiRequest = Request[Actor, Any, Any]
_PICTURES = "/api/v1/exhibitions/{exhibition_id:uuid}/pictures"
_PICTURE = _PICTURES + "/{picture_id:uuid}"
_TAGS = ("exhibitions",)
_ROOM = 1024
Title = Annotated[str, Meta(max_length=LONGEST_TITLE)]


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture; `title` says what it shows, also to whoever listens. `url` and `thumb_url` are its JPEGs."""

    id: UUID
    exhibition_id: UUID
    title: str
    title_en: str
    width: int
    height: int
    is_removed: bool
    url: str
    thumb_url: str


class PictureList(msgspec.Struct, frozen=True):
    """The pictures in their order."""

    items: list[Picture]


class ChangePicture(msgspec.Struct, frozen=True, kw_only=True):
    """Change what is given of its words; the rest stays."""

    title: Title | UnsetType = UNSET
    title_en: Title | UnsetType = UNSET


class PictureStep(StrEnum):
    """What can be done to a picture beside its words."""

    FIRST = "first"
    REMOVE = "remove"
    RESTORE = "restore"


_STEPS: Mapping[PictureStep, Callable[[Actor, UUID, UUID], Awaitable[None]]] = {
    PictureStep.FIRST: usecases.put_first,
    PictureStep.REMOVE: usecases.remove_picture,
    PictureStep.RESTORE: usecases.bring_back,
}


def _told(view: PictureView) -> Picture:
    shown = {name: getattr(view, name) for name in Picture.__struct_fields__ if not name.endswith("url")}
    house = settings().base_url
    return Picture(**shown, url=f"{house}{view.path}", thumb_url=f"{house}{view.thumb_path}")


@get(_PICTURES, operation_id="listPictures", tags=_TAGS)
async def list_pictures(
    request: ApiRequest,
    exhibition_id: FromPath[UUID],
    removed: FromQuery[bool] = False,  # noqa: FBT002  # a query parameter has a name
) -> PictureList:
    """What a display looks like; with `removed` also what was taken away, for those who prepare it."""
    await exhibition_for(request.user, exhibition_id)
    if removed:
        await usecases.must_run(request.user, exhibition_id)
    return PictureList([_told(one) for one in await pictures_of(exhibition_id, removed=removed)])


@post(
    _PICTURES,
    operation_id="addPicture",
    tags=_TAGS,
    status_code=201,
    request_max_body_size=LARGEST_FILE + _ROOM,
)
async def add_picture(
    request: ApiRequest,
    exhibition_id: FromPath[UUID],
    title: FromQuery[str] = "",
    title_en: FromQuery[str] = "",
) -> Response[bytes]:
    """Show one more; the body is the file (JPEG, PNG or HEIC), drawn anew without its metadata."""
    await usecases.must_run(request.user, exhibition_id)  # before anything is read
    content = await request.body()

    async def run() -> Picture:
        return _told(await usecases.add_picture(request.user, exhibition_id, content, title, title_en))

    return await answer_once(request, run, status=201)


@patch(_PICTURE, operation_id="updatePicture", tags=_TAGS)
async def update_picture(
    request: ApiRequest,
    exhibition_id: FromPath[UUID],
    picture_id: FromPath[UUID],
    data: JSONBody[ChangePicture],
) -> Picture:
    """Say otherwise what it shows."""
    await usecases.must_run(request.user, exhibition_id)
    known = await picture_for(request.user, exhibition_id, picture_id)
    title = known.title if data.title is UNSET else data.title
    title_en = known.title_en if data.title_en is UNSET else data.title_en
    return _told(await usecases.rename_picture(request.user, exhibition_id, picture_id, title, title_en))


@post(_PICTURE + "/{step:str}", operation_id="movePicture", tags=_TAGS, status_code=200)
async def move_picture(
    request: ApiRequest, exhibition_id: FromPath[UUID], picture_id: FromPath[UUID], step: FromPath[str]
) -> Response[bytes]:
    """`first` puts it before all others, `remove` takes it away, `restore` shows it again."""
    if step not in {one.value for one in PictureStep}:
        raise NotFound
    await usecases.must_run(request.user, exhibition_id)

    async def run() -> Picture:
        await _STEPS[PictureStep(step)](request.user, exhibition_id, picture_id)
        return _told(await picture_for(request.user, exhibition_id, picture_id))

    return await answer_once(request, run)


HANDLERS: list[ControllerRouterHandler] = [list_pictures, add_picture, update_picture, move_picture]
