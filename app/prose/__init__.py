"""The words for every error code, one file a feature; a code without words fails a test."""

from collections.abc import Mapping

from app.prose import (
    accounts,
    catalog,
    directory,
    exhibitions,
    general,
    imports,
    loans,
    notifications,
    seminars,
    visits,
    waiting,
)
from core.i18n import LazyText

_ROOMS = (
    general,
    directory,
    imports,
    accounts,
    catalog,
    loans,
    waiting,
    exhibitions,
    visits,
    seminars,
    notifications,
)

WORDS: Mapping[str, LazyText] = {code: words for room in _ROOMS for code, words in room.WORDS.items()}
FIELD_WORDS: Mapping[str, LazyText] = {
    code: words for room in _ROOMS for code, words in room.FIELD_WORDS.items()
}
TITLES: Mapping[int, LazyText] = general.TITLES
