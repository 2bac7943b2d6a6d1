"""Reading pictures, as whoever asks may see their display."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.errors import NotFound
from core.i18n import current_locale
from exhibitions.queries import exhibition_for
from exhibitions.usecases.recording import runs


class PictureView(msgspec.Struct, frozen=True, kw_only=True):
    """A picture; `title` says what it shows, also to whoever listens."""

    id: UUID
    exhibition_id: UUID
    title: str
    title_en: str
    file: str
    thumb: str
    width: int
    height: int
    is_removed: bool

    @property
    def name(self) -> str:
        """What it shows, in the reader's language; the Japanese words where there are no others."""
        return self.title_en if current_locale.get() == "en" and self.title_en else self.title

    @property
    def home(self) -> str:
        """Where it is changed."""
        return f"/exhibitions/{self.exhibition_id}/pictures/{self.id}"

    @property
    def path(self) -> str:
        """The large picture."""
        return f"{self.home}/full.jpg"

    @property
    def thumb_path(self) -> str:
        """The small picture."""
        return f"{self.home}/thumb.jpg"


_PICTURES = """
SELECT id, exhibition_id, title, title_en, file, thumb, width, height, removed_at IS NOT NULL AS is_removed
FROM exhibition_picture
"""


async def pictures_of(exhibition_id: UUID, *, removed: bool = False) -> list[PictureView]:
    """The pictures in their order; the caller was shown the display."""
    sql = f"""{_PICTURES} WHERE exhibition_id = $1 AND (removed_at IS NULL OR $2)
        ORDER BY removed_at NULLS FIRST, position, id"""
    return await db.fetch_as(PictureView, sql, exhibition_id, removed)


async def picture_for(actor: Actor, exhibition_id: UUID, picture_id: UUID) -> PictureView:
    """One of a display that `actor` may see; `NotFound` for unknown and foreign ids alike.

    What was taken away is seen by those who prepare the display alone.
    """
    exhibition = await exhibition_for(actor, exhibition_id)
    sql = f"{_PICTURES} WHERE id = $1 AND exhibition_id = $2"
    found = await db.fetch_one_as(PictureView, sql, picture_id, exhibition_id)
    if found is None or (found.is_removed and not runs(actor, exhibition)):
        raise NotFound
    return found
