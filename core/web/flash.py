"""A word to the person after a step, kept in a cookie until the next page has shown it."""

import base64
import binascii
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response

from core.i18n import Text
from core.settings import settings
from core.web.look import Tone

Answer = TypeVar("Answer", bound=Response[Any])

COOKIE = "tameshi_flash"
SECONDS_KEPT = 60


class Flash(msgspec.Struct, frozen=True):
    """What is said, and in which tone."""

    text: str
    tone: Tone = "done"


def flash(response: Answer, text: Text, tone: Tone = "done") -> Answer:
    """Have the next page say `text`; the response itself is given back."""
    value = base64.urlsafe_b64encode(msgspec.json.encode(Flash(str(text), tone))).decode()
    secure = settings().is_secure
    response.set_cookie(COOKIE, value, max_age=SECONDS_KEPT, httponly=True, samesite="lax", secure=secure)
    return response


def waiting_flash(request: Request[Any, Any, Any]) -> Flash | None:
    """What an earlier response left to say; nothing when the cookie is not ours."""
    value = request.cookies.get(COOKIE)
    if not value:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(value), type=Flash)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return None
