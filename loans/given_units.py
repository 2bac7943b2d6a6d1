"""The units given to a loan, and where each stands: they go together and may come back one by one."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from loans.domain import ENDED, Custody


class GivenUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that a loan has, and the days on which it left the facility, came back or was lost."""

    unit_id: UUID
    sent_back_on: date | None = None
    returned_on: date | None = None
    lost_on: date | None = None
    condition: str = ""

    @property
    def is_out(self) -> bool:
        """Whether it is neither back nor lost: the loan still waits for it."""
        return self.returned_on is None and self.lost_on is None


def state_of(unit: GivenUnit, custody: Custody) -> Custody:
    """Where this unit stands while its loan stands at `custody`."""
    if unit.lost_on is not None:
        return Custody.LOST
    if unit.returned_on is not None:
        return Custody.RETURNED
    if unit.sent_back_on is not None and custody not in ENDED:
        return Custody.RETURNING
    return custody


def back_of(units: Iterable[GivenUnit]) -> int:
    """How many are back."""
    return sum(unit.returned_on is not None for unit in units)


def coming_of(units: Iterable[GivenUnit]) -> int:
    """How many are on their way back."""
    return sum(unit.is_out and unit.sent_back_on is not None for unit in units)


def custody_after(
    units: Sequence[GivenUnit], custody: Custody, moved: Collection[UUID], reached: Custody
) -> Custody:
    """Where the loan stands once the units `moved` have `reached` a state: with the last of its units.

    It stays while a unit is behind; then it is returning, then returned, and lost only when all are.
    """
    states = {reached if unit.unit_id in moved else state_of(unit, custody) for unit in units}
    for state in (custody, Custody.RETURNING, Custody.RETURNED, Custody.LOST):
        if state in states:
            return state
    return reached
