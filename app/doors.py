"""Which doors stand open to somebody who has not signed in; all others ask for it first.

Asked before a body is read, so that nobody is told what is wrong with a form that they may not send.
"""

import re
from collections.abc import Sequence
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from accounts.domain import Actor
from core.errors import NotSignedIn

OPEN: Sequence[tuple[str, str]] = (
    ("*", r"/"),
    ("*", r"/(healthz|readyz|metrics)"),
    ("*", r"/(static|schema)(/.*)?"),
    ("*", r"/(sign-in|sign-out|language)"),
    ("*", r"/(password-reset|invitations|claim)(/.*)?"),
    ("*", r"/t(/.*)?"),
    ("GET", r"/embed/.*"),
    ("GET", r"/e/[^/]+"),
    ("*", r"/e/[^/]+/want"),
    ("*", r"/visits/.+"),
    ("POST", r"/exhibitions/[^/]+/(visits/new|visits/wait|questions)"),
    ("*", r"/seminar-applications/.+"),
    ("*", r"/seminar-rooms/.+"),
    ("GET", r"/certificates(/.*)?"),
    ("POST", r"/seminars/[^/]+/apply"),
    ("POST", r"/api/v1/seminars/[^/]+/applications"),
    ("POST", r"/exhibitions/[^/]+/visits/new"),
    ("POST", r"/api/v1/exhibitions/[^/]+/(visits|visits/wait|questionnaire)"),
    ("GET", r"/calendars/.*"),
    ("GET", r"/loan-list(\.xlsx|\.csv)?"),
    ("GET", r"/(subsidies|taxonomy)"),
    ("GET", r"/(catalogue|find|products|counters|exhibitions|seminars|mailbox)(/.*)?"),
    ("GET", r"/api/v1/(taxonomy|products|exhibitions|seminars)(/.*)?"),
)
_OPEN = [(method, re.compile(pattern)) for method, pattern in OPEN]


def is_open(method: str, path: str) -> bool:
    """Whether anybody may knock at this door; what they get to see is another matter."""
    plain = path.rstrip("/") or "/"
    return any(allowed in ("*", method) and pattern.fullmatch(plain) for allowed, pattern in _OPEN)


async def door(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard of the whole application: raises `NotSignedIn` at a closed door.

    It waits for nothing, yet is a coroutine: Litestar sends other guards to a thread, at each request.
    """
    actor = connection.scope.get("user")
    if isinstance(actor, Actor) and actor.is_signed_in:
        return
    method = str(connection.scope.get("method", "GET"))
    if not is_open("GET" if method == "HEAD" else method, connection.scope["path"]):
        raise NotSignedIn
