"""Records of a comma-separated file that nobody checked: one broken line costs one line, never the rest.

A quote left open would swallow every following line for the `csv` module alone; here a record may run
over a few lines only if it then has the expected number of columns.
"""

import codecs
import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.errors import DomainError

# A quoted field seldom holds more than one line break; beyond this an open quote is a slip.
LINES_A_RECORD = 6


class Unreadable(DomainError):
    """Nothing of a file can be read; `reason` says why, facts name what was missing."""

    code = "file-unreadable"


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one record, or the code of what is wrong with it.

    `line` is the number of its first line as an editor shows it, `size` how many bytes it took,
    `written` the text as it stood.
    """

    line: int
    size: int
    fields: list[str]
    written: str = ""
    error: str | None = None


class _Lines:
    """Numbered lines of bytes that can be put back."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._source = iter(lines)
        self._back: deque[bytes] = deque()
        self.number = 0

    def take(self) -> bytes | None:
        line = self._back.popleft() if self._back else next(self._source, None)
        self.number += line is not None
        return line

    def put_back(self, lines: list[bytes]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def encoding_of(first_line: bytes) -> str:
    """The encoding that `first_line` is written in: UTF-8, else CP932 as spreadsheets save it.

    Raises `Unreadable` for an empty file, a spreadsheet and UTF-16.
    """
    if not first_line.strip():
        raise Unreadable("file-empty")
    if first_line.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("file-is-spreadsheet")
    if first_line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("encoding-unknown")
    for encoding in ("utf-8", "cp932"):
        try:
            first_line.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Unreadable("encoding-unknown")


def read_records(stream: Iterable[bytes]) -> Iterator[Record]:
    """Every record of `stream` (lines of bytes), the header first; blank lines are passed over.

    Each record must have as many fields as the header, or it comes as an error of its own line.
    """
    lines = _Lines(stream)
    first = (lines.take() or b"").removeprefix(codecs.BOM_UTF8)
    encoding = encoding_of(first)
    header = _split(first.decode(encoding)) or []
    yield Record(1, len(first), header)
    while (line := lines.take()) is not None:
        if line.strip(b"\r\n ,"):
            yield _record(line, lines, encoding, len(header))


def _record(line: bytes, lines: _Lines, encoding: str, width: int) -> Record:
    """The record that begins with `line`; further lines are taken only if they complete it."""
    number = lines.number
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return Record(number, len(line), [], line.decode(encoding, "replace").strip(), "undecodable")
    written = text.rstrip("\r\n")
    if '"' not in text:
        fields = written.split(",")
        return Record(number, len(line), fields, written, None if len(fields) == width else "column-count")
    if (parsed := _split(text)) is not None:
        return Record(number, len(line), parsed, written, None if len(parsed) == width else "column-count")
    return _continued(line, lines, encoding, width) or Record(number, len(line), [], written, "broken-quotes")


def _continued(line: bytes, lines: _Lines, encoding: str, width: int) -> Record | None:
    """A record with line breaks inside quotes; None, and the lines put back, if there is none."""
    number, taken = lines.number, list[bytes]()
    while len(taken) < LINES_A_RECORD - 1 and (following := lines.take()) is not None:
        taken.append(following)
        text = b"".join((line, *taken)).decode(encoding, "replace")
        fields = _split(text)
        if fields is not None and len(fields) == width:
            return Record(number, len(line) + sum(map(len, taken)), fields, text.rstrip("\r\n"))
    lines.put_back(taken)
    return None


def _split(text: str) -> list[str] | None:
    """The fields of one whole record, None when its quotes do not close or close too early."""
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        return None
