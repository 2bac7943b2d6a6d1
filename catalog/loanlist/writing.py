"""The loan list as it goes out: a workbook, or CSV in UTF-8 or CP932; taken in again it changes nothing."""

import csv
import io
from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec
import xlsxwriter

from catalog.domain import ShippingPayer, TaxonomyVersion
from catalog.loanlist.cells import Lengths, lengths_text, literal
from core import db
from core.text import fits_cp932, plain_cell

HEADINGS = (
    "分野・項目",
    "機種名",
    "企業名",
    "連絡先",
    "概要",
    "説明",
    "価格（円）",
    "貸出期間",
    "台数",
    "対応地域",
    "送料負担",
    "URL",
    "TAISコード",
)
_PAYERS = {
    ShippingPayer.VENDOR: "貸主",
    ShippingPayer.COUNTER: "相談窓口",
    ShippingPayer.FACILITY: "借りる事業所",
}
_REPLACED = "〓"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A product of the list."""

    id: UUID
    items: list[str]
    name: str
    company: str
    contact: str
    outline: str
    description: str
    price_yen: int | None
    min_days: int | None
    default_days: int | None
    max_days: int | None
    units: int
    area: str
    shipping_payer: ShippingPayer
    url: str
    tais_code: str | None

    def cells(self) -> list[str | int]:
        """As the columns of `HEADINGS` hold it."""
        span = lengths_text(Lengths(self.min_days, self.default_days, self.max_days))
        return [
            "\n".join(self.items),
            literal(self.name),
            literal(self.company),
            self.contact,
            literal(self.outline),
            literal(self.description),
            "" if self.price_yen is None else self.price_yen,
            span,
            self.units,
            literal(self.area),
            _PAYERS[self.shipping_payer],
            self.url,
            self.tais_code or "",
        ]


_LINES = """
SELECT ARRAY(SELECT DISTINCT ON (t.code) t.field_ja || '（' || t.item_ja || '）' FROM taxonomy_item t
             WHERE t.code = ANY(p.item_codes) ORDER BY t.code, t.version <> $2, t.version DESC) AS items,
    p.id, p.name, v.name AS company, v.phone AS contact, p.outline, p.description, p.price_yen, p.min_days,
    p.default_days, p.max_days,
    (SELECT count(*) FROM unit u WHERE u.product_id = p.id AND u.status = 'active') AS units,
    p.area, p.shipping_payer, p.url, p.tais_code
FROM product p JOIN organization v ON v.id = p.vendor_id
WHERE {which} ORDER BY 1, v.name, p.name, p.id
"""
_PUBLIC = _LINES.format(which="p.status = 'public' AND ($1::uuid IS NULL OR p.vendor_id = $1)")
_OF_VENDORS = _LINES.format(which="p.vendor_id = ANY($1::uuid[])")


async def lines_of_list(
    vendor_id: UUID | None = None, version: TaxonomyVersion = TaxonomyVersion.Y2025
) -> list[Line]:
    """The public products, of one vendor or of all, by item.

    Items bear the names of `version`; those that it does not have keep the names of the one that has them.
    """
    rows = await db.fetch(_PUBLIC, vendor_id, version.value)
    return [msgspec.convert(dict(row), Line) for row in rows]


async def lines_of_vendors(vendor_ids: Collection[UUID]) -> list[Line]:
    """All products of these vendors, drafts and discontinued ones too, as a list would hold them."""
    rows = await db.fetch(_OF_VENDORS, list(vendor_ids), TaxonomyVersion.Y2025.value)
    return [msgspec.convert(dict(row), Line) for row in rows]


def as_workbook(lines: Sequence[Line]) -> bytes:
    """XLSX; no cell is taken for a formula or a link."""
    buffer = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, plain) as book:
        sheet = book.add_worksheet("試用貸出リスト")
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, HEADINGS, head)
        for number, line in enumerate(lines, start=1):
            for column, cell in enumerate(line.cells()):
                (sheet.write_number if isinstance(cell, int) else sheet.write_string)(
                    number, column, cell, body
                )
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(HEADINGS) - 1, 18)
    return buffer.getvalue()


def as_csv(lines: Sequence[Line], *, in_cp932: bool = False) -> bytes:
    """CSV with line ends of Windows: UTF-8 with its mark, or CP932 with 〓 for what that cannot hold."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([plain_cell(str(cell)) for cell in line.cells()] for line in lines)
    text = buffer.getvalue()
    if not in_cp932:
        return b"\xef\xbb\xbf" + text.encode()
    return in_signs_of_cp932(text).encode("cp932")


def in_signs_of_cp932(text: str) -> str:
    """`text` as it comes back from a file in CP932."""
    whole = text if fits_cp932(text) else "".join(sign if fits_cp932(sign) else _REPLACED for sign in text)
    return whole.encode("cp932").decode("cp932")


class Unfit(msgspec.Struct, frozen=True):
    """A sign that CP932 cannot hold, and in which product it stands."""

    sign: str
    product: str
    heading: str


def unfit_for_cp932(lines: Sequence[Line]) -> list[Unfit]:
    """What a CSV in CP932 would lose."""
    return [
        Unfit(sign, line.name, heading)
        for line in lines
        for heading, cell in zip(HEADINGS, line.cells(), strict=True)
        for sign in dict.fromkeys(str(cell))
        if not fits_cp932(sign)
    ]
