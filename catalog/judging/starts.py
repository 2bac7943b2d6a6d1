"""On which days a trial can begin, worked out from the gaps between what is taken. Pure.

A unit can serve a trial when one of its gaps holds all days the trial blocks. Both ends of these days move on
with the start, so each gap allows one stretch of starts: from the first that it can be dispatched for, to the
last after which it is back in time. Counting the stretches that cover a day says how many units are free.
"""

import heapq
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

import msgspec

from catalog.judging.ledger import Gaps
from catalog.judging.lending import Lending
from catalog.rules import NOTHING_YET, Borrowing, Objection, OpenDays, earliest_start, objections
from catalog.terms import Days, Terms
from core.calendar import ONE_DAY, WorkingDays

LONGEST_SEARCH = 366
# Another start does not mend these.
_FOR_EVERY_START = {"end-before-start", "outside-intake", "too-short", "too-long", "too-many-units"}


class Start(msgspec.Struct, frozen=True, order=True):
    """A day on which a trial can begin, and with how many units."""

    day: date
    free_units: int


class Timetable:
    """Between which starts a gap serves trials of one length; remembers what it has worked out.

    `transit` and `ready` are working days: on the way there, and until the unit may leave again afterwards.
    """

    def __init__(self, working: WorkingDays, transit: int, ready: int, length: int) -> None:
        self.working, self.transit, self.ready, self.length = working, transit, ready, length
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}

    def first_start(self, since: int) -> int:
        """The first start for which a unit that is free from `since` on leaves in time."""
        if (known := self._first.get(since)) is None:
            leaving = self.working.next_working(date.fromordinal(since))
            known = self._first[since] = self.working.after(leaving, self.transit).toordinal()
        return known

    def last_start(self, until: int) -> int:
        """The last start from which a unit is back, and ready to leave again, by `until`."""
        if (known := self._last.get(until)) is None:
            end = last_end(self.working, self.ready, date.fromordinal(until))
            known = self._last[until] = end.toordinal() - self.length
        return known


@lru_cache(maxsize=512)
def _timetable(working: WorkingDays, transit: int, ready: int, length: int) -> Timetable:
    """One timetable for all counters whose rules come to the same."""
    return Timetable(working, transit, ready, length)


def last_end(working: WorkingDays, ready: int, until: date) -> date:
    """The last end (exclusive) of a trial whose unit is ready to leave again by `until`."""
    return working.before(working.last_working(until - ONE_DAY) + ONE_DAY, ready)


def ready_after(terms: Terms) -> int:
    """Working days from the end of a trial until the unit may leave again."""
    return terms.transit_working_days + terms.turnaround_working_days


class Openings:
    """On which days the rules let a trial of one length begin; remembers what it has worked out."""

    def __init__(
        self,
        terms: Terms,
        open_days: OpenDays,
        length: int,
        quantity: int,
        today: date,
        borrowing: Borrowing = NOTHING_YET,
    ) -> None:
        self.terms, self.open_days, self.length, self.quantity = terms, open_days, length, quantity
        self.today, self.borrowing = today, borrowing
        self.first = earliest_start(terms, open_days, today)
        self.last = today + timedelta(days=min(terms.horizon_days, LONGEST_SEARCH))
        against = {one.code for one in self._against(self.first)}
        self.is_hopeless = bool(against & _FOR_EVERY_START) or self.first > self.last
        self._open: dict[int, bool] = {}

    def _against(self, start: date) -> list[Objection]:
        trial = Days(start, start + timedelta(days=self.length))
        return objections(trial, self.quantity, self.terms, self.open_days, self.today, self.borrowing)

    def is_open(self, day: int) -> bool:
        """Whether the rules let a trial begin on this day."""
        if (known := self._open.get(day)) is None:
            known = self._open[day] = not self._against(date.fromordinal(day))
        return known


@lru_cache(maxsize=512)
def _openings(terms: Terms, open_days: OpenDays, length: int, quantity: int, today: date) -> Openings:
    """For whoever has borrowed nothing yet: worked out once for all under these very rules."""
    return Openings(terms, open_days, length, quantity, today)


class Starts:
    """The starts of trials of one length with one lender, under all rules that hold there."""

    def __init__(
        self,
        lending: Lending,
        lender_id: UUID | None,
        length: int,
        quantity: int,
        today: date,
        borrowing: Borrowing = NOTHING_YET,
    ) -> None:
        self.lending, self.lender_id, self.quantity, self.length = lending, lender_id, quantity, length
        terms, open_days = lending.terms, lending.open_days(lender_id)
        self.timetable = _timetable(open_days.lender, terms.transit_working_days, ready_after(terms), length)
        self.openings = (
            _openings(terms, open_days, length, quantity, today)
            if borrowing is NOTHING_YET
            else Openings(terms, open_days, length, quantity, today, borrowing)
        )
        self.first, self.last = self.openings.first, self.openings.last
        self.is_hopeless, self.is_open = self.openings.is_hopeless, self.openings.is_open

    def soonest(self, gaps: Gaps, first: date, last: date) -> Start | None:
        """The first start from `first` to `last` for which enough units are free.

        Only where a stretch begins can the count rise: nothing between these days need be looked at.
        """
        found = 0
        covering: list[int] = []
        for begin, end in self._open_stretches(gaps, first.toordinal(), last.toordinal()):
            if found and begin > found:
                break
            while covering and covering[0] < begin:
                heapq.heappop(covering)
            heapq.heappush(covering, end)
            if len(covering) >= self.quantity:
                found = begin
        return Start(date.fromordinal(found), len(covering)) if found else None

    def _open_stretches(self, gaps: Gaps, first: int, last: int) -> Iterator[tuple[int, int]]:
        begin, first_start, last_start = first, self.timetable.first_start, self.timetable.last_start
        for since, until in zip(gaps.since, gaps.until, strict=True):
            begin = max(begin, first_start(since))
            end = min(last_start(until), last)
            while begin <= end and not self.is_open(begin):
                begin += 1
            if begin > last:
                return
            if begin <= end:
                yield begin, end

    def latest(self, gaps: Gaps, first: date, last: date) -> Start | None:
        """The last start from `first` to `last` for which enough units are free."""
        counts = self.counts(gaps, first, last)
        for day, free in sorted(counts.items(), reverse=True):
            if free >= self.quantity and self.is_open(day.toordinal()):
                return Start(day, free)
        return None

    def counts(self, gaps: Gaps, first: date, last: date) -> Mapping[date, int]:
        """For each start from `first` to `last`: how many units are free, whatever the rules say."""
        zero, size = first.toordinal(), (last - first).days + 1
        changes = [0] * (max(size, 0) + 1)
        for since, until in zip(gaps.since, gaps.until, strict=True):
            begin = max(self.timetable.first_start(since) - zero, 0)
            end = min(self.timetable.last_start(until) - zero, size - 1)
            if begin <= end:
                changes[begin] += 1
                changes[end + 1] -= 1
        free, counts = 0, {}
        for offset in range(size):
            free += changes[offset]
            counts[first + timedelta(days=offset)] = free
        return counts
