"""No step that others notice is forgotten: each door that writes has a look before it, or a stated reason."""

import inspect
import re
from pathlib import Path

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from app.routes import ROUTES
from tests.app.previewed import LOOKS, previewed

_WRITES = {"POST", "PUT", "PATCH", "DELETE"}
_LOOK = re.compile(r"foresee|preview|calling_off|is_only_asked|loans_meeting|concerns_of|asking_all|plan_of")
_ARCHITECTURE = Path("docs/architecture.md").read_text(encoding="utf-8")


def _doors() -> dict[tuple[str, str], HTTPRouteHandler]:
    application = Litestar(route_handlers=list(ROUTES), openapi_config=None)
    return {
        (str(method), re.sub(r":\w+}", "}", route.path)): handler
        for route in application.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if str(method) in _WRITES and not route.path.endswith("/preview")
    }


def _looks_first() -> set[str]:
    """The operations that look and change nothing."""
    application = Litestar(route_handlers=list(ROUTES), openapi_config=None)
    return {
        str(handler.operation_id)
        for route in application.routes
        if isinstance(route, HTTPRoute) and route.path.endswith("/preview")
        for handler in route.route_handlers
    }


def test_every_door_that_writes_says_how_it_is_looked_through_first() -> None:
    doors, known = set(_doors()), set(previewed())
    assert doors - known == set(), "say in tests/app/previewed.py what is shown before it, or why nothing is"
    assert known - doors == set()


def test_what_is_said_to_be_looked_at_is_and_every_reason_is_explained() -> None:
    operations, doors = _looks_first(), _doors()
    for (method, path), how in previewed().items():
        if path.startswith("/api/") and how in operations:
            continue
        if how == LOOKS:
            written = inspect.getsource(inspect.getmodule(doors[method, path].fn) or inspect)
            assert _LOOK.search(written), f"{method} {path} shows nothing before it"
            continue
        assert f"| `{how}` |" in _ARCHITECTURE, f"{method} {path}: {how} is not explained"


def test_no_look_is_without_its_step() -> None:
    assert _looks_first() - set(previewed().values()) == {"None"}
