"""Addresses of neighbouring pages: the same questions, one of them answered otherwise."""

from typing import Any, Protocol
from urllib.parse import urlencode

from litestar import Request


class HasNext(Protocol):
    """A page of a longer list."""

    @property
    def next(self) -> str | None:
        """The cursor of the next page, None at the end."""


def following(request: Request[Any, Any, Any], found: HasNext) -> str:
    """The address of the next page of `found`; nothing at its end."""
    return with_query(request, cursor=found.next) if found.next else ""


def with_query(request: Request[Any, Any, Any], **changes: object) -> str:
    """The address of this page with `changes`; None takes a question away, and so does a cursor's absence."""
    kept = {name: value for name, value in request.query_params.items() if name != "cursor" and value}
    asked = {name: value for name, value in {**kept, **changes}.items() if value is not None}
    return f"{request.url.path}?{urlencode(asked)}" if asked else request.url.path
