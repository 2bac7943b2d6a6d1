"""The report as a page shows it: columns over the periods, bars over the groups, tables of everything."""

import msgspec

from core.i18n import Text, gettext
from loans.reports.domain import MEASURES, Figures, period_name
from loans.reports.queries import LoanReport

CHARTED = ("requested", "confirmed", "returned", "results")


class ShownGroup(msgspec.Struct, frozen=True):
    """A line of a table: its name and its figures in the order of `MEASURES`."""

    label: Text
    figures: list[int]


class ShownPeriod(msgspec.Struct, frozen=True):
    """A period with the lines of its groups."""

    name: Text
    total: list[int]
    groups: list[ShownGroup]


class ReportView(msgspec.Struct, frozen=True):
    """Everything the page needs; `bars` are requests by group over the whole range."""

    periods: list[ShownPeriod]
    totals: list[ShownGroup]
    headings: list[Text]
    series: list[tuple[Text, list[int]]]
    bars: list[tuple[str, int]]
    is_empty: bool


def viewed(report: LoanReport) -> ReportView:
    """The report, arranged for its page."""
    periods = [
        ShownPeriod(
            name=period_name(period.start, report.by),
            total=_numbers(period.total),
            groups=[ShownGroup(group.label, _numbers(group)) for group in period.groups],
        )
        for period in report.periods
    ]
    return ReportView(
        periods=periods,
        totals=[ShownGroup(period.name, period.total) for period in periods],
        headings=[measure.label for measure in MEASURES],
        series=[
            (measure.label, [getattr(period.total, measure.name) for period in report.periods])
            for measure in MEASURES
            if measure.name in CHARTED
        ],
        bars=_bars(report),
        is_empty=not any(any(period.total) for period in periods),
    )


def _numbers(figures: Figures) -> list[int]:
    return [getattr(figures, measure.name) for measure in MEASURES]


def _bars(report: LoanReport) -> list[tuple[str, int]]:
    """Requests by group, the most first."""
    sums: dict[tuple[str, str], int] = {}
    for period in report.periods:
        for group in period.groups:
            sums[group.key, group.label] = sums.get((group.key, group.label), 0) + group.requested
    return sorted(((label, number) for (_, label), number in sums.items()), key=lambda bar: -bar[1])


def several_items() -> str:
    """Why the items may add up to more than the total."""
    return gettext(
        "複数の項目にあたる機種は、それぞれの項目で数えるため、項目の和は合計より多くなることがあります。"
    )
