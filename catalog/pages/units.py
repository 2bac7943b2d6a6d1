"""Units, for those who own, lend or keep them: where each is, what happened to it, its label."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog import looks, queries, usecases
from catalog.documents import SINGLE, label_of, labels_pdf, qr_picture, tag_address, words_on
from catalog.histories import days_of
from catalog.labelling import own_unit
from catalog.life import pages as life
from catalog.pages.asking import PageRequest, attempt, pdf
from catalog.pages.products import OWN, own_product
from catalog.queries import UnitFilter, UnitView
from catalog.register.forms import UnitForm
from catalog.register.usecases import may_correct
from core.errors import NotFound
from core.i18n import gettext as _
from core.typesetting import lost_in
from core.web.pages import page, see_other

UNITS = "/units"


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
        lost=lost_in(words_on(unit)) if unit.tag_token else "",
        may_change=_answers_for(request.user, unit),
        may_correct=may_correct(request.user, unit),
        looks=looks,
    )


@get(UNITS + "/{unit_id:uuid}/qr.svg", include_in_schema=False)
async def show_qr(request: PageRequest, unit_id: FromPath[UUID]) -> Response[str]:
    """The QR code of its tag, for the screen."""
    unit = await queries.unit_for(request.user, unit_id)
    if not unit.tag_token:
        raise NotFound
    return Response(qr_picture(tag_address(unit.tag_token)), media_type="image/svg+xml")


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
    units_of_product,
    register_unit,
    show_unit,
    show_qr,
    show_label,
]
