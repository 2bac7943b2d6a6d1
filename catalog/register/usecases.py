"""Correct what the register says of a unit, and change its owner, lender, custodian and place one by one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from accounts.domain import Actor
from catalog import tags
from catalog.commands import ChangeUnit
from catalog.custody import hand_over, lend, own
from catalog.domain import Condition
from catalog.notices import tell
from catalog.queries import UnitView, unit_for
from core import db
from core.clock import today
from core.errors import Invalid, NotAllowed
from core.ids import new_id
from directory.kinds import COUNTERS, OrganizationKind


class Fact(StrEnum):
    """What of a unit belongs to an organisation: four facts that change one by one."""

    OWNER = "owner"
    LENDER = "lender"
    CUSTODIAN = "custodian"
    PLACE = "place"


class MoveUnit(msgspec.Struct, frozen=True, kw_only=True):
    """One of the four facts, its new organisation (a vendor or a counter), and why."""

    what: Fact
    to: UUID
    reason: Annotated[str, Meta(max_length=400)]


def may_correct(actor: Actor, unit: UnitView) -> bool:
    """Whether `actor` keeps the register of a unit: its owner, its lender, and the counter that has it."""
    if actor.organization_id in (unit.owner_id, unit.lender_id):
        return True
    return actor.is_counter and actor.organization_id == unit.custodian_id


def may_move(actor: Actor, unit: UnitView, what: Fact) -> bool:
    """Whether `actor` may change this fact: what is lent and owned is the owner's to say."""
    if what is Fact.OWNER or what is Fact.LENDER:
        return actor.organization_id == unit.owner_id
    return may_correct(actor, unit)


async def unit_to_correct(actor: Actor, unit_id: UUID) -> UnitView:
    """The unit, for whoever keeps its register; `NotFound`, or `NotAllowed` for others who know it."""
    unit = await unit_for(actor, unit_id)
    if not may_correct(actor, unit):
        raise NotAllowed
    return unit


_COLUMNS = ("serial_number", "accessories", "accessory_counts")
_DAYS = ("purchased_on", "maintained_on", "maintenance_due_on")


async def change_unit(actor: Actor, unit_id: UUID, command: ChangeUnit) -> UnitView:
    """Correct what the register says; what changed is kept, before and after.

    Raises `NotFound`, `NotAllowed`, `Invalid` naming fields.
    """
    _check(command)
    async with db.transaction():
        unit = await unit_to_correct(actor, unit_id)
        given = {name: getattr(command, name) for name in (*_COLUMNS, *_DAYS)}
        given["serial_number"] = command.serial_number.strip()
        changed = {name: value for name, value in given.items() if getattr(unit, name) != value}
        await _write(unit_id, changed)
        if changed:
            facts: dict[str, object] = {n: [getattr(unit, n), value] for n, value in changed.items()}
            await hand_over(actor, [unit_id], "change", facts=facts)
        if command.condition is not None and command.condition is not unit.condition:
            note: dict[str, object] = {"note": command.note.strip()}
            await hand_over(actor, [unit_id], "check", condition=command.condition, facts=note)
        if command.tag.strip():
            await tags.tie(command.tag, unit_id)
        return await unit_for(actor, unit_id)


def _check(command: ChangeUnit) -> None:
    wrong: dict[str, str] = {}
    if not command.serial_number.strip():
        wrong["serial_number"] = "required"
    for name in ("purchased_on", "maintained_on"):
        day = getattr(command, name)
        if day is not None and day > today():
            wrong[name] = "day-in-future"
    done, due = command.maintained_on, command.maintenance_due_on
    if done is not None and due is not None and due <= done:
        wrong["maintenance_due_on"] = "due-before-done"
    if command.condition not in (None, Condition.OK) and not command.note.strip():
        wrong["note"] = "required"
    if wrong:
        raise Invalid(wrong)


async def _write(unit_id: UUID, changed: Mapping[str, Any]) -> None:
    for name, value in changed.items():
        cast, kept = ("::jsonb", db.to_json(value)) if name.startswith("accessor") else ("", value)
        # Column names are the fields of the command, never input.
        await db.execute(f"UPDATE unit SET {name} = $2{cast} WHERE id = $1", unit_id, kept)  # noqa: S608


_BOOKED_UNTIL = """
SELECT max(upper(period)) FROM occupancy
WHERE unit_id = $1 AND status = 'active' AND purpose <> 'maintenance' AND upper(period) > $2
"""


async def move_unit(actor: Actor, unit_id: UUID, command: MoveUnit) -> UnitView:
    """Record that one fact of a unit changed; each change is an event of its own, with its reason.

    Raises `NotFound`, `NotAllowed`, `Invalid` naming fields: another lender is refused while bookings of the
    present one stand.
    """
    reason = command.reason.strip()
    if not reason:
        raise Invalid({"reason": "required"})
    async with db.transaction():
        unit = await unit_for(actor, unit_id)
        if not may_move(actor, unit, command.what):
            raise NotAllowed
        await _check_move(unit, command)
        await _record(actor, unit_id, command, {"reason": reason})
        others = {unit.owner_id, unit.lender_id, command.to} - {actor.acting_for()}
        if others:
            await tell(actor, sorted(others), unit_id, f"moved_{command.what}", str(new_id()), note=reason)
        return (await _seen_still(actor, unit_id)) or unit


async def _record(actor: Actor, unit_id: UUID, command: MoveUnit, facts: dict[str, object]) -> None:
    match command.what:
        case Fact.OWNER:
            await own(actor, unit_id, command.to, facts)
        case Fact.LENDER:
            await lend(actor, unit_id, command.to, facts)
        case Fact.CUSTODIAN:
            await hand_over(actor, [unit_id], "custodian", custodian=command.to, facts=facts)
        case Fact.PLACE:
            await hand_over(actor, [unit_id], "place", place=command.to, facts=facts)


async def _seen_still(actor: Actor, unit_id: UUID) -> UnitView | None:
    # whoever gives a unit away may not see it any more
    return await unit_for(actor, unit_id) if await _sees(actor, unit_id) else None


async def _sees(actor: Actor, unit_id: UUID) -> bool:
    sql = "SELECT $2::uuid IN (owner_id, lender_id, custodian_id) FROM unit WHERE id = $1"
    return actor.is_centre or bool(await db.fetch_value(sql, unit_id, actor.organization_id))


async def _check_move(unit: UnitView, command: MoveUnit) -> None:
    kind = await db.fetch_value("SELECT kind FROM organization WHERE id = $1", command.to)
    if kind not in (*COUNTERS, OrganizationKind.VENDOR):
        raise Invalid({"to": "unknown"})
    if getattr(unit, f"{command.what}_id") == command.to:
        raise Invalid({"to": "same-as-now"})
    if command.what is Fact.LENDER:
        if kind not in COUNTERS and command.to != unit.owner_id:
            raise Invalid({"to": "lender-kind"})
        until = await db.fetch_value(_BOOKED_UNTIL, unit.id, today())
        if until is not None:
            raise Invalid({"to": "lender-booked"}, until=until)
