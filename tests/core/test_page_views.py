"""What a page shows of months, boards and words left for the next page."""

from datetime import date
from typing import Any

import pytest
from litestar import Request, Response

from core.i18n import lazy
from core.web.board import Board, Row, Span, days_between, lay_out
from core.web.flash import COOKIE, Flash, flash, waiting_flash
from core.web.look import Look
from core.web.months import Day, month_of

LOAN = Look("貸出", "loan", "progress")


def test_a_month_is_laid_out_in_whole_weeks_from_sunday() -> None:
    month = month_of(date(2026, 10, 15), lambda day: Day(day, "free" if day.day % 2 else "busy"))
    assert month.first == date(2026, 10, 1)
    assert [day and day.day.day for day in month.weeks[0]] == [None, None, None, None, 1, 2, 3]
    assert {len(week) for week in month.weeks} == {7}
    assert [symbol for _, symbol, _ in month.legend] == ["○", "×"]


def test_a_day_speaks_its_note_or_its_state() -> None:
    assert Day(date(2026, 10, 1), "few", "残り2台").words == "残り2台"
    assert Day(date(2026, 10, 1), "busy").words == "空きなし"


def test_a_row_fills_the_board_and_tells_what_reaches_beyond() -> None:
    first, end = date(2026, 10, 1), date(2026, 10, 11)
    spans = [
        Span(date(2026, 10, 8), date(2026, 10, 20), LOAN),
        Span(date(2026, 9, 1), date(2026, 10, 3), LOAN),
    ]
    row = lay_out(first, end, spans)
    assert sum(stretch.days for stretch in row) == len(days_between(first, end))
    assert [(stretch.days, stretch.cut_before, stretch.cut_after) for stretch in row if stretch.span] == [
        (2, True, False),
        (3, False, True),
    ]
    assert Board(days_between(first, end), [Row("A-1", row)]).legend == [LOAN]


def test_spans_outside_the_board_or_on_one_another_never_break_a_row() -> None:
    first, end = date(2026, 10, 1), date(2026, 10, 8)
    spans = [
        Span(date(2026, 9, 1), date(2026, 9, 5), LOAN),
        Span(date(2026, 10, 2), date(2026, 10, 6), LOAN),
        Span(date(2026, 10, 3), date(2026, 10, 5), LOAN),
        Span(date(2026, 11, 1), date(2026, 11, 5), LOAN),
    ]
    assert [stretch.days for stretch in lay_out(first, end, spans)] == [1, 4, 1, 1]


def request_with(cookie: str) -> Request[Any, Any, Any]:
    """A request that brings the flash cookie along."""
    return Request({"type": "http", "headers": [(b"cookie", f"{COOKIE}={cookie}".encode())]})  # type: ignore[arg-type]


def test_a_word_for_the_next_page_survives_the_way_through_the_browser() -> None:
    response = flash(Response(""), lazy("申込を受け付けました。"))
    cookie = next(cookie for cookie in response.cookies if cookie.key == COOKIE)
    assert waiting_flash(request_with(cookie.value or "")) == Flash("申込を受け付けました。", "done")


@pytest.mark.parametrize("cookie", ["", "abc", "e30=", "eyJ0ZXh0IjoxfQ==", "%%%"])
def test_a_cookie_that_is_not_ours_says_nothing(cookie: str) -> None:
    assert waiting_flash(request_with(cookie)) is None
