"""写真の登録: a counter shows what its display looks like; changes stand in the display's history."""

from uuid import UUID

from accounts.domain import Actor
from catalog.materials.usecases import kept_photo, words_of
from core import db
from core.clock import now
from core.errors import Invalid, NotAllowed
from core.ids import new_id
from exhibitions.pictures.queries import PictureView, picture_for, pictures_of
from exhibitions.queries import exhibition_for
from exhibitions.usecases.recording import Happening, own_exhibition, record, runs

MOST = 8
STEP = "pictures"
_INSERT = """
INSERT INTO exhibition_picture (id, exhibition_id, title, title_en, file, thumb, width, height, position,
    person_id, added_at)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, coalesce(max(position), 0) + 1, $9, $10
FROM exhibition_picture WHERE exhibition_id = $2
"""
_FIRST = """
UPDATE exhibition_picture SET position = (
    SELECT min(position) - 1 FROM exhibition_picture WHERE exhibition_id = $2) WHERE id = $1
"""


async def must_run(actor: Actor, exhibition_id: UUID) -> None:
    """Raises `NotFound` and `NotAllowed` for a display that `actor` does not prepare."""
    if not runs(actor, await exhibition_for(actor.signed_in(), exhibition_id)):
        raise NotAllowed


async def add_picture(
    actor: Actor, exhibition_id: UUID, content: bytes, title: str, title_en: str = ""
) -> PictureView:
    """Keep a picture, drawn anew. Raises `Invalid` for words that are missing and what cannot be read."""
    await must_run(actor, exhibition_id)
    words = words_of(title, title_en)
    await _must_have_room(exhibition_id)
    file, thumb, width, height, *_ = await kept_photo(content)
    picture_id, described = new_id(), (file, thumb, width, height)
    async with db.transaction():
        await own_exhibition(actor, exhibition_id)
        await _must_have_room(exhibition_id)
        await db.execute(_INSERT, picture_id, exhibition_id, *words, *described, actor.person_id, now())
        await _record(actor, exhibition_id, words[0])
        return await picture_for(actor, exhibition_id, picture_id)


async def rename_picture(
    actor: Actor, exhibition_id: UUID, picture_id: UUID, title: str, title_en: str = ""
) -> PictureView:
    """Say otherwise what it shows. Raises `NotFound`, `Invalid` naming fields."""
    words = words_of(title, title_en)
    async with db.transaction():
        await own_exhibition(actor, exhibition_id)
        await picture_for(actor, exhibition_id, picture_id)
        sql = "UPDATE exhibition_picture SET title = $2, title_en = $3 WHERE id = $1"
        await db.execute(sql, picture_id, *words)
        await _record(actor, exhibition_id, words[0])
        return await picture_for(actor, exhibition_id, picture_id)


async def put_first(actor: Actor, exhibition_id: UUID, picture_id: UUID) -> None:
    """Let it stand before all others. Raises `NotFound`."""
    async with db.transaction():
        await own_exhibition(actor, exhibition_id)
        picture = await picture_for(actor, exhibition_id, picture_id)
        await db.execute(_FIRST, picture_id, exhibition_id)
        await _record(actor, exhibition_id, picture.title)


async def remove_picture(actor: Actor, exhibition_id: UUID, picture_id: UUID) -> None:
    """Show it no longer; it can be brought back. Raises `NotFound`."""
    await _removed(actor, exhibition_id, picture_id, is_gone=True)


async def bring_back(actor: Actor, exhibition_id: UUID, picture_id: UUID) -> None:
    """Show it again. Raises `NotFound`, `Invalid` when there are too many by now."""
    await _removed(actor, exhibition_id, picture_id, is_gone=False)


async def _removed(actor: Actor, exhibition_id: UUID, picture_id: UUID, *, is_gone: bool) -> None:
    async with db.transaction():
        await own_exhibition(actor, exhibition_id)
        picture = await picture_for(actor, exhibition_id, picture_id)
        if picture.is_removed is is_gone:
            return
        if not is_gone:
            await _must_have_room(exhibition_id)
        sql = "UPDATE exhibition_picture SET removed_at = $2 WHERE id = $1"
        await db.execute(sql, picture_id, now() if is_gone else None)
        await _record(actor, exhibition_id, picture.title)


async def _record(actor: Actor, exhibition_id: UUID, title: str) -> None:
    shown = [one.title for one in await pictures_of(exhibition_id)]
    facts: dict[str, object] = {"name": title, "shown": shown}
    await record(actor, Happening(exhibition_id=exhibition_id, step=STEP, facts=facts))


async def _must_have_room(exhibition_id: UUID) -> None:
    if len(await pictures_of(exhibition_id)) >= MOST:
        raise Invalid({"file": "too-many-pictures"}, most=MOST)
