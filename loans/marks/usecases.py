"""Putting a mark on a photo, and taking it back."""

from uuid import UUID

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import Invalid, NotAllowed, NotFound
from core.ids import new_id
from loans.incidents.opening import open_where_different
from loans.marks.domain import MOST_MARKS, PutMark
from loans.marks.queries import MarkView, marks_of
from loans.photos.queries import PhotoView, photo_for

_HOLD = "SELECT FROM condition_photo WHERE id = $1 FOR UPDATE"
_PUT = """
INSERT INTO photo_mark (id, photo_id, number, x, y, note, person_id, organization_id, at)
SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8 FROM photo_mark WHERE photo_id = $2
"""
_WITHDRAW = "UPDATE photo_mark SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL"


async def recorded_photo(actor: Actor, loan_id: UUID, photo_id: UUID) -> PhotoView:
    """A photo that belongs to a check; `NotFound` for what is in hand only, unknown or foreign."""
    photo = await photo_for(actor, loan_id, photo_id)
    if photo.unit_id is None:
        raise NotFound
    return photo


async def put_mark(actor: Actor, loan_id: UUID, photo_id: UUID, command: PutMark) -> MarkView:
    """Mark a place on a photo of a loan that `actor` may see. Raises `Invalid` naming fields."""
    if not command.note.strip():
        raise Invalid({"note": "required"})
    async with db.transaction():
        photo = await recorded_photo(actor, loan_id, photo_id)
        await db.execute(_HOLD, photo.id)
        if len(await marks_of(photo.id)) >= MOST_MARKS:
            raise Invalid({"note": "too-many-marks"}, most=MOST_MARKS)
        mark_id, mine = new_id(), (actor.person_id, actor.organization_id)
        await db.execute(_PUT, mark_id, photo.id, command.x, command.y, command.note.strip(), *mine, now())
        await open_where_different(actor, loan_id, [photo.unit_id or photo.id], photo.check_moment)
        return next(mark for mark in await marks_of(photo.id) if mark.id == mark_id)


async def withdraw_mark(actor: Actor, loan_id: UUID, photo_id: UUID, mark_id: UUID) -> None:
    """Take back a mark of one's own organisation; done twice it is done once."""
    async with db.transaction():
        photo = await recorded_photo(actor, loan_id, photo_id)
        mark = next((one for one in await marks_of(photo.id) if one.id == mark_id), None)
        if mark is None:
            raise NotFound
        if mark.organization_id != actor.organization_id:
            raise NotAllowed
        await db.execute(_WITHDRAW, mark_id, now())
