"""The words, icon and tone of every state and step of a loan, said once for all pages, papers and mails."""

from collections.abc import Mapping

from catalog import looks
from catalog.conditions import words
from catalog.domain import Purpose, ShippingPayer, Way
from catalog.rules import Whose
from catalog.sending import WAYS, WAYS_BACK
from core.i18n import LazyText, gettext, lazy
from core.web.look import Look
from loans.domain import (
    Channel,
    Custody,
    Decision,
    Direction,
    Party,
    ResultState,
    Stage,
    StepName,
)

CUSTODY: Mapping[Custody, Look] = {
    Custody.REQUESTED: Look(lazy("申込中"), "inbox", "info"),
    Custody.PROPOSED: Look(lazy("貸主に打診中"), "handshake", "info"),
    Custody.CONFIRMED: Look(lazy("発送待ち"), "box", "progress"),
    Custody.DISPATCHED: Look(lazy("配送中"), "truck", "progress"),
    Custody.ON_TRIAL: Look(lazy("試用中"), "robot", "progress"),
    Custody.RETURNING: Look(lazy("返送中"), "return", "progress"),
    Custody.RETURNED: Look(lazy("返却済み"), "check-circle", "done"),
    Custody.DECLINED: Look(lazy("お断り"), "cross-circle", "neutral"),
    Custody.CANCELLED: Look(lazy("取消"), "cross-circle", "neutral"),
    Custody.LOST: Look(lazy("紛失・全損"), "lost", "danger"),
}

RESULT: Mapping[ResultState, Look] = {
    ResultState.NONE: Look(lazy("報告はまだ"), "document", "neutral"),
    ResultState.BEFORE: Look(lazy("試用前の記録あり"), "document", "info"),
    ResultState.MID: Look(lazy("途中の報告あり"), "document", "info"),
    ResultState.SUBMITTED: Look(lazy("結果報告済み"), "check-circle", "done"),
    ResultState.WAIVED: Look(lazy("報告なしで終了"), "cross", "neutral"),
}

OVERDUE = Look(lazy("返却遅れ"), "alert", "danger")
RESULT_MISSING = Look(lazy("結果報告待ち"), "pencil", "attention")
OFFER_OPEN = Look(lazy("別の日程の提案あり"), "calendar", "attention")
SOME_BACK = lazy("%(all)s台中%(back)s台返却済み")
SOME_COMING = lazy("%(all)s台中%(coming)s台返送中")
RECALLED = Look(lazy("呼び戻し"), "return", "attention")
EXTENSION_OPEN = Look(lazy("延長の希望あり"), "calendar", "attention")
AFTERWARDS = Look(lazy("後から記録"), "pencil", "neutral")
DAMAGED = words.DAMAGED

