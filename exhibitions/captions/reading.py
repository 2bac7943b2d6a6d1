"""How a visitor wants to read, told by the address of a page behind a code."""

from typing import Any

from litestar import Request

from accounts.domain import Actor
from core.i18n import current_locale
from core.words import Reading


def reading_of(request: Request[Actor, Any, Any]) -> Reading:
    """How the visitor reads, as chosen or as the browser says; the page is shown so."""
    asked = request.query_params.get("lang", "")
    if asked in {one.value for one in Reading}:
        reading = Reading(asked)
    else:
        reading = Reading.ENGLISH if current_locale.get() == "en" else Reading.JAPANESE
    current_locale.set("en" if reading is Reading.ENGLISH else "ja")
    return reading
