"""The words and looks of applications."""

from core.i18n import LazyText, lazy
from core.web.look import Look
from exhibitions.seminars.applying.domain import ApplicationState

STATES = {
    ApplicationState.ASKED: Look(lazy("メールの確認待ち"), "hourglass", "attention"),
    ApplicationState.APPLIED: Look(lazy("窓口の返事待ち"), "hourglass", "info"),
    ApplicationState.WAITING: Look(lazy("キャンセル待ち"), "clock", "info"),
    ApplicationState.OFFERED: Look(lazy("空きを案内中"), "mail", "attention"),
    ApplicationState.ACCEPTED: Look(lazy("受講決定"), "check-circle", "done"),
    ApplicationState.REFUSED: Look(lazy("お断り"), "cross-circle", "neutral"),
    ApplicationState.CANCELLED: Look(lazy("取消"), "cross-circle", "neutral"),
    ApplicationState.LAPSED: Look(lazy("期限切れ"), "cross-circle", "neutral"),
}
# What a history says of each step.
HAPPENED: dict[str, LazyText] = {
    "apply": lazy("申込がありました"),
    "confirm": lazy("申込者がメールで確かめました"),
    "approve": lazy("受講を承認しました"),
    "refuse": lazy("申込を断りました"),
    "put_on_waitlist": lazy("キャンセル待ちに入れました"),
    "offer": lazy("空きを案内しました"),
    "take_offer": lazy("案内した空きに決まりました"),
    "pass": lazy("空きの案内が期限を過ぎました"),
    "lapse": lazy("時間内に確かめられませんでした"),
    "attend": lazy("出席を記録しました"),
    "undo_attendance": lazy("出席を取り消しました"),
}
