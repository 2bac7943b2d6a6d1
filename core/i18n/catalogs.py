"""Messages: which language the reader wants, and a message in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import Environment
from markupsafe import Markup, escape

from core.i18n import dates

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ("ja", "en")
DEFAULT_LOCALE = "ja"
CONTEXT_END = "\x04"  # as gettext itself joins context and text

current_locale = dates.current_locale
current_date_style: ContextVar[dates.DateStyle] = dates.current_date_style


@contextmanager
def use_locale(locale: str, date_style: dates.DateStyle = "western") -> Iterator[None]:
    """Speak `locale` inside the block; an unknown one falls back to Japanese."""
    locale_token = current_locale.set(locale if locale in LOCALES else DEFAULT_LOCALE)
    style_token = current_date_style.set(date_style)
    try:
        yield
    finally:
        current_locale.reset(locale_token)
        current_date_style.reset(style_token)


def negotiate(accept_language: str | None, cookie: str | None, person: str | None) -> str:
    """The locale to answer in: the person's setting, else the cookie's, else what the browser wishes."""
    for wish in (person, cookie):
        if wish in LOCALES:
            return str(wish)
    for tag in _wished_languages(accept_language or ""):
        if tag in LOCALES:
            return tag
    return DEFAULT_LOCALE


def _wished_languages(accept_language: str) -> list[str]:
    """Primary language tags of an Accept-Language header, the most wanted first, refused ones left out."""
    wishes: list[tuple[float, str]] = []
    for part in accept_language.split(","):
        tag, _, parameter = part.strip().partition(";")
        name, _, number = parameter.strip().partition("=")
        try:
            quality = float(number) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        if quality > 0:
            wishes.append((-quality, tag.strip().lower().partition("-")[0]))
    return [tag for _, tag in sorted(wishes, key=lambda wish: wish[0])]


def read_catalog(path: Path) -> Catalog:
    """One `en.po`; an empty catalog where the file does not exist yet."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8", abort_invalid=True)


def key_of(message: Message) -> str:
    """What a message is looked up by: its Japanese text, with its context before it where it has one."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}{CONTEXT_END}{text}" if message.context else text


def forms_of(message: Message) -> tuple[str, ...]:
    """The English of a message: one text, or one for each plural form; never empty."""
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)


@cache
def english(root: Path = ROOT) -> Mapping[str, tuple[str, ...]]:
    """Every English message of every feature, its plural forms in order."""
    messages: dict[str, tuple[str, ...]] = {}
    for path in sorted(root.glob("*/locale/en.po")):
        for message in read_catalog(path):
            if message.id and all(forms_of(message)) and not message.fuzzy:
                messages[key_of(message)] = forms_of(message)
    return messages


def gettext(message: str, **facts: object) -> str:
    """`message` in the reader's language, its `%(name)s` filled in from `facts` when there are any."""
    text = message.rpartition(CONTEXT_END)[2]
    if current_locale.get() == "en":
        text = english().get(message, (text,))[0]
    if any(isinstance(fact, Markup) for fact in facts.values()):
        return escape(text) % facts  # part of a page: what is marked up stays so
    return text % facts if facts else text


def pgettext(context: str, message: str, **facts: object) -> str:
    """Like `gettext`, for a word with another English elsewhere: `pgettext("menu", "貸出")` is "Loans"."""
    key = f"{context}{CONTEXT_END}{message}"
    return gettext(key, **facts)


def ngettext(singular: str, plural: str, n: int, **facts: object) -> str:
    """The form of the message that fits `n`; `%(n)s` is the number. Japanese has one form: pass it twice."""
    text = singular if n == 1 else plural
    if current_locale.get() == "en":
        forms = english().get(singular, (singular, plural))
        text = forms[0] if n == 1 else forms[-1]
    return text % {"n": dates.format_count(n), "num": n, **facts}


class LazyText:
    """A message that is translated when it is shown, so that it may be written at import time."""

    __slots__ = ("facts", "message")

    def __init__(self, message: str, facts: Mapping[str, object] | None = None) -> None:
        self.message = message
        self.facts = dict(facts or {})

    def __str__(self) -> str:
        return gettext(self.message, **self.facts)

    def __repr__(self) -> str:
        return f"lazy({self.message!r})"

    def __html__(self) -> Markup:
        return escape(str(self))

    def __format__(self, form: str) -> str:
        return format(str(self), form)

    def __mod__(self, facts: object) -> str:
        return str(self) % facts

    def __add__(self, other: object) -> str:
        return f"{self}{other}"

    def __radd__(self, other: object) -> str:
        return f"{other}{self}"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LazyText):
            return (self.message, self.facts) == (other.message, other.facts)
        return isinstance(other, str) and str(self) == other

    def __hash__(self) -> int:
        return hash(self.message)

    def __len__(self) -> int:
        return len(str(self))

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(str(self), name)


Text = str | LazyText


def lazy(message: str, **facts: object) -> LazyText:
    """Like `gettext`, but translated when shown: for labels of forms and states."""
    return LazyText(message, facts)


def plazy(context: str, message: str, **facts: object) -> LazyText:
    """Like `pgettext`, but translated when shown."""
    return LazyText(f"{context}{CONTEXT_END}{message}", facts)


def install(environment: Environment) -> None:
    """Give templates `_`, `ngettext`, `{% trans %}` and the filters for dates and numbers."""
    environment.policies["ext.i18n.trimmed"] = True
    environment.add_extension("jinja2.ext.i18n")
    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext, pgettext=pgettext)
    environment.globals["locale"] = current_locale.get
    environment.filters.update(
        date=dates.format_date,
        datetime=dates.format_datetime,
        time=dates.format_time,
        weekday=dates.weekday,
        month_name=dates.month_name,
        month=dates.format_month,
        count=dates.format_count,
        yen=dates.format_yen,
    )
    environment.globals["period"] = _period_on_page


def _period_on_page(start: date, end_exclusive: date, style: dates.DateStyle | None = None) -> Markup:
    """A period that a narrow page breaks between its days, never within one."""
    parts = [
        Markup('<span class="nowrap">{}</span>').format(part)
        for part in dates.period_parts(start, end_exclusive, style)
    ]
    return Markup("<wbr>").join(parts)
