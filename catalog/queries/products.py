"""Products: the public ones for everybody, drafts for their vendor."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor, Via
from catalog.domain import ProductStatus, ShippingPayer, TaxonomyVersion
from catalog.search import CLOSENESS, MATCHES
from core import db
from core.errors import NotFound
from core.i18n import current_locale
from core.text import Words
from core.web.paging import Page, decode_cursor, encode_cursor, page_size
from core.words import Reading, Said, reading_here, said


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
    needs_floor: str
    lecture: str
    ccta95_codes: list[str]
    video_url: str
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
    def summary(self) -> Said:
        """Its outline in the reader's language, else in Japanese and marked so."""
        return self.said("outline")

    @property
    def story(self) -> Said:
        """Its description in the reader's language, else in Japanese and marked so."""
        return self.said("description")

    @property
    def is_foreign(self) -> bool:
        """Whether an English page tells something of it in Japanese, for want of English."""
        told = self.summary, self.story, *(self.said(name) for name in ("needs_floor", "lecture"))
        return reading_here() is Reading.ENGLISH and any(
            text.language is Reading.JAPANESE for text in told if text
        )

    def said(self, name: str) -> Said:
        """What its vendor wrote, in the reader's language, else in Japanese and marked so."""
        return said(self, name, reading_here())


class ProductFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of products is narrowed to; every field left alone narrows nothing."""

    q: str = ""
    items: Sequence[str] = ()
    taxonomy: TaxonomyVersion | None = None
    vendor_id: UUID | None = None
    status: ProductStatus | None = None
    without_wifi: bool = False
    payer: ShippingPayer | None = None
    # Lent there: products without an area are lent everywhere.
    prefecture: str = ""


PRODUCT = """
SELECT p.id, p.vendor_id, v.name AS vendor_name, p.name, p.name_en, p.outline, p.outline_en, p.description,
    p.description_en, p.status, p.item_codes, p.price_yen, p.tais_code, p.url, p.area, p.shipping_payer,
    p.needs_wifi, p.needs_power, p.needs_consent, p.needs_floor, p.lecture,
    coalesce(p.ccta95_codes, '{}') AS ccta95_codes, p.video_url, p.min_days, p.max_days, p.default_days,
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
    "items": "p.item_codes && ${}::text[]",
    "taxonomy": "EXISTS (SELECT 1 FROM taxonomy_item t WHERE t.version = ${} AND t.code = ANY(p.item_codes))",
    "vendor_id": "p.vendor_id = ${}",
    "status": "p.status = ${}",
    "without_wifi": "p.needs_wifi <> ${}",
    "payer": "p.shipping_payer = ${}",
    "prefecture": "(p.area = '' OR p.area LIKE '%全国%' OR p.area LIKE '%' || ${} || '%')",
}
_ALL_ALIKE = "0"


class _Narrowed(msgspec.Struct):
    """A question on its way to SQL: clauses, their arguments, and how what fits is put in order."""

    clauses: list[str]
    arguments: list[object]
    closeness: str = _ALL_ALIKE

    @property
    def where(self) -> str:
        """The clauses together."""
        return " AND ".join(self.clauses)

    def hole(self, value: object) -> int:
        """The position of a further argument."""
        self.arguments.append(value)
        return len(self.arguments)


def _narrowed(actor: Actor, wanted: ProductFilter, *, in_order: bool) -> _Narrowed:
    asked = _Narrowed([visible_to(actor, 1)], [actor.organization_id])
    if wanted.status is None:
        asked.clauses.append("(p.status <> 'discontinued' OR p.vendor_id = $1)")
    values = {**msgspec.structs.asdict(wanted), "items": list(wanted.items)}
    for name, clause in _FILTERS.items():
        if value := values[name]:
            asked.clauses.append(clause.format(asked.hole(value)))
    words = Words.of(wanted.q)
    if not words.is_empty:
        terms, patterns = asked.hole(words.terms), asked.hole(words.patterns)
        asked.clauses.append(MATCHES.format(terms=terms, patterns=patterns))
        if in_order:
            asked.closeness = CLOSENESS.format(start=asked.hole(words.start), patterns=patterns)
    return asked


