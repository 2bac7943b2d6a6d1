"""What handovers are called."""

from collections.abc import Mapping

from core.i18n import LazyText, lazy
from core.web.look import Look
from loans.handovers.domain import HandoverKind, HandoverState, HandoverStep

KIND: Mapping[HandoverKind, Look] = {
    HandoverKind.TRANSFER: Look(lazy("窓口間の引き渡し"), "truck", "info"),
    HandoverKind.LONG_LOAN: Look(lazy("長期借用"), "handshake", "info"),
}
STATE: Mapping[HandoverState, Look] = {
    HandoverState.PROPOSED: Look(lazy("返事待ち"), "hourglass", "attention"),
    HandoverState.ACCEPTED: Look(lazy("発送待ち"), "box", "progress"),
    HandoverState.REFUSED: Look(lazy("断られた"), "cross-circle", "neutral"),
    HandoverState.WITHDRAWN: Look(lazy("取り下げた"), "cross-circle", "neutral"),
    HandoverState.DISPATCHED: Look(lazy("輸送中"), "truck", "progress"),
    HandoverState.RECEIVED: Look(lazy("受け取り済み"), "check-circle", "done"),
    HandoverState.RETURNING: Look(lazy("返送中"), "return", "progress"),
    HandoverState.RETURNED: Look(lazy("返却済み"), "check-circle", "done"),
}
STATE_TOLD: Mapping[HandoverState, LazyText] = {
    HandoverState.PROPOSED: lazy("申し出に、まだ返事がありません。"),
    HandoverState.ACCEPTED: lazy("相手も承知しています。決めた日に送り出します。"),
    HandoverState.REFUSED: lazy("断られました。"),
    HandoverState.WITHDRAWN: lazy("取り下げました。"),
    HandoverState.DISPATCHED: lazy("送り出されました。届いたら、受け取りを記録します。"),
    HandoverState.RECEIVED: lazy("届いています。貸主は、受けた側です。"),
    HandoverState.RETURNING: lazy("返送中です。戻ったら、返却を受け入れます。"),
    HandoverState.RETURNED: lazy("返却済みです。"),
}
RUNNING = Look(lazy("借用中"), "handshake", "done")
STEP: Mapping[HandoverStep, Look] = {
    HandoverStep.PROPOSE: Look(lazy("申し出る"), "inbox", "info"),
    HandoverStep.ACCEPT: Look(lazy("承諾する"), "check", "done"),
    HandoverStep.REFUSE: Look(lazy("断る"), "cross", "danger"),
    HandoverStep.WITHDRAW: Look(lazy("取り下げる"), "cross", "danger"),
    HandoverStep.DISPATCH: Look(lazy("発送を記録する"), "truck", "progress"),
    HandoverStep.RECEIVE: Look(lazy("受け取りを記録する"), "box", "progress"),
    HandoverStep.RECALL: Look(lazy("早く返してもらう"), "return", "attention"),
    HandoverStep.SEND_BACK: Look(lazy("返送を記録する"), "return", "progress"),
    HandoverStep.TAKE_BACK: Look(lazy("返却を受け入れる"), "check-circle", "done"),
}
BY_SCAN: Mapping[HandoverStep, LazyText] = {
    HandoverStep.DISPATCH: lazy(
        "ラベルを「引き渡し・長期貸出に送り出す」で読み取っても、全部の個体の発送を記録できます。"
    ),
    HandoverStep.RECEIVE: lazy("ラベルを「受け取る」で読み取っても、1台ずつ記録できます。"),
    HandoverStep.SEND_BACK: lazy(
        "ラベルを「きれいにして返送する」で読み取っても、全部の個体の返送を記録できます。"
    ),
    HandoverStep.TAKE_BACK: lazy("ラベルを「返却を受け入れる」で読み取っても、1台ずつ記録できます。"),
}
TAKEN: Mapping[HandoverStep, LazyText] = {
    HandoverStep.PROPOSE: lazy("申し出ました"),
    HandoverStep.ACCEPT: lazy("承諾しました"),
    HandoverStep.REFUSE: lazy("断りました"),
    HandoverStep.WITHDRAW: lazy("取り下げました"),
    HandoverStep.DISPATCH: lazy("発送しました"),
    HandoverStep.RECEIVE: lazy("受け取りました"),
    HandoverStep.RECALL: lazy("早い返却を求めました"),
    HandoverStep.SEND_BACK: lazy("返送しました"),
    HandoverStep.TAKE_BACK: lazy("返却を受け入れました"),
}


def state_look(kind: HandoverKind, state: HandoverState) -> Look:
    """The chip: a long loan that has arrived goes on."""
    is_running = kind is HandoverKind.LONG_LOAN and state is HandoverState.RECEIVED
    return RUNNING if is_running else STATE[state]
