"""Courses for programs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, delete, get, patch, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.foreseen import Foreseen
from core.web.idempotency import answer_once
from core.web.paging import Page
from exhibitions.seminars import commands, planning, sessions
from exhibitions.seminars.domain import Admission, Audience, SeminarStatus, SeminarStep, SessionForm
from exhibitions.seminars.previewing import PreviewSeminarStep, preview_seminar_step
from exhibitions.seminars.queries import (
    SeminarFilter,
    SeminarView,
    SessionView,
    list_seminars,
    runs,
    seminar_for,
    sessions_of,
)

ApiRequest = Request[Actor, Any, Any]
Answer = Response[bytes]
Move = JSONBody[commands.MoveSeminar]


class SessionAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A session; place and link are told only to those who run it."""

    id: UUID
    start: datetime
    end: datetime
    form: SessionForm
    theme: str
    place: str
    meeting_link: str


class SeminarAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A course; `apply_until` is exclusive, `closed` the code of why nobody can apply now, else empty."""

    id: UUID
    counter_id: UUID
    title: str
    title_en: str
    description: str
    lecturer: str
    audiences: list[Audience]
    item_codes: list[str]
    prefecture: str
    area: str
    price: str
    admission: Admission
    status: SeminarStatus
    capacity: int
    free_places: int
    largest_party: int
    apply_from: date | None
    apply_until: date | None
    closed: str
    needed_sessions: int | None
    sessions: list[SessionAnswer]


def session_answer(session: SessionView, *, is_known: bool) -> SessionAnswer:
    """What a program may know of a session."""
    return SessionAnswer(
        id=session.id,
        start=session.start,
        end=session.end,
        form=session.form,
        theme=session.theme,
        place=session.place if is_known else "",
        meeting_link=session.meeting_link if is_known else "",
    )


async def answer_for(actor: Actor, seminar: SeminarView) -> SeminarAnswer:
    """What a program may know of a course."""
    same = set(SeminarAnswer.__struct_fields__) & set(SeminarView.__struct_fields__)
    is_known = runs(actor, seminar)
    found = await sessions_of(seminar.id)
    return SeminarAnswer(
        **{name: getattr(seminar, name) for name in same},
        free_places=seminar.free,
        closed=seminar.closed,
        needed_sessions=seminar.needed,
        sessions=[session_answer(one, is_known=is_known) for one in found],
    )


class SeminarApi(Controller):
    """Courses: public once applications were opened, run by their counter."""

    path = "/api/v1/seminars"
    tags = ("seminars",)

    @get(operation_id="listSeminars")
    async def list_seminars(
        self,
        request: ApiRequest,
        prefecture: FromQuery[str] = "",
        audience: FromQuery[Audience | None] = None,
        counter_id: FromQuery[UUID | None] = None,
        past: FromQuery[bool] = False,  # noqa: FBT002  # a query parameter has a name
        cursor: FromQuery[str | None] = None,
        limit: FromQuery[int | None] = None,
    ) -> Page[SeminarAnswer]:
        """The courses to come, soonest first, or those that are over."""
        wanted = SeminarFilter(prefecture=prefecture, audience=audience, counter_id=counter_id, past=past)
        found = await list_seminars(wanted, cursor=cursor, limit=limit)
        return Page([await answer_for(request.user, one) for one in found.items], found.next)

    @get("/{seminar_id:uuid}", operation_id="getSeminar")
    async def get_seminar(self, request: ApiRequest, seminar_id: FromPath[UUID]) -> SeminarAnswer:
        """One course with its sessions."""
        return await answer_for(request.user, await seminar_for(request.user, seminar_id))

    @post(operation_id="createSeminar", status_code=201)
    async def create(self, request: ApiRequest, data: JSONBody[commands.CreateSeminar]) -> Answer:
        """Make a draft; nobody but its counter sees it before applications are opened."""

        async def run() -> SeminarAnswer:
            return await answer_for(request.user, await planning.create_seminar(request.user, data))

        return await answer_once(request, run, status=201)

    @patch("/{seminar_id:uuid}", operation_id="updateSeminar")
    async def update(
        self, request: ApiRequest, seminar_id: FromPath[UUID], data: JSONBody[commands.ChangeSeminar]
    ) -> SeminarAnswer:
        """Change what is given; the rest stays."""
        changed = await planning.change_seminar(request.user, seminar_id, data)
        return await answer_for(request.user, changed)

    @post("/{seminar_id:uuid}/sessions", operation_id="addSeminarSession", status_code=201)
    async def add_session(
        self, request: ApiRequest, seminar_id: FromPath[UUID], data: JSONBody[commands.PutSession]
    ) -> Answer:
        """Another session; times with offset."""

        async def run() -> SessionAnswer:
            made = await sessions.add_session(request.user, seminar_id, data)
            return session_answer(made, is_known=True)

        return await answer_once(request, run, status=201)

    @put("/{seminar_id:uuid}/sessions/{session_id:uuid}", operation_id="changeSeminarSession")
    async def change_session(
        self,
        request: ApiRequest,
        seminar_id: FromPath[UUID],
        session_id: FromPath[UUID],
        data: JSONBody[commands.PutSession],
    ) -> SessionAnswer:
        """Another time, place or link; everybody with a place is told, and their calendars follow."""
        changed = await sessions.change_session(request.user, seminar_id, session_id, data)
        return session_answer(changed, is_known=True)

    @delete(
        "/{seminar_id:uuid}/sessions/{session_id:uuid}", operation_id="removeSeminarSession", status_code=204
    )
    async def remove_session(
        self, request: ApiRequest, seminar_id: FromPath[UUID], session_id: FromPath[UUID]
    ) -> None:
        """Take a session away that nobody attended; the last of a published course stays."""
        await sessions.remove_session(request.user, seminar_id, session_id)

    @post("/{seminar_id:uuid}/preview", operation_id="previewSeminarStep", status_code=200)
    async def preview(
        self, request: ApiRequest, seminar_id: FromPath[UUID], data: JSONBody[PreviewSeminarStep]
    ) -> Foreseen:
        """How many applicants a step of the course, or of a session, would write to; refused alike."""
        return await preview_seminar_step(request.user, seminar_id, data)

    @post("/{seminar_id:uuid}/open", operation_id="openSeminar", status_code=200)
    async def open(self, request: ApiRequest, seminar_id: FromPath[UUID], data: Move) -> Answer:
        """Take applications, and let the public know of it."""
        return await _moved(request, seminar_id, SeminarStep.OPEN, data)

    @post("/{seminar_id:uuid}/close", operation_id="closeSeminar", status_code=200)
    async def close(self, request: ApiRequest, seminar_id: FromPath[UUID], data: Move) -> Answer:
        """Take no more applications."""
        return await _moved(request, seminar_id, SeminarStep.CLOSE, data)

    @post("/{seminar_id:uuid}/hold", operation_id="holdSeminar", status_code=200)
    async def hold(self, request: ApiRequest, seminar_id: FromPath[UUID], data: Move) -> Answer:
        """It was held, to the last session."""
        return await _moved(request, seminar_id, SeminarStep.HOLD, data)

    @post("/{seminar_id:uuid}/cancel", operation_id="cancelSeminar", status_code=200)
    async def cancel(self, request: ApiRequest, seminar_id: FromPath[UUID], data: Move) -> Answer:
        """Call it off, with a reason."""
        return await _moved(request, seminar_id, SeminarStep.CANCEL, data)


async def _moved(
    request: ApiRequest, seminar_id: UUID, step: SeminarStep, command: commands.MoveSeminar
) -> Answer:
    async def run() -> SeminarAnswer:
        return await answer_for(
            request.user, await planning.move_seminar(request.user, seminar_id, step, command)
        )

    return await answer_once(request, run)


HANDLERS: list[ControllerRouterHandler] = [SeminarApi]
