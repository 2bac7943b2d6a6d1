"""A spreadsheet or CSV file as rows of text: merged cells filled, nothing unpacked that is too large."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence

import msgspec
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from core.errors import DomainError
from core.text import delimiter_of, from_plain_cell, is_utf16

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_SHEETS = 60
MOST_CELLS = MOST_ROWS * MOST_COLUMNS
MOST_FILLED = 1_000_000
# What no text holds and no database keeps: control signs but for the line break and the tabulator.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class UnreadableList(DomainError):
    """Nothing of the file can be read; `reason` says why."""

    code = "list-unreadable"


class Grid(msgspec.Struct, frozen=True):
    """The cells of one sheet as text, row by row, all rows equally long; the first row is row 1 to people."""

    name: str
    rows: list[list[str]]


def read_grids(content: bytes) -> list[Grid]:
    """The sheets that anything stands on, hidden ones only where no other does.

    Raises `UnreadableList`: `file-empty`, `file-too-large`, `file-is-pdf`, `file-holds-too-much`,
    `file-damaged`, `encoding-unknown`, `too-many-rows`, `too-many-sheets`, `cell-too-long`. To be called by
    `apart`, which bounds what a file may cost.
    """
    if not content.strip():
        raise UnreadableList("file-empty")
    if len(content) > LARGEST_FILE:
        raise UnreadableList("file-too-large")
    if content.startswith(b"%PDF"):
        raise UnreadableList("file-is-pdf")
    if content.startswith(_SPREADSHEETS):
        return _from_workbook(_opened(content))
    return [Grid("", _even(_from_csv(content)))]


def _opened(content: bytes) -> CalamineWorkbook:
    if content.startswith(b"PK"):
        _judge_size(content)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableList("file-damaged") from error


def _judge_size(content: bytes) -> None:
    """A workbook is a zip file: what it says it unpacks to is judged before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableList("file-damaged") from error
    if unpacked > LARGEST_UNPACKED:
        raise UnreadableList("file-holds-too-much")


def _from_workbook(book: CalamineWorkbook) -> list[Grid]:
    """Its sheets as they are; those that are hidden only where no other holds anything."""
    known = [one for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
    shown = [one.name for one in known if one.visible is SheetVisibleEnum.Visible]
    hidden = [one.name for one in known if one.name not in shown]
    found = _grids(book, shown) or _grids(book, hidden)
    if not found:
        raise UnreadableList("file-empty")
    return found


def _grids(book: CalamineWorkbook, names: Sequence[str]) -> list[Grid]:
    try:
        sheets = [book.get_sheet_by_name(name) for name in names]
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableList("file-damaged") from error
    if len(sheets) > MOST_SHEETS:
        raise UnreadableList("too-many-sheets")
    is_large = any(one.height > MOST_ROWS or one.width > MOST_COLUMNS for one in sheets)
    if is_large or sum(one.height * one.width for one in sheets) > MOST_CELLS:
        raise UnreadableList("too-many-rows")
    read = [Grid(one.name, _even(_filled(one))) for one in sheets]
    return [one for one in read if any(any(row) for row in one.rows)]


def _filled(sheet: CalamineSheet) -> list[list[str]]:
    """The rows, each cell of a merged block with the text that stands in its corner."""
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    filled = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [text] * len(row[left : right + 1])
            filled += min(right + 1, len(row)) - left
        if filled > MOST_FILLED:
            raise UnreadableList("too-many-rows")
    return rows


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "" if cell is None else str(cell).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()


def _from_csv(content: bytes) -> list[list[str]]:
    for encoding in ("utf-16",) if is_utf16(content) else ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise UnreadableList("encoding-unknown")
    if "\x00" in text:
        raise UnreadableList("encoding-unknown")
    if not text.strip():
        raise UnreadableList("file-empty")
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)))
    except csv.Error as error:
        raise UnreadableList("cell-too-long") from error
    rows = [[from_plain_cell(_text(cell)) for cell in row] for row in read]
    if len(rows) > MOST_ROWS:
        raise UnreadableList("too-many-rows")
    return rows


def _even(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    width = min(max((len(row) for row in rows), default=0), MOST_COLUMNS)
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]
