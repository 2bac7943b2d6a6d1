"""Pages about attendance: the list and scanner of the counter, the code of the room, and tickets."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.documents import qr_picture
from catalog.pages.asking import PageRequest, attempt
from core.clock import local_day, today
from core.i18n import gettext as _
from core.settings import settings
from core.web.pages import page, see_other
from exhibitions.seminars import looks
from exhibitions.seminars.attending import recording
from exhibitions.seminars.attending.forms import NumberForm, OwnNumberForm
from exhibitions.seminars.attending.queries import Attendee, attendees_of, ticket_of
from exhibitions.seminars.attending.recording import AttendanceOutcome, AttendanceWay, Attended
from exhibitions.seminars.queries import SessionView, run_by, seminar_for, session_of, sessions_of

_ONE = "/seminars/{seminar_id:uuid}"
_SESSION = _ONE + "/sessions/{session_id:uuid}"


@get(_ONE + "/attendance", include_in_schema=False)
async def show_attendance(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Everybody with a place, and all sessions."""
    seminar = await run_by(request.user, seminar_id)
    return page(
        request,
        "exhibitions/seminars/attendance.html",
        seminar=seminar,
        sessions=await sessions_of(seminar_id),
        attendees=await attendees_of(request.user, seminar_id),
    )


async def _session_page(
    request: PageRequest, seminar_id: UUID, session_id: UUID, form: NumberForm, status: int = 200
) -> Response[Any]:
    seminar = await run_by(request.user, seminar_id)
    session = await session_of(seminar_id, session_id)
    attendees = await attendees_of(request.user, seminar_id)
    return page(
        request,
        "exhibitions/seminars/session_attendance.html",
        status=status,
        seminar=seminar,
        session=session,
        attendees=sorted(attendees, key=lambda one: (session_id in one.sessions, one.name, one.number)),
        form=form,
        is_time=local_day(session.start) <= today(),
    )


@get(_SESSION + "/attendance", include_in_schema=False)
async def show_session(
    request: PageRequest, seminar_id: FromPath[UUID], session_id: FromPath[UUID]
) -> Response[Any]:
    """The scanner and the list of one session."""
    return await _session_page(request, seminar_id, session_id, NumberForm())


@post(_SESSION + "/attendance", include_in_schema=False)
async def scan(request: PageRequest, seminar_id: FromPath[UUID], session_id: FromPath[UUID]) -> Response[Any]:
    """A ticket or a number."""
    await run_by(request.user, seminar_id)
    await session_of(seminar_id, session_id)
    form = await NumberForm.of(request)
    done = await attempt(
        form,
        lambda: recording.record_attendance(
            request.user, seminar_id, session_id, form.number.data or "", AttendanceWay.SCAN
        ),
    )
    if done is None:
        return await _session_page(request, seminar_id, session_id, form, 422)
    return _back(seminar_id, session_id, done)


def _back(seminar_id: UUID, session_id: UUID, done: Attended) -> Response[Any]:
    path = f"/seminars/{seminar_id}/sessions/{session_id}/attendance"
    if done.outcome is AttendanceOutcome.REPEATED:
        said = _("%(number)s %(name)s：もう出席になっています。", number=done.number, name=done.name)
        return see_other(path, said, "attention")
    return see_other(path, _("%(number)s %(name)s：出席にしました。", number=done.number, name=done.name))


async def _attendee(actor: Actor, seminar_id: UUID, participant_id: UUID) -> Attendee | None:
    return next((one for one in await attendees_of(actor, seminar_id) if one.id == participant_id), None)


@post(_SESSION + "/attendance/{participant_id:uuid}", include_in_schema=False)
async def note_by_hand(
    request: PageRequest,
    seminar_id: FromPath[UUID],
    session_id: FromPath[UUID],
    participant_id: FromPath[UUID],
) -> Response[Any]:
    """By name on the list."""
    attendee = await _attendee(request.user, seminar_id, participant_id)
    done = await recording.record_attendance(
        request.user, seminar_id, session_id, attendee.number if attendee else "", AttendanceWay.HAND
    )
    return _back(seminar_id, session_id, done)


