"""Periods of reports: months, halves (April to September), fiscal years (April to March). Pure.

A period is always whole: a range reports each period that it touches.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from catalog.terms import Days
from core.errors import Invalid
from core.i18n import LazyText, Text, format_month, gettext, lazy

EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 1, 1)
_LONGEST_YEARS = 10


class By(StrEnum):
    """How long a period is."""

    MONTH = "month"
    HALF = "half"
    FISCAL_YEAR = "fiscal_year"


BY_WORDS: dict[By, LazyText] = {
    By.MONTH: lazy("月ごと"),
    By.HALF: lazy("半期ごと"),
    By.FISCAL_YEAR: lazy("年度ごと"),
}


class Measure(msgspec.Struct, frozen=True):
    """One count: its field, its heading, and what exactly is counted."""

    name: str
    label: LazyText
    definition: LazyText


def objections(start: date, end: date) -> dict[str, str]:
    """What is wrong with a range (`end` exclusive): field of the API to code; empty when nothing."""
    wrong = {
        name: "out-of-range" for name, day in (("from", start), ("to", end)) if not EARLIEST <= day <= LATEST
    }
    if not wrong and end <= start:
        wrong["to"] = "end-before-start"
    elif not wrong and end.year - start.year > _LONGEST_YEARS:
        wrong["to"] = "range-too-long"
    return wrong


def first_day(day: date, by: By) -> date:
    """The first day of the period that `day` lies in."""
    months = _months(by)
    since_april = (day.month - 4) % 12 // months * months
    year = day.year if day.month >= 4 else day.year - 1
    return _months_later(date(year, 4, 1), since_april)


def periods(start: date, end: date, by: By) -> Iterator[Days]:
    """The whole periods that the days from `start` to before `end` touch, earliest first."""
    first = first_day(start, by)
    while first < end:
        after = _months_later(first, _months(by))
        yield Days(first, after)
        first = after


def _months(by: By) -> int:
    return {By.MONTH: 1, By.HALF: 6, By.FISCAL_YEAR: 12}[by]


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def moment_of(period: Days, today: date) -> date | None:
    """The day at whose end standings are taken; None for a period that has not begun."""
    if today < period.start:
        return None
    return min(today, period.end - timedelta(days=1))


def period_name(start: date, by: By) -> Text:
    """2026年10月, 2026年度上半期 or 2026年度."""
    if by is By.MONTH:
        return format_month(start)
    year = start.year if start.month >= 4 else start.year - 1
    if by is By.FISCAL_YEAR:
        return gettext("%(year)s年度", year=year)
    if start.month == 4:
        return gettext("%(year)s年度 上半期", year=year)
    return gettext("%(year)s年度 下半期", year=year)


def days_asked(from_day: str, to_day: str) -> tuple[date, date]:
    """What a program wrote as `from` and `to`; raises `Invalid` naming them."""
    days: dict[str, date] = {}
    wrong: dict[str, str] = {}
    for name, written in (("from", from_day), ("to", to_day)):
        try:
            days[name] = date.fromisoformat(written)
        except ValueError:
            wrong[name] = "wrong-type" if written else "required"
    if wrong:
        raise Invalid(wrong)
    return days["from"], days["to"]
