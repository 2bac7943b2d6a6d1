"""The public list of those who advise: counters, general centres and living labs."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from accounts.domain import Actor
from core.i18n import lazy
from core.web.look import Look
from core.web.pages import page, see_other
from directory.kinds import OrganizationKind
from directory.opening import on_show, opening_of
from directory.prefectures import PREFECTURES
from directory.queries import AdvicePlace, advice_place, advice_places, standing_for

PageRequest = Request[Actor, Any, Any]

LOOKS = {
    OrganizationKind.COUNTER: Look(lazy("相談窓口"), "building", "info"),
    OrganizationKind.GENERAL_CENTER: Look(lazy("総合相談センター"), "building", "done"),
    OrganizationKind.LIVING_LAB: Look(lazy("リビングラボ"), "wrench", "progress"),
}


class Tile(msgspec.Struct, frozen=True):
    """A prefecture on the map, and how many advise there or for it."""

    name: str
    number: str
    count: int

    @property
    def short(self) -> str:
        """Its name without the word for prefecture, which every tile would repeat."""
        return self.name if self.name == "北海道" else self.name[:-1]


def _tiles(places: Sequence[AdvicePlace]) -> list[Tile]:
    counts = Counter(name for place in places for name in {place.prefecture, *place.areas})
    return [Tile(name, f"{number:02d}", counts[name]) for number, name in enumerate(PREFECTURES, 1)]


@get("/counters", include_in_schema=False)
async def list_counters(request: PageRequest, prefecture: FromQuery[str] = "") -> Response[Any]:
    """Everybody who advises, or those for one prefecture."""
    everywhere = await advice_places()
    known = prefecture if prefecture in PREFECTURES else ""
    places = await advice_places(known) if known else everywhere
    return page(
        request,
        "directory/counters.html",
        counters=[place for place in places if place.is_counter],
        labs=[place for place in places if not place.is_counter],
        prefecture=prefecture,
        prefectures=PREFECTURES,
        tiles=_tiles(everywhere),
        looks=LOOKS,
    )


@get("/counters/{organization_id:uuid}", include_in_schema=False)
async def show_counter(request: PageRequest, organization_id: FromPath[UUID]) -> Response[Any]:
    """One of them: whom they serve and how to reach them; a merged one leads to the one that stays."""
    kept = await standing_for(organization_id)
    if kept != organization_id:
        return see_other(f"/counters/{kept}")
    adviser = await advice_place(organization_id)
    opening, showing = await opening_of(organization_id), await on_show(organization_id)
    return page(
        request, "directory/counter.html", adviser=adviser, looks=LOOKS, opening=opening, showing=showing
    )
