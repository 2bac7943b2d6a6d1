"""申込をまとめる: the basket, its preview, and what became of the request."""

import asyncio
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from catalog.availability import Availability, availability, lendings_of
from catalog.foreseen import Foreseen
from catalog.terms import Days
from core.clock import today
from core.errors import Conflict, Invalid
from core.i18n import _
from core.web.forms import Submitted, words_for
from core.web.pages import page, see_other
from core.web.values import as_day, as_uuid
from directory.queries import OrganizationView, advice_place
from loans import labels
from loans.asking import counter_for, facility_asking, may_ask
from loans.bundles.baskets import (
    BasketEntry,
    add_to_basket,
    basket_of,
    baskets_of,
    keep_basket,
    remove_from_basket,
)
from loans.bundles.documents import delivery_note
from loans.bundles.forms import BasketForm
from loans.bundles.previewing import foresee_requests
from loans.bundles.queries import Refused, bundle_for
from loans.bundles.step_pages import STEP_PAGES, bundle_path
from loans.bundles.usecases import NothingToBeHad, request_loans
from loans.documents import as_pdf
from loans.pages.papers import as_file
from loans.pages.requesting import as_days
from loans.pages.ways import CATALOGUE, COUNTER, PageRequest

BASKET = "/basket"
_WORDS: dict[str, Any] = {"labels": labels, "words_for": words_for}


def basket_path(request: PageRequest, facility_id: UUID) -> str:
    """The basket of a facility; a facility has only its own."""
    return BASKET if request.user.is_facility else f"{BASKET}?{urlencode({'for': facility_id})}"


@get(BASKET, include_in_schema=False)
async def show_basket(request: PageRequest) -> Response[Any]:
    """What lies in the basket; a counter first chooses for whom."""
    actor = may_ask(request.user)
    facility_id = as_uuid(request.query_params.get("for"))
    if not actor.is_facility and facility_id is None:
        return page(request, "loans/bundles/baskets.html", baskets=await baskets_of(actor))
    facility = await facility_asking(actor, facility_id)
    return await _basket_page(request, facility, None)


@post("/basket/items", include_in_schema=False)
async def put_in(request: PageRequest) -> Response[Any]:
    """Put a product in, with the days that were looked at."""
    may_ask(request.user)
    sent = await request.form()
    product_id = as_uuid(sent.get("product_id"))
    if product_id is None:
        return see_other(CATALOGUE)
    start, length = as_day(sent.get("start")), as_days(str(sent.get("days") or ""))
    end = start + timedelta(days=length) if start and length else None
    facility_id = as_uuid(sent.get("facility_id"))
    if not request.user.is_facility and facility_id is None:
        return see_other(f"/loans/new?{urlencode({'product': product_id})}")
    try:
        asked_for = await add_to_basket(
            request.user, product_id, facility_id, start=start if end else None, end=end
        )
    except Invalid as error:
        full = error.fields.get("product_id") == "basket-full"
        said = _("一度にまとめられるのは50機種までです。") if full else _("この機種の貸出は終わりました。")
        return see_other(f"/products/{product_id}", said, "attention")
    return see_other(basket_path(request, asked_for), _("申込にまとめました。"))


@post(BASKET, include_in_schema=False)
async def use_basket(request: PageRequest) -> Response[Any]:
    """Keep what was typed; then take a product out, look what is free, or ask."""
    actor = may_ask(request.user)
    sent = Submitted((await request.form()).multi_items())
    facility = await facility_asking(actor, as_uuid(next(iter(sent.getlist("facility_id")), None)))
    form = BasketForm(await basket_of(actor, facility.id), sent)
    await keep_basket(actor, facility.id, form.kept())
    if (gone := as_uuid(next(iter(sent.getlist("remove")), None))) is not None:
        await remove_from_basket(actor, facility.id, [gone])
        return see_other(basket_path(request, facility.id), _("取り出しました。"))
    if sent.getlist("act") != ["ask"] or not form.parts:
        return await _basket_page(request, facility, sent, is_preview=True)
    return await _ask(request, facility, sent)


