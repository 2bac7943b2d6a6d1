"""The products that a list may speak of, and which of its cells say what we would write ourselves."""

from collections.abc import Collection, Iterable
from uuid import UUID

import msgspec

from catalog.loanlist.cells import literal
from catalog.loanlist.headings import Field, meaning
from catalog.loanlist.rows import Listed
from catalog.loanlist.writing import HEADINGS, Line, in_signs_of_cp932, lines_of_vendors
from catalog.queries.products import PRODUCT, ProductView
from core import db
from core.text import normalise

# The columns of a product that a cell speaks of.
_COLUMNS: dict[Field, tuple[str, ...]] = {
    Field.FIELD: ("item_codes",),
    Field.ITEM: ("item_codes",),
    Field.PRODUCT: ("name",),
    Field.OUTLINE: ("outline",),
    Field.DESCRIPTION: ("description",),
    Field.PRICE: ("price_yen",),
    Field.PERIOD: ("min_days", "default_days", "max_days"),
    Field.AREA: ("area",),
    Field.SHIPPING: ("shipping_payer",),
    Field.URL: ("url",),
    Field.TAIS: ("tais_code",),
}


class Known:
    """Products of some vendors, each with the cells that stand for it in a list of ours."""

    def __init__(self, products: list[ProductView], written: dict[UUID, dict[Field, str]]) -> None:
        self.products, self.written = products, written
        self._by_code = {(one.vendor_id, one.tais_code): one for one in products if one.tais_code}
        self._by_name = {(one.vendor_id, normalise(one.name)): one for one in reversed(products)}
        self._exactly = {
            (one.vendor_id, name): one
            for one in reversed(products)
            for name in (in_signs_of_cp932(literal(one.name)), literal(one.name))
        }

    def meant(self, vendor_id: UUID, listed: Listed) -> ProductView | None:
        """The product of a row: by its name as written, by its TAIS code, by its name in any width."""
        exactly = self._exactly.get((vendor_id, listed.texts.get(Field.PRODUCT, listed.name).strip()))
        code = self._by_code.get((vendor_id, str(listed.values.get("tais_code") or "")))
        return exactly or code or self._by_name.get((vendor_id, normalise(listed.name)))

    def same_cells(self, product: ProductView, listed: Listed) -> frozenset[str]:
        """The columns of which a row says word for word what a list of ours says, in CP932 or not."""
        own = self.written.get(product.id, {})
        columns = set[str]()
        for field, text in listed.texts.items():
            ours = own.get(field)
            if ours is not None and text in (ours, in_signs_of_cp932(ours)):
                columns |= set(_COLUMNS.get(field, ()))
        return frozenset(columns)

    def mentioned(self, rows: Iterable[Listed]) -> set[UUID]:
        """Whatever rows name that could not be read: nobody may take it for gone."""
        names = {normalise(row.name) for row in rows}
        codes = {row.values.get("tais_code") for row in rows} - {None}
        return {one.id for one in self.products if normalise(one.name) in names or one.tais_code in codes}


async def known_products(vendor_ids: Collection[UUID]) -> Known:
    """All products of these vendors, in the order of their ids."""
    sql = f"{PRODUCT} WHERE p.vendor_id = ANY($1::uuid[]) ORDER BY p.id"
    products = [msgspec.convert(dict(row), ProductView) for row in await db.fetch(sql, list(vendor_ids))]
    return Known(products, {line.id: written_by_us(line) for line in await lines_of_vendors(vendor_ids)})


def written_by_us(line: Line) -> dict[Field, str]:
    """The cells of a line, by what they mean."""
    cells = zip(HEADINGS, line.cells(), strict=True)
    return {field: str(cell) for heading, cell in cells if (field := meaning(heading))}