# What a step is called as an act: the label of its button, its page and its line in the history.
STEP: Mapping[StepName, Look] = {
    StepName.REQUEST: Look(lazy("申込"), "inbox", "info"),
    StepName.PROPOSE: Look(lazy("貸主に打診する"), "handshake", "info"),
    StepName.REVISE: Look(lazy("申込の日程を変える"), "calendar", "neutral"),
    StepName.PROLONG_HOLD: Look(lazy("仮押さえを延ばす"), "hourglass", "attention"),
    StepName.OFFER: Look(lazy("別の日程を提案する"), "calendar", "attention"),
    StepName.ACCEPT_OFFER: Look(lazy("提案を受ける"), "check", "info"),
    StepName.REFUSE_OFFER: Look(lazy("提案を断る"), "cross", "neutral"),
    StepName.CONFIRM: Look(lazy("承諾する"), "check-circle", "done"),
    StepName.RESCHEDULE: Look(lazy("決まった日程を変える"), "calendar", "attention"),
    StepName.DECLINE: Look(lazy("断る"), "cross-circle", "danger"),
    StepName.CANCEL: Look(lazy("取り消す"), "cross-circle", "danger"),
    StepName.EXCHANGE: Look(lazy("個体を交換する"), "robot", "attention"),
    StepName.DISPATCH: Look(lazy("発送を記録する"), "truck", "progress"),
    StepName.RECEIVE: Look(lazy("受け取りを記録する"), "box", "progress"),
    StepName.EXTEND: Look(lazy("延長を希望する"), "calendar", "attention"),
    StepName.REFUSE_EXTENSION: Look(lazy("延長を断る"), "cross", "neutral"),
    StepName.RECALL: Look(lazy("個体を呼び戻す"), "return", "attention"),
    StepName.ACCEPT_REPLACEMENT: Look(lazy("代わりの個体で続ける"), "check", "info"),
    StepName.REFUSE_REPLACEMENT: Look(lazy("代わりの個体を断る"), "cross", "neutral"),
    StepName.SEND_BACK: Look(lazy("返送を記録する"), "return", "progress"),
    StepName.TAKE_BACK: Look(lazy("返却を受け入れる"), "check-circle", "done"),
    StepName.WRITE_OFF: Look(lazy("紛失・全損を記録する"), "lost", "danger"),
    StepName.SUBMIT_RESULT: Look(lazy("結果を報告する"), "pencil", "info"),
    StepName.WAIVE_RESULT: Look(lazy("報告なしで終える"), "cross", "neutral"),
    StepName.HOLD_ENDING: Look(lazy("仮押さえの期限が近い知らせ"), "hourglass", "attention"),
    StepName.LENDER_SILENT: Look(lazy("貸主の返事の遅れ"), "alert", "attention"),
    StepName.HOLD_EXPIRED: Look(lazy("仮押さえの期限切れ"), "hourglass", "attention"),
    StepName.REPLACEMENT_LAPSED: Look(lazy("代わりの個体の期限切れ"), "hourglass", "attention"),
}

# The same steps once they have been taken: a line of the history.
TAKEN: Mapping[StepName, LazyText] = {
    StepName.REQUEST: lazy("申し込みました"),
    StepName.PROPOSE: lazy("貸主に打診しました"),
    StepName.REVISE: lazy("申込の日程を変えました"),
    StepName.PROLONG_HOLD: lazy("仮押さえを延ばしました"),
    StepName.OFFER: lazy("別の日程を提案しました"),
    StepName.ACCEPT_OFFER: lazy("提案された日程を受けました"),
    StepName.REFUSE_OFFER: lazy("提案された日程を断りました"),
    StepName.CONFIRM: lazy("承諾しました"),
    StepName.RESCHEDULE: lazy("決まった日程を変えました"),
    StepName.DECLINE: lazy("断りました"),
    StepName.CANCEL: lazy("取り消しました"),
    StepName.EXCHANGE: lazy("個体を交換しました"),
    StepName.DISPATCH: lazy("発送しました"),
    StepName.RECEIVE: lazy("受け取りました"),
    StepName.EXTEND: lazy("延長を希望しました"),
    StepName.REFUSE_EXTENSION: lazy("延長を断りました"),
    StepName.RECALL: lazy("個体を呼び戻しました"),
    StepName.ACCEPT_REPLACEMENT: lazy("代わりの個体を受けました"),
    StepName.REFUSE_REPLACEMENT: lazy("代わりの個体を断りました"),
    StepName.SEND_BACK: lazy("返送しました"),
    StepName.TAKE_BACK: lazy("返却を受け入れました"),
    StepName.WRITE_OFF: lazy("紛失・全損を記録しました"),
    StepName.SUBMIT_RESULT: lazy("結果を報告しました"),
    StepName.WAIVE_RESULT: lazy("報告なしで終えました"),
    StepName.HOLD_ENDING: lazy("仮押さえの期限が近いことを知らせました"),
    StepName.LENDER_SILENT: lazy("貸主の返事が期限を過ぎたことを知らせました"),
    StepName.HOLD_EXPIRED: lazy("仮押さえの期限が切れました"),
    StepName.REPLACEMENT_LAPSED: lazy("代わりの個体の期限が切れました"),
}
EXTENSION_GRANTED = lazy("延長を認めました")
GRANT_EXTENSION = Look(lazy("延長を認める"), "check", "info")

# A press on a button takes these as they stand; their pages let a lender choose more closely.
CHOOSING: Mapping[StepName, LazyText] = {
    StepName.CONFIRM: lazy("個体や説明の日を選んで承諾する"),
    StepName.EXTEND: lazy("日を選んで延長する"),
}

