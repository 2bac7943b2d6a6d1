"""A tour for a counter's own program, and for a driver's."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, patch, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.web.idempotency import answer_once
from exhibitions.touring.moving import MoveOnTour, move_on_tour
from exhibitions.touring.planning import ChangeLeg, change_leg, plan_tour
from exhibitions.touring.queries import Leg, legs_of, toured_by

ApiRequest = Request[Actor, Any, Any]
_TOUR = "/api/v1/exhibitions/{exhibition_id:uuid}/tour"
_LEG = _TOUR + "/{leg_id:uuid}"
_TAGS = ("exhibitions",)


@get(_TOUR, operation_id="getTour", tags=_TAGS)
async def get_tour(request: ApiRequest, exhibition_id: FromPath[UUID]) -> list[Leg]:
    """The legs of a touring show in their order, with what is loaded and unloaded on each."""
    await toured_by(request.user, exhibition_id)
    return await legs_of(exhibition_id)


@post(_TOUR, operation_id="planTour", tags=_TAGS, status_code=200)
async def lay_tour(request: ApiRequest, exhibition_id: FromPath[UUID]) -> Response[bytes]:
    """Let there be a leg between each venue and the next; what is there already stays."""
    return await answer_once(request, lambda: plan_tour(request.user, exhibition_id))


@patch(_LEG, operation_id="updateLeg", tags=_TAGS)
async def update_leg(
    request: ApiRequest,
    exhibition_id: FromPath[UUID],
    leg_id: FromPath[UUID],
    data: JSONBody[ChangeLeg],
) -> Leg:
    """Change a leg's days and people; `arrives_on` is the day of arrival itself."""
    return await change_leg(request.user, exhibition_id, leg_id, data)


@post(_LEG + "/moves", operation_id="recordTourMove", tags=_TAGS, status_code=200)
async def record_move(
    request: ApiRequest,
    exhibition_id: FromPath[UUID],
    leg_id: FromPath[UUID],
    data: JSONBody[MoveOnTour],
) -> Response[bytes]:
    """An exhibit was loaded or unloaded: named by its id or by its unit's label."""
    return await answer_once(request, lambda: move_on_tour(request.user, exhibition_id, leg_id, data))


HANDLERS: list[ControllerRouterHandler] = [get_tour, lay_tour, update_leg, record_move]
