"""Terms of lending: a counter's policy and a product's own terms, and the days a trial blocks. Pure.

Source: DOMAIN section 4. No default here is a rule of the field; each is a setting.
"""

from datetime import date, timedelta
from typing import Any

import msgspec

from catalog.domain import WaitlistOrder
from core.calendar import ONE_DAY, WorkingDays

_NO_LIMIT = 100_000  # days; longer than any trial


class Lengths(msgspec.Struct, frozen=True):
    """The shortest and the longest trial that one party allows, in days."""

    least: int
    most: int


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
    max_loans_per_year: int | None = None  # of one facility in one fiscal year
    same_day_turnaround: bool = False
    working_days_only: bool = False
    waitlist_order: WaitlistOrder = WaitlistOrder.FIRST_COME
    offer_hours: int = 48
    hold_reminder_hours: int = 24
    waitlist_wishes: int = 10  # open at a time, of one facility
    waitlist_lapses: int = 2  # offers in a row that a facility may let pass before it leaves the queue
    # Where counter and lender each have a say, what each of them said; None where only one policy speaks.
    of_counter: Lengths | None = None
    of_lender: Lengths | None = None

    @property
    def turnaround_working_days(self) -> int:
        """Working days between a unit's return and the first day on which it may leave again."""
        return max(self.inspection_working_days - self.same_day_turnaround, 0)


class ProductTerms(msgspec.Struct, frozen=True, kw_only=True):
    """A product's own terms; None leaves the counter's policy in force."""

    min_days: int | None = None
    max_days: int | None = None
    default_days: int | None = None
    transit_working_days: int | None = None
    inspection_working_days: int | None = None


# Nobody books further ahead.
FURTHEST = timedelta(days=3660)


class Days(msgspec.Struct, frozen=True, order=True):
    """A half-open stretch of local days: `end` is the first day that is free again."""

    start: date
    end: date

    @property
    def length(self) -> int:
        """How many days it covers."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day it covers."""
        return self.end - timedelta(days=1)

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
        of_counter=Lengths(policy.min_days, policy.max_days),
        of_lender=Lengths(product.min_days or 0, product.max_days or _NO_LIMIT),
        transit_working_days=policy.transit_working_days if transit is None else transit,
        inspection_working_days=policy.inspection_working_days if inspection is None else inspection,
    )


def blocked_days(trial: Days, terms: Terms, working: WorkingDays) -> Days:
    """The days a trial takes from the ledger: transit before it, transit and inspection after it.

    Buffers count working days of the lender, at each end (DESIGN section 2); the first and the last day
    blocked are working days of its own also where there is no buffer.
    """
    start = dispatch_day(trial.start, terms, working)
    end = working.after(trial.end, terms.transit_working_days + terms.turnaround_working_days)
    return Days(start, working.next_working(end - ONE_DAY) + ONE_DAY)


def dispatch_day(start: date, terms: Terms, working: WorkingDays) -> date:
    """The working day of the lender on which a unit must leave to be there on `start`."""
    return working.last_working(working.before(start, terms.transit_working_days))


def first_arrival(terms: Terms, working: WorkingDays, today: date) -> date:
    """The first day on which a unit that leaves today, or as soon as the lender works, can be there."""
    return working.after(working.next_working(today), terms.transit_working_days)


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
        "max_loans_per_year": terms.max_loans_per_year,
    }
