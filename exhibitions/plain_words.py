"""やさしい日本語: words for those who are still learning Japanese, with the readings of their characters.

`{漢字|かんじ}` is shown with its reading above.
"""

import re
from collections.abc import Mapping
from typing import Any

from litestar import Request
from markupsafe import Markup, escape

from core.i18n import current_locale
from core.web.forms import Form

PLAIN = "plain"
# What forms ask of whoever comes: the label, and what helps to answer.
WHOM_TO_REACH: dict[str, tuple[str, str]] = {
    "email": (
        "メールアドレス",
        "メールを {送|おく}ります。メールを {見|み}て、ボタンを {押|お}して ください。",
    ),
    "phone": ("{電話番号|でんわばんごう}", "{急|いそ}いで {知|し}らせる ときに {電話|でんわ}します。"),
    "organization_name": ("{仕事|しごと}を している {所|ところ}の {名前|なまえ}", ""),
}
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


def ask_plainly(form: Form, fields: Mapping[str, tuple[str, str]]) -> None:
    """Ask in these words, by the names of the fields; to be called before the form is judged."""
    for field in form:
        label, hint = fields.get(field.name, ("", ""))
        if label:
            field.label.text, field.description = in_brackets(label), in_brackets(hint)


def is_plain(request: Request[Any, Any, Any]) -> bool:
    """Whether the reader asks for plain Japanese; the page around it is then Japanese, too."""
    if request.query_params.get("lang") != PLAIN:
        return False
    current_locale.set("ja")
    return True
