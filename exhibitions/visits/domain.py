"""Visits of a display: times that repeat, who may still book, and the steps of a visit. Pure."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from core.calendar import WorkingDays
from core.clock import TOKYO

DAY_MINUTES = 24 * 60
SHORTEST_SLOT, LONGEST_SLOT = 10, DAY_MINUTES
LARGEST_CAPACITY = 1000
LARGEST_GROUPS = 200
MOST_RULES = 50
LONGEST_HORIZON = 366
LONGEST_LEAD_HOURS = 24 * 30
LONGEST_REMINDER_HOURS = 24 * 14
CONFIRM_WITHIN = timedelta(hours=2)
MOST_UNCONFIRMED = 20
LONGEST_NAME = 100
LONGEST_NOTE = 500


class VisitState(StrEnum):
    """Where a visit stands. Asked or offered, its place is kept for a while; waiting it has none."""

    ASKED = "asked"
    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    ARRIVED = "arrived"
    LEFT = "left"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


OPEN = (VisitState.ASKED, VisitState.BOOKED)
IN_QUEUE = (VisitState.WAITING, VisitState.OFFERED)
LONGEST_OFFER_HOURS = 24 * 7


class VisitStep(StrEnum):
    """What may happen to a visit."""

    RESERVE = "reserve"
    CONFIRM = "confirm"
    CHANGE = "change"
    CANCEL = "cancel"
    LAPSE = "lapse"
    JOIN = "join"
    OFFER = "offer"
    ACCEPT = "accept"
    ARRIVE = "arrive"
    LEAVE = "leave"
    MISS = "miss"


ALLOWED: dict[VisitStep, tuple[VisitState, ...]] = {
    VisitStep.CONFIRM: (VisitState.ASKED,),
    VisitStep.CHANGE: OPEN,
    VisitStep.CANCEL: (*OPEN, *IN_QUEUE),
    VisitStep.LAPSE: (VisitState.ASKED, *IN_QUEUE),
    VisitStep.OFFER: (VisitState.WAITING,),
    VisitStep.ACCEPT: (VisitState.OFFERED,),
    VisitStep.ARRIVE: (VisitState.BOOKED, VisitState.NO_SHOW),
    VisitStep.LEAVE: (VisitState.ARRIVED, VisitState.BOOKED, VisitState.NO_SHOW),
    VisitStep.MISS: (VisitState.BOOKED,),
}


class VisitChannel(StrEnum):
    """How a visit came in."""

    PAGE = "page"
    API = "api"
    COUNTER = "counter"
    WALK_IN = "walk_in"


class Language(StrEnum):
    """The language in which a visitor wants to be shown round."""

    JAPANESE = "ja"
    ENGLISH = "en"
    EASY_JAPANESE = "easy_ja"
    CHINESE = "zh"
    KOREAN = "ko"
    VIETNAMESE = "vi"
    OTHER = "other"


class AccessNeed(StrEnum):
    """What a visitor needs to get in and to follow."""

    WHEELCHAIR = "wheelchair"
    HEARING = "hearing"
    SIGHT = "sight"
    PARKING = "parking"
    OTHER = "other"


class SlotRule(msgspec.Struct, frozen=True, kw_only=True):
    """Times that repeat on weekdays (0 is Monday), or, where `is_extra`, those of one day alone."""

    id: UUID
    weekdays: list[int]
    from_minute: int
    until_minute: int
    slot_minutes: int
    capacity_people: int
    capacity_groups: int
    first_on: date
    last_on: date | None
    is_extra: bool

    def holds_on(self, day: date) -> bool:
        """Whether it speaks of `day`, closing days left aside."""
        is_within = self.first_on <= day and (self.last_on is None or day <= self.last_on)
        return is_within and (self.is_extra or day.weekday() in self.weekdays)

    def meets(self, other: "SlotRule") -> bool:
        """Whether both would open the same minutes of one day; an extra day takes the place of the others."""
        if self.is_extra != other.is_extra:
            return False
        hours_apart = self.until_minute <= other.from_minute or other.until_minute <= self.from_minute
        days_apart = self.first_on > (other.last_on or date.max) or other.first_on > (
            self.last_on or date.max
        )
        weekdays_apart = not self.is_extra and not set(self.weekdays) & set(other.weekdays)
        return not (hours_apart or days_apart or weekdays_apart)


class SlotTime(msgspec.Struct, frozen=True):
    """One time at which visitors are received."""

    starts_at: datetime
    ends_at: datetime
    capacity_people: int
    capacity_groups: int


def slot_times(
    rules: Sequence[SlotRule], day: date, working: WorkingDays, closed: Collection[date]
) -> list[SlotTime]:
    """The times of `day`. Days in `closed` have none; an extra day minds no other closing days."""
    if day in closed:
        return []
    extra = [rule for rule in rules if rule.is_extra and rule.holds_on(day)]
    usual = [rule for rule in rules if not rule.is_extra and rule.holds_on(day)]
    chosen = extra or (usual if working.is_working(day) else [])
    return [one for rule in chosen for one in _times_of(rule, day)]


def _times_of(rule: SlotRule, day: date) -> list[SlotTime]:
    midnight = datetime.combine(day, time(), TOKYO)
    starts = range(rule.from_minute, rule.until_minute - rule.slot_minutes + 1, rule.slot_minutes)
    return [
        SlotTime(
            midnight + timedelta(minutes=start),
            midnight + timedelta(minutes=start + rule.slot_minutes),
            rule.capacity_people,
            rule.capacity_groups,
        )
        for start in starts
    ]


def closed_because(starts_at: datetime, *, is_closed: bool, now: datetime, lead_hours: int = 0) -> str | None:
    """The code of why nobody may book a slot any more, its capacity left aside."""
    if starts_at <= now:
        return "slot-past"
    if is_closed:
        return "slot-closed"
    return "slot-too-soon" if starts_at - timedelta(hours=lead_hours) < now else None
