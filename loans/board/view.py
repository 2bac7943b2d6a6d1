"""How the board is drawn as a table: which days, which rows, and where its neighbours are."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request

from core.clock import today
from core.web.board import Board, Row, Span, days_between, lay_out
from loans.board.bars import SIGNS, Bar
from loans.board.queries import LARGEST_PIECE, BoardPage, BoardQuestion, BoardUnit
from loans.desks.addresses import with_query


class Turns(msgspec.Struct, frozen=True):
    """The addresses of the days before, after and of today, of the first units, other views and filters."""

    before: str
    now: str
    after: str
    units: str
    table: str
    timeline: str
    filters: str
    pieces: str


def usual_start() -> date:
    """Monday of this week."""
    return today() - timedelta(days=today().weekday())


def drawn(found: BoardPage) -> Board:
    """The rows of these units over the days of the board."""
    days = days_between(found.start, found.end)
    rows = [
        Row(
            label=unit.product_name,
            note=f"{unit.serial_number} {unit.lender_name}".strip(),
            stretches=lay_out(found.start, found.end, spans_of(unit)),
        )
        for unit in found.units
    ]
    return Board(days, rows, frozenset(found.closed), found.today)


def spans_of(unit: BoardUnit) -> Iterable[Span]:
    """The bars of a unit as the table shows them."""
    for bar in unit.bars:
        yield Span(bar.start, bar.end, SIGNS[bar.kind].look, label_of(bar), bar.href)


def label_of(bar: Bar) -> str:
    """What stands in a bar besides its kind; of what is no loan, how far it has come."""
    return " ".join(filter(None, (bar.number or bar.state, bar.facility, bar.note)))


def turns(request: Request[Any, Any, Any], question: BoardQuestion) -> Turns:
    """Where the neighbouring days, units and views are, with the same filters."""
    length = timedelta(days=question.days.length)
    cursor = request.query_params.get("cursor")
    return Turns(
        before=with_query(request, start=question.start - length, cursor=cursor),
        now=with_query(request, start=None, cursor=cursor),
        after=with_query(request, start=question.start + length, cursor=cursor),
        units=with_query(request),
        table=with_query(request, view="table"),
        timeline=with_query(request, view=None),
        filters=with_query(request, filters="1", cursor=cursor),
        pieces=pieces(question),
    )


def pieces(question: BoardQuestion) -> str:
    """Where the timeline fetches its units, without a cursor."""
    asked = {
        "from": question.start,
        "to": question.end,
        "vendor_id": question.vendor_id,
        "product_id": question.product_id,
        "place_id": question.place_id,
        "counter_id": question.counter_id,
        "item": question.item,
        "prefecture": question.prefecture,
        "purpose": question.purpose.value if question.purpose else None,
        "everything": "true" if question.everything else None,
        "limit": LARGEST_PIECE,
    }
    return "/board/units?" + urlencode({name: value for name, value in asked.items() if value is not None})
