"""A search with days: what is free among all that fits, judged portion by portion as somebody looks on."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.availability import Availability, Judgement, answered
from catalog.comparison import judged_products
from catalog.queries import ProductFilter, ProductView, closest_products, products_seen_by
from core.clock import today
from core.errors import Invalid

# So many products are judged by one look at the ledger, the closest first.
PORTION = 120
# So many portions are looked through for one page of free ones: then its reader says whether to go on.
_MOST_PORTIONS = 4


class FoundFree(msgspec.Struct, frozen=True):
    """A page of products with what is free of each; `judged` of all that fit were looked up so far."""

    products: Sequence[ProductView]
    free: Mapping[UUID, Availability]
    next: str | None
    judged: int


class _Place(msgspec.Struct, frozen=True):
    """Where a page begins: the number of its portion, and how many of that were shown before."""

    portion: int
    shown: int

    @classmethod
    def of(cls, cursor: str | None) -> "_Place":
        """Raises `Invalid` for what no page ever said."""
        parts = (cursor or "0.0").split(".")
        if len(parts) != 2 or not all(one.isascii() and one.isdigit() and len(one) < 6 for one in parts):
            raise Invalid({"cursor": "unknown"})
        return cls(*map(int, parts))

    def __str__(self) -> str:
        """As `of` reads it."""
        return f"{self.portion}.{self.shown}"


class _Portion(msgspec.Struct, frozen=True):
    """Products in the order of their page, how each is judged, and whether others fit, too."""

    products: Sequence[UUID]
    judged: Mapping[UUID, Judgement]
    is_last: bool


class FreeSearch(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for, on which days (the usual length without `days`), by whom."""

    actor: Actor
    wanted: ProductFilter
    start: date
    days: int | None
    only_free: bool = False

    async def page(self, cursor: str | None, size: int) -> FoundFree:
        """The next `size` products: within a portion what is free comes first among what fits as well."""
        place, found, judged = _Place.of(cursor), list[UUID](), dict[UUID, Judgement]()
        looked_through = 0
        while True:
            portion = await self._portion(place.portion)
            judged |= portion.judged
            room = size - len(found)
            found += portion.products[place.shown : place.shown + room]
            reached = place.portion * PORTION + len(portion.judged)
            looked_through += 1
            if place.shown + room < len(portion.products):
                return await self._shown(found, judged, _Place(place.portion, place.shown + room), reached)
            if portion.is_last:
                return await self._shown(found, judged, None, reached)
            place = _Place(place.portion + 1, 0)
            if len(found) == size or looked_through == _MOST_PORTIONS:
                return await self._shown(found, judged, place, reached)

    async def _portion(self, number: int) -> _Portion:
        closest = await closest_products(self.actor, self.wanted, PORTION + 1, skip=number * PORTION)
        ids = [product_id for _, product_id in closest[:PORTION]]
        judged = {
            one.question.lending.product_id: one
            for one in await judged_products(self.actor, ids, self.start, self.days)
        }
        free = {product_id for product_id, one in judged.items() if one.is_possible}
        in_order = sorted(closest[:PORTION], key=lambda one: (one[0], one[1] not in free))  # else by name
        products = [one for _, one in in_order if one in free or not self.only_free]
        return _Portion(products, judged, len(closest) <= PORTION)

    async def _shown(
        self, found: Sequence[UUID], judged: Mapping[UUID, Judgement], place: _Place | None, reached: int
    ) -> FoundFree:
        """Only of what is shown it is said why not, and from when on."""
        known = await products_seen_by(self.actor, found)
        asked = [judged[one] for one in found if one in judged]
        free = {one.product_id: one for one in await answered(asked, today())}
        products = [known[one] for one in found if one in known]
        return FoundFree(products, free, str(place) if place else None, reached)
