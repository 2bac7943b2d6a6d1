"""Courses: from draft to held, who may still apply, and how many sessions make a certificate. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil

from core.clock import local_day

LARGEST_CAPACITY = 5000
LARGEST_PARTY = 50
MOST_SESSIONS = 30
LONGEST_LINE = 200
LONGEST_TEXT = 4000
LONGEST_REASON = 1000
FURTHEST = timedelta(days=731)
SHORTEST_KEPT, LONGEST_KEPT = 30, 1100
LONGEST_OFFER_HOURS = 24 * 14
LONGEST_REMINDER_HOURS = 24 * 14
# So long before and after a session its participants may say themselves that they are there.
EARLY, LATE = timedelta(minutes=60), timedelta(minutes=30)


class SeminarStatus(StrEnum):
    """Where a course stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    HELD = "held"
    CANCELLED = "cancelled"


UNDER_WAY = (SeminarStatus.DRAFT, SeminarStatus.OPEN, SeminarStatus.CLOSED)


class SeminarStep(StrEnum):
    """What may happen to a course."""

    CREATE = "create"
    CHANGE = "change"
    ADD_SESSION = "add_session"
    CHANGE_SESSION = "change_session"
    REMOVE_SESSION = "remove_session"
    OPEN = "open"
    CLOSE = "close"
    HOLD = "hold"
    CANCEL = "cancel"


STEPS: Mapping[SeminarStep, tuple[tuple[SeminarStatus, ...], SeminarStatus]] = {
    SeminarStep.OPEN: ((SeminarStatus.DRAFT, SeminarStatus.CLOSED), SeminarStatus.OPEN),
    SeminarStep.CLOSE: ((SeminarStatus.OPEN,), SeminarStatus.CLOSED),
    SeminarStep.HOLD: ((SeminarStatus.OPEN, SeminarStatus.CLOSED), SeminarStatus.HELD),
    SeminarStep.CANCEL: (UNDER_WAY, SeminarStatus.CANCELLED),
}


def steps_from(status: SeminarStatus) -> list[SeminarStep]:
    """The steps that may be taken from here."""
    return [step for step, (before, _) in STEPS.items() if status in before]


class SessionForm(StrEnum):
    """How one takes part in a session."""

    ON_SITE = "on_site"
    ONLINE = "online"
    BOTH = "both"


class Audience(StrEnum):
    """For whom a course is, and as what somebody takes part."""

    CARE_PROVIDER = "care_provider"
    LOCAL_GOVERNMENT = "local_government"
    VENDOR = "vendor"
    PUBLIC = "public"
    OTHER = "other"


class MaterialStage(StrEnum):
    """When material can be read: as soon as one has a place, or after the last session."""

    BEFORE = "before"
    AFTER = "after"


class Admission(StrEnum):
    """How places are given: to whoever comes first, or by the counter."""

    FIRST_COME = "first_come"
    APPROVAL = "approval"


class AttendanceRule(StrEnum):
    """Which sessions make a certificate: all, a number of them, or a part of them in percent."""

    ALL = "all"
    COUNT = "count"
    PERCENT = "percent"
    NONE = "none"


def needed_sessions(rule: AttendanceRule, value: int, sessions: int) -> int | None:
    """How many of `sessions` must be attended for a certificate; None where none is given."""
    if rule is AttendanceRule.NONE or not sessions:
        return None
    if rule is AttendanceRule.COUNT:
        return min(max(value, 1), sessions)
    if rule is AttendanceRule.PERCENT:
        return max(ceil(sessions * value / 100), 1)
    return sessions


def closed_because(
    status: SeminarStatus, apply_from: date | None, apply_until: date | None, today: date
) -> str | None:
    """The code of why nobody can apply now, places left aside; `apply_until` is exclusive."""
    if status is not SeminarStatus.OPEN:
        return "seminar-not-open"
    if apply_from is not None and today < apply_from:
        return "applications-not-begun"
    if apply_until is not None and today >= apply_until:
        return "applications-over"
    return None


def meets(starts_at: datetime, ends_at: datetime, others: Sequence[tuple[datetime, datetime]]) -> bool:
    """Whether a session would run at the same time as another one of its course."""
    return any(starts_at < other_end and other_start < ends_at for other_start, other_end in others)


def session_at(moment: datetime, sessions: Sequence[tuple[datetime, datetime]]) -> int | None:
    """Which session somebody came to at `moment`: the one running, else the next, else the last that day.

    None when none is on that day, nor about to begin or just over.
    """
    near = [
        (start, end, position)
        for position, (start, end) in enumerate(sessions)
        if local_day(start) == local_day(moment) or start - EARLY <= moment <= end + LATE
    ]
    running = [one for one in near if one[0] <= moment <= one[1]]
    to_come = sorted(one for one in near if one[0] > moment)
    found = running or to_come[:1] or sorted(near)[-1:]
    return found[0][2] if found else None
