"""Displays: their kinds and states. Pure."""

from enum import StrEnum


class ExhibitionKind(StrEnum):
    """A counter's own room, a show that travels, or a day of open doors (DOMAIN section 6)."""

    PERMANENT = "permanent"
    TOURING = "touring"
    OPEN_DAY = "open_day"


class ExhibitionStatus(StrEnum):
    """A draft is its counter's own; the public sees the rest."""

    DRAFT = "draft"
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"
