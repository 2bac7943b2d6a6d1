"""Asking for a robot: for whom and what, the form, and what instead when it is taken."""

from collections.abc import Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar import Response, get, post

from catalog.availability import availability, next_free_start
from catalog.foreseen import Foreseen
from catalog.occupancy import UnitTaken
from catalog.queries.products import ProductFilter, list_products
from catalog.terms import Days
from core.clock import today
from core.errors import Invalid
from core.i18n import _
from core.web.forms import is_only_asked
from core.web.pages import page, see_other
from core.web.values import as_day, as_uuid
from directory.enquiries import Enquiry, enquiry_for, settle_enquiry
from loans import labels, usecases
from loans.asking import Asking, asking_for, facility_asking, find_facilities, may_ask, who_may_except
from loans.forms.requesting import RequestForm, as_asked_before, first_look
from loans.forms.searching import FacilitySearchForm, ProductSearchForm
from loans.pages.ways import CATALOGUE, COUNTER, REQUEST, PageRequest, loan_path
from loans.previewing import foresee_request
from loans.queries import loan_row

_AHEAD = timedelta(days=7)  # a request that names no day is offered one from a week on
_FOUND = 20


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the address of the page asks for; what cannot be read is left out."""

    product_id: UUID | None = None
    facility_id: UUID | None = None
    start: date | None = None
    days: int | None = None
    repeat_of: UUID | None = None
    quantity: int | None = None
    counter_id: UUID | None = None
    enquiry_id: UUID | None = None
    base: str = REQUEST

    @classmethod
    def of(cls, query: Mapping[str, str], base: str = REQUEST) -> "Asked":
        """Read `product`, `for`, `start`, `days`, `repeat`, `quantity`, `counter` and `enquiry`."""
        return cls(
            product_id=as_uuid(query.get("product")),
            facility_id=as_uuid(query.get("for")),
            start=as_day(query.get("start")),
            days=as_days(query.get("days")),
            repeat_of=as_uuid(query.get("repeat")),
            quantity=as_days(query.get("quantity")),
            counter_id=as_uuid(query.get("counter")),
            enquiry_id=as_uuid(query.get("enquiry")),
            base=base,
        )

    def path(self, **changes: object) -> str:
        """The address of the form for this, some of it changed."""
        asked: dict[str, object] = {"product": self.product_id, "for": self.facility_id}
        asked |= {"start": self.start, "days": self.days, "repeat": self.repeat_of}
        asked |= {"quantity": self.quantity, "counter": self.counter_id, "enquiry": self.enquiry_id}
        given = {name: str(value) for name, value in (asked | changes).items() if value is not None}
        return f"{self.base}?{urlencode(given)}" if given else self.base

    def knowing(self, enquiry: Enquiry | None) -> "Asked":
        """The same, with what the enquiry says where the address does not."""
        if enquiry is None:
            return self
        product_id, facility_id = (
            self.product_id or enquiry.product_id,
            self.facility_id or enquiry.facility_id,
        )
        return msgspec.structs.replace(self, product_id=product_id, facility_id=facility_id)


def as_days(text: str | None) -> int | None:
    """The number of days in `text`, None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text) <= 1000 else None


@get("/loans/new", include_in_schema=False)
async def show_request(request: PageRequest) -> Response[Any]:
    """The request form; first for whom and for what, where the address does not say."""
    asked, actor = Asked.of(request.query_params), may_ask(request.user)
    enquiry = await enquiry_for(actor, asked.enquiry_id) if asked.enquiry_id else None
    asked = asked.knowing(enquiry)
    if not actor.is_facility and (not asked.facility_id or not asked.product_id):
        return await choose(request, asked, enquiry)
    if asked.product_id is None:
        return see_other(CATALOGUE, _("借りたい機種を選んでください。"), "info")
    try:
        asking = await asking_for(request.user, asked.product_id, asked.facility_id, asked.counter_id)
    except Invalid:
        return see_other(
            f"{COUNTER}?{urlencode({'next': asked.path()})}",
            _("先に、相談窓口を選んでください。"),
            "attention",
        )
    form = RequestForm(data=await _first_look(request, asking, asked) | _as_told(enquiry))
    _fit(form, asking)
    return await _form_page(request, asking, form)


@post("/loans/new", include_in_schema=False)
async def ask(request: PageRequest) -> Response[Any]:
    """Ask; or show the form again with everything that was typed."""
    may_ask(request.user)
    form = await RequestForm.of(request)
    form.take_up()
    product_id = as_uuid(form.instead.data) or as_uuid(form.product_id.data)
    if product_id is None:
        return see_other(REQUEST)
    asking = await asking_for(
        request.user, product_id, as_uuid(form.facility_id.data), as_uuid(form.counter_id.data)
    )
    _fit(form, asking)
    if form.instead.data:
        form.product_id.data, form.product_id.raw_data = str(product_id), None
        return await _form_page(request, asking, form)
    return await _asked(request, asking, form)


