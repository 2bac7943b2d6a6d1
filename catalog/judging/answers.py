"""What is asked of the judge and what it answers. Pure."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from catalog.domain import Purpose
from catalog.judging.lending import Lending
from catalog.rules import NOTHING_YET, Borrowing, Objection
from catalog.terms import Days


class Question(msgspec.Struct, frozen=True):
    """Can `quantity` units be had for `trial`?  `borrowing` is what the asking facility has already."""

    lending: Lending
    trial: Days
    quantity: int = 1
    borrowing: Borrowing = NOTHING_YET


class Reason(msgspec.Struct, frozen=True):
    """Why not: a code, the purpose that has the days, and the first day they are free again.

    Of a rule about a number `limit` is that number: so many days, units or loans at most, or at least.
    """

    code: str
    purpose: Purpose | None = None
    until: date | None = None
    limit: int | msgspec.UnsetType = msgspec.UNSET


# The fact of an objection that says its number; of two parties' numbers the stricter one is told.
_NUMBERS: dict[str, tuple[str, Callable[..., int]]] = {
    "too-short": ("min_days", max),
    "too-long": ("max_days", min),
    "too-many-units": ("max_units", min),
    "too-many-loans": ("max_loans_per_year", min),
}


def reasons_of(against: Iterable[Objection]) -> list[Reason]:
    """What the rules have against a trial, each rule once."""
    limits: dict[str, list[int]] = {}
    for one in against:
        number, _ = _NUMBERS.get(one.code, ("", min))
        limits.setdefault(one.code, []).extend([one.facts[number]] if number in one.facts else [])
    return [
        Reason(code, limit=_NUMBERS[code][1](known) if known else msgspec.UNSET)
        for code, known in limits.items()
    ]


class Instead(StrEnum):
    """In what an alternative differs from the wish."""

    PRODUCT = "product"
    EARLIER = "earlier"
    LATER = "later"
    SHORTER = "shorter"
    COUNTER = "counter"


class Alternative(msgspec.Struct, frozen=True):
    """What instead: another product, other days, fewer days, or the same through another counter."""

    product_id: UUID
    name: str
    start: date
    end: date
    free_units: int
    kind: Instead = Instead.PRODUCT
    counter_id: UUID | None = None
    counter_name: str = ""

    @property
    def last_day(self) -> date:
        """The last day of the trial."""
        return self.end - timedelta(days=1)


class UnitAnswer(msgspec.Struct, frozen=True):
    """One unit: free, or why not."""

    unit_id: UUID
    serial_number: str
    is_free: bool
    reasons: list[Reason]
    # What stands in the ledger on the days asked for, earliest first; for the house itself.
    taken_from: date | None = None


class Availability(msgspec.Struct, frozen=True):
    """The answer for one product and one trial; `units` for those who may see them."""

    product_id: UUID
    unit_count: int
    free_units: int
    next_free_start: date | None
    reasons: list[Reason]
    alternatives: list[Alternative]
    units: list[UnitAnswer] = []


class Stand(msgspec.Struct, frozen=True):
    """How things stand with one lender: days blocked, rules against it, units free on all of the days."""

    lender_id: UUID | None
    blocked: Days
    against: list[Objection]
    free: list[UUID]


class Judgement(msgspec.Struct, frozen=True):
    """The question, and how it stands with each lender, the preferred one first."""

    question: Question
    stands: list[Stand]

    @property
    def chosen(self) -> Stand | None:
        """The lender that would serve the wish: all units of one loan come from one lender."""
        return next((one for one in self.stands if self._serves(one)), None)

    def _serves(self, stand: Stand) -> bool:
        return not stand.against and len(stand.free) >= self.question.quantity

    @property
    def is_possible(self) -> bool:
        """Whether the trial can be asked for."""
        return self.chosen is not None

    @property
    def free(self) -> list[UUID]:
        """All units that are free for the trial, whoever lends them."""
        return sorted(unit_id for stand in self.stands for unit_id in stand.free)

    @property
    def is_enough_of_several(self) -> bool:
        """Whether the lenders that may be asked have enough units among them, though none has alone."""
        may = [one for one in self.stands if not one.against]
        return not self.is_possible and sum(len(one.free) for one in may) >= self.question.quantity

    @property
    def barred(self) -> list[Objection]:
        """What the rules have against lenders that have enough units."""
        wished = self.question.quantity
        return [objection for one in self.stands if len(one.free) >= wished for objection in one.against]

    @property
    def closest(self) -> Stand:
        """The lender against whom the least speaks."""
        wished = self.question.quantity
        return min(self.stands, key=lambda one: (len(one.against), len(one.free) < wished))


def soonest_each(taken: Iterable[Reason]) -> list[Reason]:
    """One reason a purpose, with the first day on which anything taken for it is free again."""
    soonest: dict[str, Reason] = {}
    for reason in taken:
        known = soonest.setdefault(reason.purpose or "", reason)
        if reason.until and known.until and reason.until < known.until:
            soonest[reason.purpose or ""] = reason
    return [soonest[purpose] for purpose in sorted(soonest)]
