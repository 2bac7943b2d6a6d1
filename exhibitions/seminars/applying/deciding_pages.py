"""Pages for the counter: who applied, and its answers."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.pages.asking import PageRequest, attempt
from core.errors import NotFound
from core.i18n import LazyText, lazy
from core.i18n import gettext as _
from core.web.pages import page, see_other
from exhibitions.seminars import looks
from exhibitions.seminars.applying import deciding
from exhibitions.seminars.applying.domain import ApplicationState
from exhibitions.seminars.applying.forms import ReasonForm
from exhibitions.seminars.applying.looks import STATES
from exhibitions.seminars.applying.queries import (
    ApplicationView,
    application_run_by,
    applications_for,
    counted_by_state,
)
from exhibitions.seminars.queries import run_by

_ALL = "/seminars/{seminar_id:uuid}/applications"
_ONE = _ALL + "/{application_id:uuid}"
Answer = Callable[[Actor, UUID, str], Awaitable[ApplicationView]]
# The two answers that need a reason: what they are called, and who gives them.
_REASONED: dict[str, tuple[LazyText, LazyText, LazyText, Answer]] = {
    "refuse": (
        lazy("申込を断る"),
        lazy("断って知らせる"),
        lazy("申込を断りました。理由をメールで知らせます。"),
        deciding.refuse,
    ),
    "cancel": (
        lazy("受講を取り消す"),
        lazy("取り消して知らせる"),
        lazy("受講を取り消しました。理由をメールで知らせます。"),
        deciding.cancel_for,
    ),
}


@get(_ALL, include_in_schema=False)
async def show_applications(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Who applied, narrowed to a state if asked for."""
    seminar = await run_by(request.user, seminar_id)
    wanted = request.query_params.get("state", "")
    found = await applications_for(request.user, seminar_id)
    return page(
        request,
        "exhibitions/seminars/applications.html",
        seminar=seminar,
        applications=[one for one in found if wanted in ("", one.state.value)],
        counted=await counted_by_state(seminar_id),
        wanted=wanted,
        states=STATES,
        shown_states=[state for state in ApplicationState if state is not ApplicationState.LAPSED],
        audiences=looks.AUDIENCES,
    )


async def _own(request: PageRequest, seminar_id: UUID, application_id: UUID) -> ApplicationView:
    application = await application_run_by(request.user, application_id)
    if application.seminar_id != seminar_id:
        raise NotFound
    return application


@post(_ONE + "/approve", include_in_schema=False)
async def approve(
    request: PageRequest, seminar_id: FromPath[UUID], application_id: FromPath[UUID]
) -> Response[Any]:
    """A place."""
    await _own(request, seminar_id, application_id)
    await deciding.approve(request.user, application_id)
    return see_other(f"/seminars/{seminar_id}/applications", _("受講を承認しました。メールで知らせます。"))


@post(_ONE + "/wait", include_in_schema=False)
async def put_on_waitlist(
    request: PageRequest, seminar_id: FromPath[UUID], application_id: FromPath[UUID]
) -> Response[Any]:
    """The next place that is given back."""
    await _own(request, seminar_id, application_id)
    await deciding.put_on_waitlist(request.user, application_id)
    said = _("キャンセル待ちに入れました。メールで知らせます。")
    return see_other(f"/seminars/{seminar_id}/applications", said)


async def _reason_page(
    request: PageRequest, application: ApplicationView, form: ReasonForm, kind: str, status: int = 200
) -> Response[Any]:
    title, label, _said, _order = _REASONED[kind]
    return page(
        request,
        "exhibitions/seminars/decide.html",
        status=status,
        application=application,
        seminar=await run_by(request.user, application.seminar_id),
        form=form,
        kind=kind,
        title=title,
        label=label,
        states=STATES,
    )


@get([_ONE + "/refuse", _ONE + "/cancel"], include_in_schema=False)
async def ask_why(
    request: PageRequest, seminar_id: FromPath[UUID], application_id: FromPath[UUID]
) -> Response[Any]:
    """Asks why; nothing happens before it is sent."""
    application = await _own(request, seminar_id, application_id)
    kind = request.url.path.rsplit("/", 1)[1]
    return await _reason_page(request, application, ReasonForm(), kind)


@post([_ONE + "/refuse", _ONE + "/cancel"], include_in_schema=False)
async def end_application(
    request: PageRequest, seminar_id: FromPath[UUID], application_id: FromPath[UUID]
) -> Response[Any]:
    """Refuse it, or take its place back; the applicant is told why."""
    application = await _own(request, seminar_id, application_id)
    kind = request.url.path.rsplit("/", 1)[1]
    form = await ReasonForm.of(request)
    _title, _label, said, order = _REASONED[kind]
    done = await attempt(form, lambda: order(request.user, application_id, form.reason.data or ""))
    if done is None:
        return await _reason_page(request, application, form, kind, 422)
    return see_other(f"/seminars/{seminar_id}/applications", said)


PAGES: list[ControllerRouterHandler] = [
    show_applications,
    approve,
    put_on_waitlist,
    ask_why,
    end_application,
]
