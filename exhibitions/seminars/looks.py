"""The words and looks of courses."""

from collections.abc import Mapping

from core.i18n import LazyText, Text, lazy
from core.web.look import Look
from exhibitions.seminars.domain import (
    Admission,
    AttendanceRule,
    Audience,
    MaterialStage,
    SeminarStatus,
    SessionForm,
)

STATUSES = {
    SeminarStatus.DRAFT: Look(lazy("下書き"), "pencil", "neutral"),
    SeminarStatus.OPEN: Look(lazy("申込受付中"), "check-circle", "done"),
    SeminarStatus.CLOSED: Look(lazy("受付終了"), "clock", "info"),
    SeminarStatus.HELD: Look(lazy("実施済み"), "check", "neutral"),
    SeminarStatus.CANCELLED: Look(lazy("中止"), "cross-circle", "danger"),
}
FORMS: Mapping[SessionForm, LazyText] = {
    SessionForm.ON_SITE: lazy("会場"),
    SessionForm.ONLINE: lazy("オンライン"),
    SessionForm.BOTH: lazy("会場とオンライン"),
}
AUDIENCES: Mapping[Audience, LazyText] = {
    Audience.CARE_PROVIDER: lazy("介護事業所の方"),
    Audience.LOCAL_GOVERNMENT: lazy("自治体の方"),
    Audience.VENDOR: lazy("開発企業の方"),
    Audience.PUBLIC: lazy("一般の方"),
    Audience.OTHER: lazy("そのほかの方"),
}
ADMISSIONS: Mapping[Admission, LazyText] = {
    Admission.FIRST_COME: lazy("先着順"),
    Admission.APPROVAL: lazy("窓口が受講者を決める"),
}
RULES: Mapping[AttendanceRule, LazyText] = {
    AttendanceRule.ALL: lazy("すべての回に出席した人"),
    AttendanceRule.COUNT: lazy("決めた回数以上に出席した人"),
    AttendanceRule.PERCENT: lazy("決めた割合以上の回に出席した人"),
    AttendanceRule.NONE: lazy("修了証は出さない"),
}
STAGES: Mapping[MaterialStage, LazyText] = {
    MaterialStage.BEFORE: lazy("受講が決まったらすぐ"),
    MaterialStage.AFTER: lazy("最後の回のあと"),
}
# Why nobody can apply, in a word.
CLOSED: Mapping[str, Text] = {
    "seminar-not-open": lazy("いまは申込を受けていません"),
    "applications-not-begun": lazy("申込はまだ始まっていません"),
    "applications-over": lazy("申込は締め切りました"),
    "seminar-past": lazy("この研修会は終わりました"),
}
# What a history says of each step.
HAPPENED: dict[str, LazyText] = {
    "create": lazy("研修会をつくりました"),
    "change": lazy("内容を変えました"),
    "add_session": lazy("回を足しました"),
    "change_session": lazy("回を変えました"),
    "remove_session": lazy("回を外しました"),
    "open": lazy("申込の受付を始めました"),
    "close": lazy("申込の受付を終えました"),
    "hold": lazy("実施済みにしました"),
    "cancel": lazy("中止しました"),
}
