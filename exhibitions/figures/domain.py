"""What is counted of visits, over which periods, in which groups. Pure.

To count something more, give it a field in `Counts`, a line in `MEASURES`, and a source in `sources.SOURCES`.
"""

from datetime import date
from enum import StrEnum

import msgspec

from catalog.reporting.periods import Measure
from core.i18n import LazyText, lazy


class Grouping(StrEnum):
    """What the counts of a period are told apart by."""

    ITEM = "item"
    PLACE = "place"


GROUPING_WORDS: dict[Grouping, LazyText] = {
    Grouping.ITEM: lazy("重点分野の項目"),
    Grouping.PLACE: lazy("会場"),
}


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of one period, or of one group of it."""

    visits: int = 0
    people: int = 0
    interests: int = 0
    walk_ins: int = 0
    booked: int = 0
    cancelled: int = 0
    missed: int = 0
    counted_at_venues: int = 0
    replies: int = 0
    wishes: int = 0


class Group(Counts, frozen=True, kw_only=True):
    """The counts of one item or place; `other` holds what has no item of the chosen edition."""

    key: str
    label: str


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """One period, `end` exclusive; `total` counts everything once, whatever the groups do."""

    start: date
    end: date
    total: Counts
    groups: list[Group]


MEASURES: tuple[Measure, ...] = (
    Measure("visits", lazy("来場（組）"), lazy("期間中に受付をした組の数（予約のない組を含む）")),
    Measure("people", lazy("来場者（人）"), lazy("期間中に受付をした人の数")),
    Measure(
        "interests",
        lazy("見たい分野"),
        lazy("来場した組が、見たい分野として選んだ項目の数（1組が3つ選べば3）"),
    ),
    Measure("walk_ins", lazy("予約なし（組）"), lazy("来場のうち、予約のなかった組の数")),
    Measure("booked", lazy("予約（組）"), lazy("期間中の日時に入った予約の数（取り消されたものを含む）")),
    Measure("cancelled", lazy("取消（組）"), lazy("予約のうち、取り消されたものの数")),
    Measure("missed", lazy("来場なし（組）"), lazy("予約のうち、来られなかったものの数")),
    Measure(
        "counted_at_venues",
        lazy("会場で数えた人"),
        lazy("巡回展示の会場で数えて記録した人数（会場の最初の日に数える。受付をした人と重なることがある）"),
    ),
    Measure("replies", lazy("アンケート"), lazy("期間中の来場についてのアンケートの回答の数")),
    Measure("wishes", lazy("連絡の希望"), lazy("アンケートのうち、相談か試用貸出の連絡を望んだものの数")),
)
CHARTED = ("people", "visits", "replies")
IN_REPORT = ("visits", "people", "interests", "walk_ins", "missed", "counted_at_venues", "replies", "wishes")
