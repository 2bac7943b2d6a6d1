"""What findings and settlements are called, and the report as a workbook."""

from collections.abc import Mapping, Sequence

from catalog.stocktaking.domain import Finding, Settlement
from catalog.stocktaking.queries import StocktakingLineView
from core.clock import local_day
from core.i18n import LazyText, lazy
from core.i18n import gettext as _
from core.sheets import Cell, as_workbook
from core.web.look import Look

FINDING: Mapping[Finding, Look] = {
    Finding.FOUND: Look(lazy("あった"), "check-circle", "done"),
    Finding.MISSING: Look(lazy("見つからない"), "alert", "danger"),
    Finding.STRANGE: Look(lazy("ここにはないはず"), "alert", "attention"),
    Finding.LEFT: Look(lazy("棚卸の間に出た"), "truck", "neutral"),
}
# While the count goes on, nothing is missing yet.
NOT_YET = Look(lazy("まだ"), "hourglass", "info")
SETTLED: Mapping[Settlement, Look] = {
    Settlement.HERE: Look(lazy("ここにあると記録した"), "pin", "done"),
    Settlement.LOST: Look(lazy("所在不明と記録した"), "lost", "danger"),
    Settlement.ASKED: Look(lazy("問い合わせた"), "mail", "info"),
}
CHOICE: Mapping[Settlement, tuple[LazyText, LazyText]] = {
    Settlement.HERE: (lazy("ここにある"), lazy("この場所にあり、ここで預かっていると記録します。")),
    Settlement.LOST: (
        lazy("所在不明"),
        lazy("見つからないことを記録し、所有者・貸主に知らせます。貸出をやめるのは個体の画面でします。"),
    ),
    Settlement.ASKED: (lazy("問い合わせる"), lazy("所有者・貸主・保管者にメールで尋ねます。")),
}


def look_of(finding: Finding, *, is_open: bool) -> Look:
    """The chip of a finding."""
    return NOT_YET if is_open and finding is Finding.MISSING else FINDING[finding]


def report(lines: Sequence[StocktakingLineView], *, is_open: bool) -> bytes:
    """All units of a count as a workbook; run it in a thread."""
    headings = [
        *(_("結果"), _("機種"), _("製造番号"), _("ラベル"), _("読み取った日"), _("あるはずの場所")),
        *(_("保管者"), _("保管者の電話"), _("貸主"), _("貸主の電話"), _("処理"), _("処理した人"), _("メモ")),
    ]
    return as_workbook(_("棚卸"), headings, [_row(line, is_open=is_open) for line in lines])


def _row(line: StocktakingLineView, *, is_open: bool) -> list[Cell]:
    settled = str(SETTLED[line.settled].label) if line.settled else ""
    return [
        str(look_of(line.finding, is_open=is_open).label),
        *(line.product_name, line.serial_number, line.tag_code),
        local_day(line.found_at) if line.found_at else None,
        *(line.place_name, line.holder_name, line.holder_phone, line.lender_name, line.lender_phone),
        *(settled, line.settled_by_name, line.note),
    ]
