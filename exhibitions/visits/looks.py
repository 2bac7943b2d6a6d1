"""The words and looks of visits."""

from core.i18n import Text, lazy
from core.web.look import Look
from exhibitions.visits.domain import AccessNeed, Language, VisitState

STATES = {
    VisitState.ASKED: Look(lazy("メールの確認待ち"), "hourglass", "attention"),
    VisitState.WAITING: Look(lazy("キャンセル待ち"), "hourglass", "attention"),
    VisitState.OFFERED: Look(lazy("空きを案内中"), "mail", "attention"),
    VisitState.BOOKED: Look(lazy("予約済み"), "check", "info"),
    VisitState.ARRIVED: Look(lazy("来場中"), "check-circle", "done"),
    VisitState.LEFT: Look(lazy("退場"), "check-circle", "neutral"),
    VisitState.NO_SHOW: Look(lazy("来場なし"), "cross-circle", "neutral"),
    VisitState.CANCELLED: Look(lazy("取消"), "cross-circle", "neutral"),
    VisitState.LAPSED: Look(lazy("確認されず取消"), "cross-circle", "neutral"),
}
LANGUAGES: dict[Language, Text] = {
    Language.JAPANESE: "日本語",
    Language.EASY_JAPANESE: "やさしい日本語",
    Language.ENGLISH: "English",
    Language.CHINESE: "中文",
    Language.KOREAN: "한국어",
    Language.VIETNAMESE: "Tiếng Việt",
    Language.OTHER: lazy("ほかの言語"),
}
ACCESS_NEEDS: dict[AccessNeed, Text] = {
    AccessNeed.WHEELCHAIR: lazy("車いすを使う"),
    AccessNeed.HEARING: lazy("筆談・手話などが必要"),
    AccessNeed.SIGHT: lazy("見えにくい"),
    AccessNeed.PARKING: lazy("駐車場が必要"),
    AccessNeed.OTHER: lazy("ほかの手助けが必要"),
}
# Why a slot cannot be chosen, in a word.
CLOSED: dict[str, Text] = {
    "slot-full": lazy("満席"),
    "slot-past": lazy("終了"),
    "slot-closed": lazy("受付なし"),
    "slot-too-soon": lazy("受付終了"),
}
