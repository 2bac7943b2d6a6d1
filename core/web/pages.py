"""Answering a browser: a template in the reader's language, or the way back to where they were."""

import re
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.response import Redirect, Template

from core.clock import today
from core.i18n import Text
from core.web.flash import COOKIE, flash, waiting_flash
from core.web.look import Tone

PageRequest = Request[Any, Any, Any]

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def page(request: PageRequest, template: str, *, status: int = 200, **context: object) -> Template:
    """The page `template`, with `actor`, `today`, `flash` and `request` at hand besides `context`."""
    given: dict[str, Any] = {"actor": request.scope.get("user"), "today": today(), **context}
    given["flash"] = None if is_fragment(request) else waiting_flash(request)
    answer = Template(template, context=given, status_code=status)
    if given["flash"]:
        answer.delete_cookie(COOKIE)
    return answer


def see_other(path: str, said: Text = "", tone: Tone = "done") -> Redirect:
    """After a POST: look at `path` (303), so that a reload repeats nothing; there `said` is shown once."""
    answer = Redirect(path, status_code=303)
    return flash(answer, said, tone) if said else answer


def local_path(target: str | None, default: str = "/") -> str:
    """`target` when it is a path of this house, else `default`: nobody is sent elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if _CONTROLS.search(target):  # browsers leave these out, and another address may remain
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target


def is_fragment(request: PageRequest) -> bool:
    """Whether htmx asks for a piece of the page only."""
    return request.headers.get("hx-request") == "true" and "hx-boosted" not in request.headers
