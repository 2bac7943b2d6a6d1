"""Which routes of the application answer with a page."""

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from litestar import Litestar, Response
from litestar.handlers import HTTPRouteHandler
from litestar.response import Template
from litestar.routes import HTTPRoute

from app.routes import ROUTES
from tests.app.access import EVERYONE, SIGNED_IN, access

_FILE = re.compile(r"\.\w+$")
# Pictures whose address has no ending.
_PICTURES = {"/seminar-applications/{token}/codes/{number}"}
_ANYWHERE = {EVERYONE: "anyone"}
EVERY_KIND = {"facility", "counter", "vendor", "centre"}


def pages() -> list[str]:
    """Every route that answers GET with HTML: whatever is no file, no API and no other place to look."""
    return sorted(path for path, handler in _get_handlers() if _is_page(path, handler))


def _get_handlers() -> Iterator[tuple[str, HTTPRouteHandler]]:
    application = Litestar([*ROUTES], openapi_config=None)
    for route in application.routes:
        if isinstance(route, HTTPRoute):
            yield from ((route.path_format, one) for one in route.route_handlers if "GET" in one.http_methods)


def _is_page(path: str, handler: HTTPRouteHandler) -> bool:
    if path.startswith("/api/") or _FILE.search(path) or path in _PICTURES:
        return False
    answer: Any = handler.parsed_fn_signature.return_type.annotation
    return answer is Template or (get_origin(answer) is Response and get_args(answer) in ((Any,), (str,)))


def must_look(route: str) -> set[str]:
    """The kinds of people who may see a page, as the table of rights has them."""
    may = access().get(("GET", route), frozenset())
    if EVERYONE in may:
        return {"anyone"}
    if SIGNED_IN in may:
        return EVERY_KIND
    return {name.removeprefix("any-") for name in may} & EVERY_KIND
