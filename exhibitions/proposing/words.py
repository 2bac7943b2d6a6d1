"""Why each product was chosen, and why an item is missing, as sentences."""

from collections.abc import Mapping, Sequence

from catalog.availability import Reason
from catalog.looks import PURPOSE
from core.i18n import LazyText, Text, format_date, lazy
from core.i18n import gettext as _
from exhibitions.proposing.domain import Because, Chosen

WHY: Mapping[Because, LazyText] = {
    Because.NEW_ITEMS: lazy("まだない項目（%(items)s）を見せられます。"),
    Because.ONLY_ONE: lazy("この項目で空いているのは、この機種だけです。"),
    Because.OWN: lazy("この窓口の個体なので、貸主の返事を待たずに並べられます。"),
    Because.NEAR: lazy("貸主が同じ都道府県にあります。"),
    Because.QUICK: lazy("届くまでの日数が短い機種です（%(transit)s営業日）。"),
    Because.FEWEST_LOANS: lazy("この1年の貸出が少なく、試用のじゃまになりにくい機種です（%(loans)s件）。"),
    Because.MORE_UNITS: lazy("空いている個体が多い機種です（%(units)s台）。"),
    Because.FIRST_BY_NAME: lazy("条件が同じ機種の中から、名前の順で選びました。"),
    Because.EXCHANGED: lazy("ほかの機種と合わせると、見せられる項目が増える組み合わせです。"),
    Because.COMPARISON: lazy("空いている機種のある項目はそろっているので、比べられるように加えました。"),
    Because.BY_HAND: lazy("この画面で選びました。"),
}


def why(chosen: Chosen, names: Mapping[str, str]) -> str:
    """The reasons for a choice, in words; `names` are those of the items."""
    one = chosen.candidate
    facts = {
        "items": "、".join(names[code] for code in chosen.new_items if code in names),
        "transit": one.transit_days,
        "loans": one.loans,
        "units": len(one.free),
    }
    return "".join(str(WHY[because] % facts) for because in chosen.because)


def why_not(reasons: Sequence[Reason]) -> str:
    """What has the units of a product until when."""
    told = []
    for reason in reasons:
        if reason.purpose and reason.until:
            purpose: Text = PURPOSE[reason.purpose].label
            told.append(
                _("%(purpose)sのため、%(day)sから空きます", purpose=purpose, day=format_date(reason.until))
            )
    return "、".join(told) or _("貸し出せる個体がありません")
