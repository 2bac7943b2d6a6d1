"""Words for the errors of `notifications`."""

from core.i18n import LazyText

WORDS: dict[str, LazyText] = {}

FIELD_WORDS: dict[str, LazyText] = {}
