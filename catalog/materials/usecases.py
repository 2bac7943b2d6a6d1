"""資料の登録: a vendor shows its product with photos and leaflets; changes are kept with the product's."""

from uuid import UUID

from accounts.domain import Actor
from catalog.materials.queries import MaterialView, material_for, materials_of
from catalog.materials.tables import MaterialKind
from catalog.product_changes import record_change
from catalog.queries import product_for
from core import db, files
from core.clock import now
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.images import photo_from
from core.papers import paper_from
from directory.kinds import OrganizationKind

MOST = {MaterialKind.PHOTO: 8, MaterialKind.LEAFLET: 5}
LONGEST_TITLE = 100
_INSERT = """
INSERT INTO product_material (id, product_id, kind, title, title_en, file, thumb, width, height, pages, size,
    position, person_id, added_at)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce(max(position), 0) + 1, $12, $13
FROM product_material WHERE product_id = $2 AND kind = $3
"""
_LINE_UP = """
UPDATE product_material m SET position = line.place FROM unnest($1::uuid[]) WITH ORDINALITY line (id, place)
WHERE m.id = line.id
"""


async def add_material(
    actor: Actor, product_id: UUID, kind: MaterialKind, content: bytes, title: str, title_en: str = ""
) -> MaterialView:
    """Keep a photo or a leaflet, drawn or written anew.

    Raises `NotFound`, `Invalid` for a title that is missing, for what cannot be read, and when there are
    too many of the kind or storage is away.
    """
    await must_be_own(actor, product_id)
    words = words_of(title, title_en)
    await _must_have_room(product_id, kind)
    kept = await (kept_photo(content) if kind is MaterialKind.PHOTO else _kept_leaflet(content))
    material_id = new_id()
    async with db.transaction():
        before = await _lock(product_id)
        await _must_have_room(product_id, kind)
        await db.execute(_INSERT, material_id, product_id, kind, *words, *kept, actor.person_id, now())
        await _record(actor, product_id, before)
        return await material_for(actor, product_id, material_id)


async def rename_material(
    actor: Actor, product_id: UUID, material_id: UUID, title: str, title_en: str = ""
) -> MaterialView:
    """Say otherwise what it shows. Raises `NotFound`, `Invalid` naming fields."""
    await must_be_own(actor, product_id)
    words = words_of(title, title_en)
    async with db.transaction():
        before = await _lock(product_id)
        await material_for(actor, product_id, material_id)
        sql = "UPDATE product_material SET title = $2, title_en = $3 WHERE id = $1"
        await db.execute(sql, material_id, *words)
        await _record(actor, product_id, before)
        return await material_for(actor, product_id, material_id)


async def put_first(actor: Actor, product_id: UUID, material_id: UUID) -> None:
    """Let it stand before all others of its kind. Raises `NotFound`."""
    await must_be_own(actor, product_id)
    async with db.transaction():
        before = await _lock(product_id)
        chosen = await material_for(actor, product_id, material_id)
        same = [one.id for one in await materials_of(product_id) if one.kind is chosen.kind]
        order = [chosen.id, *(one for one in same if one != chosen.id)]
        await db.execute(_LINE_UP, order)
        await _record(actor, product_id, before)


async def remove_material(actor: Actor, product_id: UUID, material_id: UUID) -> MaterialView:
    """Show it no longer; it can be brought back. Raises `NotFound`."""
    return await _removed(actor, product_id, material_id, is_gone=True)


async def bring_back(actor: Actor, product_id: UUID, material_id: UUID) -> MaterialView:
    """Show it again. Raises `NotFound`, `Invalid` when there are too many of its kind by now."""
    return await _removed(actor, product_id, material_id, is_gone=False)


async def _removed(actor: Actor, product_id: UUID, material_id: UUID, *, is_gone: bool) -> MaterialView:
    await must_be_own(actor, product_id)
    async with db.transaction():
        before = await _lock(product_id)
        found = await material_for(actor, product_id, material_id)
        if found.is_removed and not is_gone:
            await _must_have_room(product_id, found.kind)
        sql = "UPDATE product_material SET removed_at = $2 WHERE id = $1 AND (removed_at IS NULL) = $3"
        await db.execute(sql, material_id, now() if is_gone else None, is_gone)
        await _record(actor, product_id, before)
        return await material_for(actor, product_id, material_id)


async def must_be_own(actor: Actor, product_id: UUID) -> None:
    """Raises `NotFound` for another vendor's product."""
    product = await product_for(actor.one_of(OrganizationKind.VENDOR), product_id)
    if product.vendor_id != actor.organization_id:
        raise NotFound


def words_of(title: str, title_en: str) -> tuple[str, str]:
    """What it shows, in Japanese and English; `Invalid` names what is missing or too long."""
    given = {"title": title.strip(), "title_en": title_en.strip()}
    wrong = {name: "text-too-long" for name, words in given.items() if len(words) > LONGEST_TITLE}
    if not given["title"]:
        wrong["title"] = "required"
    if wrong:
        raise Invalid(wrong, limit=LONGEST_TITLE)
    return given["title"], given["title_en"]


async def _lock(product_id: UUID) -> list[str]:
    """Let others who change the product's materials wait; what it shows until now."""
    await db.execute("SELECT FROM product WHERE id = $1 FOR NO KEY UPDATE", product_id)
    return [one.title for one in await materials_of(product_id)]


async def _record(actor: Actor, product_id: UUID, before: list[str]) -> None:
    after = [one.title for one in await materials_of(product_id)]
    if after != before:
        await record_change(actor, product_id, {"materials": (before, after)})


async def _must_have_room(product_id: UUID, kind: MaterialKind) -> None:
    shown = [one for one in await materials_of(product_id) if one.kind is kind]
    if len(shown) >= MOST[kind]:
        raise Invalid({"file": "too-many-materials"}, most=MOST[kind])


async def kept_photo(content: bytes) -> tuple[object, ...]:
    """A photo drawn anew and kept: names of both files, width, height, pages, size. Raises `Invalid`."""
    photo = await photo_from(content)
    file, thumb = await _keep(photo.full, "image/jpeg"), await _keep(photo.thumb, "image/jpeg")
    return file, thumb, photo.width, photo.height, 1, len(photo.full)


async def _kept_leaflet(content: bytes) -> tuple[object, ...]:
    paper = await paper_from(content)
    return await _keep(paper.content, "application/pdf"), None, 0, 0, paper.pages, len(paper.content)


async def _keep(content: bytes, media_type: str) -> str:
    try:
        return await files.keep(content, media_type)
    except (files.FileStorageError, OSError) as error:
        raise Invalid(code="file-not-kept") from error
