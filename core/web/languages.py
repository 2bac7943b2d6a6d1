"""The language that a browser keeps for its visits without an account."""

from typing import Any, Final

from litestar.connection import ASGIConnection
from litestar.response import Response

from core.i18n import LOCALES, negotiate
from core.settings import settings

LANGUAGE_COOKIE: Final = "tameshi_language"
A_YEAR: Final = 365 * 24 * 60 * 60  # seconds


def locale_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The language of somebody unknown: as their browser remembers or asks."""
    return negotiate(connection.headers.get("accept-language"), connection.cookies.get(LANGUAGE_COOKIE), None)


def remember_language(response: Response[Any], locale: str) -> None:
    """Have this browser keep the language, for its visits without an account."""
    if locale in LOCALES:
        response.set_cookie(
            LANGUAGE_COOKIE,
            locale,
            max_age=A_YEAR,
            httponly=True,
            samesite="lax",
            secure=settings().is_secure,
        )
