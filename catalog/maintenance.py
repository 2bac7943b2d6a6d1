"""整備: days on which a unit is not lent because somebody looks after it."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import of_units, soonest_each
from catalog.domain import Purpose
from catalog.occupancy import UnitTaken
from catalog.queries import UnitView, unit_for
from catalog.terms import FURTHEST, Days
from core import db
from core.clock import today
from core.errors import Invalid, NotAllowed, NotFound, StaleState
from core.ids import new_id

_LONGEST = 366
_OWN = """
SELECT o.unit_id, lower(o.period) AS start, upper(o.period) AS "end", o.note, o.cause_id
FROM occupancy o
WHERE o.id = $1 AND o.purpose = 'maintenance' AND o.status = 'active'
    AND o.cause_id IS DISTINCT FROM o.unit_id
FOR UPDATE
"""


class PlanMaintenance(msgspec.Struct, frozen=True, kw_only=True):
    """Days of maintenance; `end` is exclusive. The note is for whoever lends the unit."""

    start: date
    end: date
    note: Annotated[str, Meta(max_length=400)] = ""


class MoveMaintenance(msgspec.Struct, frozen=True, kw_only=True):
    """Other days; `was` are those that the caller saw: when they have changed, nothing moves."""

    start: date
    end: date
    was: Days | None = None


class Maintenance(msgspec.Struct, frozen=True, kw_only=True):
    """Days of a unit that are kept free of loans; `end` is exclusive."""

    id: UUID
    unit_id: UUID
    start: date
    end: date
    note: str


async def plan_maintenance(actor: Actor, unit_id: UUID, command: PlanMaintenance) -> Maintenance:
    """Keep days of a unit free of loans; whoever lends or owns it may.

    Raises `UnitTaken` with what has the days, `Invalid` naming fields, `NotFound`, `NotAllowed`.
    """
    days = Days(command.start, command.end)
    async with db.transaction():
        await unit_looked_after(actor, unit_id)
        _check_days(days, earliest=today())
        try:
            taken = await occupancy.take(
                unit_id, days, Purpose.MAINTENANCE, new_id(), note=command.note.strip()
            )
        except UnitTaken as error:
            raise await _refusal(unit_id, days) from error
        return _told(taken.id, unit_id, days, command.note.strip())


async def move_maintenance(actor: Actor, occupancy_id: UUID, command: MoveMaintenance) -> Maintenance:
    """Move or stretch days of maintenance; raises what `plan_maintenance` raises, and `StaleState`."""
    days = Days(command.start, command.end)
    async with db.transaction():
        found, cause = await _own(actor, occupancy_id)
        had = Days(found.start, found.end)
        if command.was is not None and command.was != had:
            raise StaleState("days-moved", expected=command.was, found=had, **_words_of(had))
        # what has begun stays begun: only its end moves
        _check_days(days, earliest=min(had.start, today()) if days.start == had.start else today())
        try:
            await occupancy.change_days([occupancy_id], days)
        except UnitTaken as error:
            raise await _refusal(found.unit_id, days, cause) from error
        return _told(occupancy_id, found.unit_id, days, found.note)


async def end_maintenance(actor: Actor, occupancy_id: UUID) -> Maintenance:
    """The unit is fit again: its days are free from today on, all of them when none has begun."""
    async with db.transaction():
        found, _ = await _own(actor, occupancy_id)
        await occupancy.end_on([occupancy_id], today())
        return _told(occupancy_id, found.unit_id, Days(found.start, max(found.start, today())), found.note)


def _told(occupancy_id: UUID, unit_id: UUID, days: Days, note: str) -> Maintenance:
    return Maintenance(id=occupancy_id, unit_id=unit_id, start=days.start, end=days.end, note=note)


def _words_of(days: Days) -> dict[str, date]:
    return {"start": days.start, "last_day": days.last_day}


async def unit_looked_after(actor: Actor, unit_id: UUID) -> UnitView:
    """The unit, for whoever lends or owns it and for the centre; `NotAllowed` for others who know it."""
    unit = await unit_for(actor, unit_id)
    if actor.is_centre or actor.organization_id in (unit.owner_id, unit.lender_id):
        return unit
    raise NotAllowed


async def _own(actor: Actor, occupancy_id: UUID) -> tuple[Maintenance, UUID | None]:
    """The maintenance, held still until the transaction ends, and the cause that tells it from others."""
    row = await db.fetch_row(_OWN, occupancy_id)
    if row is None:
        raise NotFound
    await unit_looked_after(actor, row["unit_id"])
    days = Days(row["start"], row["end"])
    return _told(occupancy_id, row["unit_id"], days, row["note"]), row["cause_id"]


def _check_days(days: Days, *, earliest: date) -> None:
    if days.end <= days.start:
        raise Invalid({"end": "end-before-start"})
    if days.start < earliest:
        raise Invalid({"start": "start-in-past"})
    if days.start > today() + FURTHEST:
        raise Invalid({"start": "too-far-ahead"}, horizon_days=FURTHEST.days)
    if days.length > _LONGEST:
        raise Invalid({"end": "maintenance-too-long"}, max_days=_LONGEST)


async def _refusal(unit_id: UUID, days: Days, cause: UUID | None = None) -> UnitTaken:
    answers = await of_units([unit_id], days, except_cause=cause)
    reasons = soonest_each(reason for one in answers for reason in one.reasons)
    return UnitTaken(reasons=reasons, unit_ids=[unit_id])
