"""Visits for programs (DESIGN section 7)."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.web.idempotency import answer_once
from exhibitions.visits import arriving, booking, queries
from exhibitions.visits.commands import CheckInVisit, ReserveVisit
from exhibitions.visits.domain import VisitState
from exhibitions.visits.queries import SlotList, VisitView
from exhibitions.visits.reception import scanning, walking_in
from exhibitions.visits.reception.scanning import RecordVisitScans
from exhibitions.visits.reception.walking_in import ReceiveWalkIn

ApiRequest = Request[Actor, Any, Any]


class VisitAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A visit as a program is told of it: nothing that names the visitor, and never the link of the mail."""

    id: UUID
    number: str
    state: str
    exhibition_id: UUID
    slot_id: UUID
    start: str
    end: str
    party_size: int
    interests: list[str]
    access_needs: list[str]
    language: str
    confirm_by: str | None
    next_steps: list[str]


def answer_for(visit: VisitView) -> VisitAnswer:
    """What a program may know."""
    return VisitAnswer(
        id=visit.id,
        number=visit.number,
        state=visit.state.value,
        exhibition_id=visit.exhibition_id,
        slot_id=visit.slot_id,
        start=visit.start.isoformat(),
        end=visit.end.isoformat(),
        party_size=visit.party_size,
        interests=visit.interests,
        access_needs=[need.value for need in visit.access_needs],
        language=visit.language.value,
        confirm_by=visit.confirm_by.isoformat() if visit.confirm_by else None,
        next_steps=_next_steps(visit),
    )


def _next_steps(visit: VisitView) -> list[str]:
    if visit.confirm_by is None:
        return []
    return ["accept-by-mail" if visit.state is VisitState.OFFERED else "confirm-by-mail"]


@get("/api/v1/exhibitions/{exhibition_id:uuid}/slots", operation_id="listSlots", tags=["exhibitions"])
async def list_slots(
    request: Request[Actor, Any, Any],
    exhibition_id: FromPath[UUID],
    start: FromQuery[date | None] = None,
    end: FromQuery[date | None] = None,
) -> SlotList:
    """The slots of a display from `start` to `end` (exclusive), three months at most; full ones too."""
    return SlotList(await queries.list_slots(request.user, exhibition_id, first=start, end=end))


@post(
    "/api/v1/exhibitions/{exhibition_id:uuid}/visits",
    operation_id="reserveVisit",
    tags=["exhibitions"],
    status_code=201,
)
async def reserve_visit(
    request: Request[Actor, Any, Any], exhibition_id: FromPath[UUID], data: JSONBody[ReserveVisit]
) -> Response[bytes]:
    """Book a slot; without a token it waits for the link in the mail. 409 `slot-full` says what is left."""

    async def run() -> VisitAnswer:
        return answer_for(await booking.reserve_visit(request.user, exhibition_id, data))

    return await answer_once(request, run, status=201)


@post(
    "/api/v1/exhibitions/{exhibition_id:uuid}/visits/check-in",
    operation_id="checkInVisit",
    tags=["exhibitions"],
    status_code=200,
)
async def check_in_visit(
    request: Request[Actor, Any, Any], exhibition_id: FromPath[UUID], data: JSONBody[CheckInVisit]
) -> Response[bytes]:
    """Receive a party by its id or the code in its mail; 409 `arrived-already` for all but the first."""

    async def run() -> VisitAnswer:
        return answer_for(await arriving.check_in(request.user, exhibition_id, data))

    return await answer_once(request, run)


@post(
    "/api/v1/exhibitions/{exhibition_id:uuid}/visits/walk-in",
    operation_id="receiveWalkIn",
    tags=["exhibitions"],
    status_code=201,
)
async def receive_walk_in(
    request: Request[Actor, Any, Any], exhibition_id: FromPath[UUID], data: JSONBody[ReceiveWalkIn]
) -> Response[bytes]:
    """Receive a party without a booking, now; 409 `slot-full` says what is left."""

    async def run() -> VisitAnswer:
        return answer_for(await walking_in.receive_walk_in(request.user, exhibition_id, data))

    return await answer_once(request, run, status=201)


@post(
    "/api/v1/exhibitions/{exhibition_id:uuid}/visits/{visit_id:uuid}/check-out",
    operation_id="checkOutVisit",
    tags=["exhibitions"],
    status_code=200,
)
async def check_out_visit(
    request: Request[Actor, Any, Any], exhibition_id: FromPath[UUID], visit_id: FromPath[UUID]
) -> Response[bytes]:
    """A party has left; it is no longer counted in the room."""

    async def run() -> VisitAnswer:
        return answer_for(await arriving.check_out(request.user, exhibition_id, visit_id))

    return await answer_once(request, run)


@post("/api/v1/visit-scans", operation_id="recordVisitScans", tags=["exhibitions"], status_code=200)
async def record_visit_scans(
    request: Request[Actor, Any, Any], data: JSONBody[RecordVisitScans]
) -> Response[bytes]:
    """Record up to 500 scans of visits' codes; each is acted upon once, however often it is sent."""
    return await answer_once(request, lambda: scanning.record_visit_scans(request.user, data))


HANDLERS: list[ControllerRouterHandler] = [
    list_slots,
    reserve_visit,
    check_in_visit,
    receive_walk_in,
    check_out_visit,
    record_visit_scans,
]
