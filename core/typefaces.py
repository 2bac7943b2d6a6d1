"""Which signs the typefaces on papers have a picture of, as their own tables say."""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

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


def unprintable(text: str) -> str:
    """The signs of `text` that no typeface has, each once, in the order of their codes."""
    return "".join(sorted(sign for sign in set(text) - _printable() if not _is_unseen(sign)))


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN or ord(sign) in _SELECTORS


@cache
def _printable() -> frozenset[str]:
    """Every sign of every typeface: read once, in less than half a second."""
    return frozenset(sign for file in FONTS.glob("*.ttf") for sign in _signs_of(file))


def _signs_of(file: Path) -> list[str]:
    with TTFont(file, lazy=True) as font:
        return [chr(code) for code in font.getBestCmap()]
