"""What the loan report counts, over which periods, in which groups. Pure.

Source: DOMAIN sections 9 and 11. Loans are counted, not units. A period is a whole month, half-year (April to
September, October to March) or fiscal year (April to March): a range reports each period that it touches.

- `requested`, `confirmed`, `declined`, `cancelled`, `returned`, `results`, `introduce` are steps of a loan
  that occurred within the period; `cancelled` holds withdrawals and other dates that were refused, `results`
  final reports, `introduce` those of them that decided to introduce the product.
- `on_trial` and `overdue` are standings: at the end of the period's last day, or now while it is running.
  Before a period has begun they are 0. Overdue is judged by the dates agreed at that time, whatever was
  extended later.
"""

from datetime import date
from enum import StrEnum

import msgspec

from catalog.reporting.periods import Measure
from core.i18n import LazyText, lazy


class Grouping(StrEnum):
    """What the loans of a period are told apart by."""

    ITEM = "item"
    PRODUCT = "product"
    COUNTER = "counter"


GROUPING_WORDS: dict[Grouping, LazyText] = {
    Grouping.ITEM: lazy("重点分野の項目"),
    Grouping.PRODUCT: lazy("機種"),
    Grouping.COUNTER: lazy("相談窓口"),
}


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of one period, or of one group of it."""

    requested: int = 0
    confirmed: int = 0
    declined: int = 0
    cancelled: int = 0
    on_trial: int = 0
    returned: int = 0
    overdue: int = 0
    results: int = 0
    introduce: int = 0
    afterwards: int = 0


class Group(Figures, frozen=True, kw_only=True):
    """The counts of one item, product or counter; `other` holds what the chosen taxonomy has no item for."""

    key: str
    label: str


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """One period, `end` exclusive; `total` counts every loan once, whatever the groups do."""

    start: date
    end: date
    total: Figures
    groups: list[Group]


MEASURES: tuple[Measure, ...] = (
    Measure("requested", lazy("申込"), lazy("期間中に受け付けた申込の件数")),
    Measure("confirmed", lazy("承諾"), lazy("期間中に貸主が承諾した件数")),
    Measure("declined", lazy("謝絶"), lazy("期間中に窓口か貸主が断った件数")),
    Measure("cancelled", lazy("取消"), lazy("期間中に取り消された件数（別の日程の提案を断ったものを含む）")),
    Measure("on_trial", lazy("試用中"), lazy("期末（途中の期間は現在）に試用中の件数")),
    Measure("returned", lazy("返却"), lazy("期間中に貸主が返却を受け入れた件数")),
    Measure("overdue", lazy("返却遅れ"), lazy("試用中のうち、その時点で返却日を過ぎていた件数")),
    Measure("results", lazy("結果報告"), lazy("期間中に試用後の結果報告が提出された件数")),
    Measure("introduce", lazy("導入を決定"), lazy("期間中の結果報告のうち、導入すると決めた件数")),
    Measure("afterwards", lazy("後から記録"), lazy("申込のうち、紙の記録から後で入力した件数")),
)
