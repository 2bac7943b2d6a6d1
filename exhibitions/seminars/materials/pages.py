"""Pages of material: put there by the counter, read by those who have a place."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.middleware import DefineMiddleware
from litestar.params import FromPath
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.pages.asking import PageRequest, attempt
from core.errors import NotFound
from core.i18n import gettext as _
from core.i18n import lazy
from core.papers import LARGEST_PAPER
from core.web.fields import ChoiceField, FileField, TextField
from core.web.files import file_answer
from core.web.forms import Form
from core.web.pages import page, see_other
from core.web.uploads import AnyRequest, Room, UploadDoor
from exhibitions.seminars.applying.queries import application_behind
from exhibitions.seminars.domain import LONGEST_LINE, MaterialStage
from exhibitions.seminars.looks import STAGES
from exhibitions.seminars.materials import keeping
from exhibitions.seminars.materials.keeping import AddMaterial, Material
from exhibitions.seminars.queries import run_by, seminar_for

_ALL = "/seminars/{seminar_id:uuid}/material"


class MaterialForm(Form):
    """A PDF or a link, and when it can be read."""

    title = TextField(lazy("資料の名前"), required=True, limit=LONGEST_LINE)
    stage = ChoiceField(
        lazy("いつ見られるか"),
        required=True,
        coerce=MaterialStage,
        choices=list(STAGES.items()),
        default=MaterialStage.BEFORE,
    )
    file = FileField(lazy("PDFファイル"), accept="application/pdf", hint=lazy("10MB、100ページまで。"))
    link = TextField(
        lazy("またはリンク"),
        limit=LONGEST_LINE,
        hint=lazy("動画などは、ファイルの代わりにリンクを入れます。"),
    )


async def _must_run_it(request: AnyRequest) -> None:
    await run_by(request.user, request.path_params["seminar_id"])


async def _shown(request: PageRequest, seminar_id: UUID, form: Form, status: int = 200) -> Response[Any]:
    return page(
        request,
        "exhibitions/seminars/material.html",
        status=status,
        seminar=await run_by(request.user, seminar_id),
        materials=await keeping.materials_of(seminar_id),
        form=form,
        stages=STAGES,
    )


@get(_ALL, include_in_schema=False)
async def list_material(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """What is there, and a form for more."""
    return await _shown(request, seminar_id, MaterialForm(data={"stage": MaterialStage.BEFORE}))


@post(
    _ALL,
    include_in_schema=False,
    middleware=[
        DefineMiddleware(UploadDoor, room=Room(files=1, largest=LARGEST_PAPER), may_send=_must_run_it)
    ],
)
async def add_material(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Put one more there."""
    await run_by(request.user, seminar_id)
    form = await MaterialForm.of(request)
    upload: UploadFile | None = form.file.data
    content = await upload.read() if upload else b""
    command = AddMaterial(
        stage=MaterialStage(form.stage.data)
        if form.stage.data in set(MaterialStage)
        else MaterialStage.BEFORE,
        title=form.title.data or "",
        link=form.link.data or "",
        content=content,
    )
    if await attempt(form, lambda: keeping.add_material(request.user, seminar_id, command)) is None:
        return await _shown(request, seminar_id, form, 422)
    return see_other(f"/seminars/{seminar_id}/material", _("資料を加えました。"))


@post(_ALL + "/{material_id:uuid}/remove", include_in_schema=False)
async def remove_material(
    request: PageRequest, seminar_id: FromPath[UUID], material_id: FromPath[UUID]
) -> Response[Any]:
    """Take it away."""
    await keeping.remove_material(request.user, seminar_id, material_id)
    return see_other(f"/seminars/{seminar_id}/material", _("資料を外しました。"))


async def _answer(material: Material) -> Stream:
    if not material.file_name:
        raise NotFound
    return await file_answer(material.file_name, f"{material.title}.pdf")


@get(_ALL + "/{material_id:uuid}", include_in_schema=False)
async def show_to_counter(
    request: PageRequest, seminar_id: FromPath[UUID], material_id: FromPath[UUID]
) -> Stream:
    """The file, for whoever runs the course."""
    await run_by(request.user, seminar_id)
    return await _answer(await keeping.material_of(seminar_id, material_id))


@get("/seminar-applications/{token:str}/material/{material_id:uuid}", include_in_schema=False)
async def show_to_participant(
    request: PageRequest, token: FromPath[str], material_id: FromPath[UUID]
) -> Stream:
    """The file, for whoever has a place, at its time."""
    application = await application_behind(request.user, token)
    seminar = await seminar_for(Actor.system(), application.seminar_id)
    readable = await keeping.materials_for(application, seminar)
    if material_id not in {one.id for one in readable}:
        raise NotFound
    return await _answer(await keeping.material_of(seminar.id, material_id))


PAGES: list[ControllerRouterHandler] = [
    list_material,
    add_material,
    remove_material,
    show_to_counter,
    show_to_participant,
]
