"""台帳 on pages: look units up, register, correct, move, take the list along."""

import asyncio
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from accounts.domain import Actor
from catalog import looks, queries, usecases
from catalog.foreseen import Foreseen, foresee
from catalog.pages.asking import PageRequest, attempt
from catalog.queries import ProductFilter, UnitFilter, UnitView
from catalog.register import files
from catalog.register.forms import FACTS, ChangeUnitForm, MoveForm, RegisterForm, UnitForm
from catalog.register.usecases import Fact, change_unit, may_move, move_unit, unit_to_correct
from core import db
from core.clock import today
from core.errors import NotAllowed, NotFound
from core.i18n import gettext as _
from core.sheets import CSV, XLSX, as_csv, as_workbook
from core.web.forms import is_only_asked
from core.web.pages import page, see_other
from core.web.values import as_uuid
from directory.kinds import COUNTERS, OrganizationKind

UNITS = "/units"


def _reader(request: PageRequest) -> Actor:
    return request.user.one_of(OrganizationKind.VENDOR, OrganizationKind.CENTRE, *COUNTERS)


def _wanted(form: RegisterForm, actor: Actor) -> UnitFilter:
    return form.wanted(actor.organization_id) if form.validate() else UnitFilter()


@get(UNITS, include_in_schema=False)
async def list_units(request: PageRequest) -> Response[Any]:
    """All units of the reader, latest first."""
    actor = _reader(request)
    form = RegisterForm.of_query(request)
    wanted = _wanted(form, actor)
    found = await queries.list_units(actor, wanted, cursor=request.query_params.get("cursor"))
    chosen = {} if form.mistakes else form.chosen()
    return page(
        request,
        "catalog/units.html",
        units=found.items,
        form=form,
        chosen=chosen,
        asked=urlencode(chosen),
        next_url=f"{UNITS}?{urlencode({**chosen, 'cursor': found.next})}" if found.next else "",
        looks=looks,
    )


@get(UNITS + ".xlsx", include_in_schema=False, media_type=XLSX)
async def units_workbook(request: PageRequest) -> Response[bytes]:
    """The register as a workbook, with the filters of the page."""
    actor = _reader(request)
    units = await files.units_of_register(actor, _wanted(RegisterForm.of_query(request), actor))
    content = await asyncio.to_thread(as_workbook, _("個体"), files.headings(), files.rows(units))
    return Response(content, headers=_attached("xlsx"))


@get(UNITS + ".csv", include_in_schema=False)
async def units_csv(request: PageRequest) -> Response[Any]:
    """The same as CSV: UTF-8 with its mark, or CP932 when asked for; what that would lose is told before."""
    actor = _reader(request)
    form = RegisterForm.of_query(request)
    units = await files.units_of_register(actor, _wanted(form, actor))
    in_cp932 = request.query_params.get("encoding") == "cp932"
    if in_cp932 and "lossy" not in request.query_params and (unfit := files.unfit_for_cp932(units)):
        chosen = {} if form.mistakes else form.chosen()
        return page(request, "catalog/units_unfit.html", unfit=unfit, asked=urlencode(chosen))
    content = as_csv(files.headings(), files.rows(units), in_cp932=in_cp932)
    kind = "text/csv; charset=windows-31j" if in_cp932 else CSV
    return Response(content, headers=_attached("csv"), media_type=kind)


