"""What a step of a unit, or of its maintenance, would change for whom: rehearsed and rolled back."""

from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.foreseen import Foreseen, foresee, read_body
from catalog.maintenance import (
    MoveMaintenance,
    PlanMaintenance,
    end_maintenance,
    move_maintenance,
    plan_maintenance,
)
from catalog.queries import unit_for
from catalog.register.usecases import MoveUnit, move_unit
from core import db
from loans.usecases.retiring import RetireUnit, bookings_of, reinstate_unit, retire_unit


class UnitStep(StrEnum):
    """What can be done with a unit that others may notice."""

    MOVE = "move"
    RETIRE = "retire"
    REINSTATE = "reinstate"
    MAINTENANCE = "maintenance"


class MaintenanceStep(StrEnum):
    """What can be done with planned maintenance."""

    MOVE = "move"
    END = "end"


class PreviewUnitStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a unit, and the body that it would be sent with."""

    step: UnitStep
    body: dict[str, Any] = msgspec.field(default_factory=dict)


class PreviewMaintenanceStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of maintenance, and the body that it would be sent with."""

    step: MaintenanceStep
    body: dict[str, Any] = msgspec.field(default_factory=dict)


async def preview_unit_step(actor: Actor, unit_id: UUID, wished: PreviewUnitStep) -> Foreseen:
    """What `wished` would change; raises whatever the step itself would raise, and changes nothing."""
    await unit_for(actor, unit_id)  # unknown before malformed
    match wished.step:
        case UnitStep.MOVE:
            move = read_body(wished.body, MoveUnit)
            return await foresee(actor, lambda: move_unit(actor, unit_id, move), units=[unit_id])
        case UnitStep.RETIRE:
            return await foresee_retiring(actor, unit_id, read_body(wished.body, RetireUnit))
        case UnitStep.REINSTATE:
            return await foresee_reinstating(actor, unit_id)
        case UnitStep.MAINTENANCE:
            return await foresee_maintenance(actor, unit_id, read_body(wished.body, PlanMaintenance))


async def foresee_retiring(actor: Actor, unit_id: UUID, command: RetireUnit) -> Foreseen:
    """The days that nobody can book any more, loans that get another unit, and who hears of it."""
    loans = {one.loan.id for one in await bookings_of(actor, unit_id) if one.loan}
    causes = [unit_id, *sorted(loans)]
    return await foresee(actor, lambda: retire_unit(actor, unit_id, command), causes=causes, units=[unit_id])


async def foresee_reinstating(actor: Actor, unit_id: UUID) -> Foreseen:
    """The days that can be booked again, and who waits for them."""
    return await foresee(actor, lambda: reinstate_unit(actor, unit_id), causes=[unit_id], units=[unit_id])


_CAUSE = "SELECT cause_id FROM occupancy WHERE id = $1"


async def foresee_maintenance(actor: Actor, unit_id: UUID, command: PlanMaintenance) -> Foreseen:
    """The days on which nobody could lend the unit."""
    causes: list[UUID] = []

    async def plan() -> None:
        planned = await plan_maintenance(actor, unit_id, command)
        causes.append(await db.fetch_value(_CAUSE, planned.id))

    return await foresee(actor, plan, causes=causes)


async def preview_maintenance_step(
    actor: Actor, occupancy_id: UUID, wished: PreviewMaintenanceStep
) -> Foreseen:
    """What moving or ending maintenance would change; raises whatever the step itself would raise."""
    if wished.step is MaintenanceStep.END:
        return await foresee_end(actor, occupancy_id)
    command = read_body(wished.body, MoveMaintenance)
    causes = await _causes_of(occupancy_id)
    return await foresee(actor, lambda: move_maintenance(actor, occupancy_id, command), causes=causes)


async def foresee_end(actor: Actor, occupancy_id: UUID) -> Foreseen:
    """The days that come free when maintenance ends today, and who waits for them."""
    causes = await _causes_of(occupancy_id)
    return await foresee(actor, lambda: end_maintenance(actor, occupancy_id), causes=causes)


async def _causes_of(occupancy_id: UUID) -> list[UUID]:
    cause = await db.fetch_value(_CAUSE, occupancy_id)
    return [] if cause is None else [cause]
