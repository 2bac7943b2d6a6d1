"""A report as a page shows it: columns over the periods, bars over the groups, tables of everything."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

import msgspec

from catalog.domain import TaxonomyVersion
from catalog.reporting.periods import By, Measure, period_name
from core.i18n import Text, gettext


class CountedGroup(Protocol):
    """The counts of one group, each under its measure's name."""

    @property
    def label(self) -> Text:
        """What it is called."""

    @property
    def key(self) -> str:
        """By what it is known."""


class CountedPeriod(Protocol):
    """The counts of one period, `end` exclusive, and of its groups."""

    @property
    def start(self) -> date:
        """Its first day."""

    @property
    def end(self) -> date:
        """The day after its last."""

    @property
    def total(self) -> Any:
        """The counts over all groups."""

    @property
    def groups(self) -> Sequence[CountedGroup]:
        """The same groups in each period."""


class ShownGroup(msgspec.Struct, frozen=True):
    """A line of a table: its name and its figures in the order of the measures."""

    label: Text
    figures: list[int]


class ShownPeriod(msgspec.Struct, frozen=True):
    """A period with the lines of its groups."""

    name: Text
    total: list[int]
    groups: list[ShownGroup]


class ReportView(msgspec.Struct, frozen=True):
    """Everything the page needs; `bars` are the first charted measure by group over the whole range."""

    periods: list[ShownPeriod]
    totals: list[ShownGroup]
    headings: list[Text]
    series: list[tuple[Text, list[int]]]
    bars: list[tuple[str, int]]
    is_empty: bool


def viewed(
    periods: Sequence[CountedPeriod], by: By, measures: Sequence[Measure], charted: Sequence[str]
) -> ReportView:
    """A report arranged for its page; `charted` names measures, the first one is shown by group, too."""
    shown = [
        ShownPeriod(
            name=period_name(period.start, by),
            total=numbers(period.total, measures),
            groups=[ShownGroup(group.label, numbers(group, measures)) for group in period.groups],
        )
        for period in periods
    ]
    return ReportView(
        periods=shown,
        totals=[ShownGroup(period.name, period.total) for period in shown],
        headings=[measure.label for measure in measures],
        series=[
            (measure.label, [getattr(period.total, measure.name) for period in periods])
            for measure in measures
            if measure.name in charted
        ],
        bars=_bars(periods, charted[0]),
        is_empty=not any(any(period.total) for period in shown),
    )


def numbers(figures: object, measures: Sequence[Measure]) -> list[int]:
    """The counts in the order of the measures."""
    return [getattr(figures, measure.name) for measure in measures]


def _bars(periods: Sequence[CountedPeriod], name: str) -> list[tuple[str, int]]:
    """One measure by group, the most first."""
    sums: dict[tuple[str, str], int] = {}
    for period in periods:
        for group in period.groups:
            known = (group.key, str(group.label))
            sums[known] = sums.get(known, 0) + getattr(group, name)
    return sorted(((label, number) for (_, label), number in sums.items()), key=lambda bar: -bar[1])


def several_items() -> str:
    """Why the items may add up to more than the total."""
    return gettext(
        "複数の項目にあたる機種は、それぞれの項目で数えるため、項目の和は合計より多くなることがあります。"
    )


def told_apart(words: Text, version: TaxonomyVersion, *, by_item: bool) -> Text:
    """What a report is told apart by; of items it is said of which version they are."""
    return gettext("%(words)s（%(version)s年版）", words=words, version=version.value) if by_item else words


class Report(Protocol):
    """What a report was asked, and its periods."""

    @property
    def by(self) -> By:
        """How long its periods are."""

    @property
    def group(self) -> str:
        """What it is told apart by."""

    @property
    def taxonomy(self) -> TaxonomyVersion:
        """Of which version its items are."""

    @property
    def periods(self) -> Sequence[CountedPeriod]:
        """Its periods, earliest first."""


def file_name(kind: str, report: Report, *, by_item: bool) -> str:
    """What a workbook is called: two that differ in anything have two names."""
    version = f"-{report.taxonomy.value}" if by_item else ""
    return f"{kind}-{report.periods[0].start}-{report.by}-{report.group}{version}.xlsx"
