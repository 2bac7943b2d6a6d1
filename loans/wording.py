"""A loan in words, for pages and papers alike: what was agreed, and what a report says."""

from collections.abc import Mapping

from catalog.domain import ShippingPayer
from core.i18n import LazyText, Text, _, format_date, format_period, lazy, ngettext
from core.web.look import Look
from loans import labels
from loans.domain import ENDED, Channel, Custody
from loans.given_units import back_of, coming_of
from loans.queries import LoanView
from loans.records import LoanRecord, ReportView
from loans.result_form import QUESTIONS, Kind, Question

CHANGES: Mapping[int, LazyText] = {
    3: lazy("とても良くなった (+3)"),
    2: lazy("良くなった (+2)"),
    1: lazy("少し良くなった (+1)"),
    0: lazy("変わらない (0)"),
    -1: lazy("少し悪くなった (-1)"),
    -2: lazy("悪くなった (-2)"),
    -3: lazy("とても悪くなった (-3)"),
}
GRADES: Mapping[int, LazyText] = {
    5: lazy("5 とてもよい"),
    4: lazy("4 よい"),
    3: lazy("3 ふつう"),
    2: lazy("2 あまりよくない"),
    1: lazy("1 よくない"),
}
YES_NO: Mapping[str, LazyText] = {"yes": lazy("はい"), "no": lazy("いいえ")}


def facts(record: LoanRecord) -> list[tuple[Text, Text]]:
    """What was agreed, term by term; what is unknown or hidden is left out."""
    loan = record.loan
    pairs: list[tuple[Text, Text]] = [
        (_("期間"), format_period(loan.start, loan.end)),
        (_("台数"), ngettext("%(n)s台", "%(n)s台", loan.quantity)),
        (_("困りごと"), loan.problem),
        (_("めざすこと"), loan.goal),
        (_("使う場所"), loan.place_of_use),
        (_("Wi-Fi"), _there(loan.has_wifi)),
        (_("コンセント"), _there(loan.has_power)),
        (_("本人・家族の同意"), _("あり") if loan.consent else ""),
        (_("使い方の説明"), _lecture(loan)),
        (_("送料"), labels.SHIPPING_PAYER[ShippingPayer(loan.shipping_payer)]),
        (_("担当者"), " ".join(filter(None, (loan.contact_name, loan.contact_phone)))),
        (_("ほかの希望"), loan.wishes),
        (_("申込の方法"), labels.CHANNEL[Channel(loan.channel)]),
        (_("報告なしの理由"), loan.waived_reason),
    ]
    return [(term, text) for term, text in pairs if text]


def _there(answer: bool | None) -> str:  # noqa: FBT001  # three answers: there, not there, not said
    return "" if answer is None else (_("ある") if answer else _("ない"))


def _lecture(loan: LoanView) -> str:
    if loan.lecture_held_on:
        return _("%(day)sに受けました", day=format_date(loan.lecture_held_on))
    if loan.lecture_wished_on:
        return _("%(day)sの予定", day=format_date(loan.lecture_wished_on))
    return ""


def report_rows(report: ReportView) -> list[tuple[str, str]]:
    """Question and answer, in the order of the form; a decision with its reason at the end."""
    rows = [
        (str(question.label), answer_text(question, report.answers[question.key]))
        for question in QUESTIONS[report.stage]
        if question.key in report.answers
    ]
    asked = {question.key for question in QUESTIONS[report.stage]}
    rows += [(key, _plain(answer)) for key, answer in report.answers.items() if key not in asked]
    if report.decision is not None:
        rows += [
            (_("導入するかどうか"), str(labels.DECISION[report.decision])),
            (_("そう決めた理由"), report.reason),
        ]
    return rows


def _plain(answer: object) -> str:
    if isinstance(answer, bool):
        return _("はい") if answer else _("いいえ")
    return str(answer)


def answer_text(question: Question, answer: object) -> str:
    """An answer as people read it: a grade in words, a number with its unit."""
    if question.kind is Kind.CHANGE and isinstance(answer, int):
        return str(CHANGES.get(answer, answer))
    if question.kind is Kind.GRADE and isinstance(answer, int):
        return str(GRADES.get(answer, answer))
    return _("%(number)s%(unit)s", number=answer, unit=question.unit) if question.unit else _plain(answer)


def units_apart(loan: LoanView) -> list[Look]:
    """That some of the loan's units are back or on their way while others are not."""
    if loan.custody in ENDED:
        return []
    back, coming = back_of(loan.units), coming_of(loan.units)
    shown = [Look(labels.SOME_BACK % {"all": loan.quantity, "back": back}, "return", "info")] if back else []
    if coming and loan.custody is not Custody.RETURNING:
        words = labels.SOME_COMING % {"all": loan.quantity, "coming": coming}
        shown.append(Look(words, "truck", "info"))
    return shown
