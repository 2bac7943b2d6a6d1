"""What comes next for the facility that borrows."""

from collections.abc import Callable, Mapping
from datetime import date

from core.i18n import _, format_date, format_period, ngettext
from loans.domain import Custody, Party, ResultState, Stage, StepName
from loans.next_things.recalls import called_back, for_facility_asked
from loans.next_things.thing import SOON, NextThing, days_late, days_left
from loans.queries import LoanView, Offer


def for_facility(loan: LoanView, today: date) -> NextThing:
    """The facility's next thing."""
    return for_facility_asked(loan) or _BY_CUSTODY[loan.custody](loan, today)


def _requested(loan: LoanView, _today: date) -> NextThing:
    if loan.offer is not None and loan.offer.kind == "dates":
        return _offered(loan, loan.offer)
    if loan.hold_expires_at is None:
        text = _("仮押さえの期限が切れました。相談窓口が進めるときに、もう一度空きを確かめます。")
    else:
        text = _("%(counter)sが内容を確かめて、貸主にたずねます。", counter=loan.counter_name)
    return NextThing(
        title=_("相談窓口の返事を待っています"),
        text=text,
        waits_for=Party.COUNTER,
        icon="hourglass",
    )


def _offered(loan: LoanView, offer: Offer) -> NextThing:
    is_same_time = (offer.start, offer.end) == (loan.start, loan.end)
    text = _(
        "貸主から、%(period)sではどうかと提案がありました。", period=format_period(offer.start, offer.end)
    )
    if offer.unit_to:
        units = _("個体は%(before)sから%(after)sに替わります。", before=offer.unit_from, after=offer.unit_to)
        text = units if is_same_time else f"{text}{units}"
    return NextThing(
        title=_("別の個体の提案があります") if is_same_time else _("別の日程の提案があります"),
        text=text,
        step=StepName.ACCEPT_OFFER,
        label=_("この個体で借りる") if is_same_time else _("この日程で借りる"),
        tone="attention",
        icon="robot" if is_same_time else "calendar",
    )


def _proposed(loan: LoanView, _today: date) -> NextThing:
    by = format_date(loan.answer_by, "short") if loan.answer_by else ""
    return NextThing(
        title=_("貸主の返事を待っています"),
        text=_("%(lender)sに貸せるかどうかをたずねています。", lender=loan.lender_name),
        due=_("返事は%(day)sまで", day=by) if by else "",
        waits_for=Party.LENDER,
        icon="hourglass",
    )


def _confirmed(loan: LoanView, today: date) -> NextThing:
    if loan.start < today:
        return NextThing(
            title=_("届く予定の日を過ぎています"),
            text=_("相談窓口に電話で確かめてください。"),
            waits_for=Party.LENDER,
            tone="attention",
            icon="alert",
        )
    arrives = _("%(day)sに届きます", day=format_date(loan.start, "short"))
    if loan.result is ResultState.NONE:
        return NextThing(
            title=_("%(arrives)s。その前に、いまの様子を記録しましょう", arrives=arrives),
            text=_("試す前の時間や回数が分かると、試したあとに効果をくらべられます。"),
            step=StepName.SUBMIT_RESULT,
            stage=Stage.BEFORE,
            label=_("試用前の記録をつける"),
            icon="pencil",
        )
    return NextThing(
        title=arrives,
        text=_("貸主が発送すると、メールでお知らせします。"),
        waits_for=Party.LENDER,
        icon="box",
    )


def _dispatched(loan: LoanView, today: date) -> NextThing:
    if loan.start > today:
        title = _("%(day)sに届きます。届いたら受け取りを記録", day=format_date(loan.start, "short"))
    else:
        title = _("届きましたか。届いたら受け取りを記録")
    return NextThing(
        title=title,
        text=_("箱を開けて、本体と付属品に傷や不足がないかを見てください。"),
        step=StepName.RECEIVE,
        label=_("受け取りを記録する"),
        tone="attention",
        icon="box",
    )


