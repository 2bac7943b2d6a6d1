"""Captions on paper: an A4 or A5 sheet for each exhibit, or cards on a sheet; each with its QR code."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from catalog.documents import SHEETS, Layout, Placement, qr_picture
from core.i18n import gettext as _
from core.settings import settings
from core.typesetting import typeset
from core.words import Reading
from exhibitions.captions.queries import Caption

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "exhibitions" / "captions" / "caption.typ"


class Paper(StrEnum):
    """On what captions are printed."""

    A4 = "a4"
    A5 = "a5"
    CARDS = "cards"


LAYOUTS = {
    Paper.A4: Layout(width=210.0, height=297.0),
    Paper.A5: Layout(paper_width=148.0, paper_height=210.0, width=148.0, height=210.0),
    Paper.CARDS: SHEETS["cards"],
}


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on one caption."""

    picture: str
    name: str
    name_en: str
    vendor: str
    items: str
    text: str
    text_plain: str
    text_en: str
    demonstrations: str
    counter: str
    phone: str
    scan: str


def page_address(token: str) -> str:
    """What the QR code of an exhibit says."""
    return f"{settings().base_url}/e/{token}"


def sheet_of(caption: Caption, items: str) -> Sheet:
    """The caption of an exhibit; what is not written in a language is left out there."""
    english = caption.in_words(Reading.ENGLISH)
    return Sheet(
        picture=qr_picture(page_address(caption.token)),
        name=caption.product_name,
        name_en=caption.product_name_en,
        vendor=caption.vendor_name,
        items=items,
        text=caption.in_words(Reading.JAPANESE).text,
        text_plain=caption.caption_plain,
        text_en=english.text if english.language is Reading.ENGLISH else "",
        demonstrations=_("実演：%(times)s", times=caption.demonstrations) if caption.demonstrations else "",
        counter=caption.counter_name,
        phone=caption.counter_phone,
        scan=_("スマートフォンで読み取ると、くわしい説明が出ます。"),
    )


def given_for(sheets: Sequence[Sheet], paper: Paper, placement: Placement | None = None) -> dict[str, Any]:
    """What `caption.typ` is given."""
    given = {
        "layout": LAYOUTS[paper],
        "placement": placement or Placement(),
        "is_card": paper is Paper.CARDS,
        "sheets": sheets,
    }
    return {"given": given}


def captions_pdf(sheets: Sequence[Sheet], paper: Paper, placement: Placement | None = None) -> bytes:
    """The captions in their order as PDF bytes."""
    return typeset(TEMPLATE, given_for(sheets, paper, placement))
