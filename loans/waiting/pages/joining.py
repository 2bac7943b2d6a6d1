"""Joining the waitlist: for whom and for what, the form, and the way to the request when it is free."""

from collections.abc import Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar import Response, get, post

from accounts.domain import Actor
from catalog.availability import Availability, availability, lending_of
from catalog.domain import TaxonomyVersion
from catalog.queries import product_for, taxonomy_of
from catalog.terms import Days
from core.clock import today
from core.errors import Conflict, Invalid
from core.i18n import _
from core.web.pages import page, see_other
from core.web.values import as_day, as_uuid
from directory.queries import OrganizationView, advice_place
from loans import labels
from loans.asking import counter_for, facility_asking, find_facilities, may_ask
from loans.forms.searching import FacilitySearchForm
from loans.pages.ways import CATALOGUE, COUNTER, REQUEST
from loans.waiting import usecases
from loans.waiting.forms import JoinForm
from loans.waiting.pages.ways import JOIN, PageRequest, entry_path, join_path

_USUAL_DAYS = 14
_MOST = 1000


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the address of the page asks for; what cannot be read is left out. `end` is exclusive."""

    product_id: UUID | None = None
    item: str | None = None
    facility_id: UUID | None = None
    start: date | None = None
    end: date | None = None
    quantity: int = 1

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> "Wanted":
        """Read `product_id` or `item`, `facility_id`, `start`, `end` or `days`, and `quantity`."""
        count = str(query.get("quantity") or "")
        return cls(
            product_id=as_uuid(query.get("product_id")),
            item=str(query.get("item") or "") or None,
            facility_id=as_uuid(query.get("facility_id")),
            start=as_day(query.get("start")),
            end=as_day(query.get("end")) or _end(query),
            quantity=int(count) if count.isascii() and count.isdigit() and 0 < int(count) <= _MOST else 1,
        )

    def path(self, **changes: object) -> str:
        """The address of the page for this, some of it changed."""
        return join_path(**(msgspec.structs.asdict(self) | changes))


def _end(query: Mapping[str, Any]) -> date | None:
    start, days = as_day(query.get("start")), str(query.get("days") or "")
    is_number = days.isascii() and days.isdigit() and 0 < int(days) <= _MOST
    return start + timedelta(days=int(days)) if start and is_number else None


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """For whom, and for what."""

    title: str
    product_id: UUID | None
    item: str | None
    facility: OrganizationView
    counter_id: UUID
    is_for_another: bool


@get("/waitlist/new", include_in_schema=False)
async def show_join(request: PageRequest) -> Response[Any]:
    """The form; first for whom, where the address does not say."""
    wanted, actor = Wanted.of(request.query_params), may_ask(request.user)
    if wanted.product_id is None and wanted.item is None:
        return see_other(CATALOGUE, _("待ちたい機種を選んでください。"), "info")
    if not actor.is_facility and wanted.facility_id is None:
        return await _choose(request, wanted)
    subject = await _subject(actor, wanted)
    if subject is None:
        there = urlencode({"next": wanted.path()})
        return see_other(f"{COUNTER}?{there}", _("先に、相談窓口を選んでください。"), "attention")
    form = JoinForm(data=_first_look(actor, subject, wanted))
    form.fit(is_for_another=subject.is_for_another)
    return await _form_page(request, subject, form, trial=_trial(wanted))


@post("/waitlist/new", include_in_schema=False)
async def join(request: PageRequest) -> Response[Any]:
    """Join; or show the form again with everything that was typed."""
    actor = may_ask(request.user)
    form = await JoinForm.of(request)
    wanted = Wanted.of({name: form[name].data for name in ("product_id", "item", "facility_id")})
    if wanted.product_id is None and wanted.item is None:
        return see_other(CATALOGUE, _("待ちたい機種を選んでください。"), "info")
    subject = await _subject(actor, wanted)
    if subject is None:
        return see_other(COUNTER, _("先に、相談窓口を選んでください。"), "attention")
    form.fit(is_for_another=subject.is_for_another)
    if not form.validate():
        return await _form_page(request, subject, form, status=422)
    return await _joined(request, subject, form)


async def _joined(request: PageRequest, subject: Subject, form: JoinForm) -> Response[Any]:
    facility_id = subject.facility.id if subject.is_for_another else None
    command = form.command(subject.product_id, subject.item, facility_id)
    try:
        entry = await usecases.join_waitlist(request.user, command)
    except Invalid as error:
        form.refuse(error)
        return await _form_page(request, subject, form, status=422)
    except Conflict as conflict:
        return await _instead(request, subject, form, conflict)
    return see_other(entry_path(entry.id), _("キャンセル待ちに入りました。"))


async def _instead(
    request: PageRequest, subject: Subject, form: JoinForm, conflict: Conflict
) -> Response[Any]:
    """It is free, or it is waited for already: on to where that is."""
    if conflict.reason == "free-now":
        asked = {"product": conflict.facts["product_id"], "start": form.start.data}
        asked["days"] = (form.last_day.data - form.start.data).days + 1
        if subject.is_for_another:
            asked["for"] = subject.facility.id
        return see_other(
            f"{REQUEST}?{urlencode(asked)}", _("その日はいま空いています。このまま申し込めます。")
        )
    if conflict.reason == "already-waiting":
        entry_id = as_uuid(conflict.facts["entry_id"])
        said = _("すでに、ここでキャンセル待ちに入っています。")
        return see_other(entry_path(entry_id) if entry_id else JOIN, said, "info")
    form.refuse(Invalid({}, conflict.reason, **conflict.facts))
    return await _form_page(request, subject, form, status=409)


async def _subject(actor: Actor, wanted: Wanted) -> Subject | None:
    """None while the facility has no counter."""
    facility = await facility_asking(actor, wanted.facility_id)
    counter_id = await counter_for(actor, facility)
    if counter_id is None:
        return None
    return Subject(
        title=await _title(actor, wanted),
        product_id=wanted.product_id,
        item=wanted.item if wanted.product_id is None else None,
        facility=facility,
        counter_id=counter_id,
        is_for_another=not actor.is_facility,
    )


async def _title(actor: Actor, wanted: Wanted) -> str:
    if wanted.product_id is not None:
        return (await product_for(actor, wanted.product_id)).title
    for version in TaxonomyVersion:
        if item := (await taxonomy_of(version)).item(wanted.item or ""):
            return item.full_name
    return wanted.item or ""


def _trial(wanted: Wanted) -> Days | None:
    if wanted.start is None:
        return None
    usual = wanted.start + timedelta(days=_USUAL_DAYS)
    return Days(wanted.start, wanted.end if wanted.end and wanted.end > wanted.start else usual)


def _first_look(actor: Actor, subject: Subject, wanted: Wanted) -> dict[str, object]:
    trial = _trial(wanted)
    days = {"start": trial.start, "last_day": trial.end - timedelta(days=1)} if trial else {}
    return {
        "product_id": subject.product_id or "",
        "item": subject.item or "",
        "facility_id": subject.facility.id if subject.is_for_another else "",
        "quantity": wanted.quantity,
        "tolerance_days": 0,
        "contact_name": "" if subject.is_for_another else actor.name,
        "contact_phone": subject.facility.phone,
        **days,
    }


async def _form_page(
    request: PageRequest,
    subject: Subject,
    form: JoinForm,
    *,
    status: int = 200,
    trial: Days | None = None,
) -> Response[Any]:
    return page(
        request,
        "loans/waiting/join.html",
        status=status,
        subject=subject,
        form=form,
        trial=trial,
        standing=await _standing(subject, trial, form.quantity.data or 1) if trial else None,
        labels=labels,
        counter=await advice_place(subject.counter_id) if status != HTTPStatus.OK else None,
    )


async def _standing(subject: Subject, trial: Days, quantity: int) -> Availability | None:
    """Why the days cannot be had now, said before anything is sent."""
    if subject.product_id is None:
        return None
    lending = await lending_of(subject.product_id, subject.counter_id, today(), subject.facility.id)
    return await availability(lending, trial, quantity, today())


async def _choose(request: PageRequest, wanted: Wanted) -> Response[Any]:
    """For a counter: which facility telephoned."""
    form = FacilitySearchForm.of_query(request)
    form.validate()
    return page(
        request,
        "loans/waiting/choose.html",
        wanted=wanted,
        title=await _title(request.user, wanted),
        form=form,
        facilities=await find_facilities(request.user, form.facility_words.data or ""),
    )


PAGES = [show_join, join]
