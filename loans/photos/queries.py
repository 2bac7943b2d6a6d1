"""Reading photos, as whoever asks may see their loan."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.errors import NotFound
from loans.domain import CheckMoment
from loans.queries import visible_to


class PhotoView(msgspec.Struct, frozen=True, kw_only=True):
    """A photo; without `unit_id` it is still in the hands of whoever took it."""

    id: UUID
    loan_id: UUID
    unit_id: UUID | None
    check_moment: CheckMoment
    file: str
    thumb: str
    width: int
    height: int
    marks: int = 0

    @property
    def path(self) -> str:
        """Where its pictures are."""
        return f"/loans/{self.loan_id}/photos/{self.id}"

    @property
    def thumb_path(self) -> str:
        """The small picture."""
        return f"{self.path}/thumb.jpg"

    @property
    def full_path(self) -> str:
        """The large picture."""
        return f"{self.path}/full.jpg"


_PHOTOS = """
SELECT h.id, h.loan_id, h.unit_id, h.check_moment, h.file, h.thumb, h.width, h.height,
    (SELECT count(*) FROM photo_mark m WHERE m.photo_id = h.id AND m.withdrawn_at IS NULL) AS marks
FROM condition_photo h
"""


async def _photos(sql: str, *arguments: object) -> list[PhotoView]:
    return [msgspec.convert(dict(row), PhotoView) for row in await db.fetch(sql, *arguments)]


async def photos_of(loan_id: UUID) -> list[PhotoView]:
    """The photos of a loan that its reader may see already, earliest first."""
    sql = f"{_PHOTOS} WHERE h.loan_id = $1 AND h.unit_id IS NOT NULL ORDER BY h.at, h.id"
    return await _photos(sql, loan_id)


async def photo_for(actor: Actor, loan_id: UUID, photo_id: UUID) -> PhotoView:
    """One photo of a loan that `actor` may see; `NotFound` for unknown and foreign ids alike.

    What is in hand only is seen by the organisation that sent it.
    """
    sql = f"""{_PHOTOS} JOIN loan l ON l.id = h.loan_id
        WHERE h.id = $1 AND l.id = $2 AND {visible_to(actor.signed_in(), 3)}
        AND (h.unit_id IS NOT NULL OR h.organization_id = $3)"""
    found = await _photos(sql, photo_id, loan_id, actor.organization_id)
    if not found:
        raise NotFound
    return found[0]


async def photos_in_hand(
    actor: Actor, loan_id: UUID, moment: CheckMoment, ids: Sequence[UUID]
) -> list[PhotoView]:
    """Those of `ids` that `actor` has sent for `moment` and that belong to no check yet."""
    sql = f"""{_PHOTOS} WHERE h.id = ANY($1::uuid[]) AND h.loan_id = $2 AND h.check_moment = $3
        AND h.unit_id IS NULL AND h.person_id IS NOT DISTINCT FROM $4
        AND h.organization_id IS NOT DISTINCT FROM $5 ORDER BY h.at, h.id"""
    mine = (actor.person_id, actor.organization_id)
    return await _photos(sql, list(ids), loan_id, moment.value, *mine)
