"""Pages for applicants: apply, and everything behind the link in the mail."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.documents import qr_picture
from catalog.pages.asking import PageRequest
from core.clock import now
from core.errors import Conflict, Invalid, NotFound, TooMany
from core.i18n import gettext as _
from core.settings import settings
from core.web.pages import page, see_other
from directory.kinds import OrganizationKind
from exhibitions.seminars import looks, plain
from exhibitions.seminars.applying import deciding, joining, waiting
from exhibitions.seminars.applying.domain import ApplicationState
from exhibitions.seminars.applying.forms import ApplyForm
from exhibitions.seminars.applying.inviting import calendar_of
from exhibitions.seminars.applying.looks import STATES
from exhibitions.seminars.applying.queries import (
    ApplicationView,
    application_behind,
    own_applications,
    places_in_queue,
)
from exhibitions.seminars.asking.replying import still_to_answer
from exhibitions.seminars.attending.queries import attendees_in
from exhibitions.seminars.materials.keeping import materials_for
from exhibitions.seminars.queries import SeminarView, runs, seminar_for, session_of, sessions_of
from notifications.calendars import Method

_APPLY = "/seminars/{seminar_id:uuid}/apply"
_OWN = "/seminar-applications/{token:str}"


@get(_APPLY, include_in_schema=False)
async def show_apply(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """The form."""
    seminar = await seminar_for(request.user, seminar_id)
    form = ApplyForm()
    return await _apply_page(request, seminar, form)


async def _apply_page(
    request: PageRequest, seminar: SeminarView, form: ApplyForm, status: int = 200
) -> Response[Any]:
    is_running = runs(request.user, seminar)
    if status == 200:
        form.fit(seminar, is_known=request.user.is_signed_in, is_running=is_running)
    is_plain = plain.is_plain(request)
    if is_plain:
        plain.say_plainly(form)
    return page(
        request,
        "exhibitions/seminars/plain_apply.html" if is_plain else "exhibitions/seminars/apply.html",
        status=status,
        seminar=seminar,
        sessions=await sessions_of(seminar.id),
        form=form,
        looks=looks,
        is_running=is_running,
        plain=plain,
    )


@post(_APPLY, include_in_schema=False)
async def apply(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Ask for a place; a mail follows."""
    seminar = await seminar_for(request.user, seminar_id)
    form = await ApplyForm.of(request)
    form.fit(seminar, is_known=request.user.is_signed_in, is_running=runs(request.user, seminar))
    if plain.is_plain(request):
        plain.say_plainly(form)
    made = await _attempted(form, request.user, seminar_id)
    if made is None:
        return await _apply_page(request, await seminar_for(request.user, seminar_id), form, 422)
    if runs(request.user, seminar):
        said = _("申込を入れました。申込番号は%(number)sです。", number=made.number)
        return see_other(f"/seminars/{seminar_id}/applications", said)
    if made.facility_id is not None:
        return see_other(f"/seminar-applications/{made.id}", _("申し込みました。"))
    reading = f"&lang={plain.PLAIN}" if plain.is_plain(request) else ""
    return see_other(f"/seminars/{seminar_id}/thanks?state={made.state.value}{reading}")


async def _attempted(form: ApplyForm, actor: Actor, seminar_id: UUID) -> ApplicationView | None:
    if not form.validate():
        return None
    try:
        return await joining.apply_for_seminar(actor, seminar_id, form.command())
    except Invalid as error:
        form.refuse(error)
    except (Conflict, TooMany) as error:
        form.refuse(Invalid({}, error.reason, **error.facts))
    return None


