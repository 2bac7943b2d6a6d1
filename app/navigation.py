"""The ways through the house that each party sees at the top of a page, or at its foot on a phone."""

from collections.abc import Sequence

import msgspec

from accounts.domain import Actor
from core.i18n import LazyText, lazy, plazy


class Way(msgspec.Struct, frozen=True):
    """One entry of the navigation."""

    href: str
    label: LazyText
    icon: str


_SEARCH = "/catalogue"  # the way to the products leads here as soon as something is looked for
HOME = Way("/home", lazy("ホーム"), "home")
FRONT = Way("/", lazy("ホーム"), "home")
COUNTER_DESK = Way("/desk", plazy("menu", "受付"), "inbox")
VENDOR_DESK = Way("/vendor", plazy("menu", "受付"), "inbox")
COUNTERS_NOW = Way("/centre", lazy("窓口のいま"), "home")
PRODUCTS = Way("/products", lazy("機種を探す"), "search")
CATALOGUE = Way("/products", plazy("menu", "機種"), "robot")
LOANS = Way("/loans", plazy("menu", "貸出"), "loan")
DOCUMENTS = Way("/documents", plazy("menu", "書類"), "document")
COUNTERS = Way("/counters", plazy("menu", "相談窓口"), "building")
EXHIBITIONS = Way("/exhibitions", plazy("menu", "展示"), "display")
SEMINARS = Way("/seminars", plazy("menu", "研修会"), "people")
OWN_PRODUCTS = Way("/vendor/products", plazy("menu", "機種"), "robot")
UNITS = Way("/units", plazy("menu", "個体"), "qr")
BOARD = Way("/board", lazy("日程表"), "board")
REPORTS = Way("/reports", plazy("menu", "実績"), "chart")

SUBSIDIES = Way("/subsidies", lazy("補助金"), "document")
TAG_CODE = Way("/t", lazy("ラベルのコードを入力"), "qr")
RECEPTION = Way("/scan/visits", lazy("来場の受付"), "qr")
SEMINAR_RECEPTION = Way("/scan/seminars", lazy("研修会の受付"), "qr")
SCAN = Way("/scan", lazy("ラベルを読み取る"), "qr")

FOR_FACILITY = (HOME, PRODUCTS, LOANS, DOCUMENTS)
FOR_COUNTER = (COUNTER_DESK, LOANS, BOARD, CATALOGUE, REPORTS)
FOR_VENDOR = (VENDOR_DESK, LOANS, OWN_PRODUCTS, UNITS, BOARD, REPORTS)
FOR_CENTRE = (COUNTERS_NOW, REPORTS, LOANS, BOARD, CATALOGUE)
FOR_ANYONE = (FRONT, PRODUCTS, COUNTERS, EXHIBITIONS)


def navigation(actor: Actor | None) -> Sequence[Way]:
    """The ways open to `actor`."""
    if actor is None or not actor.is_signed_in:
        return FOR_ANYONE
    if actor.is_facility:
        return FOR_FACILITY
    if actor.is_counter:
        return FOR_COUNTER
    if actor.is_vendor:
        return FOR_VENDOR
    return FOR_CENTRE if actor.is_centre else FOR_ANYONE


def footer_ways(actor: Actor | None) -> Sequence[Way]:
    """What everybody may want now and then, at the foot of each page; a counter has units of its own."""
    mine = (UNITS,) if actor is not None and actor.is_counter else ()
    if actor is not None and (actor.is_facility or actor.is_counter or actor.is_vendor):
        mine = (*mine, SCAN)
    if actor is not None and actor.is_counter:
        mine = (*mine, RECEPTION, SEMINAR_RECEPTION)
    return (*mine, COUNTERS, EXHIBITIONS, SEMINARS, SUBSIDIES, TAG_CODE)


def here(ways: Sequence[Way], path: str) -> Way | None:
    """The way on which the page at `path` lies: the longest one that leads there."""
    path = PRODUCTS.href if path == _SEARCH else path
    on_the_way = [way for way in ways if path == way.href or path.startswith(way.href.rstrip("/") + "/")]
    longest = max(on_the_way, key=lambda way: len(way.href), default=None)
    return None if longest is not None and longest.href == "/" and path != "/" else longest
