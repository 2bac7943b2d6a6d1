"""Looking for days: what can I have then (日程から探す), and when can I have this (機種から探す)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Request, Response, get

from accounts.domain import Actor
from catalog import looks, queries
from catalog.availability import Availability
from catalog.comparison import answers
from catalog.domain import ProductStatus, TaxonomyVersion
from catalog.finding import SoonestFound, soonest_of_lengths
from catalog.finding_forms import WEEKS, DatesForm, RobotForm
from catalog.pages.asking import ask_url
from catalog.queries import ProductFilter, ProductView
from catalog.terms import Days
from core.calendar import ONE_DAY
from core.errors import Invalid
from core.ids import NOBODY
from core.web.pages import page
from core.web.values import as_uuid

PageRequest = Request[Actor, Any, Any]
_SHOWN = 60
_PRODUCTS = 24
_EACH = 6


class Found(msgspec.Struct, frozen=True):
    """A product beside its answer."""

    product: ProductView
    answer: Availability
    ask_url: str
    fitting_url: str = ""  # the same days, as many as the rules allow


@get("/find/dates", include_in_schema=False)
async def find_by_dates(request: PageRequest) -> Response[Any]:
    """Dates first: every product for the problem or item, the free ones before the others."""
    form = DatesForm.of_query(request, quantity=1)
    has_counter = request.user.is_facility or request.user.is_counter
    form.offer(await queries.problems(), await queries.taxonomy_of(form.version), has_counter=has_counter)
    is_asked = bool(set(request.query_params) - {"taxonomy", "quantity"})
    found = await _by_dates(request.user, form) if is_asked and form.is_whole() else None
    return page(
        request,
        "catalog/find_dates.html",
        status=422 if form.mistakes else 200,
        form=form,
        found=found[:_SHOWN] if found is not None else None,
        total=len(found or ()),
        free=sum(not one.answer.reasons for one in found or ()),
        looks=looks,
        versions=list(TaxonomyVersion),
    )


async def _by_dates(actor: Actor, form: DatesForm) -> list[Found] | None:
    problem = await queries.problem_of(form.problem.data) if form.problem.data else None
    wish = form.wish(problem)
    try:
        judged = await answers(actor, wish)
    except Invalid as error:
        form.refuse(Invalid({_ON_FORM.get(name, name): code for name, code in error.fields.items()}))
        return None
    products = await queries.products_seen_by(actor, [answer.product_id for answer in judged])
    start, length = form.start.data, form.last_day.data - form.start.data + ONE_DAY
    quantity = form.quantity.data or 1
    found = [
        _beside(actor, products[one.product_id], one, Days(start, start + length), quantity) for one in judged
    ]
    return sorted(found, key=_free_ones_first)


_ON_FORM = {"end": "last_day"}


def _beside(actor: Actor, product: ProductView, answer: Availability, trial: Days, quantity: int) -> Found:
    day = answer.next_free_start if answer.reasons else trial.start
    fits = next((one.limit for one in answer.reasons if one.code in {"too-long", "too-short"}), 0)
    return Found(
        product,
        answer,
        ask_url(actor, product.id, day, trial.length, quantity=quantity),
        ask_url(actor, product.id, trial.start, fits, quantity=quantity) if fits else "",
    )


def _free_ones_first(one: Found) -> tuple[bool, date, int, str]:
    answer = one.answer
    return bool(answer.reasons), answer.next_free_start or date.max, -answer.free_units, one.product.name


@get("/find/robot", include_in_schema=False)
async def find_by_robot(request: PageRequest) -> Response[Any]:
    """Robot first: the soonest days for one to four weeks, over all counters."""
    actor, form = request.user, RobotForm.of_query(request, quantity=1)
    form.offer(await queries.taxonomy_of(form.version))
    is_valid = form.validate()
    product = await _chosen(actor, form)
    choices = await _choices(actor, form) if is_valid and product is None else []
    found = await _soonest(actor, form, product) if is_valid and not choices else None
    return page(
        request,
        "catalog/find_robot.html",
        status=422 if form.mistakes else 200,
        form=form,
        product=product,
        choices=choices,
        by_weeks=dict(zip(WEEKS, found, strict=True)) if found is not None else None,
        each=_EACH,
        weeks=_weeks(request.query_params.get("weeks")),
        ask=lambda one: ask_url(
            actor,
            one.product_id,
            one.start,
            (one.end - one.start).days,
            quantity=form.quantity.data or 1,
            counter_id=one.counter_id,
        ),
        versions=list(TaxonomyVersion),
        query={name: value for name, value in request.query_params.items() if name in form},
    )


async def _chosen(actor: Actor, form: RobotForm) -> ProductView | None:
    if not form.product.data:
        return None
    return await queries.product_for(actor, as_uuid(form.product.data) or NOBODY)


async def _choices(actor: Actor, form: RobotForm) -> list[ProductView]:
    """The products that the words may mean."""
    if not form.q.data:
        return []
    items = [form.item.data] if form.item.data else []
    wanted = ProductFilter(q=form.q.data, items=items, status=ProductStatus.PUBLIC)
    return (await queries.list_products(actor, wanted, limit=_PRODUCTS)).items


async def _soonest(
    actor: Actor, form: RobotForm, product: ProductView | None
) -> Sequence[SoonestFound] | None:
    if product is None and (form.q.data or not form.item.data):
        return None
    wish = form.wish()
    if product is not None:
        wish = msgspec.structs.replace(wish, product_id=product.id, item="")
    try:
        return await soonest_of_lengths(actor, wish, [7 * weeks for weeks in WEEKS])
    except Invalid as error:
        form.refuse(Invalid({_IN_ROBOT.get(name, name): code for name, code in error.fields.items()}))
        return None


_IN_ROBOT = {"from": "start"}


def _weeks(text: str | None) -> int | None:
    """The one length of which everything is to be shown."""
    return next((weeks for weeks in WEEKS if text == str(weeks)), None)
