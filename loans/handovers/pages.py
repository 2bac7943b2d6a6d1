"""引き渡しと長期借用 on pages: the list, the two forms to begin with, one page for all that follows."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from accounts.domain import Actor
from catalog.domain import Way
from catalog.foreseen import Foreseen
from catalog.queries import product_for
from core import db
from core.calendar import ONE_DAY
from core.clock import today
from core.errors import Conflict, Invalid, NotFound
from core.i18n import lazy
from core.web.fields import ChoiceField
from core.web.forms import is_only_asked
from core.web.look import Happening
from core.web.pages import page, see_other
from core.web.values import as_uuid
from directory.kinds import COUNTERS, OrganizationKind
from loans import labels
from loans.handovers import queries, usecases, words
from loans.handovers.commands import AskLongLoan
from loans.handovers.days import bookings_past
from loans.handovers.domain import NEEDS_REASON, SENDING, HandoverStep, Side
from loans.handovers.forms import LongLoanForm, OfferForm, StepForm, TransferForm
from loans.handovers.previewing import foresee_beginning, foresee_step
from loans.handovers.queries import HandoverView
from loans.pages.ways import PageRequest
from loans.touched import Touched

PATH = "/handovers"
_SAID = lazy("申し出ました。相手の返事を待ちます。")
_ANY_REASON = "―"  # makes no difference to others' days
_MOST_UNITS = 200


@get(PATH, include_in_schema=False)
async def list_handovers(request: PageRequest) -> Response[Any]:
    """Transfers and long loans, latest first."""
    actor = request.user.one_of(OrganizationKind.VENDOR, OrganizationKind.CENTRE, *COUNTERS)
    found = await queries.list_handovers(actor, cursor=request.query_params.get("cursor"))
    next_url = f"{PATH}?cursor={found.next}" if found.next else ""
    return page(request, "loans/handovers/list.html", handovers=found.items, words=words, next_url=next_url)


async def _offer_counters(field: ChoiceField, actor: Actor) -> None:
    sql = "SELECT id, name FROM organization WHERE kind = ANY($1::text[]) AND id <> $2 ORDER BY name"
    rows = await db.fetch(sql, sorted(COUNTERS), actor.organization_id)
    field.offer((str(row["id"]), row["name"]) for row in rows)


_LENT = """
SELECT u.id, p.name || ' ' || u.serial_number AS name, count(*) OVER () AS total
FROM unit u JOIN product p ON p.id = u.product_id WHERE u.lender_id = $1 AND u.status = 'active'
ORDER BY u.id = ANY($2::uuid[]) DESC, p.name, u.serial_number LIMIT $3
"""


async def _transfer_form(form: TransferForm, actor: Actor) -> TransferForm:
    await _offer_counters(form.taker, actor)
    named = [found for text in form.units.data or [] if (found := as_uuid(text)) is not None]
    rows = await db.fetch(_LENT, actor.organization_id, named, _MOST_UNITS)
    form.units.offer((str(row["id"]), row["name"]) for row in rows)
    form.left_out = rows[0]["total"] - len(rows) if rows else 0
    return form


@get(PATH + "/transfer", include_in_schema=False)
async def show_transfer(request: PageRequest) -> Response[Any]:
    """Which units, to whom, when."""
    actor = request.user.one_of(*COUNTERS)
    form = TransferForm(data={"way": Way.PARCEL, "units": [request.query_params.get("unit", "")]})
    return page(request, "loans/handovers/transfer.html", form=await _transfer_form(form, actor))


@post(PATH + "/transfer", include_in_schema=False)
async def propose(request: PageRequest) -> Response[Any]:
    """Propose it; who has the days is told."""
    actor = request.user.one_of(*COUNTERS)
    form = await _transfer_form(await TransferForm.of(request), actor)
    touched: list[Touched] = []
    status = 422
    if form.validate():
        try:
            if await is_only_asked(request):
                foreseen = await foresee_beginning(actor, form.command())
                return page(request, "loans/handovers/transfer.html", form=form, foreseen=foreseen)
            made = await usecases.propose_transfer(actor, form.command())
            return see_other(f"{PATH}/{made.id}", _SAID)
        except Invalid as error:
            form.refuse(error)
        except usecases.UnitsBooked as error:
            touched, status = _touched(error), 409
    shown = {"form": form, "touched": touched, "labels": labels}
    return page(request, "loans/handovers/transfer.html", status=status, **shown)


def _touched(error: usecases.UnitsBooked) -> list[Touched]:
    found = error.facts.get("touched")
    return list(found) if isinstance(found, list) else []


@get(PATH + "/long-loan", include_in_schema=False)
async def show_long_loan(request: PageRequest) -> Response[Any]:
    """Of which product, how many, from when until when."""
    request.user.one_of(*COUNTERS)
    return await _long_loan_page(request, LongLoanForm(data={"way": Way.PARCEL, "quantity": 1}))


@post(PATH + "/long-loan", include_in_schema=False)
async def ask(request: PageRequest) -> Response[Any]:
    """Ask the vendor."""
    actor = request.user.one_of(*COUNTERS)
    form = await LongLoanForm.of(request)
    product = await product_for(actor, _product_id(request))
    if form.validate():
        try:
            wish = AskLongLoan(product_id=product.id, **form.shared())
            if await is_only_asked(request):
                return await _long_loan_page(request, form, foreseen=await foresee_beginning(actor, wish))
            made = await usecases.ask_long_loan(actor, wish)
            return see_other(f"{PATH}/{made.id}", _SAID)
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.refuse(Invalid({}, error.reason, **error.facts))
    return await _long_loan_page(request, form, status=422)


def _product_id(request: PageRequest) -> UUID:
    try:
        return UUID(request.query_params.get("product_id", ""))
    except ValueError as error:
        raise NotFound from error


async def _long_loan_page(
    request: PageRequest, form: LongLoanForm, status: int = 200, foreseen: Foreseen | None = None
) -> Response[Any]:
    product = await product_for(request.user, _product_id(request))
    shown = {"form": form, "product": product, "foreseen": foreseen}
    return page(request, "loans/handovers/long_loan.html", status=status, **shown)


_PRODUCTS = "SELECT id, name FROM product WHERE vendor_id = $1 AND status = 'public' ORDER BY name"


async def _offer_form(form: OfferForm, actor: Actor) -> OfferForm:
    await _offer_counters(form.taker, actor)
    rows = await db.fetch(_PRODUCTS, actor.organization_id)
    form.product.offer((str(row["id"]), row["name"]) for row in rows)
    return form


@get(PATH + "/offer", include_in_schema=False)
async def show_offer(request: PageRequest) -> Response[Any]:
    """Which product, to which counter, from when until when."""
    actor = request.user.one_of(OrganizationKind.VENDOR)
    first = {"way": Way.PARCEL, "quantity": 1, "product": request.query_params.get("product_id", "")}
    form = await _offer_form(OfferForm(data=first), actor)
    return page(request, "loans/handovers/offer.html", form=form)


@post(PATH + "/offer", include_in_schema=False)
async def offer(request: PageRequest) -> Response[Any]:
    """Offer it to the counter."""
    actor = request.user.one_of(OrganizationKind.VENDOR)
    form = await _offer_form(await OfferForm.of(request), actor)
    if form.validate():
        try:
            if await is_only_asked(request):
                foreseen = await foresee_beginning(actor, form.command())
                return page(request, "loans/handovers/offer.html", form=form, foreseen=foreseen)
            made = await usecases.offer_long_loan(actor, form.command())
            return see_other(f"{PATH}/{made.id}", _SAID)
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.refuse(Invalid({}, error.reason, **error.facts))
    return page(request, "loans/handovers/offer.html", form=form, status=422)


@get(PATH + "/{handover_id:uuid}", include_in_schema=False)
async def show(request: PageRequest, handover_id: FromPath[UUID]) -> Response[Any]:
    """What was agreed, what happened, what can be done."""
    view = await queries.handover_for(request.user, handover_id)
    is_giver = Side.GIVER in view.sides_of(request.user)
    touched = []
    if view.recall_by and view.until and view.recall_by < view.until:
        touched = await bookings_past(request.user, view, view.recall_by)
    return page(
        request,
        "loans/handovers/show.html",
        handover=view,
        words=words,
        labels=labels,
        is_giver=is_giver,
        touched=touched,
        happenings=[_happening(event) for event in await queries.events_of(view)][::-1],
        is_late=view.until is not None and view.until <= today(),
    )


def _happening(event: queries.HandoverEventView) -> Happening:
    look = words.STEP[event.step]
    facts = [
        str(event.facts[name]) for name in ("reason", "carrier", "tracking_number") if event.facts.get(name)
    ]
    who = " ".join(filter(None, (event.organization_name, event.person_name)))
    return Happening(event.at, words.TAKEN[event.step], who, " / ".join(facts), look.icon, look.tone)


_STEP = PATH + "/{handover_id:uuid}/{step:str}"


def _step(view: HandoverView, name: str) -> HandoverStep:
    try:
        step = HandoverStep(name.replace("-", "_"))
    except ValueError as error:
        raise NotFound from error
    if step not in view.next_steps:
        raise NotFound
    return step


@get(_STEP, include_in_schema=False)
async def show_step(request: PageRequest, handover_id: FromPath[UUID], step: FromPath[str]) -> Response[Any]:
    """What the step needs."""
    view = await queries.handover_for(request.user, handover_id)
    first = {"way": view.way, "carrier": view.carrier}
    return await _step_page(request, view, _step(view, step), StepForm(data=first))


@post(_STEP, include_in_schema=False)
async def take(request: PageRequest, handover_id: FromPath[UUID], step: FromPath[str]) -> Response[Any]:
    """Take it."""
    view = await queries.handover_for(request.user, handover_id)
    chosen = _step(view, step)
    form = await StepForm.of(request)
    if await is_only_asked(request):
        return await _step_page(request, view, chosen, form)
    touched: list[Touched] = []
    status = 422
    if form.validate():
        try:
            await usecases.take_step(request.user, handover_id, chosen, form.command())
            return see_other(f"{PATH}/{handover_id}", words.TAKEN[chosen])
        except Invalid as error:
            form.refuse(error)
        except usecases.UnitsBooked as error:
            touched, status = _touched(error), 409
    return await _step_page(request, view, chosen, form, touched=touched, status=status)


async def _step_page(
    request: PageRequest,
    view: HandoverView,
    step: HandoverStep,
    form: StepForm,
    *,
    touched: list[Touched] | None = None,
    status: int = 200,
) -> Response[Any]:
    shown = ["reason"] if step in NEEDS_REASON else []
    shown += ["way", "carrier", "tracking_number"] if step in SENDING else []
    shown += ["back_by"] if step is HandoverStep.RECALL else []
    if step in NEEDS_REASON:
        form.reason.is_required = form.back_by.is_required = True
    if step is HandoverStep.RECALL and touched is None:
        touched = await bookings_past(request.user, view, form.command().back_by or today() + ONE_DAY)
    foreseen, in_the_way = await _foreseen(request, view, step, form)
    given = {"handover": view, "step": step, "form": form, "shown": shown, "touched": touched or in_the_way}
    return page(
        request,
        "loans/handovers/step.html",
        words=words,
        labels=labels,
        status=status,
        foreseen=foreseen,
        **given,
    )


async def _foreseen(
    request: PageRequest, view: HandoverView, step: HandoverStep, form: StepForm
) -> tuple[Foreseen | None, list[Touched]]:
    """What the step would change, or what stands in its way; neither while it is not known well enough."""
    command = form.command()
    command = msgspec.structs.replace(command, reason=command.reason or _ANY_REASON)
    try:
        return await foresee_step(request.user, view, step, command), []
    except usecases.UnitsBooked as error:
        return None, _touched(error)
    except (Conflict, Invalid):
        return None, []


PAGES = [
    list_handovers,
    show_transfer,
    propose,
    show_long_loan,
    ask,
    show_offer,
    offer,
    show,
    show_step,
    take,
]
