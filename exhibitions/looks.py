"""How the states of displays are shown, and what their steps are called."""

from collections.abc import Mapping

from catalog.domain import Way
from catalog.sending import WAYS
from core.i18n import LazyText, Text, lazy
from core.i18n import gettext as _
from core.web.look import Look
from exhibitions.domain import (
    HANDED_OVER,
    ExhibitionKind,
    ExhibitionStatus,
    ExhibitionStep,
    ExhibitStatus,
    ExhibitStep,
    TeamRole,
)
from exhibitions.exhibits import Exhibit

KINDS = {
    ExhibitionKind.PERMANENT: Look(lazy("常設展示"), "display", "info"),
    ExhibitionKind.TOURING: Look(lazy("巡回展示"), "truck", "progress"),
    ExhibitionKind.OPEN_DAY: Look(lazy("公開日"), "calendar", "done"),
}
STATUSES = {
    ExhibitionStatus.DRAFT: Look(lazy("下書き"), "pencil", "neutral"),
    ExhibitionStatus.PLANNED: Look(lazy("予定"), "calendar", "info"),
    ExhibitionStatus.OPEN: Look(lazy("開催中"), "check-circle", "done"),
    ExhibitionStatus.CLOSED: Look(lazy("終了"), "cross-circle", "neutral"),
    ExhibitionStatus.CANCELLED: Look(lazy("中止"), "cross-circle", "danger"),
}
EXHIBITS = {
    ExhibitStatus.WISHED: Look(lazy("未依頼"), "pencil", "attention"),
    ExhibitStatus.ASKED: Look(lazy("貸主の返事待ち"), "hourglass", "info"),
    ExhibitStatus.CONFIRMED: Look(lazy("承諾済み"), "handshake", "progress"),
    ExhibitStatus.DELIVERED: Look(lazy("搬入済み"), "box", "progress"),
    ExhibitStatus.ON_SHOW: Look(lazy("展示中"), "display", "done"),
    ExhibitStatus.RETURNED: Look(lazy("返却済み"), "return", "neutral"),
    ExhibitStatus.DECLINED: Look(lazy("貸主が断りました"), "cross-circle", "danger"),
    ExhibitStatus.WITHDRAWN: Look(lazy("取り下げ"), "cross-circle", "neutral"),
}
_ON_THE_ROAD = Look(lazy("発送済み"), "truck", "progress")
_GOING_HOME = Look(lazy("返送済み"), "return", "progress")


# The same in words alone, for bars of the board.
STANDINGS: Mapping[str, Text] = {
    **{status.value: look.label for status, look in EXHIBITS.items()},
    "dispatched": _ON_THE_ROAD.label,
    "sent_home": _GOING_HOME.label,
}


def exhibit_look(exhibit: Exhibit) -> Look:
    """The chip of an exhibit: what is agreed, and sent off already, says so."""
    if exhibit.is_on_the_road:
        return _ON_THE_ROAD
    return _GOING_HOME if exhibit.is_going_home else EXHIBITS[exhibit.status]


def main_step(exhibit: Exhibit) -> ExhibitStep | None:
    """What its reader will most likely do next: nobody opens an exhibit in order to give it up."""
    return next((step for step in exhibit.next_steps if step not in _GIVING_UP), None)


_GIVING_UP = frozenset({ExhibitStep.WITHDRAW, ExhibitStep.DECLINE})


def way_to(exhibit: Exhibit) -> str:
    """Where its next step is taken: at a handing over the form for it, else its own page."""
    step = main_step(exhibit)
    return f"/exhibits/{exhibit.id}/{step}" if step in HANDED_OVER else f"/exhibits/{exhibit.id}"


def sent_by(exhibit: Exhibit) -> str:
    """How the unit was sent: the way, and of a parcel the carrier and its number."""
    return _sent(exhibit.way, exhibit.carrier, exhibit.tracking_number)


def sent_home_by(exhibit: Exhibit) -> str:
    """The same of its way home."""
    return _sent(exhibit.way_home, exhibit.carrier_home, exhibit.tracking_number_home)


def _sent(way: str, carrier: str, tracking_number: str) -> str:
    number = _("送り状 %(number)s", number=tracking_number) if tracking_number else ""
    return " ".join(filter(None, (str(WAYS[Way(way)]) if way else "", carrier, number)))


