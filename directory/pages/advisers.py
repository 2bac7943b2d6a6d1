"""The public list of those who advise: counters, general centres and living labs."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from accounts.domain import Actor
from core.i18n import lazy
from core.web.look import Look
from core.web.pages import page
from directory.kinds import OrganizationKind
from directory.prefectures import PREFECTURES
from directory.queries import advice_place, advice_places

PageRequest = Request[Actor, Any, Any]

LOOKS = {
    OrganizationKind.COUNTER: Look(lazy("相談窓口"), "building", "info"),
    OrganizationKind.GENERAL_CENTER: Look(lazy("総合相談センター"), "building", "done"),
    OrganizationKind.LIVING_LAB: Look(lazy("リビングラボ"), "wrench", "progress"),
}


@get("/counters", include_in_schema=False)
async def list_counters(request: PageRequest, prefecture: FromQuery[str] = "") -> Response[Any]:
    """Everybody who advises, or those for one prefecture."""
    places = await advice_places(prefecture if prefecture in PREFECTURES else "")
    return page(
        request,
        "directory/counters.html",
        counters=[place for place in places if place.is_counter],
        labs=[place for place in places if not place.is_counter],
        prefecture=prefecture,
        prefectures=PREFECTURES,
        looks=LOOKS,
    )


@get("/counters/{organization_id:uuid}", include_in_schema=False)
async def show_counter(request: PageRequest, organization_id: FromPath[UUID]) -> Response[Any]:
    """One of them: whom they serve and how to reach them."""
    adviser = await advice_place(organization_id)
    return page(request, "directory/counter.html", adviser=adviser, looks=LOOKS)
