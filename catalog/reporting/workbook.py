"""A report as a workbook: a row for each period and group, what is counted, and other features' sections."""

from collections.abc import Sequence
from io import BytesIO

import msgspec
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalog.reporting.periods import By, Measure, period_name
from catalog.reporting.sections import ReportSection
from catalog.reporting.view import CountedPeriod
from core.calendar import ONE_DAY
from core.i18n import Text, gettext
from core.text import plain_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDE, _NARROW = 36, 12
_LONGEST_NAME = 31  # of a sheet


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one report; `told_apart` heads the groups, `notes` say how the total is counted."""

    by: By
    told_apart: Text
    measures: Sequence[Measure]
    periods: Sequence[CountedPeriod]
    notes: Text


def figures_workbook(figures: Sheet, sections: Sequence[ReportSection] = ()) -> bytes:
    """The workbook's bytes; slow for many rows, so a handler runs it in a thread."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        heading = book.add_format({"bold": True, "bg_color": "#E8F1FE", "bottom": 1, "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _write_figures(book.add_worksheet(gettext("集計")), figures, heading, day)
        for section in sections:
            _write_section(book.add_worksheet(str(section.title)[:_LONGEST_NAME]), section, heading)
        _write_definitions(book.add_worksheet(gettext("数え方")), figures, heading)
    return buffer.getvalue()


def _write_figures(sheet: Worksheet, figures: Sheet, heading: Format, day: Format) -> None:
    titles = [gettext("期間"), gettext("開始日"), gettext("最終日"), str(figures.told_apart)]
    titles += [str(measure.label) for measure in figures.measures]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, heading)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 2, _NARROW)
    sheet.set_column(3, 3, _WIDE)
    sheet.set_column(4, len(titles) - 1, _NARROW)
    sheet.freeze_panes(1, 4)
    row = 0
    for period in figures.periods:
        for label, counts in _lines(period):
            row += 1
            sheet.write_string(row, 0, plain_cell(str(period_name(period.start, figures.by))))
            sheet.write_datetime(row, 1, period.start, day)
            sheet.write_datetime(row, 2, period.end - ONE_DAY, day)
            sheet.write_string(row, 3, plain_cell(str(label)))
            for column, measure in enumerate(figures.measures, start=4):
                sheet.write_number(row, column, getattr(counts, measure.name))
    sheet.autofilter(0, 0, row, len(titles) - 1)


def _lines(period: CountedPeriod) -> list[tuple[Text, object]]:
    return [*((group.label, group) for group in period.groups), (gettext("合計"), period.total)]


def _write_section(sheet: Worksheet, section: ReportSection, heading: Format) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, len(section.headings), _NARROW)
    for column, title in enumerate([gettext("期間"), *section.headings]):
        sheet.write_string(0, column, str(title), heading)
    for row, line in enumerate(section.lines, start=1):
        sheet.write_string(row, 0, plain_cell(str(line.label)))
        for column, number in enumerate(line.figures, start=1):
            sheet.write_number(row, column, number)


def _write_definitions(sheet: Worksheet, figures: Sheet, heading: Format) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, gettext("項目"), heading)
    sheet.write_string(0, 1, gettext("数え方"), heading)
    for row, measure in enumerate(figures.measures, start=1):
        sheet.write_string(row, 0, str(measure.label))
        sheet.write_string(row, 1, str(measure.definition))
    sheet.write_string(len(figures.measures) + 1, 0, gettext("合計"))
    sheet.write_string(len(figures.measures) + 1, 1, str(figures.notes))
