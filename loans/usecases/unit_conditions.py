"""Units that go back together and are found each in its own condition."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from catalog.domain import Condition
from core.errors import Invalid
from loans.commands import SendBackLoan, TakeBackLoan, UnitCondition
from loans.queries import LoanRow
from loans.usecases.handing_over import must_describe_damage


class Found(msgspec.Struct, frozen=True):
    """How one unit was found."""

    unit_id: UUID
    condition: Condition
    note: str


def chosen_units(loan: LoanRow, named: Sequence[UUID] | None, possible: Sequence[UUID]) -> list[UUID]:
    """The units meant: all that it is possible for, unless some are named."""
    if named is None:
        return sorted(possible)
    chosen = sorted(set(named))
    if not chosen:
        raise Invalid({"unit_ids": "choose-unit"})
    if not set(chosen) <= set(loan.unit_ids):
        raise Invalid({"unit_ids": "unknown"})
    if not set(chosen) <= set(possible):
        raise Invalid({"unit_ids": "unit-moved-on"})
    return chosen


def what_was_found(
    loan: LoanRow, command: SendBackLoan | TakeBackLoan, possible: Sequence[UUID]
) -> list[Found]:
    """The units meant, each with its condition: its own where one is given, else that of all.

    Where only `conditions` are given, the units named there are meant. Raises `Invalid` naming the fields.
    """
    own = _own_conditions(command.conditions)
    named = command.unit_ids if command.unit_ids is not None else (list(own) or None)
    units = chosen_units(loan, named, possible)
    if not set(own) <= set(units):
        raise Invalid({"conditions": "unknown"})
    if set(own) == set(units):
        return [Found(unit, own[unit].condition, own[unit].note) for unit in units]
    if command.condition is None:
        raise Invalid({"condition": "required"})
    must_describe_damage(command.condition, command.note)
    common = UnitCondition(unit_id=units[0], condition=command.condition, note=command.note)
    found = [(unit, own.get(unit, common)) for unit in units]
    return [Found(unit, one.condition, one.note) for unit, one in found]


def _own_conditions(conditions: Sequence[UnitCondition]) -> dict[UUID, UnitCondition]:
    own = {one.unit_id: one for one in conditions}
    if len(own) < len(conditions):
        raise Invalid({"conditions": "unit-twice"})
    wrong = {
        f"conditions.{position}.note": "describe-damage"
        for position, one in enumerate(conditions)
        if one.condition is not Condition.OK and not one.note.strip()
    }
    if wrong:
        raise Invalid(wrong)
    return own


def alike(found: Sequence[Found]) -> dict[tuple[Condition, str], list[UUID]]:
    """The units by what was found: those of one condition are written down together."""
    together: dict[tuple[Condition, str], list[UUID]] = {}
    for one in found:
        together.setdefault((one.condition, one.note), []).append(one.unit_id)
    return together


def facts_found(found: Sequence[Found], serial_numbers: Mapping[UUID, str]) -> dict[str, object]:
    """What the event says: one condition for all, or the gravest with each unit's own beside it."""
    if len(alike(found)) == 1:
        return {"condition": found[0].condition, "note": found[0].note}
    each = [
        {"serial_number": serial_numbers[one.unit_id], "condition": one.condition, "note": one.note}
        for one in found
    ]
    said = [f"{serial_numbers[one.unit_id]}: {one.note.strip()}" for one in found if one.note.strip()]
    return {"condition": gravest(one.condition for one in found), "note": " / ".join(said), "found": each}


def gravest(conditions: Iterable[Condition]) -> Condition:
    """The one that somebody must see to first: damage before what is missing."""
    return max(conditions, key=(Condition.OK, Condition.MISSING_PARTS, Condition.DAMAGED).index)
