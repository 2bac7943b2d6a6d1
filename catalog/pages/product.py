"""The page of a product: what it does, on which terms it is lent, and when it is free."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from accounts.domain import Actor
from catalog import looks, queries
from catalog.calendars import TrialCalendar, trial_calendar
from catalog.domain import ProductStatus
from catalog.experience import experience_of
from catalog.materials.queries import materials_of
from catalog.pages.asking import ask_url, for_borrowers
from catalog.queries import ProductView
from catalog.queries.crosswalk import crosswalk
from catalog.subsidies.queries import subsidies_for
from core.web.pages import page
from core.web.values import as_day
from directory.queries import OrganizationView, counter_of, organization_for

PageRequest = Request[Actor, Any, Any]
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@get("/products/{product_id:uuid}", include_in_schema=False)
async def show_product(request: PageRequest, product_id: FromPath[UUID]) -> Response[Any]:
    """One product, with two months of free days."""
    actor = request.user
    product = await queries.product_for(actor, product_id)
    counter = await _counter(actor)
    calendar = await _calendar(request, product, counter)
    return page(
        request,
        "catalog/product.html",
        product=product,
        pairs=[pair for pair in await crosswalk() if pair.code in product.item_codes],
        counter=counter,
        calendar=calendar,
        ask_url=_ask_url(actor, calendar) if calendar else "",
        wait_url=_wait_url(actor, calendar) if calendar else "",
        is_own=actor.is_vendor and actor.organization_id == product.vendor_id,
        looks=looks,
        materials=await materials_of(product.id),
        subsidies=await subsidies_for(product.item_codes, _prefecture(actor, counter)),
        experience=await experience_of(product.id),
    )


def _prefecture(actor: Actor, counter: OrganizationView | None) -> str:
    """Where this reader would ask for a subsidy, as far as we know."""
    return counter.prefecture if counter and actor.is_signed_in else ""


async def _counter(actor: Actor) -> OrganizationView | None:
    """The counter through which this reader would borrow."""
    counter_id = await counter_of(actor)
    return await organization_for(actor, counter_id) if counter_id else None


async def _calendar(
    request: PageRequest, product: ProductView, counter: OrganizationView | None
) -> TrialCalendar | None:
    if product.status is not ProductStatus.PUBLIC or not product.unit_count:
        return None
    query = request.query_params
    days = query.get("days", "")
    return await trial_calendar(
        product.id,
        counter.id if counter else None,
        month=_month(query.get("month", "")),
        length=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else None,
        start=as_day(query.get("start", "")),
        facility_id=request.user.organization_id if request.user.is_facility else None,
    )


def _month(text: str) -> date | None:
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def _ask_url(actor: Actor, calendar: TrialCalendar) -> str:
    chosen = calendar.chosen.start if calendar.chosen else None
    return ask_url(actor, calendar.product_id, chosen, calendar.length)


def _wait_url(actor: Actor, calendar: TrialCalendar) -> str:
    """Where one waits for days that are taken; like `_ask_url`, and nothing while none are chosen."""
    if calendar.chosen is None or (actor.is_signed_in and not (actor.is_facility or actor.is_counter)):
        return ""
    days = calendar.chosen
    query = {"product_id": calendar.product_id, "start": days.start, "end": days.end}
    return for_borrowers(actor, f"/waitlist/new?{urlencode(query)}")
