"""Units that are late: features say which of theirs are, and warn those of theirs who come next.

The ledger knows who comes next on a unit, and not whose booking that is.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from uuid import UUID

from core import db
from core.clock import today

Warn = Callable[[Sequence[UUID], UUID], Awaitable[None]]
Ready = Callable[[UUID], Awaitable[date | None]]

_told: list[str] = []
_warn: list[Warn] = []
_ready: list[Ready] = []

# Whoever counts on one of the units soon which another one still has.
_NEXT = """
SELECT DISTINCT cause_id FROM occupancy
WHERE unit_id = ANY($1::uuid[]) AND status = 'active' AND cause_id <> $2 AND period && daterange($3, $4)
ORDER BY cause_id
"""


def tells_late(sql: str) -> None:
    """Let a feature say which units it has too long: a condition on `{unit}`, an id, and `{day}`."""
    if sql not in _told:
        _told.append(sql)


def is_late(unit: str, day: str) -> str:
    """SQL: whether a unit is still out though its days are over; both are SQL expressions of ours."""
    return " OR ".join(f"({sql.format(unit=unit, day=day)})" for sql in _told) or "FALSE"


def tells_ready(ready: Ready) -> Ready:
    """Let a feature say from which day a unit that it has too long can leave again, if it has it."""
    _ready[:] = [*(known for known in _ready if known is not ready), ready]
    return ready


async def ready_again(units: Sequence[UUID]) -> dict[UUID, date]:
    """Those of the units that are late, with the day from which each can leave again at the earliest."""
    sql = f"SELECT u.id FROM unnest($1::uuid[]) AS u (id) WHERE {is_late('u.id', '$2::date')}"  # noqa: S608  # of ours
    rows = await db.fetch(sql, list(units), today()) if units else []
    found: dict[UUID, date] = {}
    for unit_id in (row["id"] for row in rows):
        days = [day for ask in _ready if (day := await ask(unit_id)) is not None]
        found |= {unit_id: max(days)} if days else {}
    return found


def warns_next(warn: Warn) -> Warn:
    """Let a feature warn its bookings: it is given what comes next and what is late, and warns of it once."""
    _warn[:] = [*(known for known in _warn if known is not warn), warn]
    return warn


async def warn_next(units: Sequence[UUID], late: UUID, until: date) -> None:
    """Tell those who come next that units may not be there in time, which `late` still has.

    Part of the caller's transaction; `until` is the day (exclusive) before which they cannot leave again.
    """
    rows = await db.fetch(_NEXT, list(units), late, today(), until)
    if rows:
        for warn in _warn:
            await warn([row["cause_id"] for row in rows], late)
