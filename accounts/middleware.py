"""Who asks, and in which language: known before a route is chosen, so that error pages know it too."""

from typing import Any, Final, Literal

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.response import Response
from litestar.types import ASGIApp, Receive, Scope, Send

from accounts.domain import Actor, DateStyle, Via
from accounts.queries import actor_of_api_token, actor_of_session
from core.errors import NotSignedIn
from core.i18n import use_locale
from core.settings import settings
from core.web.languages import A_YEAR, locale_of

SESSION_COOKIE: Final = "tameshi_session"

API: Final = "/api/"
# Asked for without an account, and often: they cost no query.
FOR_NOBODY: Final = ("/static/", "/healthz", "/readyz", "/metrics")


class Identification:
    """Sets `scope["user"]` to an `Actor` and the locale of the request; wraps the whole application.

    What goes wrong on the way is kept in `scope["auth"]`: `Gate` raises it where error pages are made.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Identify, then go on in the language of whoever was identified."""
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith(FOR_NOBODY):
            await self.app(scope, receive, send)
            return
        connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
        actor, trouble = await _identified(connection)
        scope["user"], scope["auth"] = actor, trouble
        style: Literal["era", "western"] = "era" if actor.date_style == DateStyle.ERA else "western"
        with use_locale(actor.locale, style):
            await self.app(scope, receive, send)


class Gate:
    """Refuses a request whose asker could not be identified: a wrong bearer token, a database away."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raise what `Identification` met, or let the request in."""
        trouble = scope.get("auth")
        if isinstance(trouble, Exception):
            raise trouble
        await self.app(scope, receive, send)


async def _identified(connection: ASGIConnection[Any, Any, Any, Any]) -> tuple[Actor, Exception | None]:
    via = Via.API if connection.scope["path"].startswith(API) else Via.PAGE
    stranger = Actor.anonymous(via, locale_of(connection))
    try:
        known = await (_bearer(connection) if via is Via.API else _browser(connection))
    except Exception as error:  # noqa: BLE001  # raised again by the Gate, whatever it is
        return stranger, error
    return known or stranger, None


async def _browser(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor | None:
    token = connection.cookies.get(SESSION_COOKIE)
    return await actor_of_session(token) if token else None


async def _bearer(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor | None:
    header = connection.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    actor = await actor_of_api_token(token.strip()) if scheme.lower() == "bearer" else None
    if actor is None:
        raise NotSignedIn("invalid-token")
    return actor


def remember_sign_in(response: Response[Any], token: str) -> None:
    """Give the browser the token; JavaScript cannot read it and other sites cannot post with it."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=A_YEAR,  # how long a sign-in lasts is judged by the database, not by the browser
        httponly=True,
        samesite="lax",
        secure=settings().is_secure,
    )


def forget_sign_in(response: Response[Any]) -> None:
    """Have the browser drop its token."""
    response.delete_cookie(SESSION_COOKIE)
