"""Days without visitors, for programs of the counter."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.web.idempotency import answer_once
from exhibitions.visits.commands import CloseDay
from exhibitions.visits.foreseeing import Replanned, foresee_times
from exhibitions.visits.planning import close_day

ApiRequest = Request[Actor, Any, Any]
_CLOSED = "/api/v1/exhibitions/{exhibition_id:uuid}/closed-days"


class ClosedDay(msgspec.Struct, frozen=True):
    """The day on which nobody is received."""

    day: date


@post(_CLOSED, operation_id="closeVisitDay", tags=["exhibitions"], status_code=200)
async def close_visit_day(
    request: ApiRequest, exhibition_id: FromPath[UUID], data: JSONBody[CloseDay]
) -> Response[bytes]:
    """Receive nobody on a day. 409 `day-has-visitors` while somebody is expected and no reason is given."""

    async def run() -> ClosedDay:
        await close_day(request.user, exhibition_id, data)
        return ClosedDay(data.day)

    return await answer_once(request, run)


@post(_CLOSED + "/preview", operation_id="previewClosedVisitDay", tags=["exhibitions"], status_code=200)
async def preview_closed_day(
    request: ApiRequest, exhibition_id: FromPath[UUID], data: JSONBody[CloseDay]
) -> Replanned:
    """Which times and bookings closing a day would end: the step itself, rehearsed; refused alike."""
    return await foresee_times(exhibition_id, lambda: close_day(request.user, exhibition_id, data))


HANDLERS: list[ControllerRouterHandler] = [close_visit_day, preview_closed_day]
