"""Telephone numbers in the one form in which they are stored and shown."""

import re
import unicodedata

_DASHES = re.compile("[-‐‑‒–—―−ｰー－₋⁻]")
# mobile and IP numbers, toll-free ones, Tokyo and Osaka
_CERTAIN_GROUPS = (
    re.compile(r"(0[5-9]0)(\d{4})(\d{4})"),
    re.compile(r"(0120)(\d{3})(\d{3})"),
    re.compile(r"(0[36])(\d{4})(\d{4})"),
)
_BRACKETS = re.compile(r"[()\s]+")


def tidy_telephone(text: str) -> str:
    """`text` with narrow digits and plain hyphens: `（０７８）７５１−００３６` becomes `078-751-0036`.

    A number with a digit too many or too few stays so: `is_telephone` tells. Text without digits is dropped.
    """
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    dashed = re.sub(r"-{2,}", "-", _BRACKETS.sub("-", re.sub(r"\s*-\s*", "-", folded.strip())))
    bare = re.sub(r"\D+$", "", dashed).lstrip("-")
    return _grouped(bare) if bare.isdigit() else bare


def _grouped(digits: str) -> str:
    """`digits` with hyphens where their places are certain."""
    for pattern in _CERTAIN_GROUPS:
        if found := pattern.fullmatch(digits):
            return "-".join(found.groups())
    return digits


def is_telephone(text: str) -> bool:
    """Whether a tidied number can be dialled within Japan: ten digits, or eleven for mobile numbers."""
    digits = text.replace("-", "")
    wanted = 11 if re.match(r"0[5-9]0", digits) else 10
    return digits.isdecimal() and digits.startswith("0") and len(digits) == wanted


def in_one_form(text: str) -> str:
    """A number as `tidy_telephone` writes it; what is none (「内線12」) stays as somebody typed it."""
    tidied = tidy_telephone(text)
    return tidied if is_telephone(tidied) else text.strip()
