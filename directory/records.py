"""Records of a comma-separated file that nobody checked: one broken line costs one line, never the rest.

A quote left open would swallow every following line for the `csv` module alone; here a record may run
over a few lines only if it then has the expected number of columns. What a spreadsheet saves as "Unicode
text" (UTF-16, tabulators for commas) is read as well.
"""

import codecs
import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from core.errors import DomainError
from core.text import delimiter_of, is_utf16

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


@dataclass(frozen=True, slots=True)
class _Form:
    """How the records of a file are written, as its first line says."""

    encoding: str
    delimiter: str
    width: int

    @property
    def blank(self) -> bytes:
        """The signs that a line without anything is made of."""
        return b"\r\n " + self.delimiter.encode()


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

    Raises `Unreadable` for an empty file, a spreadsheet and what is no text.
    """
    if not first_line.strip():
        raise Unreadable("file-empty")
    if first_line.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("file-is-spreadsheet")
    if b"\0" in first_line:
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
    lines = _Lines(_in_utf8(iter(stream)))
    first = (lines.take() or b"").removeprefix(codecs.BOM_UTF8)
    encoding = encoding_of(first)
    text = first.decode(encoding)
    delimiter = delimiter_of(text)
    header = _split(text, delimiter) or []
    yield Record(1, len(first), header)
    form = _Form(encoding, delimiter, len(header))
    while (line := lines.take()) is not None:
        if line.strip(form.blank):
            yield _record(line, lines, form)


def _in_utf8(source: Iterator[bytes]) -> Iterator[bytes]:
    """The lines as they are, but those of a file whose first signs say UTF-16: in UTF-8.

    A line break of bytes may lie in the middle of a sign there (《 is `0A 30`): the lines are made anew.
    """
    first = next(source, b"")
    if not is_utf16(first):
        yield from chain((first,), source)
        return
    rest = ""
    for part in codecs.iterdecode(chain((first,), source), "utf-16", "replace"):
        *whole, rest = (rest + part).split("\n")
        yield from (f"{line}\n".encode() for line in whole)
    if rest:
        yield rest.encode()


def _record(line: bytes, lines: _Lines, form: _Form) -> Record:
    """The record that begins with `line`; further lines are taken only if they complete it."""
    number, width = lines.number, form.width
    try:
        text = line.decode(form.encoding)
    except UnicodeDecodeError:
        return Record(number, len(line), [], line.decode(form.encoding, "replace").strip(), "undecodable")
    written = text.rstrip("\r\n")
    if '"' not in text:
        fields = written.split(form.delimiter)
        return Record(number, len(line), fields, written, None if len(fields) == width else "column-count")
    if (parsed := _split(text, form.delimiter)) is not None:
        return Record(number, len(line), parsed, written, None if len(parsed) == width else "column-count")
    return _continued(line, lines, form) or Record(number, len(line), [], written, "broken-quotes")


def _continued(line: bytes, lines: _Lines, form: _Form) -> Record | None:
    """A record with line breaks inside quotes; None, and the lines put back, if there is none."""
    number, taken = lines.number, list[bytes]()
    while len(taken) < LINES_A_RECORD - 1 and (following := lines.take()) is not None:
        taken.append(following)
        text = b"".join((line, *taken)).decode(form.encoding, "replace")
        fields = _split(text, form.delimiter)
        if fields is not None and len(fields) == form.width:
            return Record(number, len(line) + sum(map(len, taken)), fields, text.rstrip("\r\n"))
    lines.put_back(taken)
    return None


def _split(text: str, delimiter: str) -> list[str] | None:
    """The fields of one whole record, None when its quotes do not close or close too early."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None
