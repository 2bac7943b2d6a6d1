"""A unit's end in lending, for programs: it touches loans, so it stands here."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.foreseen import Foreseen
from catalog.maintenance import unit_looked_after
from core.web.idempotency import answer_once
from core.web.paging import Page
from loans.touched import Touched
from loans.unit_previewing import (
    PreviewMaintenanceStep,
    PreviewUnitStep,
    preview_maintenance_step,
    preview_unit_step,
)
from loans.usecases.retiring import RetireUnit, bookings_of
from loans.usecases.retiring import reinstate_unit as reinstate
from loans.usecases.retiring import retire_unit as retire

ApiRequest = Request[Actor, Any, Any]
_UNIT = "/api/v1/units/{unit_id:uuid}"


@get(f"{_UNIT}/bookings", operation_id="listUnitBookings", tags=["catalog"])
async def list_unit_bookings(request: ApiRequest, unit_id: FromPath[UUID]) -> Page[Touched]:
    """What a retirement would touch, with a unit that could take the place of this one."""
    await unit_looked_after(request.user, unit_id)
    return Page(await bookings_of(request.user, unit_id))


@post(f"{_UNIT}/retire", operation_id="retireUnit", tags=["catalog"], status_code=200)
async def retire_unit(
    request: ApiRequest, unit_id: FromPath[UUID], data: JSONBody[RetireUnit]
) -> Response[bytes]:
    """Take a unit out of lending; refused while something is booked, unless all of it can be exchanged."""
    return await answer_once(request, lambda: retire(request.user, unit_id, data))


@post(f"{_UNIT}/reinstate", operation_id="reinstateUnit", tags=["catalog"], status_code=200)
async def reinstate_unit(request: ApiRequest, unit_id: FromPath[UUID]) -> Response[bytes]:
    """Let it be lent again."""
    return await answer_once(request, lambda: reinstate(request.user, unit_id))


@post(f"{_UNIT}/preview", operation_id="previewUnitStep", tags=["catalog"], status_code=200)
async def preview(request: ApiRequest, unit_id: FromPath[UUID], data: JSONBody[PreviewUnitStep]) -> Foreseen:
    """What moving, retiring, reinstating a unit or its maintenance would change; refused alike."""
    return await preview_unit_step(request.user, unit_id, data)


@post(
    "/api/v1/maintenance/{occupancy_id:uuid}/preview",
    operation_id="previewMaintenanceStep",
    tags=["catalog"],
    status_code=200,
)
async def preview_maintenance(
    request: ApiRequest, occupancy_id: FromPath[UUID], data: JSONBody[PreviewMaintenanceStep]
) -> Foreseen:
    """What moving or ending maintenance would change, and who waits for its days."""
    return await preview_maintenance_step(request.user, occupancy_id, data)


HANDLERS: list[ControllerRouterHandler] = [
    list_unit_bookings,
    retire_unit,
    reinstate_unit,
    preview,
    preview_maintenance,
]
