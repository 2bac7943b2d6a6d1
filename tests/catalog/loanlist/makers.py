"""Loan lists made for tests, in the shapes that offices send."""

import io
from collections.abc import Sequence

import xlsxwriter

HEADING = ("分野", "項目", "機種名", "企業名", "概要", "価格", "貸出期間", "台数", "送料", "TAISコード")


def workbook(
    rows: Sequence[Sequence[object]], *, merged: Sequence[tuple[int, int, int, int, str]] = ()
) -> bytes:
    """An XLSX with these rows; `merged` blocks are (top, left, bottom, right, text)."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("貸出リスト")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(number, column, cell)
        for top, left, bottom, right, text in merged:
            sheet.merge_range(top, left, bottom, right, text)
    return buffer.getvalue()


_CODE = "TAISコード"
_TOP = ("分野", "項目", "機種名", "企業名", "機器の概要", "価格", "貸出条件", "", "", _CODE)
_BELOW = ("", "", "", "", "", "", "貸出期間", "台数", "送料負担", "")
_WATCH = "見守り・コミュニケーション"


def messy(company: str = "ほしぞら機器") -> bytes:
    """Title rows, a heading of two lines with merged cells, dittos, breaks in cells, notes at the end."""
    price, days = "５０〜８０万円", "7日〜31日（標準14日）"
    first = ("移乗支援", "装着", "カルガル\nK-1", f"株式会社{company}", "腰を助ける", "約30万円", "2週間", 3)
    second = ("〃", "非装着", "カルガル K-2", "〃", "抱え上げを\n助ける", price, "同上", 1, "同上")
    third = (_WATCH, "施設", "ミマモルくん", "同上", "夜間の見守り", "オープン価格", days, "", "借りる施設")
    tall = [column for column, text in enumerate(_TOP) if text and text != "貸出条件"]
    rows: list[tuple[object, ...]] = [
        ("令和８年度　介護ロボット試用貸出リスト",),
        ("※　貸出の状況により、ご希望にそえないことがあります。",),
        (),
        ("",) * len(_TOP),
        _BELOW,
        (*first, "貸主", "01234-000123"),
        (*second, "０１２３４－０００１２４"),
        (_WATCH,),
        third,
        ("",),
        ("", "", "問い合わせ先：相談窓口"),
    ]
    blocks = [(3, 6, 3, 8, "貸出条件"), *((3, column, 4, column, _TOP[column]) for column in tall)]
    return workbook(rows, merged=blocks)
