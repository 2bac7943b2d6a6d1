"""The demand as a page shows it: by product over all months, why refused, and month by month."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from catalog.reporting.periods import By, period_name
from core.i18n import Text
from loans.demand.queries import Counts, DemandReport, DemandRow
from loans.demand.words import MEASURES, reason_words


class ProductDemand(msgspec.Struct, frozen=True):
    """A product over all months and counters."""

    product_id: UUID
    name: str
    figures: list[int]
    reasons: list[tuple[Text, int]]


class MonthDemand(msgspec.Struct, frozen=True):
    """A month, product by product and counter by counter."""

    name: Text
    rows: list[tuple[DemandRow, list[int]]]


class DemandView(msgspec.Struct, frozen=True):
    """Everything the page needs."""

    headings: list[Text]
    products: list[ProductDemand]
    months: list[MonthDemand]
    series: list[tuple[Text, list[int]]]

    @property
    def is_empty(self) -> bool:
        """Whether there was no demand at all."""
        return not self.products


def viewed(report: DemandReport) -> DemandView:
    """The report, arranged for its page."""
    everything = [row for period in report.periods for row in period.rows]
    return DemandView(
        headings=[measure.label for measure in MEASURES],
        products=_products(everything),
        months=[
            MonthDemand(period_name(period.start, By.MONTH), [(row, figures_of(row)) for row in period.rows])
            for period in report.periods
        ],
        series=[
            (
                measure.label,
                [sum(getattr(row, measure.name) for row in period.rows) for period in report.periods],
            )
            for measure in MEASURES[:3]
        ],
    )


def figures_of(row: Counts) -> list[int]:
    """The counts in the order of `MEASURES`."""
    return [getattr(row, measure.name) for measure in MEASURES]


def reasons_of(rows: Iterable[Counts]) -> list[tuple[Text, int]]:
    """Why was refused how often, the most frequent first."""
    codes: dict[str, int] = {}
    for row in rows:
        for code, times in row.reasons.items():
            codes[code] = codes.get(code, 0) + times
    return [(reason_words(code), times) for code, times in sorted(codes.items(), key=lambda one: -one[1])]


def _products(rows: list[DemandRow]) -> list[ProductDemand]:
    """Those most asked for first."""
    by_product: dict[UUID, list[DemandRow]] = {}
    for row in rows:
        by_product.setdefault(row.product_id, []).append(row)
    shown = [
        ProductDemand(
            product_id=product_id,
            name=of[0].product_name,
            figures=[sum(figures) for figures in zip(*map(figures_of, of), strict=True)],
            reasons=reasons_of(of),
        )
        for product_id, of in by_product.items()
    ]
    return sorted(shown, key=lambda product: [-figure for figure in product.figures])
