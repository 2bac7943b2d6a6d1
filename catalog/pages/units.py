"""Units, for those who own, lend or keep them: where each is, what happened to it, its label."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog import looks, queries, usecases
from catalog.documents import SINGLE, label_of, labels_pdf, qr_picture, tag_address
from catalog.forms import UnitForm
from catalog.histories import days_of
from catalog.labelling import own_unit
from catalog.life import pages as life
from catalog.pages.asking import PageRequest, attempt, pdf
from catalog.pages.products import OWN, own_product
from catalog.queries import UnitFilter, UnitView
from core.errors import NotFound
from core.i18n import gettext as _
from core.web.pages import page, see_other
from directory.kinds import COUNTERS, OrganizationKind

UNITS = "/units"


@get(UNITS, include_in_schema=False)
async def list_units(request: PageRequest) -> Response[Any]:
    """All units of the reader, latest first."""
    actor = request.user.one_of(OrganizationKind.VENDOR, OrganizationKind.CENTRE, *COUNTERS)
    query = request.query_params
    words = query.get("q", "")[:100]
    found = await queries.list_units(actor, UnitFilter(q=words), cursor=query.get("cursor"))
    next_url = f"{UNITS}?q={words}&cursor={found.next}" if found.next else ""
    return page(
        request,
        "catalog/units.html",
        units=found.items,
        q=words,
        next_url=next_url,
        looks=looks,
    )


@get(OWN + "/{product_id:uuid}/units", include_in_schema=False)
async def units_of_product(request: PageRequest, product_id: FromPath[UUID]) -> Response[Any]:
    """The units of one product, and the form to register another."""
    return await _units_page(request, product_id, UnitForm())


async def _units_page(
    request: PageRequest, product_id: UUID, form: UnitForm, status: int = 200
) -> Response[Any]:
    product = await own_product(request.user, product_id)
    found = await queries.list_units(
        request.user,
        UnitFilter(product_id=product_id),
        cursor=request.query_params.get("cursor"),
    )
    return page(
        request,
        "catalog/product_units.html",
        product=product,
        units=found.items,
        next_url=f"{OWN}/{product_id}/units?cursor={found.next}" if found.next else "",
        form=form,
        looks=looks,
        status=status,
    )


@post(OWN + "/{product_id:uuid}/units", include_in_schema=False)
async def register_unit(request: PageRequest, product_id: FromPath[UUID]) -> Response[Any]:
    """Register one more."""
    await own_product(request.user, product_id)
    form = await UnitForm.of(request)
    made = await attempt(form, lambda: usecases.create_unit(request.user, form.as_new(product_id)))
    if made is None:
        return await _units_page(request, product_id, form, status=422)
    return see_other(
        f"{OWN}/{product_id}/units", said=_("%(serial)sを登録しました。", serial=made.serial_number)
    )


@get(UNITS + "/{unit_id:uuid}", include_in_schema=False)
async def show_unit(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """One unit: where it is, its days, its history."""
    unit = await queries.unit_for(request.user, unit_id)
    return page(
        request,
        "catalog/unit.html",
        unit=unit,
        days=days_of(await queries.stretches_of(unit, released=True), request.user, unit),
        **await life.shown(request, unit),
        address=tag_address(unit.tag_token) if unit.tag_token else "",
        may_change=_answers_for(request.user, unit),
        looks=looks,
    )


@get(UNITS + "/{unit_id:uuid}/qr.svg", include_in_schema=False)
async def show_qr(request: PageRequest, unit_id: FromPath[UUID]) -> Response[str]:
    """The QR code of its tag, for the screen."""
    unit = await queries.unit_for(request.user, unit_id)
    if not unit.tag_token:
        raise NotFound
    return Response(qr_picture(tag_address(unit.tag_token)), media_type="image/svg+xml")


@get(UNITS + "/{unit_id:uuid}/edit", include_in_schema=False)
async def edit_unit(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """The form with what is known."""
    unit = await own_unit(request.user, unit_id)
    form = UnitForm(
        data={
            "serial_number": unit.serial_number,
            "accessories": "\n".join(unit.accessories),
        }
    )
    return page(request, "catalog/unit_form.html", unit=unit, form=form)


@post(UNITS + "/{unit_id:uuid}/edit", include_in_schema=False)
async def change_unit(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """Keep the correction."""
    unit = await own_unit(request.user, unit_id)
    form = await UnitForm.of(request)
    changed = await attempt(form, lambda: usecases.change_unit(request.user, unit_id, form.as_change()))
    if changed is None:
        return page(request, "catalog/unit_form.html", unit=unit, form=form, status=422)
    return see_other(f"{UNITS}/{unit_id}", said=_("保存しました。"))


def _answers_for(actor: Actor, unit: UnitView) -> bool:
    return actor.organization_id in (unit.owner_id, unit.lender_id)


@get(UNITS + "/{unit_id:uuid}/label.pdf", include_in_schema=False)
async def show_label(request: PageRequest, unit_id: FromPath[UUID]) -> Response[bytes]:
    """One label, on paper of its own size."""
    unit = await own_unit(request.user, unit_id)
    if not unit.tag_token:
        raise NotFound
    return pdf(labels_pdf([label_of(unit)], SINGLE))


UNIT_PAGES: list[ControllerRouterHandler] = [
    list_units,
    units_of_product,
    register_unit,
    show_unit,
    show_qr,
    edit_unit,
    change_unit,
    show_label,
]
