"""展示の写真: the counter's page, and the pictures for everybody who may see the display."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.middleware import DefineMiddleware
from litestar.params import FromPath
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.materials.usecases import LONGEST_TITLE
from catalog.pages.asking import PageRequest, attempt
from core.errors import Invalid, NotFound
from core.i18n import LazyText, lazy
from core.i18n import gettext as _
from core.images import LARGEST_FILE
from core.web.fields import FileField, TextField
from core.web.files import file_answer
from core.web.forms import Form
from core.web.pages import page, see_other
from core.web.uploads import AnyRequest, Room, UploadDoor
from exhibitions.pages.preparing import ONE, own_exhibition
from exhibitions.pictures import usecases
from exhibitions.pictures.queries import picture_for, pictures_of
from exhibitions.pictures.usecases import MOST

_PICTURES = ONE + "/pictures"
_PICTURE = _PICTURES + "/{picture_id:uuid}"


class TitleForm(Form):
    """What a picture shows."""

    title = TextField(
        lazy("何が写っているか"),
        required=True,
        limit=LONGEST_TITLE,
        hint=lazy("例: 会場の入口。右の自動ドアから入ります。画面を見ずに聞く人にも伝わります。"),
    )
    title_en = TextField(lazy("英語で"), limit=LONGEST_TITLE)


class PictureForm(TitleForm):
    """A picture, and what it shows."""

    file = FileField(
        lazy("写真のファイル"),
        required=True,
        accept="image/jpeg,image/png,image/heic,image/heif",
        hint=lazy(
            "JPEG・PNG・HEIC、20MBまで。位置情報は消してから公開します。写っている方の了解を得てください。"
        ),
    )


async def _must_run(request: AnyRequest) -> None:
    await usecases.must_run(request.user, request.path_params["exhibition_id"])


async def _shown(
    request: PageRequest, exhibition_id: UUID, form: PictureForm, status: int = 200
) -> Response[Any]:
    exhibition = await own_exhibition(request.user, exhibition_id)
    found = await pictures_of(exhibition_id, removed=True)
    shown = {"exhibition": exhibition, "pictures": found, "form": form, "most": MOST}
    return page(request, "exhibitions/pictures/list.html", status=status, **shown)


@get(_PICTURES, include_in_schema=False)
async def list_pictures(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """What is shown, what was taken away, and a form for more."""
    return await _shown(request, exhibition_id, PictureForm())


@post(
    _PICTURES,
    include_in_schema=False,
    middleware=[DefineMiddleware(UploadDoor, room=Room(files=1, largest=LARGEST_FILE), may_send=_must_run)],
)
async def keep_picture(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Keep one more."""
    await own_exhibition(request.user, exhibition_id)
    form = await PictureForm.of(request)

    async def keep() -> object:
        upload: UploadFile = form.file.data
        words = form.title.data or "", form.title_en.data or ""
        try:
            return await usecases.add_picture(request.user, exhibition_id, await upload.read(), *words)
        except Invalid as error:
            error.facts["file"] = upload.filename
            raise error if error.fields else Invalid({"file": error.reason}, None, **error.facts) from error

    if await attempt(form, keep) is None:
        return await _shown(request, exhibition_id, form, status=422)
    return see_other(f"/exhibitions/{exhibition_id}/pictures", said=_("写真を加えました。"))


Step = Callable[[Actor, UUID, UUID], Awaitable[None]]
_STEPS: Mapping[str, tuple[Step, LazyText]] = {
    "first": (usecases.put_first, lazy("先頭に移しました。")),
    "remove": (usecases.remove_picture, lazy("公開をやめました。下の一覧から、いつでも戻せます。")),
    "restore": (usecases.bring_back, lazy("また公開しました。")),
}


@post(_PICTURE + "/{step:str}", include_in_schema=False)
async def change_picture(
    request: PageRequest, exhibition_id: FromPath[UUID], picture_id: FromPath[UUID], step: FromPath[str]
) -> Response[Any]:
    """Put it first, take it away, bring it back."""
    await own_exhibition(request.user, exhibition_id)
    if step not in _STEPS:
        raise NotFound
    act, said = _STEPS[step]
    try:
        await act(request.user, exhibition_id, picture_id)
    except Invalid as error:
        form = PictureForm()
        form.refuse(error)
        return await _shown(request, exhibition_id, form, status=422)
    return see_other(f"/exhibitions/{exhibition_id}/pictures", said=str(said))


async def _title_page(
    request: PageRequest, exhibition_id: UUID, picture_id: UUID, form: TitleForm | None = None
) -> Response[Any]:
    exhibition = await own_exhibition(request.user, exhibition_id)
    picture = await picture_for(request.user, exhibition_id, picture_id)
    status = 422 if form else 200
    form = form or TitleForm(data={"title": picture.title, "title_en": picture.title_en})
    shown = {"exhibition": exhibition, "picture": picture, "form": form}
    return page(request, "exhibitions/pictures/form.html", status=status, **shown)


@get(_PICTURE, include_in_schema=False)
async def edit_picture(
    request: PageRequest, exhibition_id: FromPath[UUID], picture_id: FromPath[UUID]
) -> Response[Any]:
    """The words beside it."""
    return await _title_page(request, exhibition_id, picture_id)


@post(_PICTURE, include_in_schema=False)
async def rename_picture(
    request: PageRequest, exhibition_id: FromPath[UUID], picture_id: FromPath[UUID]
) -> Response[Any]:
    """Say otherwise what it shows."""
    form = await TitleForm.of(request)
    words = form.title.data or "", form.title_en.data or ""
    order = usecases.rename_picture
    if await attempt(form, lambda: order(request.user, exhibition_id, picture_id, *words)) is None:
        return await _title_page(request, exhibition_id, picture_id, form)
    return see_other(f"/exhibitions/{exhibition_id}/pictures", said=_("保存しました。"))


@get(_PICTURE + "/{file_name:str}", include_in_schema=False)
async def show_picture(
    request: PageRequest, exhibition_id: FromPath[UUID], picture_id: FromPath[UUID], file_name: FromPath[str]
) -> Stream:
    """The large or the small picture."""
    picture = await picture_for(request.user, exhibition_id, picture_id)
    names = {"full.jpg": picture.file, "thumb.jpg": picture.thumb}
    if file_name not in names:
        raise NotFound
    return await file_answer(names[file_name], f"{picture.id}-{file_name}")


PAGES: list[ControllerRouterHandler] = [
    list_pictures,
    keep_picture,
    edit_picture,
    rename_picture,
    change_picture,
    show_picture,
]
