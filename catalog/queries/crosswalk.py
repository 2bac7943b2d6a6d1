"""The two versions of the taxonomy side by side: a code keeps its meaning, what it is called may change."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from catalog.domain import TaxonomyVersion
from catalog.queries.taxonomy import Item, taxonomy_of
from core.i18n import current_locale

_POINTS = Path(__file__).parents[1] / "item_points.toml"


class Pair(msgspec.Struct, frozen=True):
    """What a code stands for in the version of 2017 and in that of 2025; None where it has no such item."""

    code: str
    old: Item | None
    new: Item | None

    def of(self, version: TaxonomyVersion) -> Item:
        """The item as `version` has it, else as the other one does."""
        found = self.old if version is TaxonomyVersion.Y2017 else self.new
        return found or self.newest

    @property
    def newest(self) -> Item:
        """The item as the newer version that has it says."""
        found = self.new or self.old
        if found is None:
            raise LookupError(self.code)
        return found

    @property
    def is_renamed(self) -> bool:
        """Whether its field or name is another one in the newer version."""
        return bool(self.old and self.new) and self.old_name != self.new_name

    @property
    def old_name(self) -> str:
        """Field and item as of 2017, empty where there was none."""
        return self.old.full_name if self.old else ""

    @property
    def new_name(self) -> str:
        """Field and item as of 2025, empty where there is none."""
        return self.new.full_name if self.new else ""

    @property
    def points(self) -> list[str]:
        """What a device of this item must be, in the reader's language; none where nothing is known."""
        known = _points().get(self.code, {})
        return known.get("en" if current_locale.get() == "en" else "ja", [])


@cache
def _points() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_POINTS.read_text(encoding="utf-8"))


async def crosswalk(*, counted: bool = False) -> list[Pair]:
    """Every code of either version, in the order of the older one; what the newer one added comes last."""
    old = await taxonomy_of(TaxonomyVersion.Y2017, counted=counted)
    new = await taxonomy_of(TaxonomyVersion.Y2025, counted=counted)
    codes = dict.fromkeys([item.code for item in (*old.items, *new.items)])
    return [Pair(code, old.item(code), new.item(code)) for code in codes]
