"""What can be asked of courses, as programs send it and pages make it."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from exhibitions.seminars.domain import (
    LONGEST_LINE,
    LONGEST_REASON,
    LONGEST_TEXT,
    Admission,
    AttendanceRule,
    Audience,
    SeminarStatus,
    SessionForm,
)

Line = Annotated[str, Meta(max_length=LONGEST_LINE)]
Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Reason = Annotated[str, Meta(max_length=LONGEST_REASON)]
Prefecture = Annotated[str, Meta(max_length=10)]


class CreateSeminar(msgspec.Struct, frozen=True, kw_only=True):
    """A new course, a draft until applications are opened; `apply_until` is exclusive."""

    title: Line
    capacity: int
    audiences: list[Audience] = []
    item_codes: list[str] = []
    title_en: Line = ""
    description: Text = ""
    description_en: Text = ""
    lecturer: Line = ""
    prefecture: Prefecture = ""
    area: Line = ""
    price: Line = ""
    admission: Admission = Admission.FIRST_COME
    largest_party: int = 5
    apply_from: date | None = None
    apply_until: date | None = None
    rule: AttendanceRule = AttendanceRule.ALL
    rule_value: int = 0
    offer_hours: int = 48
    reminder_hours: int = 24
    keep_days: int = 365


class ChangeSeminar(msgspec.Struct, frozen=True, kw_only=True):
    """Change what is given; the rest stays."""

    title: Line | UnsetType = UNSET
    capacity: int | UnsetType = UNSET
    audiences: list[Audience] | UnsetType = UNSET
    item_codes: list[str] | UnsetType = UNSET
    title_en: Line | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    description_en: Text | UnsetType = UNSET
    lecturer: Line | UnsetType = UNSET
    prefecture: Prefecture | UnsetType = UNSET
    area: Line | UnsetType = UNSET
    price: Line | UnsetType = UNSET
    admission: Admission | UnsetType = UNSET
    largest_party: int | UnsetType = UNSET
    apply_from: date | UnsetType | None = UNSET
    apply_until: date | UnsetType | None = UNSET
    rule: AttendanceRule | UnsetType = UNSET
    rule_value: int | UnsetType = UNSET
    offer_hours: int | UnsetType = UNSET
    reminder_hours: int | UnsetType = UNSET
    keep_days: int | UnsetType = UNSET


class PutSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session, new or changed; `place` and `meeting_link` are shown only to those who have a place."""

    start: datetime
    end: datetime
    form: SessionForm = SessionForm.ON_SITE
    theme: Line = ""
    place: Line = ""
    meeting_link: Line = ""


class MoveSeminar(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a course; `expected` is the state that the caller saw."""

    reason: Reason = ""
    expected: SeminarStatus | None = None


class CopySeminar(msgspec.Struct, frozen=True, kw_only=True):
    """Another course like an earlier one: its first session on `first_day`, all else as many days later."""

    first_day: date
