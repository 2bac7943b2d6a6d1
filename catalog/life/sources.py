"""Where the life of a unit is written down: each source is SQL that yields `LifeRow`s, and words for them.

A feature above adds its own with `add_source`; nobody here knows of loans or displays.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core.web.look import Happening


class LifeKind(StrEnum):
    """What a line of a unit's life is about."""

    REGISTERED = "registered"
    TAG = "tag"
    MOVE = "move"
    CHANGE = "change"
    LOAN = "loan"
    EXHIBITION = "exhibition"
    MAINTENANCE = "maintenance"
    CHECK = "check"
    SCAN = "scan"
    DAMAGE = "damage"
    RETIREMENT = "retirement"


class LifeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a unit's life, as far as its reader may know it.

    `what` and `facts` are the source's own; names are empty where they are withheld, `cause_id` and `label`
    where the reader may not see what it came from.
    """

    source: str
    id: UUID
    at: datetime
    kind: LifeKind
    what: str
    via: str
    who: str
    custodian: str
    place: str
    has_custodian: bool
    has_place: bool
    cause_id: UUID | None
    label: str
    facts: dict[str, object]


class Source(msgspec.Struct, frozen=True):
    """A place where lives are written down.

    `rows` gives SQL for the reader: parameter `$1` is the unit, `$2` the reader's organisation; its columns
    are `COLUMNS`, in that order. `tell` puts a row into the reader's words.
    """

    name: str
    rows: Callable[[Actor], str]
    tell: Callable[[LifeRow], Happening]


COLUMNS = (
    *("id", "at", "kind", "what", "via", "who_id", "custodian_id", "place_id", "cause_id", "label", "facts"),
)

_sources: dict[str, Source] = {}


def add_source(source: Source) -> None:
    """Let one more place tell of units."""
    _sources[source.name] = source


def sources() -> list[Source]:
    """All of them, in the order in which they came."""
    return list(_sources.values())


def told(row: LifeRow) -> Happening:
    """The row in words, by whoever wrote it down."""
    return _sources[row.source].tell(row)
