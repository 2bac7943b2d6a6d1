"""A spreadsheet or CSV file as rows of text: merged cells filled, nothing unpacked that is too large."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence

import msgspec
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from core.errors import DomainError
from core.text import from_plain_cell

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
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


def read_grid(content: bytes, sheet: str = "") -> Grid:
    """The cells of `sheet`, or of the one with the most of them.

    Raises `UnreadableList`: `file-empty`, `file-too-large`, `file-damaged`, `encoding-unknown`,
    `too-many-rows`, `cell-too-long`. To be called by `apart`, which bounds what a file may cost.
    """
    if not content.strip():
        raise UnreadableList("file-empty")
    if len(content) > LARGEST_FILE:
        raise UnreadableList("file-too-large")
    if content.startswith(_SPREADSHEETS):
        return _from_workbook(content, sheet)
    return Grid("", _even(_from_csv(content)))


def sheet_names(content: bytes) -> list[str]:
    """The sheets of a workbook; none for a CSV file."""
    return _opened(content).sheet_names if content.startswith(_SPREADSHEETS) else []


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
        raise UnreadableList("file-too-large")


def _from_workbook(content: bytes, wanted: str) -> Grid:
    book = _opened(content)
    try:
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names if wanted in ("", name)]
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableList("file-damaged") from error
    if not sheets:
        raise UnreadableList("file-empty")
    sheet = max(sheets, key=lambda one: one.height * one.width)
    if sheet.height > MOST_ROWS or sheet.width > MOST_COLUMNS:
        raise UnreadableList("too-many-rows")
    return Grid(sheet.name, _even(_filled(sheet)))


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
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise UnreadableList("encoding-unknown")
    if "\x00" in text:
        raise UnreadableList("encoding-unknown")
    delimiter = "\t" if text.partition("\n")[0].count("\t") > text.partition("\n")[0].count(",") else ","
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableList("cell-too-long") from error
    rows = [[from_plain_cell(_text(cell)) for cell in row] for row in read]
    if len(rows) > MOST_ROWS:
        raise UnreadableList("too-many-rows")
    return rows


def _even(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    width = min(max((len(row) for row in rows), default=0), MOST_COLUMNS)
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]
