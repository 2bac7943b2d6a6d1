"""写真と資料: the vendor's page, and the pictures and leaflets for everybody who may see the product."""

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
from catalog.materials import usecases
from catalog.materials.queries import material_for, materials_of
from catalog.materials.tables import MaterialKind
from catalog.materials.usecases import LONGEST_TITLE, MOST
from catalog.pages.asking import PageRequest, attempt
from catalog.pages.products import OWN, own_product
from core.errors import Invalid, NotFound
from core.i18n import LazyText, lazy
from core.i18n import gettext as _
from core.images import LARGEST_FILE
from core.web.fields import ChoiceField, FileField, TextField
from core.web.files import file_answer
from core.web.forms import Form
from core.web.pages import page, see_other
from core.web.uploads import AnyRequest, Room, UploadDoor

_SHOWN = {
    "full.jpg": MaterialKind.PHOTO,
    "thumb.jpg": MaterialKind.PHOTO,
    "leaflet.pdf": MaterialKind.LEAFLET,
}


class MaterialForm(Form):
    """A photo or a leaflet, and what it shows."""

    kind = ChoiceField(
        lazy("種類"),
        required=True,
        coerce=MaterialKind,
        choices=[
            (
                MaterialKind.PHOTO,
                lazy("写真"),
                lazy("JPEG・PNG・HEIC、20MBまで。位置情報は消してから公開します。"),
            ),
            (MaterialKind.LEAFLET, lazy("資料（PDF）"), lazy("10MB・100ページまで。パスワードのないもの。")),
        ],
    )
    file = FileField(
        lazy("ファイル"), required=True, accept="image/jpeg,image/png,image/heic,image/heif,application/pdf"
    )
    title = TextField(
        lazy("何が写っているか、何の資料か"),
        required=True,
        limit=LONGEST_TITLE,
        hint=lazy("例: ベッドの脚に取り付けたところ。画面を見ずに聞く人にも伝わります。"),
    )
    title_en = TextField(lazy("英語で"), limit=LONGEST_TITLE)


class TitleForm(Form):
    """What a photo or a leaflet shows."""

    title = TextField(lazy("何が写っているか、何の資料か"), required=True, limit=LONGEST_TITLE)
    title_en = TextField(lazy("英語で"), limit=LONGEST_TITLE)


async def _must_be_own(request: AnyRequest) -> None:
    await usecases.must_be_own(request.user, request.path_params["product_id"])


async def _shown(
    request: PageRequest, product_id: UUID, form: MaterialForm, status: int = 200
) -> Response[Any]:
    product = await own_product(request.user, product_id)
    found = await materials_of(product_id, removed=True)
    shown = {"product": product, "materials": found, "form": form, "most": MOST, "kinds": MaterialKind}
    return page(request, "catalog/materials.html", status=status, **shown)


@get(OWN + "/{product_id:uuid}/materials", include_in_schema=False)
async def list_materials(request: PageRequest, product_id: FromPath[UUID]) -> Response[Any]:
    """What the product shows, what was taken away, and a form for more."""
    return await _shown(request, product_id, MaterialForm(data={"kind": MaterialKind.PHOTO}))


@post(
    OWN + "/{product_id:uuid}/materials",
    include_in_schema=False,
    middleware=[
        DefineMiddleware(UploadDoor, room=Room(files=1, largest=LARGEST_FILE), may_send=_must_be_own)
    ],
)
async def keep_material(request: PageRequest, product_id: FromPath[UUID]) -> Response[Any]:
    """Keep one more."""
    await own_product(request.user, product_id)
    form = await MaterialForm.of(request)

    async def keep() -> object:
        upload: UploadFile = form.file.data
        words = form.title.data or "", form.title_en.data or ""
        content = await upload.read()
        try:
            return await usecases.add_material(request.user, product_id, form.kind.data, content, *words)
        except Invalid as error:
            error.facts["file"] = upload.filename
            raise error if error.fields else Invalid({"file": error.reason}, None, **error.facts) from error

    if await attempt(form, keep) is None:
        return await _shown(request, product_id, form, status=422)
    return see_other(f"{OWN}/{product_id}/materials", said=_("加えました。"))


Step = Callable[[Actor, UUID, UUID], Awaitable[object]]
_STEPS: Mapping[str, tuple[Step, LazyText]] = {
    "first": (usecases.put_first, lazy("先頭に移しました。")),
    "remove": (usecases.remove_material, lazy("公開をやめました。下の一覧から、いつでも戻せます。")),
    "restore": (usecases.bring_back, lazy("また公開しました。")),
}


@post(OWN + "/{product_id:uuid}/materials/{material_id:uuid}/{step:str}", include_in_schema=False)
async def change_material(
    request: PageRequest, product_id: FromPath[UUID], material_id: FromPath[UUID], step: FromPath[str]
) -> Response[Any]:
    """Put it first, take it away, bring it back."""
    await own_product(request.user, product_id)
    if step not in _STEPS:
        raise NotFound
    act, said = _STEPS[step]
    form = MaterialForm(data={"kind": MaterialKind.PHOTO})
    try:
        await act(request.user, product_id, material_id)
    except Invalid as error:
        form.refuse(error)
        return await _shown(request, product_id, form, status=422)
    return see_other(f"{OWN}/{product_id}/materials", said=str(said))


@get(OWN + "/{product_id:uuid}/materials/{material_id:uuid}", include_in_schema=False)
async def edit_material(
    request: PageRequest, product_id: FromPath[UUID], material_id: FromPath[UUID]
) -> Response[Any]:
    """The words beside it."""
    product = await own_product(request.user, product_id)
    material = await material_for(request.user, product_id, material_id)
    form = TitleForm(data={"title": material.title, "title_en": material.title_en})
    return page(request, "catalog/material_form.html", product=product, material=material, form=form)


@post(OWN + "/{product_id:uuid}/materials/{material_id:uuid}", include_in_schema=False)
async def rename_material(
    request: PageRequest, product_id: FromPath[UUID], material_id: FromPath[UUID]
) -> Response[Any]:
    """Say otherwise what it shows."""
    product = await own_product(request.user, product_id)
    material = await material_for(request.user, product_id, material_id)
    form = await TitleForm.of(request)
    words = form.title.data or "", form.title_en.data or ""
    done = await attempt(
        form, lambda: usecases.rename_material(request.user, product_id, material_id, *words)
    )
    if done is None:
        shown = {"product": product, "material": material, "form": form}
        return page(request, "catalog/material_form.html", status=422, **shown)
    return see_other(f"{OWN}/{product_id}/materials", said=_("保存しました。"))


@get("/products/{product_id:uuid}/materials/{material_id:uuid}/{file_name:str}", include_in_schema=False)
async def show_material(
    request: PageRequest, product_id: FromPath[UUID], material_id: FromPath[UUID], file_name: FromPath[str]
) -> Stream:
    """The large or the small photo, or the leaflet."""
    material = await material_for(request.user, product_id, material_id)
    if _SHOWN.get(file_name) is not material.kind:
        raise NotFound
    file = material.thumb if file_name == "thumb.jpg" else material.file
    return await file_answer(file or material.file, f"{material.id}-{file_name}")


MATERIAL_PAGES: list[ControllerRouterHandler] = [
    list_materials,
    keep_material,
    edit_material,
    rename_material,
    change_material,
    show_material,
]
