"""What things look like on a page, said once: words, icon and tone of a state; a happening; a station."""

from datetime import date, datetime
from typing import Literal

import msgspec

from core.i18n import Text

# a tone never speaks alone: an icon and words always stand beside the colour
Tone = Literal["neutral", "info", "progress", "attention", "done", "danger"]
StationState = Literal["done", "now", "next", "skipped"]


class Look(msgspec.Struct, frozen=True):
    """How a state is shown: `ui.chip(look)`."""

    label: Text
    icon: str = "dot"
    tone: Tone = "neutral"


class Picture(msgspec.Struct, frozen=True):
    """A small picture that leads to where it is shown large."""

    thumb: str
    href: str
    text: Text


class Happening(msgspec.Struct, frozen=True):
    """One line of a history: `ui.timeline(happenings)`."""

    at: datetime
    title: Text
    who: Text = ""
    text: Text = ""
    icon: str = "dot"
    tone: Tone = "neutral"
    href: str = ""  # where more is told of it, for a reader who may know
    pictures: tuple[Picture, ...] = ()


class Station(msgspec.Struct, frozen=True):
    """One stop on the way of a thing: `ui.stepper(stations)`."""

    label: Text
    state: StationState = "next"
    when: date | None = None
    note: Text = ""
