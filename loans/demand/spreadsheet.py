"""The demand as a workbook: one row for each month, product and counter, and what is counted."""

from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalog.reporting.periods import By, period_name
from core.i18n import gettext
from core.text import plain_cell
from loans.demand.queries import DemandReport
from loans.demand.view import figures_of, reasons_of
from loans.demand.words import MEASURES


def demand_workbook(report: DemandReport) -> bytes:
    """The workbook's bytes; slow for many rows, so a handler runs it in a thread."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        heading = book.add_format({"bold": True, "bg_color": "#E8F1FE", "bottom": 1, "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _write_figures(book.add_worksheet(gettext("集計")), report, heading, day)
        _write_definitions(book.add_worksheet(gettext("数え方")), heading)
    return buffer.getvalue()


def _write_figures(sheet: Worksheet, report: DemandReport, heading: Format, day: Format) -> None:
    titles = [gettext("期間"), gettext("開始日"), gettext("機種"), gettext("相談窓口")]
    titles += [str(measure.label) for measure in MEASURES] + [gettext("断りの理由")]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, heading)
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, 3, 36)
    sheet.set_column(len(titles) - 1, len(titles) - 1, 60)
    sheet.freeze_panes(1, 4)
    line = 0
    for period in report.periods:
        for row in period.rows:
            line += 1
            sheet.write_string(line, 0, plain_cell(str(period_name(period.start, By.MONTH))))
            sheet.write_datetime(line, 1, period.start, day)
            sheet.write_string(line, 2, plain_cell(row.product_name))
            sheet.write_string(line, 3, plain_cell(row.counter_name))
            for column, figure in enumerate(figures_of(row), start=4):
                sheet.write_number(line, column, figure)
            said = gettext("、").join(f"{words} {times}" for words, times in reasons_of([row]))
            sheet.write_string(line, len(titles) - 1, plain_cell(said))
    sheet.autofilter(0, 0, line, len(titles) - 1)


def _write_definitions(sheet: Worksheet, heading: Format) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, gettext("項目"), heading)
    sheet.write_string(0, 1, gettext("数え方"), heading)
    for row, measure in enumerate(MEASURES, start=1):
        sheet.write_string(row, 0, str(measure.label))
        sheet.write_string(row, 1, str(measure.definition))
