"""The driver's list of a day on A4: what to load where, whom to call, and boxes to tick."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from core.i18n import format_date
from core.i18n import gettext as _
from core.typesetting import typeset
from exhibitions.queries import ExhibitionView
from exhibitions.touring.queries import Leg, Load

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "exhibitions" / "touring" / "handover.typ"


class Trip(msgspec.Struct, frozen=True, kw_only=True):
    """A leg on paper: its ends, its people as terms and texts, and what travels."""

    title: str
    facts: list[tuple[str, str]]
    headings: list[str]
    rows: list[list[str]]


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """The whole list."""

    title: str
    subtitle: str
    empty: str
    trips: list[Trip]


def _row(load: Load) -> list[str]:
    return [
        f"{load.product_name} {load.serial_number or ''}".strip(),
        load.tag_code or "",
        " ".join(filter(None, (load.lender_name, load.lender_phone))),
        "✓" if load.loaded_at else "",
        "✓" if load.unloaded_at else "",
    ]


def _trip(leg: Leg) -> Trip:
    facts = [
        (_("積む所"), f"{leg.from_name} {leg.from_address}"),
        (_("下ろす所"), f"{leg.to_name} {leg.to_address}"),
        (_("日程"), " → ".join(dict.fromkeys((format_date(leg.departs_on), format_date(leg.arrives_on))))),
        (_("運ぶ人"), f"{leg.driver} {leg.driver_phone}"),
        (_("着いた先の連絡先"), f"{leg.contact} {leg.contact_phone}"),
        (_("伝言"), leg.note),
    ]
    return Trip(
        title=f"{leg.from_name} → {leg.to_name}",
        facts=[(term, text.strip()) for term, text in facts if text.strip()],
        headings=[_("機器"), _("ラベル"), _("貸主"), _("積"), _("下")],
        rows=[_row(one) for one in leg.loads],
    )


def paper_of(exhibition: ExhibitionView, legs: Sequence[Leg], day: date) -> Paper:
    """What stands on the paper."""
    counter = f"{exhibition.counter_name} {exhibition.counter_phone}"
    return Paper(
        title=_("受け渡しの一覧"),
        subtitle=f"{format_date(day)}　{exhibition.name}　{counter}",
        empty=_("この日に運ぶものはありません。"),
        trips=[_trip(leg) for leg in legs],
    )


def handover_pdf(exhibition: ExhibitionView, legs: Sequence[Leg], day: date) -> bytes:
    """The list as PDF bytes."""
    return typeset(TEMPLATE, {"paper": paper_of(exhibition, legs, day)})
