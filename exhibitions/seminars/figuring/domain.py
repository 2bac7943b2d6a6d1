"""What is counted of courses. Pure."""

from datetime import date
from enum import StrEnum

import msgspec

from catalog.reporting.periods import Measure
from core.i18n import LazyText, lazy


class SeminarGrouping(StrEnum):
    """What the counts of a period are told apart by."""

    COURSE = "course"
    ITEM = "item"
    PLACE = "place"


GROUPING_WORDS: dict[SeminarGrouping, LazyText] = {
    SeminarGrouping.COURSE: lazy("研修会"),
    SeminarGrouping.ITEM: lazy("重点分野の項目"),
    SeminarGrouping.PLACE: lazy("開く場所"),
}


class SeminarCounts(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of one period, or of one group in it."""

    seminars: int = 0
    sessions: int = 0
    applied: int = 0
    applied_care: int = 0
    applied_other: int = 0
    attended: int = 0
    attended_care: int = 0
    attended_other: int = 0
    certificates: int = 0


class SeminarGroup(SeminarCounts, frozen=True, kw_only=True):
    """The counts of one course, item or place; `other` holds what has none."""

    key: str
    label: str


class SeminarPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """One period, `end` exclusive."""

    start: date
    end: date
    total: SeminarCounts
    groups: list[SeminarGroup]


MEASURES: tuple[Measure, ...] = (
    Measure("seminars", lazy("研修会（件）"), lazy("期間中に最初の回があった研修会の数（中止を除く）")),
    Measure("sessions", lazy("開いた回"), lazy("期間中に開いた回の数（中止を除く）")),
    Measure(
        "applied",
        lazy("申込（人）"),
        lazy("期間中に申し込んだ人の数（確かめられなかったものを除く）"),
    ),
    Measure("applied_care", lazy("申込：介護"), lazy("申込のうち、介護事業所の人の数")),
    Measure("applied_other", lazy("申込：その他"), lazy("申込のうち、介護事業所でない人の数")),
    Measure("attended", lazy("出席（延べ人）"), lazy("期間中の回に出席した人の延べ数")),
    Measure("attended_care", lazy("出席：介護"), lazy("出席のうち、介護事業所の人の延べ数")),
    Measure("attended_other", lazy("出席：その他"), lazy("出席のうち、介護事業所でない人の延べ数")),
    Measure("certificates", lazy("修了証"), lazy("期間中に出した修了証の数")),
)
CHARTED = ("attended", "applied", "certificates")
IN_REPORT = ("seminars", "sessions", "applied_care", "applied_other", "attended_care", "attended_other")
