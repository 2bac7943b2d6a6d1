"""On which days a trial of a certain length can begin: two months of them, as the product page shows it."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import msgspec

from catalog.availability import Lending, free_starts, lending_of
from catalog.rules import earliest_start, objections
from catalog.terms import Days
from core.clock import today
from core.i18n import Text, lazy, ngettext
from core.web.months import Day, Month, month_of

_USUAL_LENGTHS = (3, 7, 14, 21, 28, 30, 60, 90)
_MONTHS = 2
_OUTSIDE = lazy("受付の外")


class TrialCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """Free starts for trials of `length` days; `chosen` is the trial looked at, with what is free then."""

    product_id: UUID
    lending: Lending
    length: int
    lengths: list[int]
    months: list[Month]
    previous: date | None
    next: date | None
    chosen: Days | None
    chosen_free: int
    is_open: bool

    def path(self, *, month: date | None = None, start: date | None = None) -> str:
        """The address of the product page that shows another month, or a chosen day of this one."""
        shown = month or self.months[0].first
        chosen = f"&start={start.isoformat()}" if start else ""
        return f"/products/{self.product_id}?days={self.length}&month={shown:%Y-%m}{chosen}#calendar"


async def trial_calendar(
    product_id: UUID,
    counter_id: UUID | None,
    *,
    month: date | None,
    length: int | None,
    start: date | None,
    facility_id: UUID | None = None,
) -> TrialCalendar:
    """The calendar from `month` on, under the rules of the counter; what is out of range is put right."""
    day = today()
    lending = await lending_of(product_id, counter_id, day, facility_id)
    terms = lending.terms
    length = min(max(length or terms.default_days, terms.min_days), terms.max_days)
    last_month = (day + timedelta(days=terms.horizon_days)).replace(day=1)
    first = min(max((month or start or day).replace(day=1), day.replace(day=1)), last_month)
    firsts = [first]
    while len(firsts) < _MONTHS:
        firsts.append(_next_month(firsts[-1]))
    following = _next_month(firsts[-1])
    begin = max(first, day)
    trial = Days(begin, begin + timedelta(days=length))
    free = await free_starts(lending, trial, following - timedelta(days=1))
    chosen = _chosen(start, length, lending, day)
    look = _Look(product_id, lending, length, first, free, day)
    return TrialCalendar(
        product_id=product_id,
        lending=lending,
        length=length,
        lengths=_lengths(lending, length),
        months=[month_of(one, look.at) for one in firsts],
        previous=_previous_month(first) if first > day.replace(day=1) else None,
        next=_next_month(first) if following <= last_month else None,
        chosen=chosen,
        chosen_free=free.get(chosen.start, 0) if chosen else 0,
        is_open=_is_open(lending, length, day),
    )


def _is_open(lending: Lending, length: int, day: date) -> bool:
    """Whether any start is open today; what closes single days shows on them."""
    first = earliest_start(lending.terms, lending.open_days(), day)
    trial = Days(first, first + timedelta(days=length))
    found = objections(trial, 1, lending.terms, lending.open_days(), day)
    return all(one.field != "start" for one in found)


def _chosen(start: date | None, length: int, lending: Lending, day: date) -> Days | None:
    if start is None or start < day or start > day + timedelta(days=lending.terms.horizon_days):
        return None
    trial = Days(start, start + timedelta(days=length))
    return None if objections(trial, 1, lending.terms, lending.open_days(), day) else trial


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _previous_month(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _lengths(lending: Lending, length: int) -> list[int]:
    """The lengths offered: usual ones within the terms, the shortest, the longest and the one chosen."""
    shortest, longest = lending.terms.min_days, lending.terms.max_days
    usual = {days for days in _USUAL_LENGTHS if shortest <= days <= longest}
    return sorted(usual | {length, lending.terms.default_days, longest})


class _Look(msgspec.Struct, frozen=True):
    """How each day of the calendar is judged."""

    product_id: UUID
    lending: Lending
    length: int
    shown: date
    free: Mapping[date, int]
    today: date

    def at(self, day: date) -> Day:
        """The look of one day; it leads to its trial, or to the wait for it."""
        trial = Days(day, day + timedelta(days=self.length))
        if day < self.today:
            return Day(day, "past")
        if objections(trial, 1, self.lending.terms, self.lending.open_days(), self.today):
            return Day(day, "past", _OUTSIDE)
        free = self.free.get(day, 0)
        path = f"/products/{self.product_id}?days={self.length}&month={self.shown:%Y-%m}&start={day}#calendar"
        if not free:
            return Day(day, "busy", href=path)  # one can wait for it
        is_last = free == 1 and self.lending.unit_count > 1
        return Day(day, "few" if is_last else "free", _words(free), path)


def _words(free: int) -> Text:
    return ngettext("%(n)s台空き", "%(n)s台空き", free)