STEPS: Mapping[ExhibitStep, LazyText] = {
    ExhibitStep.ASK: lazy("貸主に依頼する"),
    ExhibitStep.CONFIRM: lazy("展示への貸出を承諾する"),
    ExhibitStep.DECLINE: lazy("展示への貸出を断る"),
    ExhibitStep.WITHDRAW: lazy("取り下げる"),
    ExhibitStep.DISPATCH: lazy("発送を記録する"),
    ExhibitStep.DELIVER: lazy("搬入を記録する"),
    ExhibitStep.SHOW: lazy("展示中にする"),
    ExhibitStep.SEND_BACK: lazy("返送を記録する"),
    ExhibitStep.RETURN: lazy("返却を記録する"),
}
# Steps of a display that ask nothing.
MOVES: Mapping[ExhibitionStep, LazyText] = {
    ExhibitionStep.PLAN: lazy("予定として公開する"),
    ExhibitionStep.OPEN: lazy("開催を始める"),
    ExhibitionStep.CLOSE: lazy("展示を終える"),
}
# What a step means, said before it is taken.
EXPLAINED: Mapping[ExhibitStep, LazyText] = {
    ExhibitStep.ASK: lazy("空いている個体の日程を押さえて、貸主に依頼します。"),
    ExhibitStep.CONFIRM: lazy("この個体を展示の期間中、窓口に貸し出します。"),
    ExhibitStep.DECLINE: lazy(
        "理由を書いてから押してください。押さえてある日はすぐに空き、理由が窓口に届きます。"
    ),
    ExhibitStep.WITHDRAW: lazy("押さえてある日はすぐに空きます。依頼してあれば、貸主に伝わります。"),
    ExhibitStep.DISPATCH: lazy(
        "送り方を選び、送る前の状態を確かめてください。送り方と送り状の番号が窓口に届きます。"
        "ラベルを「発送する」で読み取っても記録できます。"
    ),
    ExhibitStep.DELIVER: lazy("届いた機器の状態を確かめてください。ここから窓口が預かります。"),
    ExhibitStep.SHOW: lazy("会場に並べたら、展示中にします。"),
    ExhibitStep.SEND_BACK: lazy(
        "送り方を選び、送る前の状態を確かめてください。送り状の番号が貸主に届き、帰り道と点検のあとの日が空きます。"
    ),
    ExhibitStep.RETURN: lazy("貸主に戻った機器の状態を確かめてください。点検のあと、次の人が使えます。"),
}
ROLES: Mapping[TeamRole, LazyText] = {
    TeamRole.LEAD: lazy("責任者"),
    TeamRole.GUIDE: lazy("案内役"),
    TeamRole.TRANSPORT: lazy("搬入・搬出"),
    TeamRole.RECEPTION: lazy("受付"),
}
# What is said once a unit was handed over.
DONE: Mapping[ExhibitStep, LazyText] = {
    ExhibitStep.DISPATCH: lazy("発送を記録しました。窓口に知らせました。"),
    ExhibitStep.DELIVER: lazy("搬入を記録しました。"),
    ExhibitStep.SEND_BACK: lazy("返送を記録しました。貸主に知らせました。"),
    ExhibitStep.RETURN: lazy("返却を記録しました。"),
}
# What a history says of each step.
HAPPENED: Mapping[str, LazyText] = {
    "create": lazy("展示をつくりました"),
    "change": lazy("内容を変えました"),
    "plan": lazy("予定として公開しました"),
    "open": lazy("開催を始めました"),
    "close": lazy("展示を終えました"),
    "cancel": lazy("展示を中止しました"),
    "add_venue": lazy("会場を足しました"),
    "remove_venue": lazy("会場を外しました"),
    "change_leg": lazy("移動の計画を変えました"),
    "load": lazy("積み込みました"),
    "unload": lazy("荷下ろししました"),
    "pictures": lazy("写真を変えました"),
    "count": lazy("来場者の数を記録しました"),
    "ask_all": lazy("貸主にまとめて依頼しました"),
    "caption": lazy("説明や並べ方を変えました"),
    "lend": lazy("展示から貸し出すことにしました"),
    "wish": lazy("機種を選びました"),
    "ask": lazy("貸主に依頼しました"),
    "confirm": lazy("貸主が承諾しました"),
    "decline": lazy("貸主が断りました"),
    "withdraw": lazy("機種を取り下げました"),
    "dispatch": lazy("貸主が発送しました"),
    "deliver": lazy("搬入を記録しました"),
    "show": lazy("展示中にしました"),
    "send_back": lazy("窓口が返送しました"),
    "return": lazy("返却を記録しました"),
    "put_in_team": lazy("担当を決めました"),
    "remove_from_team": lazy("担当から外しました"),
}