PARTY: Mapping[Party, LazyText] = {
    Party.FACILITY: lazy("事業所"),
    Party.COUNTER: lazy("相談窓口"),
    Party.LENDER: lazy("貸主"),
    Party.CENTRE: lazy("中央管理事業"),
}

WAY = WAYS
WAY_OF: Mapping[Direction, Mapping[Way, LazyText]] = {Direction.OUT: WAYS, Direction.BACK: WAYS_BACK}

CHANNEL: Mapping[Channel, LazyText] = {
    Channel.PAGE: lazy("ウェブ"),
    Channel.API: lazy("システム連携"),
    Channel.PHONE: lazy("電話"),
    Channel.FAX: lazy("ファクス"),
    Channel.MAIL: lazy("メール"),
    Channel.COUNTER: lazy("窓口で"),
}

SHIPPING_PAYER: Mapping[ShippingPayer, LazyText] = {
    ShippingPayer.VENDOR: lazy("開発企業が払います"),
    ShippingPayer.COUNTER: lazy("相談窓口が払います"),
    ShippingPayer.FACILITY: lazy("事業所が払います"),
}

STAGE: Mapping[Stage, LazyText] = {
    Stage.BEFORE: lazy("試用前の記録"),
    Stage.MID: lazy("途中の報告"),
    Stage.AFTER: lazy("結果報告"),
}

DECISION: Mapping[Decision, LazyText] = {
    Decision.INTRODUCE: lazy("導入する"),
    Decision.CONSIDER: lazy("検討を続ける"),
    Decision.NOT_INTRODUCE: lazy("導入しない"),
}

DIRECTION: Mapping[Direction, LazyText] = {Direction.OUT: lazy("行き"), Direction.BACK: lazy("帰り")}

CHECK_MOMENT = words.CHECK_MOMENT
CONDITION = words.CONDITION

# Why a unit is not free; nobody is told who else has it, only what for.
REASON: Mapping[str, LazyText] = looks.REASON
why_not = looks.why_not
PURPOSE: Mapping[Purpose, LazyText] = {
    Purpose.HOLD: lazy("ほかの申込で仮押さえ中"),
    Purpose.LOAN: lazy("ほかの事業所に貸出中"),
    Purpose.EXHIBITION: lazy("体験展示で使用中"),
    Purpose.TRANSIT: lazy("輸送中"),
    Purpose.INSPECTION: lazy("点検中"),
    Purpose.MAINTENANCE: lazy("整備中"),
}

# The rules of lending, as an exception from them is called.
RULE: Mapping[str, LazyText] = {
    "too-short-notice": lazy("申込の締切"),
    "too-far-ahead": lazy("何日先まで申し込めるか"),
    "outside-intake": lazy("受付期間"),
    "too-soon-to-arrive": lazy("届けるのに必要な日数"),
    "buffer-taken": lazy("前後の配送と点検の日"),
    "facility-closed-on-start": lazy("事業所の休業日(始まりの日)"),
    "facility-closed-on-last-day": lazy("事業所の休業日(最後の日)"),
    "counter-closed-on-start": lazy("相談窓口の休みの日(始まりの日)"),
    "counter-closed-on-last-day": lazy("相談窓口の休みの日(最後の日)"),
    "too-many-loans": lazy("年度に借りられる回数"),
    "too-many-units": lazy("一度に借りられる台数"),
    "too-short": lazy("いちばん短い期間"),
    "too-long": lazy("いちばん長い期間"),
    "hold-time": lazy("仮押さえの時間"),
    "answer-time": lazy("貸主の返事の期限"),
}
WHOSE: Mapping[Whose, LazyText] = {
    Whose.COUNTER: lazy("相談窓口の決まり"),
    Whose.LENDER: lazy("貸主の決まり"),
    Whose.FACILITY: lazy("事業所の決まり"),
}


def named_rule(code: str, whose: Whose | None = None) -> str:
    """A rule in words, with whose it is: counter and lender may each have one of the same name."""
    name = str(RULE.get(code, code))
    return gettext("%(rule)s（%(whose)s）", rule=name, whose=WHOSE[whose]) if whose else name