async def _ask(request: PageRequest, facility: OrganizationView, sent: Submitted) -> Response[Any]:
    actor = request.user
    form = await _form(request, facility, sent)
    if not form.validate():
        return await _basket_page(request, facility, sent, form=form, status=422)
    try:
        bundle = await request_loans(actor, form.command(None if actor.is_facility else facility.id))
    except Invalid as error:
        form.refuse(error)
        return await _basket_page(request, facility, sent, form=form, status=422)
    except NothingToBeHad as refusal:
        refusals: Any = refusal.facts["refusals"]
        form.delivery.told({"overridable": sorted({code for one in refusals for code in one.overridable})})
        return await _basket_page(request, facility, sent, form=form, status=409, refusals=refusals)
    await remove_from_basket(actor, facility.id, [loan.product_id for loan in bundle.loans])
    return see_other(bundle_path(bundle.id), _("%(count)s機種を申し込みました。", count=len(bundle.loans)))


async def _form(request: PageRequest, facility: OrganizationView, sent: Submitted | None) -> BasketForm:
    known = {
        "facility_id": str(facility.id),
        "contact_name": request.user.name if request.user.is_facility else "",
        "contact_phone": facility.phone,
    }
    form = BasketForm(await basket_of(request.user, facility.id), sent, **known)
    if request.user.is_facility:
        del form.delivery.channel
    return form


async def _basket_page(
    request: PageRequest,
    facility: OrganizationView,
    sent: Submitted | None,
    *,
    form: BasketForm | None = None,
    status: int = 200,
    refusals: list[Refused] | None = None,
    is_preview: bool = False,
) -> Response[Any]:
    counter_id = await counter_for(request.user, facility)
    if counter_id is None:
        return see_other(
            f"{COUNTER}?{urlencode({'next': BASKET})}", _("先に、相談窓口を選んでください。"), "attention"
        )
    form = form or await _form(request, facility, sent)
    form.delivery.settle_exception()
    return page(
        request,
        "loans/bundles/basket.html",
        status=status,
        facility=facility,
        form=form,
        free=await _free(form.kept(), counter_id, facility.id),
        foreseen=await _foreseen(request, facility, sent) if is_preview else None,
        refusals={one.product_id: one for one in refusals or []},
        is_preview=is_preview,
        is_refused=status != HTTPStatus.OK,
        counter=await advice_place(counter_id),
        **_WORDS,
    )


async def _foreseen(
    request: PageRequest, facility: OrganizationView, sent: Submitted | None
) -> Foreseen | None:
    """What asking would bring; None while the form is not complete or nothing can be had like that."""
    form = await _form(request, facility, sent)
    if not form.validate():
        return None
    try:
        return await foresee_requests(
            request.user, form.command(None if request.user.is_facility else facility.id)
        )
    except (Conflict, Invalid):
        return None


async def _free(entries: list[BasketEntry], counter_id: UUID, facility_id: UUID) -> dict[UUID, Availability]:
    """What can be had of each product on its days, as far as they are known."""
    lendings = await lendings_of([one.product_id for one in entries], counter_id, today(), facility_id)
    by_product = {lending.product_id: lending for lending in lendings}
    return {
        one.product_id: await availability(
            by_product[one.product_id], Days(one.start, one.end), one.quantity, today()
        )
        for one in entries
        if one.start and one.end and one.start < one.end <= date.max and one.product_id in by_product
    }


@get("/bundles/{bundle_id:uuid}/delivery.pdf", include_in_schema=False)
async def delivery_paper(request: PageRequest, bundle_id: FromPath[UUID]) -> Response[bytes]:
    """納品書: everything that goes in one delivery."""
    bundle = await bundle_for(request.user, bundle_id)
    content = await asyncio.to_thread(as_pdf, await delivery_note(request.user, bundle))
    return as_file(content, "application/pdf", f"{bundle.loans[0].number}-delivery.pdf", "inline")


PAGES = [show_basket, put_in, use_basket, delivery_paper, *STEP_PAGES]
