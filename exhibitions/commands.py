"""What is asked of displays. Pages build these, programs send them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from catalog.conditions.answers import Answer
from catalog.domain import Condition, Way
from exhibitions.domain import ExhibitionKind, ExhibitionStatus, ExhibitStatus, TeamRole

Line = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=2000)]
Reason = Annotated[str, Meta(max_length=1000)]


class CreateExhibition(msgspec.Struct, frozen=True, kw_only=True):
    """A new display, a draft until it is planned; `end` is exclusive."""

    title: Line
    start: date
    end: date
    kind: ExhibitionKind = ExhibitionKind.PERMANENT
    title_en: Line = ""
    prefecture: Annotated[str, Meta(max_length=10)] = ""
    address: Line = ""
    access: Text = ""
    hours: Line = ""
    description: Text = ""
    title_plain: Line = ""
    description_en: Text = ""
    description_plain: Text = ""
    hours_en: Line = ""
    hours_plain: Line = ""
    access_en: Text = ""
    access_plain: Text = ""


class ChangeExhibition(msgspec.Struct, frozen=True, kw_only=True):
    """Change what is given; the rest stays."""

    title: Line | UnsetType = UNSET
    start: date | UnsetType = UNSET
    end: date | UnsetType = UNSET
    kind: ExhibitionKind | UnsetType = UNSET
    title_en: Line | UnsetType = UNSET
    prefecture: Annotated[str, Meta(max_length=10)] | UnsetType = UNSET
    address: Line | UnsetType = UNSET
    access: Text | UnsetType = UNSET
    hours: Line | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    title_plain: Line | UnsetType = UNSET
    description_en: Text | UnsetType = UNSET
    description_plain: Text | UnsetType = UNSET
    hours_en: Line | UnsetType = UNSET
    hours_plain: Line | UnsetType = UNSET
    access_en: Text | UnsetType = UNSET
    access_plain: Text | UnsetType = UNSET


class MoveExhibition(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a display; `expected` is the state that the caller saw."""

    reason: Reason = ""
    expected: ExhibitionStatus | None = None


class AddVenue(msgspec.Struct, frozen=True, kw_only=True):
    """A stop of a touring show; `end` is exclusive."""

    name: Line
    start: date
    end: date
    prefecture: Annotated[str, Meta(max_length=10)] = ""
    address: Line = ""
    hours: Line = ""
    hours_en: Line = ""


class PutInTeam(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the counter who does something for a display."""

    person_id: UUID
    role: TeamRole


class AddExhibit(msgspec.Struct, frozen=True, kw_only=True):
    """A product for a display; its lender is asked for a unit at once unless `ask` is false."""

    product_id: UUID
    unit_id: UUID | None = None
    ask: bool = True
    caption: Text = ""
    demonstrations: Line = ""
    may_be_lent: bool = False


class ChangeExhibit(msgspec.Struct, frozen=True, kw_only=True):
    """Change what is given of what an exhibit says; the rest stays."""

    caption: Text | UnsetType = UNSET
    caption_en: Text | UnsetType = UNSET
    caption_plain: Text | UnsetType = UNSET
    demonstrations: Line | UnsetType = UNSET
    position: int | UnsetType = UNSET
    may_be_lent: bool | UnsetType = UNSET


class MoveExhibit(msgspec.Struct, frozen=True, kw_only=True):
    """A step of an exhibit; `unit_id` chooses the unit that is asked for, `way` says how it is sent.

    Where it changes hands: `condition` (what is not in order is described in `reason`), answers to the lines
    of the product's checklist by their keys, and photos kept before. `is_damaged` is short for the first.
    """

    reason: Reason = ""
    unit_id: UUID | None = None
    is_damaged: bool = False
    condition: Condition | None = None
    checklist: Mapping[str, Answer] = {}
    photos: list[UUID] = []
    way: Way | None = None
    carrier: Line = ""
    tracking_number: Line = ""
    expected: ExhibitStatus | None = None


class DispatchExhibit(msgspec.Struct, frozen=True, kw_only=True):
    """The lender sends the unit to the display; a parcel has a carrier and a tracking number."""

    way: Way
    carrier: Line = ""
    tracking_number: Line = ""
    reason: Reason = ""
    is_damaged: bool = False
    condition: Condition | None = None
    checklist: Mapping[str, Answer] = {}
    photos: list[UUID] = []
    expected: ExhibitStatus | None = None
