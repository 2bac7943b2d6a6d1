"""What comes next for the counter in the middle, and for the centre that looks on."""

from collections.abc import Callable, Mapping
from datetime import date

from core.i18n import _, format_date, format_period, ngettext
from loans.domain import Custody, Party, ResultState, StepName
from loans.next_things.recalls import for_others_waiting
from loans.next_things.thing import NextThing, days_late
from loans.queries import LoanView


def for_counter(loan: LoanView, today: date) -> NextThing:
    """The counter's next thing."""
    return _BY_CUSTODY[loan.custody](loan, today)


def _requested(loan: LoanView, _today: date) -> NextThing:
    if loan.offer is not None:
        return NextThing(
            title=_("提案された日程に、事業所の返事を待っています"),
            text=_("提案：%(period)s", period=format_period(loan.offer.start, loan.offer.end)),
            waits_for=Party.FACILITY,
            icon="hourglass",
        )
    if loan.hold_expires_at is None:
        text = _("仮押さえの期限が切れています。打診すると、もう一度空きを確かめて押さえます。")
    else:
        text = _("%(lender)sの個体を仮に押さえてあります。", lender=loan.lender_name)
    return NextThing(
        title=_("内容を確かめて、貸主に打診してください"),
        text=text,
        step=StepName.PROPOSE,
        label=_("貸主に打診する"),
        tone="attention",
        icon="handshake",
    )


def _proposed(loan: LoanView, today: date) -> NextThing:
    is_late = loan.answer_by is not None and loan.answer_by < today
    return NextThing(
        title=_("貸主の返事が遅れています") if is_late else _("貸主の返事を待っています"),
        text=_("%(lender)sに連絡してください。", lender=loan.lender_name) if is_late else loan.lender_name,
        due=_("返事は%(day)sまで", day=format_date(loan.answer_by, "short")) if loan.answer_by else "",
        waits_for=Party.LENDER,
        tone="danger" if is_late else "info",
        icon="alert" if is_late else "hourglass",
    )


def _confirmed(loan: LoanView, today: date) -> NextThing:
    is_late = loan.start < today
    return NextThing(
        title=_("発送が遅れています") if is_late else _("貸主の発送を待っています"),
        text=_(
            "%(day)sから試用の予定です。貸主：%(lender)s",
            day=format_date(loan.start, "short"),
            lender=loan.lender_name,
        ),
        waits_for=Party.LENDER,
        tone="danger" if is_late else "info",
        icon="alert" if is_late else "box",
    )


def _dispatched(loan: LoanView, _today: date) -> NextThing:
    return NextThing(
        title=_("事業所の受け取りを待っています"),
        text=_("届いたと電話があったら、代わりに受け取りを記録できます。"),
        waits_for=Party.FACILITY,
        due=_("到着予定 %(day)s", day=format_date(loan.start, "short")),
        icon="truck",
    )


def _on_trial(loan: LoanView, today: date) -> NextThing:
    late = days_late(loan, today)
    if late > 0:
        return NextThing(
            title=ngettext("返却が%(n)s日遅れています", "返却が%(n)s日遅れています", late),
            text=_("事業所に連絡して、返送の予定を確かめてください。"),
            waits_for=Party.FACILITY,
            due=_("期限 %(day)s", day=format_date(loan.last_day, "short")),
            tone="danger",
            icon="alert",
        )
    if (waiting := for_others_waiting(loan)) is not None:
        return waiting
    if loan.offer is not None and loan.offer.kind == "extension":
        return NextThing(
            title=_("延長の希望に、貸主の返事を待っています"),
            text=_("%(day)sまでの希望です。", day=format_date(loan.offer.last_day, "short")),
            waits_for=Party.LENDER,
            icon="calendar",
        )
    return NextThing(
        title=_("事業所で試用中です"),
        due=_("返却は%(day)s", day=format_date(loan.last_day, "short")),
        waits_for=Party.FACILITY,
        tone="progress",
        icon="robot",
    )


def _returning(loan: LoanView, _today: date) -> NextThing:
    return NextThing(
        title=_("貸主の返却受入を待っています"), text=loan.lender_name, waits_for=Party.LENDER, icon="return"
    )


def _over(loan: LoanView, _today: date) -> NextThing:
    is_open = loan.result not in (ResultState.SUBMITTED, ResultState.WAIVED)
    if loan.custody is Custody.RETURNED and is_open:
        return NextThing(
            title=_("結果の報告を待っています"),
            text=_("電話で聞き取って、代わりに記録することもできます。"),
            waits_for=Party.FACILITY,
            tone="attention",
            icon="pencil",
        )
    if loan.custody is Custody.LOST and is_open:
        return NextThing(
            title=_("結果の報告をどうするか決めてください"),
            text=_("個体は戻りません。報告なしで終えるときは、理由を書いてください。"),
            step=StepName.WAIVE_RESULT,
            label=_("報告なしで終える"),
            icon="lost",
        )
    return NextThing(
        title=_("この貸出は終わりました"),
        text=_("理由：%(reason)s", reason=loan.ended_reason) if loan.ended_reason else "",
        tone="done" if loan.custody is Custody.RETURNED else "neutral",
        icon="check-circle" if loan.custody is Custody.RETURNED else "info",
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