def _on_trial(loan: LoanView, today: date) -> NextThing:
    left = days_left(loan, today)
    if loan.offer is not None and loan.offer.kind == "extension" and left >= 0:
        return NextThing(
            title=_("延長の返事を待っています"),
            text=_(
                "%(day)sまで使いたいと伝えました。返事が来るまでは、はじめの約束の日に返す予定です。",
                day=format_date(loan.offer.last_day, "short"),
            ),
            due=_("返却は%(day)s", day=format_date(loan.last_day, "short")),
            waits_for=Party.LENDER,
            icon="hourglass",
        )
    if left <= SOON:
        return _going_back(loan, today)
    if (recalled := called_back(loan)) is not None:
        return recalled
    until = _("返却は%(day)s", day=format_date(loan.last_day, "short"))
    if loan.result is ResultState.NONE:
        return NextThing(
            title=_("試用前の記録がまだです"),
            text=_("いまからでも間に合います。覚えているうちに記録してください。"),
            step=StepName.SUBMIT_RESULT,
            stage=Stage.BEFORE,
            label=_("試用前の記録をつける"),
            due=until,
            icon="pencil",
        )
    if loan.result is ResultState.BEFORE and left <= (loan.end - loan.start).days // 2:
        return NextThing(
            title=_("使ってみて、どうですか"),
            text=_("途中の様子を短く報告してください。はじめは手間が増えるのがふつうです。"),
            step=StepName.SUBMIT_RESULT,
            stage=Stage.MID,
            label=_("途中の様子を報告する"),
            due=until,
            icon="pencil",
        )
    return NextThing(
        title=_("試用中です"),
        text=ngettext("返却まであと%(n)s日あります。", "返却まであと%(n)s日あります。", left),
        due=until,
        tone="progress",
        icon="robot",
    )


def _going_back(loan: LoanView, today: date) -> NextThing:
    left, late = days_left(loan, today), days_late(loan, today)
    if late > 0:
        title = ngettext(
            "期限を%(n)s日過ぎています。返送してください", "期限を%(n)s日過ぎています。返送してください", late
        )
    elif left == 0:
        title = _("今日が返却の日です")
    else:
        title = ngettext("あと%(n)s日で返却です", "あと%(n)s日で返却です", left)
    return NextThing(
        title=title,
        text=_("きれいにしてから、付属品をそろえて送り返してください。"),
        step=StepName.SEND_BACK,
        label=_("返送を記録する"),
        due=_("%(day)sまで", day=format_date(loan.last_day, "short")),
        tone="danger" if late > 0 else "attention",
        icon="alert" if late > 0 else "return",
    )


def _returning(loan: LoanView, _today: date) -> NextThing:
    return _report_due(loan) or NextThing(
        title=_("返送中です"),
        text=_("%(lender)sが受け取ると終わりです。", lender=loan.lender_name),
        waits_for=Party.LENDER,
        icon="return",
    )


def _returned(loan: LoanView, _today: date) -> NextThing:
    return _report_due(loan) or NextThing(
        title=_("この貸出は終わりました"),
        text=_("ご報告ありがとうございました。"),
        tone="done",
        icon="check-circle",
    )


def _report_due(loan: LoanView) -> NextThing | None:
    if loan.result in (ResultState.SUBMITTED, ResultState.WAIVED):
        return None
    return NextThing(
        title=_("結果を報告してください"),
        text=_("試してどうだったかが、ほかの事業所の役に立ちます。5分ほどで書けます。"),
        step=StepName.SUBMIT_RESULT,
        stage=Stage.AFTER,
        label=_("結果を報告する"),
        tone="attention",
        icon="pencil",
    )


def _ended(loan: LoanView, _today: date) -> NextThing:
    titles = {
        Custody.DECLINED: _("今回は借りられませんでした"),
        Custody.CANCELLED: _("この申込は取り消されました"),
        Custody.LOST: _("紛失・全損として記録されています"),
    }
    return NextThing(
        title=titles[loan.custody],
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
    Custody.RETURNED: _returned,
    Custody.DECLINED: _ended,
    Custody.CANCELLED: _ended,
    Custody.LOST: _ended,
}
