"""The rows of a list as products, each with what is wrong in which cell. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from catalog.loanlist import cells
from catalog.loanlist.cells import Faulty
from catalog.loanlist.headings import Columns, Field

LONGEST_LINE = 200
LONGEST_OUTLINE = 400
LONGEST_PROSE = 4_000


def letters_of(column: int) -> str:
    """A column as a spreadsheet calls it: 1 is `A`, 27 is `AA`; 0 is none."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


class CellFault(msgspec.Struct, frozen=True):
    """A cell nobody can make sense of: row and column as a spreadsheet numbers them, what stands there."""

    row: int
    column: int
    field: Field
    code: str
    found: str

    @property
    def cell(self) -> str:
        """Where it stands, as a spreadsheet says it: `F7`; the row alone where no single cell is to blame."""
        return f"{letters_of(self.column)}{self.row}"


class Listed(msgspec.Struct, frozen=True):
    """One product of the list: its row, who makes it, and the columns of the product that it speaks of.

    `texts` are its cells as they stand there.
    """

    row: int
    company: str
    name: str
    values: dict[str, Any]
    texts: dict[Field, str] = {}


class Reading(msgspec.Struct, frozen=True):
    """All that could be made of a list; `faulty` rows name a product, but something in them is wrong."""

    products: list[Listed]
    faulty: list[Listed]
    faults: list[CellFault]
    skipped: list[int]


def read_rows(rows: Sequence[Sequence[str]], columns: Columns, items: Mapping[str, str]) -> Reading:
    """Each row with a product; a cell that says 「同上」 says what stands above it.

    `items` is what `cells.known_items` gives. A row with a faulty cell is kept out whole.
    """
    products, faulty = list[Listed](), list[Listed]()
    faults, skipped = list[CellFault](), list[int]()
    above: dict[Field, str] = {}
    for number, row in enumerate(rows[columns.first_row :], start=columns.first_row + 1):
        texts = {field: row[column] for field, column in columns.columns.items() if column < len(row)}
        said = {
            field: above.get(field, "") if cells.is_ditto(text) else text for field, text in texts.items()
        }
        above |= {field: text for field, text in said.items() if text.strip()}
        is_alone = not any(text.strip() for field, text in texts.items() if field is not Field.PRODUCT)
        if is_alone or not cells.line(said.get(Field.PRODUCT, "")):
            skipped += [number] if any(text.strip() for text in row) else []
            continue
        reader = _RowReader(number, said, columns, items)
        listed = msgspec.structs.replace(reader.read(), texts=texts)
        faults += reader.faults
        (faulty if reader.faults else products).append(listed)
    return Reading(products, faulty, faults, skipped)


class _RowReader:
    """Reads one row, collecting what is wrong on the way."""

    def __init__(
        self, number: int, said: Mapping[Field, str], columns: Columns, items: Mapping[str, str]
    ) -> None:
        self.number, self.said, self.columns, self.items = number, said, columns, items
        self.faults: list[CellFault] = []
        self.values: dict[str, Any] = {}

    def read(self) -> Listed:
        name = self._limited(Field.PRODUCT, cells.line, LONGEST_LINE)
        company = self._limited(Field.COMPANY, cells.line, LONGEST_LINE)
        self._take("outline", Field.OUTLINE, cells.line, LONGEST_OUTLINE)
        self._take("description", Field.DESCRIPTION, cells.prose, LONGEST_PROSE)
        self._take("area", Field.AREA, cells.line, LONGEST_LINE)
        self._take("price_yen", Field.PRICE, cells.price)
        self._take("url", Field.URL, cells.web_address, LONGEST_LINE)
        self._take("tais_code", Field.TAIS, cells.tais_code)
        self._take("shipping_payer", Field.SHIPPING, cells.payer)
        self._items()
        self._lengths()
        return Listed(self.number, company or "", name or "", self.values)

    def _fault(self, field: Field, code: str) -> None:
        column = self.columns.columns.get(field, 0)
        self.faults.append(CellFault(self.number, column + 1, field, code, self.said.get(field, "")[:80]))

    def _read(self, field: Field, read: Callable[[str], Any]) -> Any:
        try:
            return read(self.said.get(field, ""))
        except Faulty as fault:
            self._fault(field, fault.code)
            return None

    def _limited(self, field: Field, read: Callable[[str], Any], limit: int) -> Any:
        value = self._read(field, read)
        if isinstance(value, str) and len(value) > limit:
            self._fault(field, "too-long")
        return value

    def _take(self, column: str, field: Field, read: Callable[[str], Any], limit: int = 0) -> None:
        """The value of a product's column; an empty cell says nothing about it."""
        if not self.said.get(field, "").strip():
            return
        value = self._limited(field, read, limit) if limit else self._read(field, read)
        if value is not None or column in ("price_yen", "tais_code"):
            self.values[column] = value

    def _items(self) -> None:
        field, item = self.said.get(Field.FIELD, ""), self.said.get(Field.ITEM, "")
        if not (field.strip() or item.strip()):
            return
        if not item.strip():  # one column for both
            field, item = "", field
        try:
            self.values["item_codes"] = sorted(cells.item_codes(cells.line(field), item, self.items))
        except Faulty as fault:
            self._fault(Field.ITEM if field else Field.FIELD, fault.code)

    def _lengths(self) -> None:
        if not self.said.get(Field.PERIOD, "").strip():
            return
        span = self._read(Field.PERIOD, cells.lengths)
        if span is not None and span != cells.Lengths():
            self.values |= {"min_days": span.least, "default_days": span.usual, "max_days": span.most}
