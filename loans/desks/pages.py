"""The desks of counter, vendor and centre: what waits, and the next thing to do."""

from typing import Any

from litestar import Request, get
from litestar.params import FromQuery
from litestar.response import Template

from accounts.domain import Actor
from core.web.pages import page
from directory.desks import waiting_on_desk
from directory.kinds import COUNTERS, OrganizationKind
from loans import labels
from loans.desks import words
from loans.desks.addresses import following
from loans.desks.centre import USUAL_PATIENCE, all_together, counters_now
from loans.desks.facilities import facilities_of
from loans.desks.forms import DECISIONS, FacilitySearch, PatienceForm, ResultFilter
from loans.desks.queries import shelves
from loans.desks.sections import (
    COUNTER_TO_DO,
    COUNTER_WAITING,
    MINE,
    THEIRS,
    VENDOR_TO_DO,
    VENDOR_WAITING,
    Part,
)
from loans.desks.vendor import outcomes, products_of
from loans.reports.pages import this_month
from loans.waiting.queries import waiting_figures

PageRequest = Request[Actor, Any, Any]
Cursor = FromQuery[str | None]


@get("/desk", include_in_schema=False)
async def counter_desk(request: PageRequest) -> Template:
    """What waits on the counter's desk."""
    actor = request.user.one_of(*COUNTERS)
    found = await shelves(actor, (*COUNTER_TO_DO, *COUNTER_WAITING))
    parts = (Part(MINE, COUNTER_TO_DO, is_mine=True), Part(THEIRS, COUNTER_WAITING))
    shown = {
        "shelves": found,
        "parts": parts,
        "words": words,
        "labels": labels,
        "waiting": await waiting_figures(actor),
    }
    shown |= {"elsewhere": await waiting_on_desk(actor.acting_for())}
    return page(request, "loans/desks/desk.html", status=200, **shown)


@get("/desk/facilities", include_in_schema=False)
async def desk_facilities(request: PageRequest, cursor: Cursor = None) -> Template:
    """The facilities of the counter's area, to choose the one that is on the telephone."""
    form = FacilitySearch.of_query(request)
    status = 200 if form.validate() else 422
    found = await facilities_of(request.user, form.words, cursor=cursor)
    shown = {"form": form, "found": found, "following": following(request, found)}
    return page(request, "loans/desks/facilities.html", status=status, **shown)


@get("/vendor", include_in_schema=False)
async def vendor_desk(request: PageRequest) -> Template:
    """What is asked of the vendor, what it ships and takes back, and how its products stand."""
    actor = request.user.one_of(OrganizationKind.VENDOR)
    found = await shelves(actor, (*VENDOR_TO_DO, *VENDOR_WAITING))
    parts = (Part(MINE, VENDOR_TO_DO, is_mine=True), Part(THEIRS, VENDOR_WAITING))
    shown = {"shelves": found, "parts": parts, "products": await products_of(actor), "words": words}
    shown["labels"] = labels
    shown |= {"elsewhere": await waiting_on_desk(actor.acting_for())}
    return page(request, "loans/desks/vendor.html", status=200, **shown)


@get("/vendor/results", include_in_schema=False)
async def vendor_results(request: PageRequest, cursor: Cursor = None) -> Template:
    """What the finished trials of the vendor's products showed."""
    form = ResultFilter.of_query(request)
    form.product.offer([(str(one.id), one.name) for one in await products_of(request.user)])
    status = 200 if form.validate() else 422
    found = await outcomes(request.user, cursor=cursor, **form.wanted())
    shown = {"form": form, "found": found, "following": following(request, found), "decisions": DECISIONS}
    return page(request, "loans/desks/results.html", status=status, **shown)


@get("/centre", include_in_schema=False)
async def centre_desk(request: PageRequest) -> Template:
    """How the counters stand now, and the month so far."""
    form = PatienceForm.of_query(request, days=USUAL_PATIENCE)
    status = 200 if form.validate() else 422
    standings = await counters_now(request.user, form.patience)
    month = await this_month(request.user)
    shown = {"form": form, "standings": standings, "sums": all_together(standings), "month": month}
    return page(request, "loans/desks/centre.html", status=status, **shown)


PAGES = (counter_desk, desk_facilities, vendor_desk, vendor_results, centre_desk)
