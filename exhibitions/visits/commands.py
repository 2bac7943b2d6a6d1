"""What can be asked of visits, as programs send it and pages make it."""

from datetime import date
from uuid import UUID

import msgspec

from exhibitions.visits.domain import AccessNeed, Language


class SetPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all visits of a display."""

    lead_hours: int = 24
    horizon_days: int = 90
    largest_party: int = 20
    no_show_minutes: int = 30
    keep_days: int = 365
    reminder_hours: int = 24
    offer_hours: int = 24
    note: str = ""


class AddRule(msgspec.Struct, frozen=True, kw_only=True):
    """Times that repeat on `weekdays` (0 is Monday), or with `is_extra` those of `first_on` alone."""

    weekdays: list[int] = []
    from_minute: int
    until_minute: int
    slot_minutes: int
    capacity_people: int
    capacity_groups: int
    first_on: date
    last_on: date | None = None
    is_extra: bool = False


class ReserveVisit(msgspec.Struct, frozen=True, kw_only=True):
    """A party wants to come; without an account a mail asks whether the address is theirs."""

    slot_id: UUID
    party_size: int
    name: str = ""
    email: str = ""
    phone: str = ""
    organization_name: str = ""
    interests: list[str] = []
    access_needs: list[AccessNeed] = []
    access_note: str = ""
    language: Language = Language.JAPANESE


class CheckInVisit(msgspec.Struct, frozen=True, kw_only=True):
    """A party that has come: by the visit's id, or by the code in its mail."""

    visit_id: UUID | None = None
    token: str = ""


class ChangeVisit(msgspec.Struct, frozen=True, kw_only=True):
    """Another time, another size; what is left out stays."""

    slot_id: UUID | None = None
    party_size: int | None = None


class CloseDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day without visitors; with a reason whoever booked is called off and told it."""

    day: date
    note: str = ""
    reason: str = ""
