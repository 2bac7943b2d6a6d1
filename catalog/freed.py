"""Days that the ledger gives back: said once, here, to whoever waits for them.

Each stretch of a unit's days that is free again asks the outbox for `days_freed`, with
`{unit_id, start, end}`: local days, `end` exclusive, none of them past. The days may be taken anew before
the row is delivered, even by the transaction that gave them back: who reads it asks the judge again.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from catalog.terms import Days
from core.clock import today
from core.ids import new_id
from notifications.outbox import enqueue

KIND = "days_freed"


class FreedDays(msgspec.Struct, frozen=True):
    """The payload of a row of kind `days_freed`."""

    unit_id: UUID
    start: date
    end: date


def without(days: Days, kept: Days | None) -> list[Days]:
    """What of `days` is left when `kept` is taken out of it: nothing, one stretch or two."""
    if kept is None or not days.meets(kept):
        return [days]
    left = [Days(days.start, kept.start), Days(kept.end, days.end)]
    return [stretch for stretch in left if stretch.start < stretch.end]


async def tell_freed(given_back: Iterable[tuple[UUID, Days]]) -> None:
    """Ask once for each stretch that is free again from today on."""
    day = today()
    for unit_id, days in given_back:
        if days.end > day:
            freed = FreedDays(unit_id, max(days.start, day), days.end)
            await enqueue(KIND, f"{KIND}:{new_id()}", msgspec.structs.asdict(freed))
