"""Marks on photos: put, taken back, read; whoever asks has been shown the photo."""

from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.conditions.marks import MOST_MARKS, Cell, PutMark, Spot, cell_of
from catalog.conditions.opening import open_where_different
from catalog.conditions.photos import PhotoView
from catalog.conditions.records import Records
from core import db
from core.clock import now
from core.errors import Invalid, NotAllowed, NotFound
from core.ids import new_id

_MARKS = """
SELECT m.id, m.number, m.x, m.y, m.note, m.organization_id, coalesce(o.name, '') AS organization_name, m.at
FROM {marks} m LEFT JOIN organization o ON o.id = m.organization_id
WHERE m.photo_id = $1 AND m.withdrawn_at IS NULL ORDER BY m.number
"""
_HOLD = "SELECT FROM {photos} WHERE id = $1 FOR UPDATE"
_PUT = """
INSERT INTO {marks} (id, photo_id, number, x, y, note, person_id, organization_id, at)
SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8 FROM {marks} WHERE photo_id = $2
"""
_WITHDRAW = "UPDATE {marks} SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL"


class MarkView(msgspec.Struct, frozen=True, kw_only=True):
    """A mark: `x` and `y` in thousandths of the photo."""

    id: UUID
    number: int
    x: int
    y: int
    note: str
    organization_id: UUID | None
    organization_name: str
    at: datetime

    @property
    def cell(self) -> Cell:
        """Where it stands, roughly."""
        return cell_of(Spot(self.x, self.y))


async def marks_on(records: Records, photo_id: UUID) -> list[MarkView]:
    """The marks of a photo by their numbers."""
    return await db.fetch_as(MarkView, records.sql(_MARKS), photo_id)


def must_have_note(command: PutMark) -> None:
    """Raise `Invalid` for a mark that says nothing."""
    if not command.note.strip():
        raise Invalid({"note": "required"})


async def put(records: Records, actor: Actor, photo: PhotoView, command: PutMark) -> MarkView:
    """Mark a place on a photo; part of the caller's transaction. Raises `Invalid` naming fields."""
    must_have_note(command)
    await db.execute(records.sql(_HOLD), photo.id)
    if len(await marks_on(records, photo.id)) >= MOST_MARKS:
        raise Invalid({"note": "too-many-marks"}, most=MOST_MARKS)
    mark_id, mine = new_id(), (actor.person_id, actor.organization_id)
    given = (mark_id, photo.id, command.x, command.y, command.note.strip(), *mine, now())
    await db.execute(records.sql(_PUT), *given)
    units = [photo.unit_id] if photo.unit_id else []
    await open_where_different(records, actor, photo.subject_id, units, photo.check_moment)
    return next(mark for mark in await marks_on(records, photo.id) if mark.id == mark_id)


async def take_away(records: Records, actor: Actor, photo: PhotoView, mark_id: UUID) -> None:
    """Take back a mark of one's own organisation; done twice it is done once."""
    mark = next((one for one in await marks_on(records, photo.id) if one.id == mark_id), None)
    if mark is None:
        raise NotFound
    if mark.organization_id != actor.organization_id:
        raise NotAllowed
    await db.execute(records.sql(_WITHDRAW), mark_id, now())
