"""What the loan report counts, over which periods, in which groups. Pure.

Source: DOMAIN sections 9 and 11. Loans are counted, not units. A period is a whole month, half-year (April to
September, October to March) or fiscal year (April to March): a range reports each period that it touches.

- `requested`, `confirmed`, `declined`, `cancelled`, `returned`, `results`, `introduce` are steps of a loan
  that occurred within the period; `cancelled` holds withdrawals and other dates that were refused, `results`
  final reports, `introduce` those of them that decided to introduce the product.
- `on_trial` and `overdue` are standings: at the end of the period's last day, or now while it is running.
  Before a period has begun they are 0. Overdue is judged by the dates agreed at that time, whatever was
  extended later.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from catalog.terms import Days
from core.i18n import LazyText, Text, format_month, gettext, lazy

EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 1, 1)
_LONGEST_YEARS = 10


class By(StrEnum):
    """How long a period is."""

    MONTH = "month"
    HALF = "half"
    FISCAL_YEAR = "fiscal_year"


class Grouping(StrEnum):
    """What the loans of a period are told apart by."""

    ITEM = "item"
    PRODUCT = "product"
    COUNTER = "counter"


BY_WORDS: dict[By, LazyText] = {
    By.MONTH: lazy("月ごと"),
    By.HALF: lazy("半期ごと"),
    By.FISCAL_YEAR: lazy("年度ごと"),
}
GROUPING_WORDS: dict[Grouping, LazyText] = {
    Grouping.ITEM: lazy("重点分野の項目"),
    Grouping.PRODUCT: lazy("機種"),
    Grouping.COUNTER: lazy("相談窓口"),
}


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of one period, or of one group of it."""

    requested: int = 0
    confirmed: int = 0
    declined: int = 0
    cancelled: int = 0
    on_trial: int = 0
    returned: int = 0
    overdue: int = 0
    results: int = 0
    introduce: int = 0
    afterwards: int = 0


class Group(Figures, frozen=True, kw_only=True):
    """The counts of one item, product or counter; `other` holds what the chosen taxonomy has no item for."""

    key: str
    label: str


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """One period, `end` exclusive; `total` counts every loan once, whatever the groups do."""

    start: date
    end: date
    total: Figures
    groups: list[Group]


class Measure(msgspec.Struct, frozen=True):
    """One count: its field, its heading, and what exactly is counted."""

    name: str
    label: LazyText
    definition: LazyText


MEASURES: tuple[Measure, ...] = (
    Measure("requested", lazy("申込"), lazy("期間中に受け付けた申込の件数")),
    Measure("confirmed", lazy("承諾"), lazy("期間中に貸主が承諾した件数")),
    Measure("declined", lazy("謝絶"), lazy("期間中に窓口か貸主が断った件数")),
    Measure("cancelled", lazy("取消"), lazy("期間中に取り消された件数（別の日程の提案を断ったものを含む）")),
    Measure("on_trial", lazy("試用中"), lazy("期末（途中の期間は現在）に試用中の件数")),
    Measure("returned", lazy("返却"), lazy("期間中に貸主が返却を受け入れた件数")),
    Measure("overdue", lazy("返却遅れ"), lazy("試用中のうち、その時点で返却日を過ぎていた件数")),
    Measure("results", lazy("結果報告"), lazy("期間中に試用後の結果報告が提出された件数")),
    Measure("introduce", lazy("導入を決定"), lazy("期間中の結果報告のうち、導入すると決めた件数")),
    Measure("afterwards", lazy("後から記録"), lazy("申込のうち、紙の記録から後で入力した件数")),
)


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