@get("/seminars/{seminar_id:uuid}/thanks", include_in_schema=False)
async def show_thanks(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """What happens next."""
    seminar = await seminar_for(request.user, seminar_id)
    known = {state.value: state for state in ApplicationState}
    state = known.get(request.query_params.get("state", ""), ApplicationState.ASKED)
    words = plain if plain.is_plain(request) else None
    return page(request, "exhibitions/seminars/thanks.html", seminar=seminar, state=state, plain=words)


@get("/seminar-applications", include_in_schema=False)
async def show_own_applications(request: PageRequest) -> Response[Any]:
    """What this facility applied for."""
    request.user.one_of(OrganizationKind.FACILITY)
    found = await own_applications(request.user)
    return page(request, "exhibitions/seminars/applied.html", applications=found, states=STATES)


@get(_OWN, include_in_schema=False)
async def show_application(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """An application, for whoever has its link. Looking changes nothing."""
    application = await application_behind(request.user, token)
    seminar = await seminar_for(Actor.system(), application.seminar_id)
    return page(
        request,
        "exhibitions/seminars/application.html",
        application=application,
        seminar=seminar,
        sessions=await sessions_of(seminar.id),
        token=token,
        states=STATES,
        looks=looks,
        moment=now(),
        attendees=await attendees_in(application.id),
        materials=await materials_for(application, seminar),
        to_answer=await still_to_answer(application, seminar),
        ahead=await places_in_queue(application) if application.state == "waiting" else 0,
    )


@post(_OWN + "/confirm", include_in_schema=False)
async def confirm(request: PageRequest, token: FromPath[str]) -> Response[Any]:  # noqa: ARG001  # litestar names it
    """The mail was read."""
    confirmed = await joining.confirm_application(token)
    said = _("申込を確定しました。")
    if confirmed.state is ApplicationState.APPLIED:
        said = _("申込を窓口に届けました。")
    if confirmed.state is ApplicationState.WAITING:
        said = _("キャンセル待ちに入りました。空きが出たら、メールでお知らせします。")
    return see_other(f"/seminar-applications/{token}", said)


@post(_OWN + "/take", include_in_schema=False)
async def take_offer(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Yes to an offered place."""
    await waiting.take_offer(request.user, token)
    return see_other(f"/seminar-applications/{token}", _("受講が決まりました。"))


@get(_OWN + "/cancel", include_in_schema=False)
async def show_cancel(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Look once more before it is off."""
    application = await application_behind(request.user, token)
    seminar = await seminar_for(Actor.system(), application.seminar_id)
    if not application.is_open:
        raise Conflict("application-not-open", phone=seminar.counter_phone)
    template = "exhibitions/seminars/cancel.html"
    return page(request, template, application=application, seminar=seminar, token=token)


@post(_OWN + "/cancel", include_in_schema=False)
async def cancel(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """The applicant does not come."""
    await deciding.cancel_application(request.user, token)
    return see_other(f"/seminar-applications/{token}", _("申込を取り消しました。"))


@get(_OWN + "/sessions/{session_id:uuid}/calendar", include_in_schema=False)
async def take_along(
    request: PageRequest, token: FromPath[str], session_id: FromPath[UUID]
) -> Response[bytes]:
    """One session as a file for a calendar, for those who have a place."""
    application = await application_behind(request.user, token)
    if not application.has_place:
        raise NotFound("seminar-link-unknown")
    seminar = await seminar_for(Actor.system(), application.seminar_id)
    session = await session_of(seminar.id, session_id)
    calendar = calendar_of(seminar, application, session, Method.PUBLISH).encode()
    headers = {"Content-Disposition": 'attachment; filename="tameshi-seminar.ics"'}
    return Response(calendar, media_type="text/calendar", headers=headers)


@get(_OWN + "/codes/{number:str}", include_in_schema=False)
async def show_code(request: PageRequest, token: FromPath[str], number: FromPath[str]) -> Response[str]:
    """The code of one participant, to be shown at the entrance."""
    application = await application_behind(request.user, token)
    if number not in {one.number for one in application.participants}:
        raise NotFound("seminar-link-unknown")
    picture = qr_picture(f"{settings().base_url}/seminar-tickets/{number}")
    return Response(picture, media_type="image/svg+xml")


PAGES: list[ControllerRouterHandler] = [
    show_apply,
    apply,
    show_thanks,
    show_own_applications,
    show_application,
    confirm,
    take_offer,
    show_cancel,
    cancel,
    take_along,
    show_code,
]
