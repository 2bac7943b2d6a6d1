"""Attendance for programs."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.web.idempotency import answer_once
from exhibitions.seminars.attending import scanning
from exhibitions.seminars.attending.queries import attendees_of
from exhibitions.seminars.attending.recording import AttendanceOutcome, record_attendance
from exhibitions.seminars.attending.scanning import RecordSeminarScans
from exhibitions.seminars.certifying.issuing import issue_certificates


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


class AttendeeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with a place, by number: at which sessions they were, and the certificate, if there is one."""

    number: str
    application_number: str
    session_ids: list[UUID]
    certificate: str


class AttendeeList(msgspec.Struct, frozen=True):
    """Everybody with a place, by application."""

    items: list[AttendeeAnswer]


@get("/api/v1/seminars/{seminar_id:uuid}/attendance", operation_id="listSeminarAttendance", tags=["seminars"])
async def list_seminar_attendance(
    request: Request[Actor, Any, Any], seminar_id: FromPath[UUID]
) -> AttendeeList:
    """Who was at which session, for the counter that runs the course; it names nobody."""
    return AttendeeList(
        [
            AttendeeAnswer(
                number=one.number,
                application_number=one.application_number,
                session_ids=one.sessions,
                certificate=one.certificate,
            )
            for one in await attendees_of(request.user, seminar_id)
        ]
    )


class Issued(msgspec.Struct, frozen=True):
    """How many certificates were given."""

    issued: int


@post(
    "/api/v1/seminars/{seminar_id:uuid}/certificates",
    operation_id="issueSeminarCertificates",
    tags=["seminars"],
    status_code=200,
)
async def issue_seminar_certificates(
    request: Request[Actor, Any, Any], seminar_id: FromPath[UUID]
) -> Response[bytes]:
    """Give what was earned and is not given yet; each applicant is told once."""

    async def run() -> Issued:
        return Issued(await issue_certificates(request.user, seminar_id))

    return await answer_once(request, run)


HANDLERS: list[ControllerRouterHandler] = [
    record_seminar_attendance,
    record_seminar_scans,
    list_seminar_attendance,
    issue_seminar_certificates,
]
