"""Rows as offices take them: a workbook, or CSV for Japanese spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import xlsxwriter

from core.text import fits_cp932, plain_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Cell = str | int | float | date | None
_WIDTH = 18
_UNFIT = "〓"


class Table(NamedTuple):
    """A sheet: its name, its headings, its rows."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def as_workbook(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """XLSX of one sheet."""
    return as_tables([Table(name, headings, rows)])


def as_tables(tables: Iterable[Table]) -> bytes:
    """XLSX with headings that stay; no cell is taken for a formula or a link. Slow for many rows."""
    buffer = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, plain) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.write_row(0, 0, [plain_cell(heading) for heading in table.headings], head)
            for number, row in enumerate(table.rows, start=1):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, column, cell, day)
                    elif isinstance(cell, int | float):
                        sheet.write_number(number, column, cell, body)
                    else:
                        sheet.write_string(number, column, plain_cell(cell or ""), body)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, len(table.headings) - 1, _WIDTH)
    return buffer.getvalue()


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, in_cp932: bool = False) -> bytes:
    """CSV with line ends of Windows: UTF-8 with its mark, or CP932 with 〓 for what that cannot hold."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([plain_cell("" if cell is None else str(cell)) for cell in row] for row in rows)
    text = buffer.getvalue()
    if not in_cp932:
        return b"\xef\xbb\xbf" + text.encode()
    return "".join(sign if fits_cp932(sign) else _UNFIT for sign in text).encode("cp932")
