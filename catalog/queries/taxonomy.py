"""The fields and items of a version, and the problems that lead to them."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from catalog.domain import TaxonomyVersion
from core import db
from core.errors import NotFound
from core.i18n import current_locale
from core.text import normalise

_DEFINITIONS = Path(__file__).parents[1] / "item_definitions_en.toml"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """重点分野の項目, and how many public products it has (0 where nobody asked)."""

    version: TaxonomyVersion
    code: str
    field_number: int
    field_ja: str
    field_en: str
    item_number: int
    item_ja: str
    item_en: str
    definition_ja: str
    definition_source: str
    product_count: int

    @property
    def field(self) -> str:
        """The name of its field in the reader's language."""
        return self.field_en if current_locale.get() == "en" else self.field_ja

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return self.item_en if current_locale.get() == "en" else self.item_ja

    @property
    def definition(self) -> str:
        """What it is in the reader's language; in the Ministry's Japanese where nobody has translated it."""
        english = _definitions_en()[self.version].get(self.code, "") if current_locale.get() == "en" else ""
        return english if english and self.definition_ja else self.definition_ja

    @property
    def full_name(self) -> str:
        """Field and item, said once where they are the same."""
        if self.field_ja == self.item_ja:
            return self.name
        return f"{self.field}: {self.name}" if current_locale.get() == "en" else f"{self.field}・{self.name}"


@cache
def _definitions_en() -> dict[str, dict[str, str]]:
    return tomllib.loads(_DEFINITIONS.read_text(encoding="utf-8"))


class Taxonomy(msgspec.Struct, frozen=True, kw_only=True):
    """One version, its items in order."""

    version: TaxonomyVersion
    items: list[Item]

    @property
    def fields(self) -> dict[str, list[Item]]:
        """The items under the name of their field, in the reader's language."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.field, []).append(item)
        return found

    @property
    def codes(self) -> set[str]:
        """The codes of its items."""
        return {item.code for item in self.items}

    def item(self, code: str) -> Item | None:
        """The item of this code, if this version has it."""
        return next((item for item in self.items if item.code == code), None)


_ITEMS = """
SELECT t.version, t.code, t.field_number, t.field_ja, t.field_en, t.item_number, t.item_ja, t.item_en,
    t.definition_ja, t.definition_source,
    CASE WHEN $2 THEN (
        SELECT count(*) FROM product p WHERE p.status = 'public' AND p.item_codes @> ARRAY[t.code]
    ) ELSE 0 END AS product_count
FROM taxonomy_item t WHERE t.version = $1 ORDER BY t.field_number, t.item_number, t.code
"""


async def taxonomy_of(version: TaxonomyVersion, *, counted: bool = False) -> Taxonomy:
    """The fields and items of a version; a code keeps its meaning from one version to the next.

    How many products each item has is looked up only if asked.
    """
    rows = await db.fetch(_ITEMS, version.value, counted)
    return Taxonomy(version=version, items=[msgspec.convert(dict(row), Item) for row in rows])


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """課題: what a facility wants to solve, and how many public products may help."""

    code: str
    title_ja: str
    title_en: str
    explanation_ja: str
    explanation_en: str
    item_codes: list[str]
    product_count: int
    position: int
    is_hidden: bool

    @property
    def title(self) -> str:
        """Its title in the reader's language."""
        return self.title_en if current_locale.get() == "en" else self.title_ja

    @property
    def explanation(self) -> str:
        """Its explanation in the reader's language."""
        return self.explanation_en if current_locale.get() == "en" else self.explanation_ja

    def speaks_of(self, words: list[str]) -> bool:
        """Whether all of the normalised `words` occur in it."""
        text = normalise(f"{self.title_ja}{self.explanation_ja}{self.title_en}{self.explanation_en}")
        return all(word in text for word in words)


_PROBLEMS = """
SELECT b.code, b.title_ja, b.title_en, b.explanation_ja, b.explanation_en, b.item_codes,
    0 AS product_count, b.position, b.is_hidden
FROM problem b WHERE NOT b.is_hidden OR $1 ORDER BY b.position, b.code
"""
_HELPFUL = """
SELECT b.code, count(*) AS products FROM problem b JOIN product p ON p.item_codes && b.item_codes
WHERE b.code = ANY($1::text[]) AND p.status = 'public' GROUP BY b.code
"""


async def problems(query: str = "", *, hidden: bool = False) -> list[Problem]:
    """Every problem in its order, `hidden` ones only if asked; with `query` those that speak of its words."""
    words = [normalise(word) for word in query.split()]
    known = [msgspec.convert(dict(row), Problem) for row in await db.fetch(_PROBLEMS, hidden)]
    found = [problem for problem in known if problem.speaks_of(words)]
    rows = await db.fetch(_HELPFUL, [problem.code for problem in found])
    counts = {row["code"]: row["products"] for row in rows}
    return [msgspec.structs.replace(problem, product_count=counts.get(problem.code, 0)) for problem in found]


async def problem_of(code: str, *, hidden: bool = False) -> Problem:
    """One problem; `NotFound` when there is none of this code."""
    for problem in await problems(hidden=hidden):
        if problem.code == code:
            return problem
    raise NotFound
