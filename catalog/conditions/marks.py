"""Where on a photo a mark stands. Pure."""

from enum import StrEnum
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

# Thousandths of a photo's width and height: they fit whatever size it is shown in.
WHOLE = 1000
MOST_MARKS = 20

Share = Annotated[int, Meta(ge=0, le=WHOLE)]


class Cell(StrEnum):
    """A ninth of a photo, for whoever cannot point at it."""

    TOP_LEFT = "top_left"
    TOP = "top"
    TOP_RIGHT = "top_right"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom_right"


class Spot(NamedTuple):
    """A place on a photo, from its left and from its top."""

    x: int
    y: int


class PutMark(msgspec.Struct, frozen=True, kw_only=True):
    """A mark to be put: `x` from the left and `y` from the top in thousandths, and what is there."""

    x: Share
    y: Share
    note: Annotated[str, Meta(max_length=300)]


_CELLS = tuple(Cell)


def middle_of(cell: Cell) -> Spot:
    """The middle of a ninth."""
    row, column = divmod(_CELLS.index(cell), 3)
    return Spot(*(round(WHOLE * (2 * place + 1) / 6) for place in (column, row)))


def cell_of(spot: Spot) -> Cell:
    """The ninth that a place lies in."""
    column, row = (min(2, part * 3 // WHOLE) for part in spot)
    return _CELLS[row * 3 + column]
