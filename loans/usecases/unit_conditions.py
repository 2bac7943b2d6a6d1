"""Units that change hands together and are found each in its own condition."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from catalog.conditions.answers import Answer
from catalog.conditions.photos import MOST_PHOTOS
from catalog.domain import Condition, gravest
from core.errors import Invalid
from loans.commands import DispatchLoan, ReceiveLoan, SendBackLoan, TakeBackLoan, UnitCondition
from loans.queries import LoanRow
from loans.usecases.handing_over import Found, must_describe_damage

Checked = DispatchLoan | ReceiveLoan | SendBackLoan | TakeBackLoan
Judged = tuple[Condition, str]


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
    """The units meant, each with its condition and answers: its own where some are given, else those of all.

    Where only `conditions` are given, the units named there are meant. Raises `Invalid` naming the fields.
    """
    named = command.unit_ids
    if named is None and command.conditions:
        named = [one.unit_id for one in command.conditions]
    return found_of(command, chosen_units(loan, named, possible))


def found_of(command: Checked, units: Sequence[UUID], *, describes: bool = True) -> list[Found]:
    """How each of `units` was found; damage must be described where `describes`.

    Raises `Invalid` naming the fields.
    """
    own, answers = _own_conditions(command.conditions), _own_answers(command)
    if not set(own) <= set(units):
        raise Invalid({"conditions": "unknown"})
    if not set(answers) <= set(units):
        raise Invalid({"checklists": "unknown"})
    if set(own) < set(units):
        common = _common(command, describes=describes)
        own = {unit: own.get(unit, common) for unit in units}
    photos = _own_photos(command, units)
    return [
        Found(unit, *own[unit], answers.get(unit, command.checklist), photos.get(unit, ())) for unit in units
    ]


def _common(command: Checked, *, describes: bool) -> Judged:
    if command.condition is None:
        raise Invalid({"condition": "required"})
    if describes:
        must_describe_damage(command.condition, command.note)
    return command.condition, command.note


def _own_answers(command: Checked) -> dict[UUID, Mapping[str, Answer]]:
    own: dict[UUID, Mapping[str, Answer]] = {
        one.unit_id: {**command.checklist, **one.answers} for one in command.checklists
    }
    if len(own) < len(command.checklists):
        raise Invalid({"checklists": "unit-twice"})
    return own


def _own_photos(command: Checked, units: Sequence[UUID]) -> dict[UUID, Sequence[UUID]]:
    """The photos of each unit: where several change hands, each photo says which of them it shows."""
    if command.photos and len(units) > 1:
        raise Invalid({"photos": "photo-of-which-unit"})
    own: dict[UUID, Sequence[UUID]] = {one.unit_id: one.photos for one in command.unit_photos}
    if not set(own) <= set(units):
        raise Invalid({"unit_photos": "unknown"})
    shown = [photo for photos in own.values() for photo in photos]
    if len(own) < len(command.unit_photos) or len(set(shown)) < len(shown):
        raise Invalid({"unit_photos": "photo-twice"})
    if command.photos:
        own[units[0]] = [*own.get(units[0], ()), *command.photos]
    if any(len(set(photos)) > MOST_PHOTOS for photos in own.values()):
        field = "photos" if command.photos else "unit_photos"
        raise Invalid({field: "too-many-photos"}, most=MOST_PHOTOS)
    return own


def _own_conditions(conditions: Sequence[UnitCondition]) -> dict[UUID, Judged]:
    own = {one.unit_id: (one.condition, one.note) for one in conditions}
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


def by_condition(found: Sequence[Found]) -> dict[Condition, list[UUID]]:
    """The units by their condition: those of one condition are written down together."""
    together: dict[Condition, list[UUID]] = {}
    for one in found:
        together.setdefault(one.condition, []).append(one.unit_id)
    return together


def worse(condition: Condition) -> Condition | None:
    """What the register learns while a unit is away: only its lender calls right again what was wrong."""
    return None if condition is Condition.OK else condition


def facts_found(found: Sequence[Found], serial_numbers: Mapping[UUID, str]) -> dict[str, object]:
    """What the event says: one condition for all, or the gravest with each unit's own beside it."""
    if len({(one.condition, one.note) for one in found}) == 1:
        return {"condition": found[0].condition, "note": found[0].note}
    each = [
        {"serial_number": serial_numbers[one.unit_id], "condition": one.condition, "note": one.note}
        for one in found
    ]
    said = [f"{serial_numbers[one.unit_id]}: {one.note.strip()}" for one in found if one.note.strip()]
    return {"condition": gravest(one.condition for one in found), "note": " / ".join(said), "found": each}
