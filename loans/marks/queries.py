"""Reading marks; whoever asks has been shown the photo."""

from uuid import UUID

from catalog.conditions.marking import MarkView, marks_on
from loans.conditions import RECORDS


async def marks_of(photo_id: UUID) -> list[MarkView]:
    """The marks of a photo by their numbers."""
    return await marks_on(RECORDS, photo_id)
