"""Putting a mark on a photo of a loan, and taking it back."""

from uuid import UUID

from accounts.domain import Actor
from catalog.conditions.marking import MarkView, put, take_away
from catalog.conditions.marks import PutMark
from catalog.conditions.photos import PhotoView
from core import db
from core.errors import NotFound
from loans.conditions import RECORDS
from loans.photos.queries import photo_for


async def recorded_photo(actor: Actor, loan_id: UUID, photo_id: UUID) -> PhotoView:
    """A photo that belongs to a check; `NotFound` for what is in hand only, unknown or foreign."""
    photo = await photo_for(actor, loan_id, photo_id)
    if photo.unit_id is None:
        raise NotFound
    return photo


async def put_mark(actor: Actor, loan_id: UUID, photo_id: UUID, command: PutMark) -> MarkView:
    """Mark a place on a photo of a loan that `actor` may see. Raises `Invalid` naming fields."""
    async with db.transaction():
        return await put(RECORDS, actor, await recorded_photo(actor, loan_id, photo_id), command)


async def withdraw_mark(actor: Actor, loan_id: UUID, photo_id: UUID, mark_id: UUID) -> None:
    """Take back a mark of one's own organisation; done twice it is done once."""
    async with db.transaction():
        await take_away(RECORDS, actor, await recorded_photo(actor, loan_id, photo_id), mark_id)
