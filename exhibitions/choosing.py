"""Which units could stand on a display: asked of the one judge, with the buffers that a loan has."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from catalog.availability import Look, Question, Reason, judge, lendings_at, soonest_each, taken_at
from catalog.search import CLOSENESS, MATCHES
from catalog.terms import Days
from core import db
from core.clock import today
from core.i18n import current_locale
from core.i18n import gettext as _
from core.text import Words

_MOST_LISTED = 50


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A product that a lender could give for all days of a display."""

    product_id: UUID
    product_name: str
    item_codes: tuple[str, ...]
    lender_id: UUID
    lender_name: str
    is_other_counter: bool
    free_units: int
    blocked: Days


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """Why a product cannot be had: what has its days until when."""

    product_id: UUID
    product_name: str
    item_codes: tuple[str, ...]
    reasons: list[Reason]

    @property
    def until(self) -> date | None:
        """The first day on which one of its units is free again."""
        return min((one.until for one in self.reasons if one.until), default=None)


_LENDERS = """
SELECT DISTINCT u.lender_id AS id, o.name FROM unit u JOIN organization o ON o.id = u.lender_id
WHERE u.product_id = ANY($1::uuid[]) AND u.status = 'active'
"""
_FITS = f"(cardinality($3::text[]) = 0 OR {MATCHES.format(terms=2, patterns=3)})"
_SHOWABLE = f"""
SELECT p.id, p.name, p.name_en, v.name AS vendor_name, {_FITS} AS fits,
    count(*) FILTER (WHERE {_FITS}) OVER () AS fitting
FROM product p JOIN organization v ON v.id = p.vendor_id
WHERE p.status = 'public' AND p.item_codes && $1::text[]
  AND EXISTS (SELECT FROM unit u WHERE u.product_id = p.id AND u.status = 'active')
  AND (p.id = $6 OR {_FITS})
ORDER BY coalesce(p.id = $6, FALSE) DESC, {CLOSENESS.format(start=4, patterns=3)}, p.name, p.id LIMIT $5
"""  # noqa: S608  # put together from constants


class Named(msgspec.Struct, frozen=True):
    """A product by its names and its vendor's."""

    id: UUID
    name: str
    name_en: str
    vendor_name: str
    fits: bool
    fitting: int

    @property
    def label(self) -> str:
        """As it is chosen from a list."""
        name = self.name_en if current_locale.get() == "en" and self.name_en else self.name
        return _("%(name)s（%(lender)s）", name=name, lender=self.vendor_name)


class Showable(msgspec.Struct, frozen=True):
    """Products to choose from."""

    products: list[Named]

    @property
    def fitting(self) -> int:
        """How many there are in all."""
        return self.products[0].fitting if self.products else 0

    @property
    def more(self) -> int:
        """How many of them are not listed."""
        return self.fitting - sum(one.fits for one in self.products)


async def showable(
    item_codes: Sequence[str], *, words: str = "", chosen: UUID | None = None, most: int = _MOST_LISTED
) -> Showable:
    """The public products with any of these items that somebody lends: `chosen`, then the closest to `words`.

    Never more than `most` of them at once.
    """
    asked = Words.of(words)
    given = asked.terms, asked.patterns, asked.start, most, chosen
    return Showable(await db.fetch_as(Named, _SHOWABLE, list(item_codes), *given))


async def look_for(
    product_ids: Sequence[UUID], counter_id: UUID, days: Days
) -> tuple[list[Offer], list[Taken]]:
    """What each lender could give: this counter, then vendors, then other counters; and what nobody can.

    Days before today are left aside: what is at the counter already can be shown at once.
    """
    names = {row["id"]: row["name"] for row in await db.fetch(_LENDERS, list(product_ids))}
    # A counter's own units are lent by that counter: it is asked as if the display were its own trial.
    lendings = await lendings_at(product_ids, sorted({counter_id, *names}), today())
    offers: dict[tuple[UUID, UUID], Offer] = {}
    looks: dict[UUID, list[Look]] = {}
    for judged in await judge([Question(one, days) for one in lendings], today()):
        lending = judged.question.lending
        for stand in judged.stands:
            if stand.lender_id is None or stand.lender_id not in names:
                continue
            if stand.lender_id == lending.vendor_id and lending.counter_id != counter_id:
                continue
            looks.setdefault(lending.product_id, []).append(
                Look(lending.product_id, stand.lender_id, stand.blocked)
            )
            if stand.free:
                offers[lending.product_id, stand.lender_id] = Offer(
                    product_id=lending.product_id,
                    product_name=lending.product_name,
                    item_codes=lending.item_codes,
                    lender_id=stand.lender_id,
                    lender_name=names[stand.lender_id],
                    is_other_counter=stand.lender_id not in (counter_id, lending.vendor_id),
                    free_units=len(stand.free),
                    blocked=stand.blocked,
                )
    found = sorted(
        offers.values(), key=lambda one: (one.is_other_counter, one.lender_id != counter_id, -one.free_units)
    )
    has = {one.product_id for one in found}
    labels = {one.product_id: (one.product_name, one.item_codes) for one in lendings}
    return found, await _taken(
        {product: looks.get(product, []) for product in labels if product not in has}, labels
    )


async def _taken(
    looks: Mapping[UUID, Sequence[Look]], labels: Mapping[UUID, tuple[str, tuple[str, ...]]]
) -> list[Taken]:
    asked = [look for of_product in looks.values() for look in of_product]
    found = iter(await taken_at(asked))
    return [
        Taken(
            product_id=product,
            product_name=labels[product][0],
            item_codes=labels[product][1],
            reasons=soonest_each(reason for _ in of_product for reason in next(found))
            or [Reason("no-units")],
        )
        for product, of_product in looks.items()
    ]
