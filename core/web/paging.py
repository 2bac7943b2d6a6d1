"""Pages of long lists: a cursor says where the next page begins, so that no row is seen twice or missed."""

import base64
import binascii
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from core.errors import Invalid

Item = TypeVar("Item")

PAGE_SIZE = 50
LARGEST_PAGE = 200


class Page(msgspec.Struct, Generic[Item], frozen=True):
    """`items` of a list, and the cursor of the next page or None at the end."""

    items: list[Item]
    next: str | None = None


def encode_cursor(*keys: object) -> str:
    """A cursor that stands after the row with these sort keys."""
    return base64.urlsafe_b64encode(msgspec.json.encode(keys)).decode().rstrip("=")


def decode_cursor(cursor: str | None, width: int = 1) -> list[str] | None:
    """The sort keys behind a cursor, as text; None without one.

    Raises `Invalid` on field `cursor` for anything this house did not make.
    """
    if not cursor:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        keys = msgspec.json.decode(raw, type=list[str])
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise Invalid({"cursor": "cursor-unknown"}) from error
    if len(keys) != width:
        raise Invalid({"cursor": "cursor-unknown"})
    return keys


def cursor_id(cursor: str | None) -> UUID | None:
    """The row id behind a cursor that sorts by id alone."""
    keys = decode_cursor(cursor)
    if keys is None:
        return None
    try:
        return UUID(keys[0])
    except ValueError as error:
        raise Invalid({"cursor": "cursor-unknown"}) from error


def page_size(limit: int | None) -> int:
    """How many rows to show: 1 to `LARGEST_PAGE`, `PAGE_SIZE` unless told."""
    return PAGE_SIZE if limit is None else max(1, min(limit, LARGEST_PAGE))


def cut(rows: list[Item], size: int, cursor_of: "CursorOf[Item]") -> Page[Item]:
    """A page from `size + 1` fetched rows; the extra row only says that there are more."""
    shown = rows[:size]
    return Page(shown, cursor_of(shown[-1]) if len(rows) > size and shown else None)


class CursorOf(msgspec.Struct, Generic[Item], frozen=True):
    """How to name the place after an item: by the values of these attributes."""

    attributes: tuple[str, ...] = ("id",)

    def __call__(self, item: Item) -> str:
        """The cursor that stands after `item`."""
        return encode_cursor(*(str(getattr(item, name)) for name in self.attributes))
