"""The checks and photos of something, so that out and back stand side by side."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from catalog.conditions.answers import CheckedLine, ComparedLine, compared_lines
from catalog.conditions.photos import PhotoView
from catalog.domain import CheckMoment, Condition


class CheckView(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody found when a unit changed hands."""

    unit_id: UUID
    check_moment: CheckMoment
    condition: Condition
    cleaned: bool | None = None
    note: str
    organization_name: str
    at: datetime
    items: list[CheckedLine] = []


class CheckedUnits(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of units, earliest first."""

    checks: list[CheckView]
    photos: list[PhotoView] = []

    def check_of(self, unit_id: UUID, moment: CheckMoment) -> CheckView | None:
        """The latest check of a unit at `moment`."""
        found = [one for one in self.checks if one.unit_id == unit_id and one.check_moment is moment]
        return found[-1] if found else None

    def answered_before(self, units: Sequence[UUID]) -> list[CheckedLine]:
        """What the latest handing over answered to the checklist, as far as it was the same for `units`."""
        latest = [self._answered_before(unit) for unit in units]
        first, *others = latest or [[]]
        return [line for line in first if all(line in other for other in others)]

    def _answered_before(self, unit_id: UUID) -> list[CheckedLine]:
        answered = [one.items for one in self.checks if one.unit_id == unit_id and one.items]
        return answered[-1] if answered else []

    def compared(self, unit_id: UUID) -> list[ComparedLine]:
        """The answers of all handings over of a unit, line by line."""
        return compared_lines({one.check_moment: one.items for one in self.checks if one.unit_id == unit_id})

    def photos_of(self, unit_id: UUID, moment: CheckMoment) -> list[PhotoView]:
        """The photos of a unit at `moment`."""
        return [one for one in self.photos if one.unit_id == unit_id and one.check_moment is moment]
