"""Answering a browser: a template in the reader's language, or the way back to where they were."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.response import Redirect, Template

from core.clock import today

PageRequest = Request[Any, Any, Any]


def page(request: PageRequest, template: str, *, status: int = 200, **context: object) -> Template:
    """The page `template`, with `actor`, `today` and `request` at hand besides `context`."""
    given: dict[str, Any] = {"actor": request.scope.get("user"), "today": today(), **context}
    return Template(template, context=given, status_code=status)


def see_other(path: str) -> Redirect:
    """After a POST: look at `path` (303), so that a reload repeats nothing."""
    return Redirect(path, status_code=303)


def local_path(target: str | None, default: str = "/") -> str:
    """`target` when it is a path of this house, else `default`: nobody is sent elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target


def is_fragment(request: PageRequest) -> bool:
    """Whether htmx asks for a piece of the page only."""
    return request.headers.get("hx-request") == "true" and "hx-boosted" not in request.headers
