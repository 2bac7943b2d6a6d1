"""What could stand in for an exhibit that leaves the show: another unit of the product, else of its items."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.terms import Days
from core.errors import NotAllowed
from exhibitions.domain import DROPPED, Side
from exhibitions.exhibits import Exhibit, exhibit_for, exhibits_on, sides
from exhibitions.proposing.board import at_other_counters
from exhibitions.proposing.candidates import Place, choose_from
from exhibitions.proposing.domain import Candidate
from exhibitions.queries import exhibition_for

_MOST = 8


class Substitute(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that is free from the day on which the exhibit leaves until the display ends."""

    product_id: UUID
    product_name: str
    item_codes: tuple[str, ...]
    unit_id: UUID
    lender_id: UUID
    lender_name: str
    is_same_product: bool
    is_own: bool
    is_other_counter: bool


def in_order(exhibit: Exhibit, candidates: Iterable[Candidate], standing: Iterable[UUID]) -> list[Substitute]:
    """The same product first, then what shows most of the same items; among equals as the planning board."""
    mine, there = set(exhibit.item_codes), set(standing) - {exhibit.product_id}
    fitting = [
        one for one in candidates if one.free and mine & set(one.item_codes) and one.product_id not in there
    ]
    fitting.sort(
        key=lambda one: (
            one.product_id != exhibit.product_id,
            -len(mine & set(one.item_codes)),
            one.rank,
        )
    )
    return [
        Substitute(
            product_id=one.product_id,
            product_name=one.product_name,
            item_codes=one.item_codes,
            unit_id=one.free[0],
            lender_id=one.lender_id,
            lender_name=one.lender_name,
            is_same_product=one.product_id == exhibit.product_id,
            is_own=one.is_own,
            is_other_counter=one.is_other_counter,
        )
        for one in fitting
    ][:_MOST]


async def substitutes_for(actor: Actor, exhibit_id: UUID, day: date) -> list[Substitute]:
    """What could take its place from `day` on, the best first; for those who prepare the display."""
    exhibit = await exhibit_for(actor, exhibit_id)
    if Side.COUNTER not in sides(actor, exhibit):
        raise NotAllowed
    exhibition = await exhibition_for(actor, exhibit.exhibition_id)
    if day >= exhibition.end:
        return []
    place = Place(exhibition.counter_id, exhibition.prefecture, Days(day, exhibition.end))
    field = await choose_from(place, exhibit.item_codes, [exhibit.product_id])
    others = await at_other_counters(place, exhibit.item_codes)
    on_show = await exhibits_on(actor, exhibition.id)
    standing = [one.product_id for one in on_show if one.status not in DROPPED]
    return in_order(exhibit, [*field.candidates, *others], standing)
