"""Between which stops a show travels and on which days; what is to be done with an exhibit next. Pure."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise
from uuid import UUID

import msgspec

from catalog.terms import Days
from core.calendar import ONE_DAY
from exhibitions.domain import TourMove

LONGEST_NAME = 100
LONGEST_NOTE = 500


class Stop(msgspec.Struct, frozen=True):
    """A venue and its days."""

    venue_id: UUID
    days: Days


class Way(msgspec.Struct, frozen=True):
    """From one stop to the next; None is the counter. Both days count, also when they are the same."""

    from_venue_id: UUID | None
    to_venue_id: UUID | None
    departs_on: date
    arrives_on: date


def ways_between(stops: Sequence[Stop], show: Days) -> list[Way]:
    """From the counter to the first stop, on to each next one, and home again.

    Where days are left between two stops the show travels on the first of them; else it leaves on the evening
    of the last day and arrives on the morning of the first. All days lie within the show's own: these are
    taken in the ledger for every unit.
    """
    if not stops:
        return []
    ordered = sorted(stops, key=lambda one: one.days)
    first, last = ordered[0], ordered[-1]
    outward = max(first.days.start - ONE_DAY, show.start)
    ways = [Way(None, first.venue_id, outward, outward)]
    for before, after in pairwise(ordered):
        has_room = before.days.end < after.days.start
        leaves = before.days.end if has_room else before.days.last_day
        arrives = leaves if has_room else after.days.start
        ways.append(Way(before.venue_id, after.venue_id, leaves, arrives))
    home = min(last.days.end, show.last_day)
    return [*ways, Way(last.venue_id, None, home, home)]


def next_move(done: Collection[TourMove]) -> TourMove | None:
    """What a scan says of an exhibit: the first that it is loaded, the second that it is unloaded."""
    if TourMove.LOAD not in done:
        return TourMove.LOAD
    return None if TourMove.UNLOAD in done else TourMove.UNLOAD
