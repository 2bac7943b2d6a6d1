"""How well what is shown covers the priority fields: every item of a version, with what stands for it."""

from collections.abc import Sequence

import msgspec

from catalog.domain import TaxonomyVersion
from catalog.queries import Item, taxonomy_of
from exhibitions.domain import DROPPED
from exhibitions.exhibits import Exhibit


class Covered(msgspec.Struct, frozen=True):
    """One item, and the names of the products that stand for it; none where it is missing."""

    item: Item
    products: list[str]


class Coverage(msgspec.Struct, frozen=True):
    """All items of one version."""

    version: TaxonomyVersion
    items: list[Covered]

    @property
    def covered(self) -> int:
        """How many items are shown."""
        return sum(bool(one.products) for one in self.items)

    @property
    def missing(self) -> list[Item]:
        """The items that nothing stands for."""
        return [one.item for one in self.items if not one.products]


async def coverage_of(exhibits: Sequence[Exhibit], version: TaxonomyVersion) -> Coverage:
    """Every item of `version` against what is, or is wished to be, on the display."""
    taxonomy = await taxonomy_of(version)
    kept = [one for one in exhibits if one.status not in DROPPED]
    return Coverage(
        version,
        [
            Covered(item, [one.product_name for one in kept if item.code in one.item_codes])
            for item in taxonomy.items
        ],
    )


async def codes_of_both() -> list[str]:
    """The codes of both versions."""
    found = [await taxonomy_of(version) for version in TaxonomyVersion]
    return sorted({code for taxonomy in found for code in taxonomy.codes})
