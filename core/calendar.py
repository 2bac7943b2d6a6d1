"""Working days in Japan: no weekends, national holidays, 29 December-3 January, nor closing days.

Care facilities work every day of the year: only what they say themselves closes them (ADR 0005).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache

import jpholiday

ONE_DAY = timedelta(days=1)
_LONGEST_CLOSURE = 400  # a party closed for more than a year is a mistake in its settings


@lru_cache(maxsize=8192)
def is_public_closure(day: date) -> bool:
    """Weekend, national holiday, or the turn of the year (DOMAIN section 11)."""
    if day.weekday() >= 5 or (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return True
    return bool(jpholiday.is_holiday(day))


@dataclass(frozen=True)
class WorkingDays:
    """The working days of one party, or of several at once when their closing days are united."""

    closed: frozenset[date] = frozenset()
    closed_weekdays: frozenset[int] = frozenset()  # 0 is Monday
    keeps_public_closures: bool = True

    @classmethod
    def of(cls, closed: Collection[date] = (), closed_weekdays: Collection[int] = ()) -> "WorkingDays":
        """Working days of an office with these extra closing days."""
        return cls(frozenset(closed), frozenset(closed_weekdays))

    @classmethod
    def of_facility(
        cls, closed: Collection[date] = (), closed_weekdays: Collection[int] = ()
    ) -> "WorkingDays":
        """Working days of a care facility: every day but its own closing days."""
        return cls(frozenset(closed), frozenset(closed_weekdays), keeps_public_closures=False)

    def joined(self, other: "WorkingDays") -> "WorkingDays":
        """Days on which both parties work."""
        return WorkingDays(
            self.closed | other.closed,
            self.closed_weekdays | other.closed_weekdays,
            self.keeps_public_closures or other.keeps_public_closures,
        )

    def is_working(self, day: date) -> bool:
        """Whether the party is open on `day`."""
        if self.keeps_public_closures and is_public_closure(day):
            return False
        return not (day in self.closed or day.weekday() in self.closed_weekdays)

    def next_working(self, day: date) -> date:
        """`day` itself or the first working day after it."""
        return self._first(day, ONE_DAY)

    def last_working(self, day: date) -> date:
        """`day` itself or the last working day before it."""
        return self._first(day, -ONE_DAY)

    def before(self, day: date, count: int) -> date:
        """The day on which something must begin so that `count` working days pass before `day`."""
        return self._shift(day - ONE_DAY, count, -ONE_DAY) + ONE_DAY

    def after(self, day: date, count: int) -> date:
        """The first day that is free again when `count` working days are needed from `day` on."""
        return self._shift(day, count, ONE_DAY)

    def _shift(self, day: date, count: int, step: timedelta) -> date:
        for _ in range(count):
            day = self._first(day, step) + step
        return day

    def _first(self, day: date, step: timedelta) -> date:
        for _ in range(_LONGEST_CLOSURE):
            if self.is_working(day):
                return day
            day += step
        raise ValueError("a party has no working day within a year of " + day.isoformat())


def fiscal_year(day: date) -> int:
    """The Japanese fiscal year (April to March) a day belongs to."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_days(year: int) -> tuple[date, date]:
    """The first day of a fiscal year, and the first day after it."""
    first = date(year, 4, 1) if year >= MINYEAR else date.min
    return first, date(year + 1, 4, 1) if year < MAXYEAR else date.max
