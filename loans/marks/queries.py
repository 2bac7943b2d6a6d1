"""Reading marks; whoever asks has been shown the photo."""

from datetime import datetime
from uuid import UUID

import msgspec

from core import db
from loans.marks.domain import Cell, Spot, cell_of

_MARKS = """
SELECT m.id, m.number, m.x, m.y, m.note, m.organization_id, coalesce(o.name, '') AS organization_name, m.at
FROM photo_mark m LEFT JOIN organization o ON o.id = m.organization_id
WHERE m.photo_id = $1 AND m.withdrawn_at IS NULL ORDER BY m.number
"""


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


async def marks_of(photo_id: UUID) -> list[MarkView]:
    """The marks of a photo by their numbers."""
    return await db.fetch_as(MarkView, _MARKS, photo_id)
