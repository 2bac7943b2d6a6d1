"""やさしい日本語: words for those who are still learning Japanese, with the readings of their characters.

`{漢字|かんじ}` is shown with its reading above.
"""

import re
from typing import Any

from litestar import Request
from markupsafe import Markup, escape

from core.i18n import current_locale

PLAIN = "plain"
_READING = re.compile(r"\{([^|}]+)\|([^}]+)\}")


def furigana(text: str) -> Markup:
    """The text with the readings above their characters."""
    parts, at = [], 0
    for found in _READING.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(Markup("<ruby>{}<rt>{}</rt></ruby>").format(*found.groups()))
        at = found.end()
    return Markup().join([*parts, escape(text[at:])])


def in_brackets(text: str) -> str:
    """The text with the readings behind their characters, where nothing can stand above."""
    return _READING.sub(r"\1（\2）", text)


def is_plain(request: Request[Any, Any, Any]) -> bool:
    """Whether the reader asks for plain Japanese; the page around it is then Japanese, too."""
    if request.query_params.get("lang") != PLAIN:
        return False
    current_locale.set("ja")
    return True
