"""A slow judge of its own: plain loops over all occupancies, and none of the code that it judges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import jpholiday

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Party:
    """When an office works: never on weekends, holidays and at the turn of the year, nor on its own days."""

    closed: frozenset[date]

    def works(self, day: date) -> bool:
        """Whether it works on `day`."""
        if day.weekday() in (5, 6) or jpholiday.is_holiday(day) or day in self.closed:
            return False
        return not ((day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3))


@dataclass(frozen=True)
class Robot:
    """A unit: its product, who lends it, and whether it is still lent."""

    product_id: UUID
    lender_id: UUID
    is_active: bool


@dataclass(frozen=True)
class Model:
    """A product: its vendor, and the working days of transit and inspection."""

    vendor_id: UUID
    transit: int
    inspection: int


@dataclass(frozen=True)
class Borrower:
    """A facility: its counter, and the weekdays on which it is closed."""

    counter_id: UUID
    closed_weekdays: frozenset[int]


@dataclass(frozen=True)
class Asked:
    """One question: so many units, or this very unit, from `start` to before `end`."""

    product_id: UUID
    unit_id: UUID
    start: date
    end: date
    quantity: int
    borrower_id: UUID


@dataclass(frozen=True)
class Oracle:
    """All that is known; `counts_buffers` is False in the oracle that must be found out."""

    parties: Mapping[UUID, Party]
    models: Mapping[UUID, Model]
    robots: Mapping[UUID, Robot]
    borrowers: Mapping[UUID, Borrower]
    taken: Sequence[tuple[UUID, date, date]]
    most_days: int
    most_units: int
    counts_buffers: bool = True

    def blocked(self, asked: Asked, lender_id: UUID) -> tuple[date, date]:
        """The days that a trial takes, day by day."""
        if not self.counts_buffers:
            return asked.start, asked.end
        model, lender = self.models[asked.product_id], self.parties[lender_id]
        first, left = asked.start, model.transit
        while left or not lender.works(first):
            first -= DAY
            left -= bool(left and lender.works(first))
        last, left = asked.end - DAY, model.transit + model.inspection
        while left or not lender.works(last):
            last += DAY
            left -= bool(left and lender.works(last))
        return first, last + DAY

    def is_unit_free(self, asked: Asked, unit_id: UUID) -> bool:
        """Whether nothing has this unit on any of the days."""
        robot = self.robots[unit_id]
        start, end = self.blocked(asked, robot.lender_id)
        meeting = [one for one in self.taken if one[0] == unit_id and one[1] < end and start < one[2]]
        return robot.is_active and not meeting

    def free(self, asked: Asked) -> Mapping[UUID, int]:
        """How many units each lender has free, of those that the borrower's counter can lend."""
        lenders = {self.borrowers[asked.borrower_id].counter_id, self.models[asked.product_id].vendor_id}
        free = dict.fromkeys(lenders, 0)
        for unit_id, robot in self.robots.items():
            if robot.product_id == asked.product_id and robot.lender_id in lenders:
                free[robot.lender_id] += self.is_unit_free(asked, unit_id)
        return free

    def allows(self, asked: Asked) -> bool:
        """Whether the rules of the counter and the facility let it be asked for."""
        closed = self.borrowers[asked.borrower_id].closed_weekdays
        days = (asked.end - asked.start).days
        return (
            days <= self.most_days
            and asked.quantity <= self.most_units
            and asked.start.weekday() not in closed
            and (asked.end - DAY).weekday() not in closed
        )

    def is_possible(self, asked: Asked) -> bool:
        """Whether it can be had: all units from one lender."""
        return self.allows(asked) and max(self.free(asked).values()) >= asked.quantity
