"""Single values out of addresses and forms, where anything may stand."""

from datetime import date
from uuid import UUID

from core.ids import NOBODY
from core.web.fields import EARLIEST, LATEST


def as_uuid(text: object) -> UUID | None:
    """The id in `text`, None for anything else."""
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None


def as_filter(text: object) -> UUID | None:
    """The id to filter by: None when none is given, `NOBODY` when it cannot be read."""
    return as_uuid(text) or (NOBODY if text else None)


def as_day(text: object) -> date | None:
    """The day in `text`, None for anything else and for days that no form takes."""
    try:
        day = date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
    return day if day and EARLIEST <= day <= LATEST else None
