"""How the board is drawn: which four weeks, which rows, and where its neighbours are."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request

from core.calendar import is_public_closure
from core.clock import today
from core.web.board import Board, Row, days_between, lay_out
from loans.desks.addresses import with_query
from loans.desks.board import DAYS_SHOWN, BoardPage, BoardQuestion
from loans.desks.forms import BoardFilter


class Turns(msgspec.Struct, frozen=True):
    """The addresses of the four weeks before and after, of today's, and of the units without their cursor."""

    before: str
    now: str
    after: str
    units: str


def question_of(form: BoardFilter) -> BoardQuestion:
    """What the form asks; from Monday of this week unless it says so."""
    start = form.start.data if form.start.data and not form.start.errors else usual_start()
    vendor, product, place = (form.chosen(name) for name in ("vendor", "product", "place"))
    return BoardQuestion(
        start=start,
        vendor_id=UUID(vendor) if vendor else None,
        product_id=UUID(product) if product else None,
        place_id=UUID(place) if place else None,
        item=form.chosen("item"),
        everything=form.wants_everything,
    )


def usual_start() -> date:
    """Monday of this week."""
    return today() - timedelta(days=today().weekday())


def drawn(found: BoardPage, question: BoardQuestion) -> Board:
    """The rows of these units over four weeks."""
    first, end = question.days.start, question.days.end
    days = days_between(first, end)
    rows = [
        Row(
            label=unit.product_name,
            note=f"{unit.serial_number} {unit.lender_name}".strip(),
            stretches=lay_out(first, end, unit.spans),
        )
        for unit in found.units
    ]
    return Board(days, rows, frozenset(day for day in days if is_public_closure(day)), today())


def turns(request: Request[Any, Any, Any], question: BoardQuestion) -> Turns:
    """Where the neighbouring weeks and the next units are, with the same filters."""
    month = timedelta(days=DAYS_SHOWN)
    cursor = request.query_params.get("cursor")
    return Turns(
        before=with_query(request, start=question.start - month, cursor=cursor),
        now=with_query(request, start=None, cursor=cursor),
        after=with_query(request, start=question.start + month, cursor=cursor),
        units=with_query(request),
    )
