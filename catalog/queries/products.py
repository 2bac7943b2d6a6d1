"""Products: the public ones for everybody, drafts for their vendor."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor, Via
from catalog.domain import ProductStatus, ShippingPayer, TaxonomyVersion
from core import db
from core.errors import NotFound
from core.i18n import current_locale
from core.text import search_terms
from core.web.paging import CursorOf, Page, cut, decode_cursor, page_size


class ProductView(msgspec.Struct, frozen=True, kw_only=True):
    """機種: a product with its terms of loan; None as a term leaves the counter's policy in force."""

    id: UUID
    vendor_id: UUID
    vendor_name: str
    name: str
    name_en: str
    outline: str
    outline_en: str
    description: str
    description_en: str
    status: ProductStatus
    item_codes: list[str]
    price_yen: int | None
    tais_code: str | None
    url: str
    area: str
    shipping_payer: ShippingPayer
    needs_wifi: bool
    needs_power: bool
    needs_consent: bool
    min_days: int | None
    max_days: int | None
    default_days: int | None
    transit_working_days: int | None
    inspection_working_days: int | None
    unit_count: int
    created_at: datetime
    updated_at: datetime

    @property
    def title(self) -> str:
        """Its name in the reader's language, the Japanese one where there is no other."""
        return self.name_en if current_locale.get() == "en" and self.name_en else self.name

    @property
    def summary(self) -> str:
        """Its outline in the reader's language."""
        return self.outline_en if current_locale.get() == "en" and self.outline_en else self.outline

    @property
    def story(self) -> str:
        """Its description in the reader's language."""
        return (
            self.description_en if current_locale.get() == "en" and self.description_en else self.description
        )


class ProductFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of products is narrowed to; every field left alone narrows nothing."""

    q: str = ""
    items: Sequence[str] = ()
    taxonomy: TaxonomyVersion | None = None
    vendor_id: UUID | None = None
    status: ProductStatus | None = None
    without_wifi: bool = False


PRODUCT = """
SELECT p.id, p.vendor_id, v.name AS vendor_name, p.name, p.name_en, p.outline, p.outline_en, p.description,
    p.description_en, p.status, p.item_codes, p.price_yen, p.tais_code, p.url, p.area, p.shipping_payer,
    p.needs_wifi, p.needs_power, p.needs_consent, p.min_days, p.max_days, p.default_days,
    p.transit_working_days, p.inspection_working_days,
    (SELECT count(*) FROM unit u WHERE u.product_id = p.id AND u.status = 'active') AS unit_count,
    p.created_at, p.updated_at
FROM product p JOIN organization v ON v.id = p.vendor_id
"""


def visible_to(actor: Actor, position: int) -> str:
    """SQL that keeps the products `actor` may see: a draft is its vendor's own, and the centre's to see."""
    mine = f"${position}::uuid"
    if actor.is_centre or actor.via is Via.SYSTEM:
        return f"({mine} IS NULL OR TRUE)"
    return f"(p.status <> 'draft' OR p.vendor_id = {mine})"


def _view(row: object) -> ProductView:
    return msgspec.convert(dict(row), ProductView)  # type: ignore[call-overload]  # a row is a mapping


async def product_for(actor: Actor, product_id: UUID) -> ProductView:
    """One product; `NotFound` for unknown ids and other vendors' drafts alike."""
    sql = f"{PRODUCT} WHERE p.id = $1 AND {visible_to(actor, 2)}"
    row = await db.fetch_row(sql, product_id, actor.organization_id)
    if row is None:
        raise NotFound
    return _view(row)


class Abundance(msgspec.Struct, frozen=True):
    """How much there is to see: public products, units that are lent, places that advise."""

    products: int
    units: int
    counters: int


async def abundance() -> Abundance:
    """The figures of the welcome page."""
    found = await db.fetch_one_as(
        Abundance,
        """
        SELECT (SELECT count(*) FROM product WHERE status = 'public') AS products,
            (SELECT count(*) FROM unit u JOIN product p ON p.id = u.product_id
             WHERE u.status = 'active' AND p.status = 'public') AS units,
            (SELECT count(*) FROM organization WHERE kind IN ('counter', 'general_center')) AS counters
        """,
    )
    return found or Abundance(0, 0, 0)


async def products_seen_by(actor: Actor, product_ids: Sequence[UUID]) -> dict[UUID, ProductView]:
    """Those of the products that `actor` may see."""
    sql = f"{PRODUCT} WHERE p.id = ANY($1::uuid[]) AND {visible_to(actor, 2)}"
    rows = await db.fetch(sql, list(product_ids), actor.organization_id)
    return {row["id"]: _view(row) for row in rows}


_FILTERS = {
    "q": "p.search_terms @> ${}::text[]",
    "items": "p.item_codes && ${}::text[]",
    "taxonomy": "EXISTS (SELECT 1 FROM taxonomy_item t WHERE t.version = ${} AND t.code = ANY(p.item_codes))",
    "vendor_id": "p.vendor_id = ${}",
    "status": "p.status = ${}",
    "without_wifi": "p.needs_wifi <> ${}",
}


async def list_products(
    actor: Actor, wanted: ProductFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[ProductView]:
    """Products that `actor` may see, by name; discontinued ones when asked for, and to their vendor."""
    clauses = [visible_to(actor, 1)]
    arguments: list[object] = [actor.organization_id]
    if wanted.status is None:
        clauses.append("(p.status <> 'discontinued' OR p.vendor_id = $1)")
    values = {**msgspec.structs.asdict(wanted), "q": search_terms(wanted.q), "items": list(wanted.items)}
    for name, clause in _FILTERS.items():
        if value := values[name]:
            arguments.append(value)
            clauses.append(clause.format(len(arguments)))
    if (last := decode_cursor(cursor, 2)) is not None:
        arguments += last
        clauses.append(f"(p.name, p.id::text) > (${len(arguments) - 1}, ${len(arguments)})")
    size = page_size(limit)
    sql = f"{PRODUCT} WHERE {' AND '.join(clauses)} ORDER BY p.name, p.id::text LIMIT {size + 1}"
    rows = [_view(row) for row in await db.fetch(sql, *arguments)]
    return cut(rows, size, CursorOf[ProductView](("name", "id")))
