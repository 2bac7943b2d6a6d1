"""When can I have this? The first days over all counters that serve whoever asks, soonest first."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.availability import Soonest, offers_at, soonest
from catalog.comparison import LONGEST, MOST_UNITS, facility_of, known_item, wrong_start
from catalog.domain import ProductStatus
from core import db
from core.clock import today
from core.errors import Invalid, NotFound
from core.together import Together
from directory.prefectures import PREFECTURES

_WEEKS = range(1, 5)
_SHOWN = 100


class SoonestWish(msgspec.Struct, frozen=True, kw_only=True):
    """What is wished for how long; two weeks unless `weeks` or `days` says otherwise, from today on."""

    product_id: UUID | None = None
    item: str = ""
    weeks: int | None = None
    days: int | None = None
    quantity: int = 1
    since: date | None = None
    prefecture: str = ""

    @property
    def length(self) -> int:
        """How many days the trial lasts."""
        return self.days or (self.weeks or 2) * 7


class SoonestFound(msgspec.Struct, frozen=True):
    """The soonest `items` of `total` that there are, out of so many counters."""

    items: list[Soonest]
    total: int
    counter_count: int


_SERVING = """
SELECT o.id FROM organization o
WHERE o.kind IN ('counter', 'general_center') AND o.gone_on IS NULL
  AND ($1 = '' OR EXISTS (SELECT 1 FROM counter_area a WHERE a.counter_id = o.id AND a.prefecture = $1))
  AND ($2::uuid IS NULL OR o.id = $2)
  AND ($3::uuid IS NULL OR EXISTS (
    SELECT 1 FROM organization f WHERE f.id = $3 AND (f.counter_id = o.id OR EXISTS (
        SELECT 1 FROM counter_area a WHERE a.counter_id = o.id AND a.prefecture = f.prefecture))))
ORDER BY o.kind, o.code, o.id
"""
_OF_ITEM = "SELECT id FROM product WHERE status = 'public' AND item_codes @> ARRAY[$1::text]"
_STATUS = "SELECT status FROM product WHERE id = $1 AND status <> 'draft'"


async def find_soonest(actor: Actor, wish: SoonestWish) -> SoonestFound:
    """Each product at each counter with its first days for exactly this length.

    Raises `Invalid` naming fields, `NotFound` for a product that nobody may see.
    """
    return (await soonest_of_lengths(actor, wish, [wish.length]))[0]


async def soonest_of_lengths(actor: Actor, wish: SoonestWish, lengths: Sequence[int]) -> list[SoonestFound]:
    """The same for trials of several lengths."""
    day = today()
    _check(wish, day)
    is_served = actor.is_counter or actor.is_facility
    asker = Actor(kind=actor.kind, organization_id=actor.organization_id) if is_served else Actor()
    alike = _Alike(asker, msgspec.structs.replace(wish, weeks=None, days=None), day)
    if db.in_transaction():  # what is not committed yet is nobody else's
        return (await _look_up(alike, [tuple(lengths)]))[tuple(lengths)]
    return await _together.ask(alike, tuple(lengths))


class _Alike(msgspec.Struct, frozen=True):
    """What wishes have in common whose answers differ by the length of the trial alone."""

    asker: Actor
    wish: SoonestWish
    day: date


async def _look_up(
    alike: _Alike, asked: Sequence[tuple[int, ...]]
) -> dict[tuple[int, ...], list[SoonestFound]]:
    """All lengths that anybody asks for, from one look at the ledger."""
    asker, wish, day = alike.asker, alike.wish, alike.day
    products = await _products(wish)
    counters = await counters_serving(asker, wish.prefecture)
    each = sorted({length for lengths in asked for length in lengths})
    offers = await offers_at(products, counters, each, wish.quantity, day, facility_of(asker))
    found = {
        length: SoonestFound(one.items, one.total, len(counters))
        for length, one in (await soonest(offers, wish.since or day, wish.quantity, day, _SHOWN)).items()
    }
    return {lengths: [found[length] for length in lengths] for lengths in asked}


# Many look for the same item at the same time: the ledger is read for all of them at once.
_together = Together(_look_up)


async def counters_serving(actor: Actor, prefecture: str = "") -> list[UUID]:
    """The counters that this actor could borrow through: a counter asks for itself, others know them all."""
    itself = actor.organization_id if actor.is_counter and not prefecture else None
    facility = facility_of(actor) if not prefecture else None
    rows = await db.fetch(_SERVING, prefecture, itself, facility)
    if not rows and facility:  # nobody has taken it on yet: whoever it asks may
        rows = await db.fetch(_SERVING, prefecture, None, None)
    return [row["id"] for row in rows]


async def _products(wish: SoonestWish) -> list[UUID]:
    if wish.product_id is None:
        await known_item(wish.item)
        return [row["id"] for row in await db.fetch(_OF_ITEM, wish.item)]
    status = await db.fetch_value(_STATUS, wish.product_id)
    if status is None:
        raise NotFound
    return [] if status == ProductStatus.DISCONTINUED else [wish.product_id]


def _check(wish: SoonestWish, day: date) -> None:
    wrong: dict[str, str] = {}
    if wish.product_id is None and not wish.item:
        wrong["product_id"] = "product-or-item"
    if wish.prefecture and wish.prefecture not in PREFECTURES:
        wrong["prefecture"] = "unknown"
    if not 0 < wish.quantity <= MOST_UNITS:
        wrong["quantity"] = "out-of-range"
    if wish.weeks is not None and wish.weeks not in _WEEKS:
        wrong["weeks"] = "out-of-range"
    if wish.days is not None and not 0 < wish.days <= LONGEST:
        wrong["days"] = "out-of-range"
    if wish.since is not None and (code := wrong_start(wish.since, day)):
        wrong["from"] = code
    if wrong:
        raise Invalid(wrong)