@post(_SESSION + "/attendance/{participant_id:uuid}/undo", include_in_schema=False)
async def undo(
    request: PageRequest,
    seminar_id: FromPath[UUID],
    session_id: FromPath[UUID],
    participant_id: FromPath[UUID],
) -> Response[Any]:
    """It was a mistake."""
    await recording.undo_attendance(request.user, seminar_id, session_id, participant_id)
    path = f"/seminars/{seminar_id}/sessions/{session_id}/attendance"
    return see_other(path, _("出席を取り消しました。"))


def _room_address(session: SessionView) -> str:
    return f"{settings().base_url}/seminar-rooms/{session.room_code}"


@get(_SESSION + "/room", include_in_schema=False)
async def show_room(
    request: PageRequest, seminar_id: FromPath[UUID], session_id: FromPath[UUID]
) -> Response[Any]:
    """What is shown in the room: a code that participants read with their own phones."""
    seminar = await run_by(request.user, seminar_id)
    session = await session_of(seminar_id, session_id)
    return page(
        request,
        "exhibitions/seminars/room.html",
        seminar=seminar,
        session=session,
        address=_room_address(session),
    )


@get(_SESSION + "/room.svg", include_in_schema=False)
async def show_room_code(
    request: PageRequest, seminar_id: FromPath[UUID], session_id: FromPath[UUID]
) -> Response[str]:
    """The code itself."""
    await run_by(request.user, seminar_id)
    session = await session_of(seminar_id, session_id)
    return Response(qr_picture(_room_address(session)), media_type="image/svg+xml")


async def _in_room(
    request: PageRequest, code: str, form: OwnNumberForm, status: int = 200, done: Attended | None = None
) -> Response[Any]:
    session = await recording.session_in_room(code)
    seminar = await seminar_for(Actor.system(), session.seminar_id)
    template = "exhibitions/seminars/in_room.html"
    given = {"session": session, "seminar": seminar, "form": form, "done": done}
    return page(request, template, status=status, looks=looks, code=code, **given)


@get("/seminar-rooms/{code:str}", include_in_schema=False)
async def ask_in_room(request: PageRequest, code: FromPath[str]) -> Response[Any]:
    """Asks a participant for their number; looking changes nothing."""
    return await _in_room(request, code, OwnNumberForm())


@post("/seminar-rooms/{code:str}", include_in_schema=False, status_code=200)
async def attend_in_room(request: PageRequest, code: FromPath[str]) -> Response[Any]:
    """Here I am."""
    form = await OwnNumberForm.of(request)
    await recording.session_in_room(code)
    done = await attempt(form, lambda: recording.attend_in_room(code, form.number.data or ""))
    return await _in_room(request, code, form, 200 if done else 422, done)


@get("/seminar-tickets/{number:str}", include_in_schema=False)
async def show_ticket(request: PageRequest, number: FromPath[str]) -> Response[Any]:
    """A ticket read by the phone of somebody who runs the course: today's sessions to choose from."""
    ticket = await ticket_of(request.user, recording.number_read(number))
    seminar = await run_by(request.user, ticket.seminar_id)
    sessions = await sessions_of(seminar.id)
    attendee = await _attendee(request.user, seminar.id, ticket.participant_id)
    return page(
        request,
        "exhibitions/seminars/ticket.html",
        ticket=ticket,
        seminar=seminar,
        sessions=[one for one in sessions if local_day(one.start) == today()],
        attendee=attendee,
    )


PAGES: list[ControllerRouterHandler] = [
    show_attendance,
    show_session,
    scan,
    note_by_hand,
    undo,
    show_room,
    show_room_code,
    ask_in_room,
    attend_in_room,
    show_ticket,
]
