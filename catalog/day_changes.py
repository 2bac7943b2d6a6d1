"""What days of units a step takes and gives back: the ledger before it and after it, compared."""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from catalog.freed import without
from catalog.terms import Days
from core import db
from core.clock import today

_AHEAD = timedelta(days=1500)


class Becomes(StrEnum):
    """What days become by a step."""

    TAKEN = "taken"
    FREED = "freed"


class DayChange(msgspec.Struct, frozen=True, kw_only=True):
    """Days of one unit that a loan or exhibit takes or gives back, buffers included; `end` is exclusive."""

    unit_id: UUID
    serial_number: str
    start: date
    end: date
    becomes: Becomes

    @property
    def is_for_good(self) -> bool:
        """Whether it lasts further than anybody plans ahead: the last day then means nothing."""
        return self.end - self.start > _AHEAD


Ledger = dict[UUID, list[Days]]

_LEDGER = """
SELECT unit_id, lower(period) AS start, upper(period) AS "end" FROM occupancy
WHERE cause_id = $1 AND status = 'active' ORDER BY unit_id, lower(period)
"""


async def ledger_of(cause_id: UUID) -> Ledger:
    """The days that a loan or an exhibit has of each of its units."""
    found: Ledger = {}
    for row in await db.fetch(_LEDGER, cause_id):
        found.setdefault(row["unit_id"], []).append(Days(row["start"], row["end"]))
    return found


async def day_changes(had: Ledger, has: Ledger) -> list[DayChange]:
    """What days somebody gives back and takes anew, from today on."""
    units = sorted(had.keys() | has.keys())
    rows = await db.fetch("SELECT id, serial_number FROM unit WHERE id = ANY($1::uuid[])", units)
    names = {row["id"]: row["serial_number"] for row in rows}
    day = today()
    return [
        DayChange(
            unit_id=unit,
            serial_number=names[unit],
            # days that are over come free for nobody
            start=max(days.start, day) if becomes is Becomes.FREED else days.start,
            end=days.end,
            becomes=becomes,
        )
        for unit in units
        for becomes, more, less in ((Becomes.FREED, had, has), (Becomes.TAKEN, has, had))
        for days in _difference(more.get(unit, []), less.get(unit, []))
        if days.end > day
    ]


def _difference(more: list[Days], less: list[Days]) -> list[Days]:
    left = more
    for taken_out in less:
        left = [rest for days in left for rest in without(days, taken_out)]
    return left
