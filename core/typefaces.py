"""Which signs the typefaces on papers have a picture of, as their own tables say."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from struct import unpack_from

FONTS = Path(__file__).resolve().parents[1] / "app" / "static" / "vendor" / "fonts"
# In the order in which they are asked: the first that has a sign sets it.
FAMILIES = (
    "BIZ UDPGothic",
    "Noto Sans JP",
    "Noto Sans KR",
    "Noto Sans SC",
    "Noto Sans Thai",
    "Noto Sans Myanmar",
    "Noto Sans Devanagari",
    "Noto Emoji",
)
# Signs that are seen by what they do to others: joiners, breaks, selectors of a variant.
_UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
# Sub-tables of `cmap` (OpenType): single codes in stretches of two bytes, and of four.
_NARROW, _WIDE = 4, 12


def unprintable(text: str) -> str:
    """The signs of `text` that no typeface has, each once, in the order of their codes."""
    return "".join(sorted(sign for sign in set(text) - _printable() if not _is_unseen(sign)))


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN or ord(sign) in _SELECTORS


@cache
def _printable() -> frozenset[str]:
    """Every sign of every typeface: read once, in less than half a second."""
    return frozenset(chr(code) for file in FONTS.glob("*.ttf") for code in _codes(file.read_bytes()))


def _codes(font: bytes) -> Iterator[int]:
    for start in _subtables(font):
        kind: int = unpack_from(">H", font, start)[0]
        if kind == _WIDE:
            yield from _wide(font, start)
        elif kind == _NARROW:
            yield from _narrow(font, start)


def _subtables(font: bytes) -> Iterator[int]:
    """Where the tables begin that say which code has which picture."""
    for number in range(unpack_from(">H", font, 4)[0]):
        name, _checksum, offset, _length = unpack_from(">4sLLL", font, 12 + 16 * number)
        if name == b"cmap":
            for table in range(unpack_from(">H", font, offset + 2)[0]):
                yield offset + unpack_from(">HHL", font, offset + 4 + 8 * table)[2]


def _wide(font: bytes, start: int) -> Iterator[int]:
    for group in range(unpack_from(">L", font, start + 12)[0]):
        first, last, _picture = unpack_from(">LLL", font, start + 16 + 12 * group)
        yield from range(first, last + 1)


def _narrow(font: bytes, start: int) -> Iterator[int]:
    """Codes of a stretch, but those that lead to the first picture, which stands for what there is not."""
    width: int = unpack_from(">H", font, start + 6)[0]
    for place in range(0, width, 2):
        columns = (start + 14, start + 16 + width, start + 16 + 2 * width, start + 16 + 3 * width)
        last, first, delta, shift = (unpack_from(">H", font, column + place)[0] for column in columns)
        for code in range(first, min(last, 0xFFFE) + 1):
            where = columns[3] + place + shift + 2 * (code - first)
            picture = unpack_from(">H", font, where)[0] if shift else code
            if picture and (picture + delta) & 0xFFFF:
                yield code