async def list_products(
    actor: Actor, wanted: ProductFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[ProductView]:
    """Products that `actor` may see, the closest first, then by name.

    Discontinued ones when asked for, and to their vendor.
    """
    asked = _narrowed(actor, wanted, in_order=True)
    if (last := decode_cursor(cursor, 3)) is not None:
        holes = ", ".join(f"${asked.hole(key)}::text" for key in last)
        asked.clauses.append(f"(({asked.closeness})::text, p.name, p.id::text) > ({holes})")
    size = page_size(limit)
    nearest = (
        f"SELECT p.id, {asked.closeness} AS closeness FROM product p WHERE {asked.where}"  # noqa: S608  # constants
        f" ORDER BY 2, p.name, p.id::text LIMIT {size + 1}"
    )
    sql = f"SELECT f.*, closeness FROM ({PRODUCT}) f JOIN ({nearest}) n ON n.id = f.id"  # noqa: S608  # constants
    sql += " ORDER BY closeness, f.name, f.id::text"
    rows = [dict(row) for row in await db.fetch(sql, *asked.arguments)]
    places = [(str(row.pop("closeness")), str(row["name"]), str(row["id"])) for row in rows]
    is_more = len(rows) > size
    return Page([_view(row) for row in rows[:size]], encode_cursor(*places[size - 1]) if is_more else None)


async def closest_products(
    actor: Actor, wanted: ProductFilter, count: int, *, skip: int = 0
) -> list[tuple[int, UUID]]:
    """`count` of `list_products` after the first `skip`: how close each comes to the words, and its id.

    0 is closest.
    """
    asked = _narrowed(actor, wanted, in_order=True)
    sql = f"SELECT p.id, {asked.closeness} AS closeness FROM product p WHERE {asked.where}"  # noqa: S608  # constants
    sql += f" ORDER BY 2, p.name, p.id::text LIMIT {count} OFFSET {skip}"
    return [(int(row["closeness"]), row["id"]) for row in await db.fetch(sql, *asked.arguments)]


class Facet(msgspec.Struct, frozen=True):
    """How many of the products found have a value: an item's code, a vendor's id, who pays shipping."""

    value: str
    label: str
    count: int


class Facets(msgspec.Struct, frozen=True):
    """What a search can be narrowed by, most frequent first."""

    total: int
    items: list[Facet]
    vendors: list[Facet]
    payers: list[Facet]


_MOST_FACETS = 30


async def facets_of(actor: Actor, wanted: ProductFilter) -> Facets:
    """How the products of a search divide by item, vendor and payer of shipping."""
    asked = _narrowed(actor, wanted, in_order=False)
    sql = f"""
    WITH found AS MATERIALIZED (
        SELECT p.vendor_id, p.item_codes, p.shipping_payer FROM product p WHERE {asked.where}
    )
    SELECT 'total' AS kind, '' AS value, '' AS label, count(*) AS count FROM found
    UNION ALL SELECT 'item', code, code, count(*) FROM found, unnest(item_codes) code GROUP BY code
    UNION ALL SELECT 'vendor', v.id::text, v.name, count(*)
        FROM found JOIN organization v ON v.id = found.vendor_id GROUP BY v.id, v.name
    UNION ALL SELECT 'payer', shipping_payer, shipping_payer, count(*) FROM found GROUP BY shipping_payer
    ORDER BY kind, count DESC, label
    """  # noqa: S608  # put together from constants
    found: dict[str, list[Facet]] = {"total": [], "item": [], "vendor": [], "payer": []}
    for row in await db.fetch(sql, *asked.arguments):
        found[row["kind"]].append(Facet(row["value"], row["label"], row["count"]))
    total = found["total"][0].count
    return Facets(total, found["item"], found["vendor"][:_MOST_FACETS], found["payer"])
