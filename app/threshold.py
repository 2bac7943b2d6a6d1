"""What holds for every request and every answer, whoever makes it: headers that browsers guard us by."""

import re
from typing import Final
from urllib.parse import urlsplit

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from accounts.domain import Actor
from core.settings import settings

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# Reading a code with the camera is a program in WebAssembly; it runs where people scan, nowhere else.
SCANNING: Final = frozenset(
    f"/scan{what}{kept}" for what in ("", "/visits", "/seminars") for kept in ("", "/shell")
)
SCANNING_POLICY: Final = f"{CONTENT_SECURITY_POLICY}; script-src 'self' 'wasm-unsafe-eval'"
# A counter puts its displays into pages of its own; nothing else of the house may be framed.
EMBEDDED: Final = "/embed/"
EMBEDDED_POLICY: Final = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
# A year, as browsers ask for.
STRICT_TRANSPORT: Final = "max-age=31536000"
STATIC: Final = "/static/"
# What an address opens without any account is nobody else's to keep.
SECRET_PLACES: Final = (
    *("/invitations/", "/password-reset/", "/visits/", "/mailbox"),
    *("/seminar-applications/", "/seminar-rooms/"),
)

_HOST = re.compile(rb"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,4}|:[1-5]\d{4}|:6[0-4]\d{3})?")


class Threshold:
    """The outermost wrapper of the application: error pages and refusals pass it, too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a readable request in, and put the guarding headers on its answer."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        scope["headers"] = [_readable(header) for header in scope["headers"]]

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                _guard(MutableScopeHeaders(message), scope)
            await send(message)

        await self.app(scope, receive, guarded)


def _readable(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """A host that is none would stop whoever reads the address; nobody here believes it anyway."""
    name, value = header
    if name.lower() != b"host" or _HOST.fullmatch(value):
        return header
    return name, urlsplit(settings().base_url).netloc.encode()


def _guard(headers: MutableScopeHeaders, scope: Scope) -> None:
    headers.setdefault("Content-Security-Policy", _policy(scope["path"]))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    if settings().is_secure:
        headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
    if not scope["path"].startswith(STATIC):
        headers.setdefault("Cache-Control", "no-store" if _is_personal(scope) else "private, no-cache")


def _policy(path: str) -> str:
    if path.startswith(EMBEDDED):
        return EMBEDDED_POLICY
    return SCANNING_POLICY if path in SCANNING else CONTENT_SECURITY_POLICY


def _is_personal(scope: Scope) -> bool:
    """Whether the next user of the same browser must not find the answer in it."""
    actor = scope.get("user")
    is_known = isinstance(actor, Actor) and actor.is_signed_in
    return is_known or scope["path"].startswith(SECRET_PLACES)
