"""Japanese text as people type it: one form for searching, whatever the width, kana or hyphen."""

import codecs
import re
import unicodedata
from urllib.parse import urlsplit

import jaconv
import msgspec

_IGNORED = re.compile(r"[‐‑‒–—―−ーｰ－~〜～\-\s]+")
_SPACES = re.compile(r"\s+")
LONGEST_QUERY = 200


def normalise(text: str) -> str:
    """Fold width, kana kind and case, and leave hyphens, long vowel marks and spaces out (DOMAIN section 11).

    「見守りｾﾝｻｰ」 and 「みまもり　センサー」 keep their kanji but share kana; `097-123` is `097123`.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = str(jaconv.hira2kata(folded))
    # What was parted by a sign that is left out may belong together now: folded again, it stays as it is.
    return unicodedata.normalize("NFKC", _IGNORED.sub("", folded))


def fits_cp932(text: str) -> bool:
    """Whether Japanese office programs that know only CP932 (Windows-31J) can hold `text`."""
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def is_utf16(content: bytes) -> bool:
    """Whether the first signs of a file say UTF-16, as spreadsheets save "Unicode text"."""
    is_utf32 = content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE))
    return not is_utf32 and content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def delimiter_of(text: str) -> str:
    """What parts the columns of a table kept as text, by its first line: the tabulator or the comma."""
    first = text.partition("\n")[0]
    return "\t" if first.count("\t") > first.count(",") else ","


def is_web_address(text: str) -> bool:
    """Whether a browser can be sent to `text`, and nothing else happens."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def bigrams(text: str) -> list[str]:
    """Distinct single characters and pairs of the normalised text, for a GIN index over `text[]`.

    Single characters are included so that one-character words are found as quickly as longer ones.
    """
    folded = normalise(text)
    pairs = {folded[i : i + 2] for i in range(len(folded) - 1)}
    return sorted(pairs | set(folded))


def search_terms(query: str) -> list[str]:
    """What an indexed `bigrams(...)` column must contain for `query` (words may stand apart).

    Nobody types more than `LONGEST_QUERY` characters; what follows them narrows nothing.
    """
    terms: set[str] = set()
    for word in _SPACES.split(unicodedata.normalize("NFKC", query[:LONGEST_QUERY])):
        folded = normalise(word)
        terms |= {folded[i : i + 2] for i in range(len(folded) - 1)} if len(folded) > 1 else set(folded)
    return sorted(terms)


class Words(msgspec.Struct, frozen=True):
    """A query as the database is asked: pairs of characters, a LIKE pattern a word, and one for the start."""

    terms: list[str]
    patterns: list[str]
    start: str

    @classmethod
    def of(cls, query: str) -> "Words":
        """What somebody typed; words may stand apart, in any order."""
        words = [word for part in query[:LONGEST_QUERY].split() if (word := normalise(part))]
        escaped = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in words]
        return cls(search_terms(query), [f"%{word}%" for word in escaped], f"{''.join(escaped)}%")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return not self.patterns


# What a spreadsheet takes for a formula, and the same behind marks that keep it from doing so.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def plain_cell(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula; `from_plain_cell` gives it back."""
    return f"'{text}" if _FORMULA.match(text) else text


def from_plain_cell(cell: str) -> str:
    """What `plain_cell` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
