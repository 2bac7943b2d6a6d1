"""What comes next for the lender: a vendor, or a counter that lends its own unit."""

from collections.abc import Callable, Mapping
from datetime import date

from core.i18n import _, format_date, format_period, ngettext
from loans.domain import Custody, Party, StepName
from loans.given_units import coming_of
from loans.next_things.recalls import for_others_waiting
from loans.next_things.thing import NextThing, days_late
from loans.queries import LoanView


def for_lender(loan: LoanView, today: date) -> NextThing:
    """The lender's next thing."""
    return _BY_CUSTODY[loan.custody](loan, today)


def _requested(loan: LoanView, _today: date) -> NextThing:
    if loan.offer is not None:
        return NextThing(
            title=_("提案した日程の返事を待っています"),
            text=format_period(loan.offer.start, loan.offer.end),
            waits_for=Party.FACILITY,
            icon="hourglass",
        )
    return NextThing(
        title=_("相談窓口が内容を確かめています"),
        text=_("打診が来たら、お知らせします。"),
        waits_for=Party.COUNTER,
        icon="hourglass",
    )


def _proposed(loan: LoanView, today: date) -> NextThing:
    is_late = loan.answer_by is not None and loan.answer_by < today
    return NextThing(
        title=_("貸せるかどうかを返事してください"),
        text=_("%(period)sの試用です。", period=format_period(loan.start, loan.end)),
        step=StepName.CONFIRM,
        label=_("この内容で承諾する"),
        due=_("返事は%(day)sまで", day=format_date(loan.answer_by, "short")) if loan.answer_by else "",
        tone="danger" if is_late else "attention",
        icon="handshake",
    )


def _confirmed(loan: LoanView, today: date) -> NextThing:
    return NextThing(
        title=_("%(day)sに着くように発送してください", day=format_date(loan.start, "short")),
        text=_("入れた付属品と、送る前の状態を記録します。"),
        step=StepName.DISPATCH,
        label=_("発送を記録する"),
        tone="danger" if loan.start <= today else "attention",
        icon="truck",
    )


def _dispatched(loan: LoanView, _today: date) -> NextThing:
    return NextThing(
        title=_("事業所の受け取りを待っています"),
        text=_("%(facility)sが受け取ると、お知らせします。", facility=loan.facility_name),
        waits_for=Party.FACILITY,
        icon="truck",
    )


def _on_trial(loan: LoanView, today: date) -> NextThing:
    if loan.offer is not None and loan.offer.kind == "extension":
        return NextThing(
            title=_("延長の希望に返事してください"),
            text=_(
                "%(facility)sが%(day)sまで使いたいと希望しています。",
                facility=loan.facility_name,
                day=format_date(loan.offer.last_day, "short"),
            ),
            step=StepName.EXTEND,
            label=_("延長を認める"),
            tone="attention",
            icon="calendar",
        )
    if coming_of(loan.units):
        return _returning(loan, today)
    late = days_late(loan, today)
    if late > 0:
        return NextThing(
            title=ngettext("返却が%(n)s日遅れています", "返却が%(n)s日遅れています", late),
            text=_("相談窓口が事業所に確かめています。"),
            waits_for=Party.FACILITY,
            tone="danger",
            icon="alert",
        )
    if (waiting := for_others_waiting(loan)) is not None:
        return waiting
    return NextThing(
        title=_("事業所で試用中です"),
        due=_("返却は%(day)s", day=format_date(loan.last_day, "short")),
        waits_for=Party.FACILITY,
        tone="progress",
        icon="robot",
    )


def _returning(_loan: LoanView, _today: date) -> NextThing:
    return NextThing(
        title=_("戻ったら、状態を確かめて受け入れてください"),
        text=_("発送したときの記録とくらべて、傷や不足がないかを見てください。"),
        step=StepName.TAKE_BACK,
        label=_("返却を受け入れる"),
        tone="attention",
        icon="return",
    )


def _over(loan: LoanView, _today: date) -> NextThing:
    if loan.is_result_missing:
        return NextThing(
            title=_("返却は済みました。結果の報告を待っています"), waits_for=Party.FACILITY, icon="document"
        )
    if loan.custody is Custody.RETURNED:
        return NextThing(title=_("この貸出は終わりました"), tone="done", icon="check-circle")
    return NextThing(
        title=_("この貸出は終わりました"),
        text=_("理由：%(reason)s", reason=loan.ended_reason) if loan.ended_reason else "",
        tone="neutral",
        icon="info",
    )


_BY_CUSTODY: Mapping[Custody, Callable[[LoanView, date], NextThing]] = {
    Custody.REQUESTED: _requested,
    Custody.PROPOSED: _proposed,
    Custody.CONFIRMED: _confirmed,
    Custody.DISPATCHED: _dispatched,
    Custody.ON_TRIAL: _on_trial,
    Custody.RETURNING: _returning,
    Custody.RETURNED: _over,
    Custody.DECLINED: _over,
    Custody.CANCELLED: _over,
    Custody.LOST: _over,
}
