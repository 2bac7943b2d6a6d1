"""Terms of lending: a counter's policy and a product's own terms, and the days a trial blocks. Pure.

Source: DOMAIN section 4. No default here is a rule of the field; each is a setting.
"""

from datetime import date, timedelta
from typing import Any

import msgspec

from core.calendar import WorkingDays


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for one product at one counter; lengths in days, buffers in working days."""

    min_days: int = 1
    max_days: int = 31
    default_days: int = 14
    notice_days: int = 0
    max_units: int = 4
    horizon_days: int = 365
    intake_from: str = ""  # "09-01"; empty for no window
    intake_until: str = ""
    hold_hours: int = 72
    answer_working_days: int = 3
    transit_working_days: int = 2
    inspection_working_days: int = 1


class ProductTerms(msgspec.Struct, frozen=True, kw_only=True):
    """A product's own terms; None leaves the counter's policy in force."""

    min_days: int | None = None
    max_days: int | None = None
    default_days: int | None = None
    transit_working_days: int | None = None
    inspection_working_days: int | None = None


class Days(msgspec.Struct, frozen=True, order=True):
    """A half-open stretch of local days: `end` is the first day that is free again."""

    start: date
    end: date

    @property
    def length(self) -> int:
        """How many days it covers."""
        return (self.end - self.start).days

    def meets(self, other: "Days") -> bool:
        """Whether the two share a day."""
        return self.start < other.end and other.start < self.end

    def moved_to(self, start: date) -> "Days":
        """The same length from another day on."""
        return Days(start, start + timedelta(days=self.length))


def combined(policy: Terms, product: ProductTerms) -> Terms:
    """The stricter length of the two, and the product's buffers where it states them."""
    longest = min(policy.max_days, product.max_days or policy.max_days)
    shortest = min(max(policy.min_days, product.min_days or policy.min_days), longest)
    default = min(max(product.default_days or policy.default_days, shortest), longest)
    transit = product.transit_working_days
    inspection = product.inspection_working_days
    return msgspec.structs.replace(
        policy,
        min_days=shortest,
        max_days=longest,
        default_days=default,
        transit_working_days=policy.transit_working_days if transit is None else transit,
        inspection_working_days=policy.inspection_working_days if inspection is None else inspection,
    )


def blocked_days(trial: Days, terms: Terms, working: WorkingDays) -> Days:
    """The days a trial takes from the ledger: transit before it, transit and inspection after it.

    Buffers count working days of the lender, at each end (DESIGN section 2).
    """
    start = working.before(trial.start, terms.transit_working_days)
    end = working.after(trial.end, terms.transit_working_days + terms.inspection_working_days)
    return Days(start, end)


def objections(trial: Days, quantity: int, terms: Terms, today: date) -> dict[str, str]:
    """What the terms have against a trial: field to code; empty when nothing."""
    if trial.end <= trial.start:
        return {"end": "end-before-start"}
    found: dict[str, str] = {}
    if trial.start < today:
        found["start"] = "start-in-past"
    elif trial.start < today + timedelta(days=terms.notice_days):
        found["start"] = "too-short-notice"
    elif trial.start > today + timedelta(days=terms.horizon_days):
        found["start"] = "too-far-ahead"
    elif not is_taken_in(today, terms):
        found["start"] = "outside-intake"
    if trial.length < terms.min_days:
        found["end"] = "too-short"
    elif trial.length > terms.max_days:
        found["end"] = "too-long"
    if not 0 < quantity <= terms.max_units:
        found["quantity"] = "too-many-units"
    return found


def is_taken_in(today: date, terms: Terms) -> bool:
    """Whether requests are taken in today: the window may run over the turn of the year."""
    if not terms.intake_from or not terms.intake_until:
        return True
    day = today.strftime("%m-%d")
    if terms.intake_from <= terms.intake_until:
        return terms.intake_from <= day <= terms.intake_until
    return day >= terms.intake_from or day <= terms.intake_until


def facts_of(terms: Terms) -> dict[str, Any]:
    """The numbers that explain an objection to a person."""
    return {
        "min_days": terms.min_days,
        "max_days": terms.max_days,
        "notice_days": terms.notice_days,
        "max_units": terms.max_units,
        "horizon_days": terms.horizon_days,
        "intake_from": terms.intake_from,
        "intake_until": terms.intake_until,
    }
