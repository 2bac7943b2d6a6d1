"""The loan report as a workbook: one row for each period and group, and a sheet that says what is counted."""

from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.calendar import ONE_DAY
from core.i18n import gettext
from core.text import plain_cell
from loans.reports.domain import GROUPING_WORDS, MEASURES, Figures, Period, period_name
from loans.reports.queries import LoanReport
from loans.reports.view import several_items

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDE, _NARROW = 36, 12


def report_workbook(report: LoanReport) -> bytes:
    """The workbook's bytes; slow for many rows, so a handler runs it in a thread."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        heading = book.add_format({"bold": True, "bg_color": "#E8F1FE", "bottom": 1, "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _write_figures(book.add_worksheet(gettext("集計")), report, heading, day)
        _write_definitions(book.add_worksheet(gettext("数え方")), heading)
    return buffer.getvalue()


def _write_figures(sheet: Worksheet, report: LoanReport, heading: Format, day: Format) -> None:
    titles = [gettext("期間"), gettext("開始日"), gettext("最終日"), str(GROUPING_WORDS[report.group])]
    titles += [str(measure.label) for measure in MEASURES]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, heading)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 2, _NARROW)
    sheet.set_column(3, 3, _WIDE)
    sheet.set_column(4, len(titles) - 1, _NARROW)
    sheet.freeze_panes(1, 4)
    row = 0
    for period in report.periods:
        for label, figures in _lines(period):
            row += 1
            sheet.write_string(row, 0, plain_cell(str(period_name(period.start, report.by))))
            sheet.write_datetime(row, 1, period.start, day)
            sheet.write_datetime(row, 2, period.end - ONE_DAY, day)
            sheet.write_string(row, 3, plain_cell(str(label)))
            for column, measure in enumerate(MEASURES, start=4):
                sheet.write_number(row, column, getattr(figures, measure.name))
    sheet.autofilter(0, 0, row, len(titles) - 1)


def _lines(period: Period) -> list[tuple[str, Figures]]:
    return [*((group.label, group) for group in period.groups), (gettext("合計"), period.total)]


def _write_definitions(sheet: Worksheet, heading: Format) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, gettext("項目"), heading)
    sheet.write_string(0, 1, gettext("数え方"), heading)
    for row, measure in enumerate(MEASURES, start=1):
        sheet.write_string(row, 0, str(measure.label))
        sheet.write_string(row, 1, str(measure.definition))
    sheet.write_string(len(MEASURES) + 1, 0, gettext("合計"))
    sheet.write_string(len(MEASURES) + 1, 1, gettext("1件の試用貸出を1回だけ数えます。") + several_items())
