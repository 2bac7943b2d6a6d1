"""The smallest pieces of a page, as functions: a desk has a thousand, and macros cost more.

Templates know them as `icon`, `chip`, `link_button`, `cell` and `head_cell`, like every other component.
"""

from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup, escape

from core.i18n import Text
from core.web.look import Look

Caller = Callable[[], str]


@lru_cache(maxsize=512)
def icon(name: str, title: str = "") -> Markup:
    """A picture of the sprite; with a title it is read out."""
    described = Markup('role="img" aria-label="{}"').format(title) if title else Markup('aria-hidden="true"')
    return Markup(
        '<svg class="icon" {} focusable="false"><use href="/static/icons.svg#{}"></use></svg>'
    ).format(described, name)


# Every part is escaped by name below: `Markup.format` would do the same, three times as slowly.


def chip(look: Look) -> Markup:
    """A state: icon, words and tone."""
    shown = f"{icon(look.icon)}<span>{escape(look.label)}</span>"
    return Markup(f'<span class="chip tone-{escape(look.tone)}">{shown}</span>')  # noqa: S704  # see above


def link_button(
    label: Text,
    href: str,
    tone: str = "secondary",
    icon_name: str = "",
    *,
    wide: bool = False,
    small: bool = False,
    download: bool = False,
) -> Markup:
    """A link that looks like a button."""
    looks = f"{escape(tone)}{' button-wide' if wide else ''}{' button-small' if small else ''}"
    address = f'href="{escape(href)}"{" download" if download else ""}'
    shown = f"{icon(icon_name) if icon_name else ''}<span>{escape(label)}</span>"
    return Markup(f'<a class="button button-{looks}" {address}>{shown}</a>')  # noqa: S704  # see above


def head_cell(content: object = "", href: str = "", caller: Caller | None = None) -> Markup:
    """The first cell of a row, which names it; may be called with a body."""
    shown: str = escape(content)
    if href:
        shown = f'<a href="{escape(href)}">{shown}</a>'
    return Markup(f'<th scope="row">{shown}{_body(caller)}</th>')  # noqa: S704  # see above


def cell(label: Text, content: object = "", number: bool = False, caller: Caller | None = None) -> Markup:  # noqa: FBT001, FBT002  # as templates write it
    """A cell; on a phone its label stands before it."""
    attributes = f'data-label="{escape(label)}"{" class=" + _QUOTED_NUMBER if number else ""}'
    shown = f'<span class="cell">{escape(content)}{_body(caller)}</span>'
    return Markup(f"<td {attributes}>{shown}</td>")  # noqa: S704  # see above


def _body(caller: Caller | None) -> str:
    return "" if caller is None else escape(caller())


_QUOTED_NUMBER = '"number"'
