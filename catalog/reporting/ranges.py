"""The ranges that offices report on, a press away."""

from datetime import date, timedelta

import msgspec

from catalog.reporting.periods import By, first_day
from core.calendar import ONE_DAY, fiscal_year
from core.i18n import LazyText, lazy


class Range(msgspec.Struct, frozen=True):
    """A range with a name; `last` is its last day."""

    label: LazyText
    first: date
    last: date
    by: By


def usual_ranges(day: date) -> list[Range]:
    """This month and the last one, this half-year, this fiscal year and the last one, and three years."""
    month, half = first_day(day, By.MONTH), first_day(day, By.HALF)
    year, this = date(fiscal_year(day), 4, 1), fiscal_year(day)
    month_before = first_day(month - ONE_DAY, By.MONTH)
    return [
        Range(lazy("今月"), month, _end_of(month, 1), By.MONTH),
        Range(lazy("先月"), month_before, month - ONE_DAY, By.MONTH),
        Range(lazy("今の半期（月ごと）"), half, _end_of(half, 6), By.MONTH),
        Range(lazy("今年度（月ごと）"), year, date(this + 1, 3, 31), By.MONTH),
        Range(lazy("昨年度（月ごと）"), date(this - 1, 4, 1), year - ONE_DAY, By.MONTH),
        Range(lazy("昨年度と今年度（半期ごと）"), date(this - 1, 4, 1), date(this + 1, 3, 31), By.HALF),
        Range(lazy("3年度分（年度ごと）"), date(this - 2, 4, 1), date(this + 1, 3, 31), By.FISCAL_YEAR),
    ]


def _end_of(first: date, months: int) -> date:
    later = first + timedelta(days=31 * months)
    return later.replace(day=1) - ONE_DAY
