"""Attendance for programs."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.web.idempotency import answer_once
from exhibitions.seminars.attending import scanning
from exhibitions.seminars.attending.recording import AttendanceOutcome, record_attendance
from exhibitions.seminars.attending.scanning import RecordSeminarScans


class RecordAttendance(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is there; `number` is that of the participant, or what their code says."""

    number: str


class AttendanceAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`done` for exactly one record of a participant at a session, `repeated` for all others."""

    outcome: AttendanceOutcome
    participant_id: UUID
    session_id: UUID
    number: str
    at: str


@post(
    "/api/v1/seminars/{seminar_id:uuid}/sessions/{session_id:uuid}/attendance",
    operation_id="recordSeminarAttendance",
    tags=["seminars"],
    status_code=200,
)
async def record_seminar_attendance(
    request: Request[Actor, Any, Any],
    seminar_id: FromPath[UUID],
    session_id: FromPath[UUID],
    data: JSONBody[RecordAttendance],
) -> Response[bytes]:
    """Note that a participant is there."""

    async def run() -> AttendanceAnswer:
        done = await record_attendance(request.user, seminar_id, session_id, data.number)
        return AttendanceAnswer(
            outcome=done.outcome,
            participant_id=done.participant_id,
            session_id=done.session_id,
            number=done.number,
            at=done.at.isoformat(),
        )

    return await answer_once(request, run)


@post("/api/v1/seminar-scans", operation_id="recordSeminarScans", tags=["seminars"], status_code=200)
async def record_seminar_scans(
    request: Request[Actor, Any, Any], data: JSONBody[RecordSeminarScans]
) -> Response[bytes]:
    """Record up to 500 scans of tickets; each is acted upon once, however often it is sent."""
    return await answer_once(request, lambda: scanning.record_seminar_scans(request.user, data))


HANDLERS: list[ControllerRouterHandler] = [record_seminar_attendance, record_seminar_scans]
