"""The basket: products that somebody means to ask for together, kept for the person on every device.

No day is held for what lies in a basket; the request decides.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import ProductStatus
from catalog.queries.products import product_for
from core import db
from core.clock import now
from core.errors import Invalid
from core.i18n import current_locale
from core.ids import new_id
from loans.asking import facility_asking
from loans.bundles.commands import MOST_PRODUCTS


class BasketEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A product in a basket, with what was said of it so far; `end` is exclusive."""

    id: UUID
    product_id: UUID
    product_name: str
    product_name_en: str
    vendor_name: str
    needs_consent: bool
    quantity: int
    start: date | None
    end: date | None
    problem: str
    goal: str
    accept_fewer: bool

    @property
    def product_title(self) -> str:
        """The product's name in the reader's language."""
        is_english = current_locale.get() == "en"
        return self.product_name_en if is_english and self.product_name_en else self.product_name


class Basket(msgspec.Struct, frozen=True, kw_only=True):
    """Whose basket has how many products."""

    facility_id: UUID
    facility_name: str
    products: int


_ENTRIES = """
SELECT b.id, b.product_id, p.name AS product_name, p.name_en AS product_name_en, v.name AS vendor_name,
    p.needs_consent, b.quantity, b.starts_on AS start, b.ends_on AS "end", b.problem, b.goal, b.accept_fewer
FROM basket_item b JOIN product p ON p.id = b.product_id JOIN organization v ON v.id = p.vendor_id
WHERE b.person_id = $1 AND b.facility_id = $2 AND p.status <> 'draft' ORDER BY b.created_at, b.id
"""
_BASKETS = """
SELECT b.facility_id, f.name AS facility_name, count(*)::int AS products
FROM basket_item b JOIN organization f ON f.id = b.facility_id
WHERE b.person_id = $1 GROUP BY b.facility_id, f.name ORDER BY f.name, b.facility_id
"""
_ADD = """
INSERT INTO basket_item (id, person_id, facility_id, product_id, quantity, starts_on, ends_on, problem, goal,
    accept_fewer, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', FALSE, $8)
ON CONFLICT ON CONSTRAINT basket_item_product_once DO UPDATE
SET quantity = $5, starts_on = coalesce($6, basket_item.starts_on),
    ends_on = coalesce($7, basket_item.ends_on)
"""
_KEEP = """
UPDATE basket_item SET quantity = $4, starts_on = $5, ends_on = $6, problem = $7, goal = $8, accept_fewer = $9
WHERE id = $1 AND person_id = $2 AND facility_id = $3
"""
_REMOVE = """
DELETE FROM basket_item WHERE person_id = $1 AND facility_id = $2 AND product_id = ANY($3::uuid[])
"""


async def add_to_basket(
    actor: Actor,
    product_id: UUID,
    facility_id: UUID | None,
    *,
    quantity: int = 1,
    start: date | None = None,
    end: date | None = None,
) -> UUID:
    """Put a product into the basket for a facility, or change how many; the facility's id.

    Raises `NotFound` for products and facilities the actor may not know of, `Invalid` for a product that is
    lent no more and for a basket that is full.
    """
    facility = await facility_asking(actor, facility_id)
    product = await product_for(actor, product_id)
    if product.status is not ProductStatus.PUBLIC:
        raise Invalid({"product_id": "discontinued"})
    held = {entry.product_id for entry in await basket_of(actor, facility.id)}
    if len(held | {product_id}) > MOST_PRODUCTS:
        raise Invalid({"product_id": "basket-full"}, most=MOST_PRODUCTS)
    await db.execute(_ADD, new_id(), actor.person_id, facility.id, product_id, quantity, start, end, now())
    return facility.id


async def basket_of(actor: Actor, facility_id: UUID) -> list[BasketEntry]:
    """What lies in this person's basket for a facility, in the order in which it was put there."""
    return await db.fetch_as(BasketEntry, _ENTRIES, actor.person_id, facility_id)


async def baskets_of(actor: Actor) -> list[Basket]:
    """The facilities for which this person has put something into a basket."""
    return await db.fetch_as(Basket, _BASKETS, actor.person_id)


async def keep_basket(actor: Actor, facility_id: UUID, entries: Iterable[BasketEntry]) -> None:
    """Keep what was typed."""
    async with db.transaction():
        for entry in entries:
            await db.execute(
                _KEEP,
                entry.id,
                actor.person_id,
                facility_id,
                entry.quantity,
                entry.start,
                entry.end,
                entry.problem,
                entry.goal,
                entry.accept_fewer,
            )


async def remove_from_basket(actor: Actor, facility_id: UUID, products: Iterable[UUID]) -> None:
    """Take products out; those that are not there change nothing."""
    await db.execute(_REMOVE, actor.person_id, facility_id, list(products))
