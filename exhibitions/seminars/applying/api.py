"""Applications for courses, for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.web.idempotency import answer_once
from directory.kinds import OrganizationKind
from exhibitions.seminars.applying import deciding, joining, waiting
from exhibitions.seminars.applying.commands import ApplyForSeminar, GiveReason
from exhibitions.seminars.applying.foreseeing import Answered, PreviewApplication, foresee_answer
from exhibitions.seminars.applying.queries import (
    ApplicationView,
    applications_for,
    applications_of_facility,
)

ApiRequest = Request[Actor, Any, Any]
_ALL = "/api/v1/seminars/{seminar_id:uuid}/applications"
_ONE = "/api/v1/seminar-applications/{application_id:uuid}"


class ApplicationAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An application as a program is told of it: nothing that names somebody, and never the mailed link."""

    id: UUID
    number: str
    seminar_id: UUID
    state: str
    people: int
    places: int
    audience: str
    created_at: datetime
    confirm_by: datetime | None
    offered_until: datetime | None
    participant_numbers: list[str]
    next_steps: list[str]


class ApplicationList(msgspec.Struct, frozen=True):
    """The applications for a course, the earliest first."""

    items: list[ApplicationAnswer]


def answer_for(application: ApplicationView) -> ApplicationAnswer:
    """What a program may know."""
    same = set(ApplicationAnswer.__struct_fields__) & set(ApplicationView.__struct_fields__)
    values = {name: getattr(application, name) for name in same}
    return ApplicationAnswer(
        **values | {"state": application.state.value, "audience": application.audience.value},
        places=application.held,
        participant_numbers=[one.number for one in application.participants],
        next_steps=["confirm-by-mail"] if application.confirm_by else [],
    )


@post(_ALL, operation_id="applyForSeminar", tags=["seminars"], status_code=201)
async def apply_for_seminar(
    request: ApiRequest, seminar_id: FromPath[UUID], data: JSONBody[ApplyForSeminar]
) -> Response[bytes]:
    """Apply; without a token it waits for the link in the mail. 409 `seminar-full` says what is left."""

    async def run() -> ApplicationAnswer:
        return answer_for(await joining.apply_for_seminar(request.user, seminar_id, data))

    return await answer_once(request, run, status=201)


@get(_ALL, operation_id="listSeminarApplications", tags=["seminars"])
async def list_seminar_applications(request: ApiRequest, seminar_id: FromPath[UUID]) -> ApplicationList:
    """Everybody who applied, for the counter that runs the course."""
    return ApplicationList(
        [answer_for(one) for one in await applications_for(request.user.signed_in(), seminar_id)]
    )


@post(_ONE + "/preview", operation_id="previewSeminarApplication", tags=["seminars"], status_code=200)
async def preview(
    request: ApiRequest, application_id: FromPath[UUID], data: JSONBody[PreviewApplication]
) -> Answered:
    """What an answer would change for whom: the answer itself, rehearsed and rolled back; refused alike."""
    return await foresee_answer(request.user, application_id, data.step, data.reason)


@post(_ONE + "/approve", operation_id="approveSeminarApplication", tags=["seminars"], status_code=200)
async def approve(request: ApiRequest, application_id: FromPath[UUID]) -> Response[bytes]:
    """Give an applicant a place."""

    async def run() -> ApplicationAnswer:
        return answer_for(await deciding.approve(request.user, application_id))

    return await answer_once(request, run)


@post(_ONE + "/refuse", operation_id="refuseSeminarApplication", tags=["seminars"], status_code=200)
async def refuse(
    request: ApiRequest, application_id: FromPath[UUID], data: JSONBody[GiveReason]
) -> Response[bytes]:
    """Refuse an applicant, with a reason."""

    async def run() -> ApplicationAnswer:
        return answer_for(await deciding.refuse(request.user, application_id, data.reason))

    return await answer_once(request, run)


@post(_ONE + "/cancel", operation_id="cancelSeminarApplication", tags=["seminars"], status_code=200)
async def cancel(
    request: ApiRequest, application_id: FromPath[UUID], data: JSONBody[GiveReason]
) -> Response[bytes]:
    """The counter takes a place back, with a reason; a facility cancels its own."""

    async def run() -> ApplicationAnswer:
        if request.user.is_facility:
            return answer_for(await deciding.cancel_application(request.user, str(application_id)))
        return answer_for(await deciding.cancel_for(request.user, application_id, data.reason))

    return await answer_once(request, run)


@get("/api/v1/seminar-applications", operation_id="listOwnSeminarApplications", tags=["seminars"])
async def list_own_applications(request: ApiRequest) -> ApplicationList:
    """What the caller's facility applied for, the latest first."""
    request.user.one_of(OrganizationKind.FACILITY)
    return ApplicationList([answer_for(one) for one in await applications_of_facility(request.user)])


@post(_ONE + "/wait", operation_id="putSeminarApplicationOnWaitlist", tags=["seminars"], status_code=200)
async def put_on_waitlist(request: ApiRequest, application_id: FromPath[UUID]) -> Response[bytes]:
    """No place now, but the next that is given back."""

    async def run() -> ApplicationAnswer:
        return answer_for(await deciding.put_on_waitlist(request.user, application_id))

    return await answer_once(request, run)


@post(_ONE + "/take", operation_id="takeSeminarOffer", tags=["seminars"], status_code=200)
async def take_offer(request: ApiRequest, application_id: FromPath[UUID]) -> Response[bytes]:
    """Yes to a place offered from the waitlist, by the facility that waited."""

    async def run() -> ApplicationAnswer:
        return answer_for(await waiting.take_offer(request.user, str(application_id)))

    return await answer_once(request, run)


HANDLERS: list[ControllerRouterHandler] = [
    apply_for_seminar,
    list_seminar_applications,
    preview,
    approve,
    list_own_applications,
    put_on_waitlist,
    take_offer,
    refuse,
    cancel,
]