async def _asked(request: PageRequest, asking: Asking, form: RequestForm) -> Response[Any]:
    if not form.validate():
        return await _form_page(request, asking, form, status=422)
    facility_id = asking.facility.id if asking.is_for_another else None
    try:
        if await is_only_asked(request):
            command = form.command(asking.product.id, facility_id)
            return await _form_page(
                request, asking, form, foreseen=await foresee_request(request.user, command)
            )
        loan = await usecases.request_loan(request.user, form.command(asking.product.id, facility_id))
    except Invalid as error:
        form.refuse(error)
        return await _form_page(request, asking, form, status=422)
    except UnitTaken as taken:
        form.told(taken.facts)
        return await _form_page(request, asking, form, status=409, taken=taken.facts)
    if (enquiry_id := as_uuid(form.enquiry.data)) is not None:
        await settle_enquiry(request.user, enquiry_id, loan.number)
    return see_other(loan_path(loan.id), _("申し込みました。番号は %(number)s です。", number=loan.number))


def _as_told(enquiry: Enquiry | None) -> dict[str, Any]:
    """Whom to call, and what they added, as they said it when they asked."""
    if enquiry is None:
        return {}
    known = {"contact_name": enquiry.name, "contact_phone": enquiry.phone, "wishes": enquiry.note}
    return {"enquiry": str(enquiry.id), **{name: words for name, words in known.items() if words}}


def _fit(form: RequestForm, asking: Asking) -> None:
    form.fit(
        needs_consent=asking.lending.needs_consent,
        is_for_another=asking.is_for_another,
        # whoever asks for another may make an exception
        most=None if asking.is_for_another else asking.lending.terms.max_units,
    )


async def _first_look(request: PageRequest, asking: Asking, asked: Asked) -> dict[str, Any]:
    lending, facility = asking.lending, asking.facility
    earlier = await loan_row(request.user, asked.repeat_of) if asked.repeat_of else None
    days = asked.days or (earlier.end - earlier.start).days if earlier else asked.days
    days = days or lending.terms.default_days
    start = asked.start
    if start is None:
        wished = today() + _AHEAD
        start = await next_free_start(
            lending, Days(wished, wished + timedelta(days=days)), asked.quantity or 1, today()
        )
    known = {
        "product_id": asking.product.id,
        "facility_id": facility.id if asking.is_for_another else "",
        "contact_name": "" if asking.is_for_another else request.user.name,
        "contact_phone": facility.phone,
        "counter_id": asked.counter_id if asked.counter_id and not request.user.is_counter else "",
        **(as_asked_before(earlier) if earlier else {}),
        **({"quantity": asked.quantity} if asked.quantity else {}),
    }
    return first_look(known, start, days)


async def _form_page(
    request: PageRequest,
    asking: Asking,
    form: RequestForm,
    *,
    status: int = 200,
    taken: Mapping[str, object] | None = None,
    foreseen: Foreseen | None = None,
) -> Response[Any]:
    form.settle_exception()
    enquiry_id = as_uuid(form.enquiry.data)
    return page(
        request,
        "loans/request.html",
        status=status,
        asking=asking,
        form=form,
        taken=taken,
        foreseen=foreseen,
        is_refused=status != HTTPStatus.OK,
        free=await _free(asking, form) if status == HTTPStatus.OK else None,
        labels=labels,
        enquiry=await enquiry_for(request.user, enquiry_id) if enquiry_id else None,
        who_may=await who_may_except(asking, form.barred),
        length=form.length,
        day_after=_day_after,
    )


def _day_after(start: date, length: int) -> date:
    return start + timedelta(days=length)


async def _free(asking: Asking, form: RequestForm) -> object:
    """What is free on the days in the form, to be said before anything is sent."""
    if not isinstance(form.start.data, date) or not isinstance(form.last_day.data, date):
        return None
    trial = Days(form.start.data, form.start.data + timedelta(days=form.length))
    return await availability(asking.lending, trial, form.quantity.data or 1, today())


async def choose(request: PageRequest, asked: Asked, enquiry: Enquiry | None = None) -> Response[Any]:
    """For a counter: which facility telephoned, or is on paper, and for what."""
    facility_form = FacilitySearchForm.of_query(request, facility_words=enquiry.office if enquiry else "")
    product_form = ProductSearchForm.of_query(request)
    for form in (facility_form, product_form):
        form.validate()
    facility = await facility_asking(request.user, asked.facility_id) if asked.facility_id else None
    wanted = ProductFilter(q=product_form.product_words.data or "")
    return page(
        request,
        "loans/choose.html",
        asked=asked,
        enquiry=enquiry,
        facility=facility,
        facility_form=facility_form,
        product_form=product_form,
        facilities=await find_facilities(request.user, facility_form.facility_words.data or ""),
        products=(await list_products(request.user, wanted, limit=_FOUND)).items if facility else [],
    )


PAGES = [show_request, ask]
