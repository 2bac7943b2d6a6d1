"""The reports as a workbook."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from core.i18n import gettext
from loans.safety.queries import SafetyRow
from loans.safety.words import HARM, KIND


def safety_workbook(rows: Sequence[SafetyRow]) -> bytes:
    """XLSX, a line a report; no cell is taken for a formula or a link."""
    buffer = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, plain) as book:
        sheet = book.add_worksheet(gettext("事故・ヒヤリハット"))
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        for column, title in enumerate(_headings()):
            sheet.write_string(0, column, title, head)
        for number, row in enumerate(rows, start=1):
            sheet.write_datetime(number, 0, row.happened_on, day)
            for column, cell in enumerate(_cells(row), start=1):
                sheet.write_string(number, column, cell, body)
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 6, 14)
        sheet.set_column(7, 12, 28)
    return buffer.getvalue()


def _headings() -> list[str]:
    return [
        gettext("起きた日"),
        gettext("種類"),
        gettext("番号"),
        gettext("機種"),
        gettext("個体"),
        gettext("場所"),
        gettext("けがの様子"),
        gettext("何が起きましたか"),
        gettext("そのときにしたこと"),
        gettext("事業所"),
        gettext("相談窓口"),
        gettext("貸主"),
    ]


def _cells(row: SafetyRow) -> list[str]:
    which = [str(KIND[row.kind].label), row.number, row.product_name, row.serial_number, row.place]
    told = [str(HARM[row.harm]), row.what, row.done]
    return [*which, *told, row.facility_name, row.counter_name, row.lender_name]
