"""The board of units by days: a row for each unit, a stretch for each thing it is spoken for."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from core.i18n import Text
from core.web.look import Look


class Span(msgspec.Struct, frozen=True):
    """Days `start` to before `end` that a unit is taken, and how they look."""

    start: date
    end: date
    look: Look
    label: Text = ""
    href: str = ""


class Stretch(msgspec.Struct, frozen=True):
    """Cells of one row: a span of `days` columns, or one free day without a span.

    `cut_before` and `cut_after` tell that the span reaches beyond the board.
    """

    start: date
    days: int
    span: Span | None = None
    cut_before: bool = False
    cut_after: bool = False


class Row(msgspec.Struct, frozen=True):
    """One unit and its stretches from the first to the last day of the board."""

    label: Text
    stretches: list[Stretch]
    note: Text = ""
    href: str = ""


class Board(msgspec.Struct, frozen=True):
    """Rows over `days`; `closed` are days on which nothing moves, `today` is marked."""

    days: list[date]
    rows: list[Row]
    closed: frozenset[date] = frozenset()
    today: date | None = None

    @property
    def legend(self) -> list[Look]:
        """Every look that occurs, once."""
        spans = (stretch.span for row in self.rows for stretch in row.stretches)
        return list(dict.fromkeys(span.look for span in spans if span is not None))


def days_between(first: date, end: date) -> list[date]:
    """The days from `first` to before `end`."""
    return [first + timedelta(days=number) for number in range((end - first).days)]


def lay_out(first: date, end: date, spans: Iterable[Span]) -> list[Stretch]:
    """The stretches of a row; where spans overlap, the later one begins after the earlier one."""
    stretches: list[Stretch] = []
    day = first
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        start, stop = max(span.start, day), min(span.end, end)
        if start >= stop:
            continue
        stretches += [Stretch(free, 1) for free in days_between(day, start)]
        stretches.append(Stretch(start, (stop - start).days, span, span.start < first, span.end > end))
        day = stop
    return stretches + [Stretch(free, 1) for free in days_between(day, end)]
