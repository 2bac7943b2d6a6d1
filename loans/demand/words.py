"""The demand in words: what is counted, and why a product was refused."""

from collections.abc import Mapping

from catalog.reporting.periods import Measure
from core.i18n import LazyText, Text, lazy
from loans.demand.queries import BY_COUNTER, BY_LENDER
from loans.labels import RULE

MEASURES: tuple[Measure, ...] = (
    Measure("asked", lazy("申込"), lazy("申し込まれた件数。まとめた申込で借りられなかった機種も数えます。")),
    Measure(
        "refused",
        lazy("断り"),
        lazy("窓口か貸主が断った件数と、まとめた申込のうち空きや決まりのために借りられなかった件数"),
    ),
    Measure("waited", lazy("キャンセル待ち"), lazy("この機種のキャンセル待ちに入った件数")),
    Measure(
        "waited_for_item",
        lazy("同じ種類の待ち"),
        lazy("機種を決めずに、同じ重点分野の項目のキャンセル待ちに入った件数"),
    ),
)
_REASONS: Mapping[str, LazyText] = {
    BY_LENDER: lazy("貸主が断った"),
    BY_COUNTER: lazy("相談窓口が断った"),
    "unit-taken": lazy("日が埋まっていた"),
}
_RULE_MET = lazy("決まりに合わなかった：%(rule)s")
_OTHER = lazy("そのほか")


def reason_words(code: str) -> Text:
    """Why, in a few words."""
    if code in _REASONS:
        return _REASONS[code]
    return _RULE_MET % {"rule": str(RULE[code])} if code in RULE else _OTHER
