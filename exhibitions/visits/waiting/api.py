"""Waiting for a full time, for programs."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.web.idempotency import answer_once
from exhibitions.visits.api import VisitAnswer, answer_for
from exhibitions.visits.commands import ReserveVisit
from exhibitions.visits.waiting.joining import join_queue, leave_queue

ApiRequest = Request[Actor, Any, Any]
_WAIT = "/api/v1/exhibitions/{exhibition_id:uuid}/visits"
_TAGS = ("exhibitions",)


@post(f"{_WAIT}/wait", operation_id="joinVisitWaitlist", tags=_TAGS, status_code=201)
async def join(
    request: ApiRequest, exhibition_id: FromPath[UUID], data: JSONBody[ReserveVisit]
) -> Response[bytes]:
    """Wait for a full slot; without a token from when the link in the mail is used. 409 `slot-has-room`."""

    async def run() -> VisitAnswer:
        return answer_for(await join_queue(request.user, exhibition_id, data))

    return await answer_once(request, run, status=201)


@post(
    f"{_WAIT}/{{visit_id:uuid}}/leave-queue", operation_id="leaveVisitWaitlist", tags=_TAGS, status_code=200
)
async def stop(
    request: ApiRequest, exhibition_id: FromPath[UUID], visit_id: FromPath[UUID]
) -> Response[bytes]:
    """Stop waiting; what was offered goes to the next party. 409 `not-waiting`."""

    async def run() -> VisitAnswer:
        return answer_for(await leave_queue(request.user, exhibition_id, visit_id))

    return await answer_once(request, run)


HANDLERS: list[ControllerRouterHandler] = [join, stop]
