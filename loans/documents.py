"""The papers of a loan as A4 PDF: the request (試用貸出申込書) and the report of its result (試用結果報告書).

One sheet describes its boxes as titles and rows; `templates/loans/sheet.typ` draws them. Paper speaks
Japanese or English like its reader.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from core.clock import today
from core.i18n import _, format_date, format_datetime, format_period
from core.typesetting import typeset
from loans import labels, wording
from loans.domain import Stage
from loans.records import Contact, LoanRecord, ReportView

TEMPLATE = Path(__file__).parent / "templates" / "loans" / "sheet.typ"


class Box(msgspec.Struct, frozen=True):
    """A framed part of a sheet: its title and its rows of term and text."""

    title: str
    rows: Sequence[tuple[str, str]]


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One A4 paper."""

    title: str
    number: str
    made_on: str
    addressee: str
    boxes: Sequence[Box]
    seal: str
    footer: str


def request_sheet(record: LoanRecord) -> Sheet:
    """試用貸出申込書: what was asked for, by whom, on which terms."""
    loan = record.loan
    boxes = [Box(_("申し込む事業所"), _party(record.facility))] if record.facility else []
    boxes += [
        Box(
            _("借りる機種"),
            [(_("機種"), loan.product_title), (_("貸主"), record.lender.name), (_("個体"), _units(record))],
        ),
        Box(_("試用の内容"), [(str(term), str(text)) for term, text in wording.facts(record)]),
        Box(_("約束"), _promises()),
        Box(_("受け渡しの記録"), _milestones(record)),
    ]
    return _sheet(record, _("試用貸出申込書"), boxes)


def result_sheet(record: LoanRecord) -> Sheet:
    """試用結果報告書: the answers of every stage, and the decision."""
    loan = record.loan
    trial = [
        (_("機種"), loan.product_title),
        (_("期間"), format_period(loan.start, loan.end)),
        (_("個体"), _units(record)),
    ]
    boxes = [Box(_("試用"), trial)]
    boxes += [_report_box(report) for stage in Stage if (report := record.report_of(stage))]
    return _sheet(record, _("試用結果報告書"), boxes)


def _sheet(record: LoanRecord, title: str, boxes: Sequence[Box]) -> Sheet:
    return Sheet(
        title=title,
        number=_numbered(record),
        made_on=format_date(today()),
        addressee=_("%(name)s 御中", name=record.counter.name),
        boxes=boxes,
        seal=_("確認"),
        footer=_("利用者の氏名など、個人が分かることは書かないでください。"),
    )


def _numbered(record: LoanRecord) -> str:
    number = record.loan.number
    return f"{number}（{labels.AFTERWARDS.label}）" if record.loan.recorded_afterwards else number


def _party(contact: Contact | None) -> list[tuple[str, str]]:
    if contact is None:
        return []
    rows = [
        (_("法人"), contact.corporation_name),
        (_("事業所"), contact.name),
        (_("所在地"), contact.place),
        (_("電話"), contact.phone),
    ]
    return [(term, text) for term, text in rows if text]


def _units(record: LoanRecord) -> str:
    return "、".join(unit.name for unit in record.units)


def _promises() -> list[tuple[str, str]]:
    return [
        ("1", _("使う前に、使い方と危険についての説明を受けます。")),
        ("2", _("利用者に使うときは、ご本人またはご家族の同意を得ます。")),
        ("3", _("ていねいに扱い、傷や紛失があればすぐに連絡します。")),
        ("4", _("最後の日までに、きれいにして返します。")),
        ("5", _("試した結果を報告します。")),
    ]


def _milestones(record: LoanRecord) -> list[tuple[str, str]]:
    loan = record.loan
    days = [
        (_("発送"), loan.dispatched_on),
        (_("受け取り"), loan.received_on),
        (_("返送"), loan.sent_back_on),
        (_("返却"), loan.returned_on),
    ]
    return [(term, format_date(day) if day else "") for term, day in days]


def _report_box(report: ReportView) -> Box:
    rows = [*wording.report_rows(report), (_("報告した日時"), format_datetime(report.submitted_at))]
    return Box(str(labels.STAGE[report.stage]), rows)


def as_pdf(sheet: Sheet) -> bytes:
    """The sheet as PDF bytes."""
    return typeset(TEMPLATE, {"sheet": sheet})
