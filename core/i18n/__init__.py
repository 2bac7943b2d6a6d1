"""What the reader sees, in the reader's language: messages, dates and numbers.

Japanese is the source language: it is written in the code, and English stands in `<feature>/locale/en.po`.
"""

from core.i18n.catalogs import (
    DEFAULT_LOCALE,
    LOCALES,
    LazyText,
    Text,
    current_locale,
    gettext,
    install,
    lazy,
    negotiate,
    ngettext,
    pgettext,
    plazy,
    use_locale,
)
from core.i18n.dates import (
    format_count,
    format_date,
    format_datetime,
    format_month,
    format_period,
    format_time,
    format_yen,
    weekday,
)

_ = gettext

__all__ = [
    "DEFAULT_LOCALE",
    "LOCALES",
    "LazyText",
    "Text",
    "_",
    "current_locale",
    "format_count",
    "format_date",
    "format_datetime",
    "format_month",
    "format_period",
    "format_time",
    "format_yen",
    "gettext",
    "install",
    "lazy",
    "negotiate",
    "ngettext",
    "pgettext",
    "plazy",
    "use_locale",
    "weekday",
]
