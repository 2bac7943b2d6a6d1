"""The words, icon and tone of every state and step of a wish, and what its reader should do next."""

from collections.abc import Mapping, Sequence

from core.i18n import LazyText, Text, _, format_datetime, format_period, gettext, lazy
from core.web.look import Happening, Look
from loans.holding import left
from loans.next_things.thing import NextThing
from loans.waiting.domain import WaitingState, WaitingStep
from loans.waiting.queries import EntryRow, EntryView, WaitingEventView
from loans.waiting.usecases.lapsing import ASKED, RAN_OUT, WITHDRAWN

STATE: Mapping[WaitingState, Look] = {
    WaitingState.WAITING: Look(lazy("順番待ち"), "hourglass", "info"),
    WaitingState.OFFERED: Look(lazy("返事待ち"), "question", "attention"),
    WaitingState.ACCEPTED: Look(lazy("申込済み"), "check-circle", "done"),
    WaitingState.REFUSED: Look(lazy("見送り"), "cross-circle", "neutral"),
    WaitingState.LAPSED: Look(lazy("返事なし"), "clock", "attention"),
    WaitingState.LEFT: Look(lazy("取消"), "cross-circle", "neutral"),
}
SKIPPED = Look(lazy("順番を飛ばしています"), "info", "neutral")
# Ends that nobody chose.
ENDS = {
    RAN_OUT: Look(lazy("期間が過ぎました"), "clock", "neutral"),
    ASKED: Look(lazy("申し込みました"), "check-circle", "done"),
    WITHDRAWN: Look(lazy("この機種の貸出が終わりました"), "info", "neutral"),
}

STEP: Mapping[WaitingStep, Look] = {
    WaitingStep.JOIN: Look(lazy("キャンセル待ちに入る"), "hourglass", "info"),
    WaitingStep.OFFER: Look(lazy("空きの案内"), "calendar", "attention"),
    WaitingStep.ACCEPT: Look(lazy("申し込む"), "check", "done"),
    WaitingStep.REFUSE: Look(lazy("今回は見送る"), "cross", "neutral"),
    WaitingStep.LAPSE: Look(lazy("返事の期限切れ"), "clock", "attention"),
    WaitingStep.WAIT_AGAIN: Look(lazy("まだ待っています"), "hourglass", "info"),
    WaitingStep.SKIP: Look(lazy("順番を飛ばす"), "arrow-right", "neutral"),
    WaitingStep.PUT_BACK: Look(lazy("順番に戻す"), "return", "info"),
    WaitingStep.LEAVE: Look(lazy("待つのをやめる"), "cross-circle", "neutral"),
    WaitingStep.RUN_OUT: Look(lazy("空かないまま終わりました"), "clock", "neutral"),
}
BY_TIME: LazyText = lazy("自動")


def look_of(entry: EntryRow) -> Look:
    """The chip of a wish."""
    if entry.state is WaitingState.WAITING and entry.skipped_at is not None:
        return SKIPPED
    if entry.state is WaitingState.LEFT and entry.ended_reason in ENDS:
        return ENDS[entry.ended_reason]
    return STATE[entry.state]


def place_of(entry: EntryView) -> Text:
    """2番目（5件中）, or nothing while it has no place."""
    if entry.position is None:
        return ""
    return gettext("%(place)s番目（%(of)s件中）", place=entry.position.place, of=entry.position.of)


def next_thing(entry: EntryView, *, is_counter: bool) -> NextThing:
    """What the reader should do now, or what is waited for."""
    if entry.offer is not None and entry.offer.is_over:
        return NextThing(
            title=_("返事の期限が過ぎました"),
            text=_(
                "押さえてあった日は次の方に回ります。このまま待っていれば、また順番が来たときにお知らせします。"
            ),
            tone="attention",
            icon="hourglass",
        )
    if entry.offer is not None:
        days = format_period(entry.offer.start, entry.offer.end)
        return NextThing(
            title=_("順番が来ました。事業所に返事を聞いてください")
            if is_counter
            else _("順番が来ました。申し込みますか"),
            text=_("%(days)sを、%(n)s台押さえてあります。", days=days, n=entry.offer.quantity),
            due=_(
                "%(when)sまで（%(left)s）",
                when=format_datetime(entry.offer.expires_at, "short"),
                left=left(entry.offer.left),
            ),
            tone="attention",
            icon="calendar",
        )
    if entry.state is WaitingState.LAPSED:
        return NextThing(
            title=_("まだ待っていますか"),
            text=_(
                "空きの案内に続けて返事がなかったので、順番から外しています。押すと、もとの順番に戻ります。"
            ),
            tone="attention",
            icon="question",
        )
    return _waiting(entry) if entry.state is WaitingState.WAITING else _over(entry)


def _waiting(entry: EntryView) -> NextThing:
    if entry.skipped_at is not None:
        return NextThing(
            title=_("窓口が、順番をいったん飛ばしています"),
            text=_("理由：%(reason)s", reason=entry.skipped_reason),
            tone="neutral",
            icon="info",
        )
    return NextThing(
        title=_("空きを待っています"),
        text=_("空きが出て順番が来ると、メールでお知らせします。"),
        due=str(place_of(entry)),
        icon="hourglass",
    )


def _over(entry: EntryView) -> NextThing:
    if entry.state is WaitingState.ACCEPTED:
        return NextThing(title=_("空いた日で申し込みました"), tone="done", icon="check-circle")
    reason = "" if entry.ended_reason in ENDS else entry.ended_reason
    return NextThing(
        title=_("このキャンセル待ちは終わりました"),
        text=_("理由：%(reason)s", reason=reason) if reason else str(look_of(entry).label),
        tone="neutral",
        icon="info",
    )


def happenings(events: Sequence[WaitingEventView]) -> list[Happening]:
    """The history, earliest first."""
    return [
        Happening(
            at=event.at,
            title=STEP[event.step].label,
            who=" ".join(filter(None, (event.organization_name, event.person_name))) or BY_TIME,
            text=str(event.facts.get("reason") or ""),
            icon=STEP[event.step].icon,
            tone=STEP[event.step].tone,
        )
        for event in events
    ]
