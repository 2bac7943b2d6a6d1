"""How incidents are told: states, payers, differences."""

from collections.abc import Mapping, Sequence

from catalog.conditions.answers import Answer
from catalog.conditions.entries import EntryView
from catalog.conditions.incidents import Difference, DifferenceKind, EntryKind, IncidentState, Payer
from catalog.conditions.words import CHECK_MOMENT, CONDITION
from catalog.domain import Condition
from core.i18n import LazyText, gettext, lazy
from core.web.look import Happening, Look

STATE: Mapping[IncidentState, Look] = {
    IncidentState.OPEN: Look(lazy("話し合い中"), "alert", "attention"),
    IncidentState.AGREED: Look(lazy("合意済み"), "handshake", "info"),
    IncidentState.SETTLED: Look(lazy("解決済み"), "check-circle", "done"),
}
PAYER: Mapping[Payer, LazyText] = {
    Payer.LENDER: lazy("貸主が払う"),
    Payer.COUNTER: lazy("相談窓口が払う"),
    Payer.FACILITY: lazy("事業所が払う"),
    Payer.SHARED: lazy("分担して払う"),
    Payer.INSURANCE: lazy("保険で払う"),
    Payer.NOBODY: lazy("費用はかからない"),
}
ENTRY: Mapping[EntryKind, Look] = {
    EntryKind.OPENED: Look(lazy("ちがいが見つかりました"), "alert", "attention"),
    EntryKind.FOUND: Look(lazy("ほかにもちがいが見つかりました"), "alert", "attention"),
    EntryKind.COMMENTED: Look(lazy("コメント"), "pencil"),
    EntryKind.AGREED: Look(lazy("合意しました"), "handshake", "info"),
    EntryKind.SETTLED: Look(lazy("解決しました"), "check-circle", "done"),
}


def difference_text(one: Difference) -> str:
    """One difference in a sentence."""
    moment = CHECK_MOMENT[one.moment]
    what = {
        DifferenceKind.CONDITION: gettext("全体の状態"),
        DifferenceKind.MARKS: gettext("写真の印の数"),
        DifferenceKind.LINE: one.text,
    }[one.kind]
    return gettext(
        "%(what)s：%(before)s → %(after)s（%(moment)s）",
        what=what,
        before=_said(one, one.before),
        after=_said(one, one.after),
        moment=moment,
    )


def _said(one: Difference, answer: Answer) -> str:
    if one.kind is DifferenceKind.CONDITION:
        return str(CONDITION[Condition(str(answer))].label)
    if answer is True:
        return gettext("はい")
    return gettext("いいえ") if answer is False else str(answer)


def history(entries: Sequence[EntryView]) -> list[Happening]:
    """The entries as a line of time, the latest first."""
    told = []
    for entry in reversed(entries):
        look = ENTRY[entry.kind]
        lines = [entry.text, str(PAYER[entry.payer]) if entry.payer else ""]
        lines += [difference_text(one) for one in entry.differences]
        who = " ".join(filter(None, (entry.organization_name, entry.person_name)))
        text = " / ".join(filter(None, lines))
        told.append(Happening(entry.at, look.label, who, text, look.icon, look.tone))
    return told
