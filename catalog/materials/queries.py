"""Reading photos and leaflets, as whoever asks may see their product."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.materials.tables import MaterialKind
from catalog.queries import product_for
from core import db
from core.errors import NotFound
from core.i18n import current_locale


class MaterialView(msgspec.Struct, frozen=True, kw_only=True):
    """資料. Width and height of a photo in pixels, size of the file in bytes."""

    id: UUID
    product_id: UUID
    kind: MaterialKind
    title: str
    title_en: str
    file: str
    thumb: str | None
    width: int
    height: int
    pages: int
    size: int
    is_removed: bool

    @property
    def name(self) -> str:
        """What it shows, in the reader's language; the Japanese words where there are no others."""
        return self.title_en if current_locale.get() == "en" and self.title_en else self.title

    @property
    def is_photo(self) -> bool:
        """Whether it is a photo."""
        return self.kind is MaterialKind.PHOTO

    @property
    def path(self) -> str:
        """Where the photo or the leaflet is read."""
        return self._at("full.jpg" if self.is_photo else "leaflet.pdf")

    @property
    def thumb_path(self) -> str:
        """The small photo."""
        return self._at("thumb.jpg")

    @property
    def megabytes(self) -> str:
        """The size as people read it."""
        return f"{max(self.size / 1024**2, 0.1):.1f}"

    def _at(self, name: str) -> str:
        return f"/products/{self.product_id}/materials/{self.id}/{name}"


_MATERIALS = """
SELECT id, product_id, kind, title, title_en, file, thumb, width, height, pages, size,
    removed_at IS NOT NULL AS is_removed
FROM product_material
"""


async def _found(sql: str, *arguments: object) -> list[MaterialView]:
    return [msgspec.convert(dict(row), MaterialView) for row in await db.fetch(sql, *arguments)]


async def materials_of(product_id: UUID, *, removed: bool = False) -> list[MaterialView]:
    """Photos before leaflets, each in their order; the caller was shown the product."""
    sql = f"""{_MATERIALS} WHERE product_id = $1 AND (removed_at IS NULL OR $2)
        ORDER BY kind DESC, removed_at NULLS FIRST, position, id"""
    return await _found(sql, product_id, removed)


async def first_photos(product_ids: Sequence[UUID]) -> dict[UUID, MaterialView]:
    """The first photo of each product that has one; the caller was shown the products."""
    sql = f"""SELECT DISTINCT ON (product_id) * FROM ({_MATERIALS} WHERE product_id = ANY($1::uuid[])
        AND kind = 'photo' AND removed_at IS NULL ORDER BY product_id, position, id) photos
        ORDER BY product_id"""  # noqa: S608  # a constant
    return {one.product_id: one for one in await _found(sql, list(product_ids))}


async def material_for(actor: Actor, product_id: UUID, material_id: UUID) -> MaterialView:
    """One of a product that `actor` may see; `NotFound` for unknown and foreign ids alike.

    What was taken away is seen by the product's vendor alone.
    """
    product = await product_for(actor, product_id)
    is_own = actor.is_signed_in and actor.organization_id == product.vendor_id
    found = await _found(f"{_MATERIALS} WHERE id = $1 AND product_id = $2", material_id, product_id)
    if not found or (found[0].is_removed and not is_own):
        raise NotFound
    return found[0]