def _attached(ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="units-{today()}.{ending}"'}


@get(UNITS + "/new", include_in_schema=False)
async def show_new(request: PageRequest) -> Response[Any]:
    """Which product it is, and then the form."""
    return await _new_page(request, UnitForm())


@post(UNITS + "/new", include_in_schema=False)
async def register(request: PageRequest) -> Response[Any]:
    """Register one more unit of any product that the reader may know."""
    product = await _product(request)
    if product is None:
        raise NotFound
    form = await UnitForm.of(request)
    made = await attempt(form, lambda: usecases.create_unit(request.user, form.as_new(product.id)))
    if made is None:
        return await _new_page(request, form, status=422)
    return see_other(f"{UNITS}/{made.id}", _("%(serial)sを登録しました。", serial=made.serial_number))


async def _product(request: PageRequest) -> queries.ProductView | None:
    product_id = as_uuid(request.query_params.get("product_id"))
    if product_id is None:
        return None
    product = await queries.product_for(request.user, product_id)
    if request.user.is_vendor and product.vendor_id != request.user.organization_id:
        raise NotAllowed
    return product


async def _new_page(request: PageRequest, form: UnitForm, status: int = 200) -> Response[Any]:
    actor = request.user.one_of(OrganizationKind.VENDOR, *COUNTERS)
    product = await _product(request)
    words = request.query_params.get("q", "")[:100]
    found: list[queries.ProductView] = []
    if product is None:
        mine = actor.organization_id if actor.is_vendor else None
        found = (await queries.list_products(actor, ProductFilter(q=words, vendor_id=mine), limit=20)).items
    shown = {"product": product, "products": found, "q": words, "form": form}
    return page(request, "catalog/register/new.html", status=status, **shown)


@get(UNITS + "/{unit_id:uuid}/edit", include_in_schema=False)
async def edit_unit(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """The form with what is known."""
    unit = await unit_to_correct(request.user, unit_id)
    return page(request, "catalog/unit_form.html", unit=unit, form=ChangeUnitForm.filled(unit))


@post(UNITS + "/{unit_id:uuid}/edit", include_in_schema=False)
async def change(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """Keep the correction."""
    unit = await unit_to_correct(request.user, unit_id)
    form = await ChangeUnitForm.of(request)
    changed = await attempt(form, lambda: change_unit(request.user, unit_id, form.as_change()))
    if changed is None:
        return page(request, "catalog/unit_form.html", unit=unit, form=form, status=422)
    return see_other(f"{UNITS}/{unit_id}", said=_("保存しました。"))


@get(UNITS + "/{unit_id:uuid}/move", include_in_schema=False)
async def show_move(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """Whose it is, who lends it, who has it, where it is: each by itself."""
    unit = await unit_to_correct(request.user, unit_id)
    return await _move_page(request, unit, await _offered(MoveForm(), request.user, unit))


@post(UNITS + "/{unit_id:uuid}/move", include_in_schema=False)
async def move(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """Record the change."""
    unit = await unit_to_correct(request.user, unit_id)
    form = await _offered(await MoveForm.of(request), request.user, unit)
    if await is_only_asked(request):
        foreseen = await attempt(form, lambda: _foreseen(request.user, unit_id, form))
        return await _move_page(request, unit, form, foreseen=foreseen)
    moved = await attempt(form, lambda: move_unit(request.user, unit_id, form.command()))
    if moved is None:
        return await _move_page(request, unit, form, status=422)
    mine = request.user.organization_id in (moved.owner_id, moved.lender_id, moved.custodian_id)
    return see_other(f"{UNITS}/{unit_id}" if mine else UNITS, _("記録しました。相手に知らせます。"))


async def _move_page(
    request: PageRequest,
    unit: UnitView,
    form: MoveForm,
    status: int = 200,
    foreseen: Foreseen | None = None,
) -> Response[Any]:
    shown = {"unit": unit, "form": form, "foreseen": foreseen}
    return page(request, "catalog/register/move.html", status=status, **shown)


async def _foreseen(actor: Actor, unit_id: UUID, form: MoveForm) -> Foreseen:
    return await foresee(actor, lambda: move_unit(actor, unit_id, form.command()), units=[unit_id])


_WHOM = """
SELECT o.id, o.name FROM organization o
WHERE o.kind = ANY($1::text[]) OR o.id IN ($2, $3, $4, $5)
ORDER BY o.id IN ($2, $3, $4, $5) DESC, o.name
"""


async def _offered(form: MoveForm, actor: Actor, unit: UnitView) -> MoveForm:
    """Let the reader choose what is theirs to change, and among counters and whoever has to do with it."""
    form.what.offer((fact.value, FACTS[fact]) for fact in Fact if may_move(actor, unit, fact))
    vendor = await db.fetch_value("SELECT vendor_id FROM product WHERE id = $1", unit.product_id)
    near = (unit.owner_id, unit.lender_id, vendor, actor.organization_id)
    rows = await db.fetch(_WHOM, sorted(COUNTERS), *near)
    form.to.offer((str(row["id"]), row["name"]) for row in rows)
    return form


PAGES = [
    list_units,
    units_workbook,
    units_csv,
    show_new,
    register,
    edit_unit,
    change,
    show_move,
    move,
]
