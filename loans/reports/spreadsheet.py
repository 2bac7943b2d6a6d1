"""The loan report as a workbook: one row for each period and group, and a sheet that says what is counted."""

from collections.abc import Sequence

from catalog.reporting.sections import ReportSection
from catalog.reporting.view import several_items, told_apart
from catalog.reporting.workbook import Sheet, figures_workbook
from core.i18n import gettext
from loans.reports.domain import GROUPING_WORDS, MEASURES, Grouping
from loans.reports.queries import LoanReport


def report_workbook(report: LoanReport, sections: Sequence[ReportSection] = ()) -> bytes:
    """The workbook's bytes, with a sheet for each section of another feature."""
    figures = Sheet(
        by=report.by,
        told_apart=told_apart(
            GROUPING_WORDS[report.group], report.taxonomy, by_item=report.group is Grouping.ITEM
        ),
        measures=MEASURES,
        periods=report.periods,
        notes=gettext("1件の試用貸出を1回だけ数えます。") + several_items(),
    )
    return figures_workbook(figures, sections)
