"""Pages for the counter: a course made, changed, copied, opened, closed, noted as held, called off."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.domain import TaxonomyVersion
from catalog.foreseen import Foreseen
from catalog.pages.asking import PageRequest, attempt
from catalog.queries.taxonomy import Item, taxonomy_of
from core.clock import today
from core.i18n import LazyText, lazy
from core.i18n import gettext as _
from core.web.forms import Form, is_only_asked
from core.web.pages import page, see_other
from directory.kinds import COUNTERS
from exhibitions.seminars import looks, planning, sessions
from exhibitions.seminars.applying.queries import counted_by_state
from exhibitions.seminars.commands import MoveSeminar
from exhibitions.seminars.domain import (
    UNDER_WAY,
    Admission,
    AttendanceRule,
    SeminarStep,
    SessionForm,
    steps_from,
)
from exhibitions.seminars.forms import (
    CallOffForm,
    CopyForm,
    SeminarForm,
    SessionOfSeminarForm,
    expected_status,
)
from exhibitions.seminars.history import history_of
from exhibitions.seminars.previewing import PreviewSeminarStep, preview_seminar_step, told_by
from exhibitions.seminars.queries import SeminarView, own_seminars, run_by, session_of, sessions_of

ONE = "/seminars/{seminar_id:uuid}"
_SESSIONS = ONE + "/sessions"
_DONE: dict[SeminarStep, LazyText] = {
    SeminarStep.OPEN: lazy("申込の受付を始めました。だれでもこの研修会を見つけられます。"),
    SeminarStep.CLOSE: lazy("申込の受付を終えました。"),
    SeminarStep.HOLD: lazy("実施済みにしました。"),
    SeminarStep.CANCEL: lazy("研修会を中止しました。"),
}


def workshop(seminar_id: UUID) -> str:
    """Where a course is prepared."""
    return f"/seminars/{seminar_id}/prepare"


@get("/seminars/prepare", include_in_schema=False)
async def show_own(request: PageRequest) -> Response[Any]:
    """All courses of the counter, drafts too."""
    request.user.one_of(*COUNTERS)
    found = await own_seminars(request.user)
    return page(request, "exhibitions/seminars/own.html", seminars=found, looks=looks)


def _form_page(
    request: PageRequest, form: Form, seminar: SeminarView | None, status: int = 200
) -> Response[Any]:
    return page(request, "exhibitions/seminars/form.html", form=form, seminar=seminar, status=status)


async def _fitted(form: SeminarForm) -> SeminarForm:
    form.fit(await _items())
    return form


async def _items() -> list[Item]:
    return (await taxonomy_of(TaxonomyVersion.Y2025)).items


@get("/seminars/new", include_in_schema=False)
async def new_seminar(request: PageRequest) -> Response[Any]:
    """The form for a new course."""
    request.user.one_of(*COUNTERS)
    given = {"admission": Admission.FIRST_COME, "rule": AttendanceRule.ALL}
    return _form_page(request, await _fitted(SeminarForm(data=given)), None)


@post("/seminars/new", include_in_schema=False)
async def create_seminar(request: PageRequest) -> Response[Any]:
    """Make a draft."""
    request.user.one_of(*COUNTERS)
    form = await _fitted(await SeminarForm.of(request))
    made = await attempt(form, lambda: planning.create_seminar(request.user, form.as_new()))
    if made is None:
        return _form_page(request, form, None, 422)
    return see_other(workshop(made.id), _("下書きを保存しました。次に、回を足してください。"))


@get(ONE + "/edit", include_in_schema=False)
async def edit_seminar(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """The form with what is known."""
    seminar = await run_by(request.user, seminar_id)
    return _form_page(request, await _fitted(SeminarForm.showing(seminar)), seminar)


@post(ONE + "/edit", include_in_schema=False)
async def change_seminar(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Change it."""
    seminar = await run_by(request.user, seminar_id)
    form = await _fitted(await SeminarForm.of(request))
    changed = await attempt(form, lambda: planning.change_seminar(request.user, seminar_id, form.as_change()))
    if changed is None:
        return _form_page(request, form, seminar, 422)
    return see_other(workshop(seminar_id), _("保存しました。"))


@get(ONE + "/prepare", include_in_schema=False)
async def show_workshop(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Everything about one course for those who run it, and the next step."""
    seminar = await run_by(request.user, seminar_id)
    return page(
        request,
        "exhibitions/seminars/prepare.html",
        seminar=seminar,
        sessions=await sessions_of(seminar_id),
        steps=steps_from(seminar.status),
        may_change=seminar.status in UNDER_WAY,
        history=await history_of(seminar_id),
        counted=await counted_by_state(seminar_id),
        items=[item.full_name for item in await _items() if item.code in seminar.item_codes],
        looks=looks,
    )


def _session_page(
    request: PageRequest,
    form: Form,
    seminar: SeminarView,
    session_id: UUID | None,
    *,
    status: int = 200,
    foreseen: Foreseen | None = None,
) -> Response[Any]:
    given = {"form": form, "seminar": seminar, "session_id": session_id, "foreseen": foreseen}
    return page(request, "exhibitions/seminars/session.html", status=status, **given)


async def _foreseen(
    request: PageRequest, seminar_id: UUID, form: SessionOfSeminarForm, session_id: UUID | None = None
) -> Foreseen | None:
    """Who would hear of the session as the form says it; what is wrong with it stands beside its fields."""
    kind = SeminarStep.ADD_SESSION if session_id is None else SeminarStep.CHANGE_SESSION

    async def look() -> Foreseen:
        body = msgspec.to_builtins(form.command())
        wished = PreviewSeminarStep(step=kind, session_id=session_id, body=body)
        return await preview_seminar_step(request.user, seminar_id, wished)

    return await attempt(form, look)


@get(_SESSIONS + "/new", include_in_schema=False)
async def new_session(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """The form for another session."""
    seminar = await run_by(request.user, seminar_id)
    return _session_page(request, SessionOfSeminarForm(data={"form": SessionForm.ON_SITE}), seminar, None)


@post(_SESSIONS + "/new", include_in_schema=False)
async def add_session(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Add it."""
    seminar = await run_by(request.user, seminar_id)
    form = await SessionOfSeminarForm.of(request)
    if await is_only_asked(request):
        foreseen = await _foreseen(request, seminar_id, form)
        return _session_page(request, form, seminar, None, foreseen=foreseen)
    made = await attempt(form, lambda: sessions.add_session(request.user, seminar_id, form.command()))
    if made is None:
        return _session_page(request, form, seminar, None, status=422)
    return see_other(workshop(seminar_id), _("回を足しました。"))


@get(_SESSIONS + "/{session_id:uuid}/edit", include_in_schema=False)
async def edit_session(
    request: PageRequest, seminar_id: FromPath[UUID], session_id: FromPath[UUID]
) -> Response[Any]:
    """The form with what is known."""
    seminar = await run_by(request.user, seminar_id)
    form = SessionOfSeminarForm.showing(await session_of(seminar_id, session_id))
    return _session_page(request, form, seminar, session_id)


@post(_SESSIONS + "/{session_id:uuid}/edit", include_in_schema=False)
async def change_session(
    request: PageRequest, seminar_id: FromPath[UUID], session_id: FromPath[UUID]
) -> Response[Any]:
    """Change it."""
    seminar = await run_by(request.user, seminar_id)
    await session_of(seminar_id, session_id)
    form = await SessionOfSeminarForm.of(request)
    if await is_only_asked(request):
        foreseen = await _foreseen(request, seminar_id, form, session_id)
        return _session_page(request, form, seminar, session_id, foreseen=foreseen)
    changed = await attempt(
        form, lambda: sessions.change_session(request.user, seminar_id, session_id, form.command())
    )
    if changed is None:
        return _session_page(request, form, seminar, session_id, status=422)
    return see_other(workshop(seminar_id), _("保存しました。"))


@get(_SESSIONS + "/{session_id:uuid}/remove", include_in_schema=False)
async def ask_to_remove(
    request: PageRequest, seminar_id: FromPath[UUID], session_id: FromPath[UUID]
) -> Response[Any]:
    """Says who hears of it; nothing happens before it is sent."""
    seminar = await run_by(request.user, seminar_id)
    session = await session_of(seminar_id, session_id)
    wished = PreviewSeminarStep(step=SeminarStep.REMOVE_SESSION, session_id=session_id)
    foreseen = await told_by(request.user, seminar_id, wished)
    shown: dict[str, Any] = {"seminar": seminar, "session": session, "foreseen": foreseen}
    return page(request, "exhibitions/seminars/remove_session.html", **shown)


@post(_SESSIONS + "/{session_id:uuid}/remove", include_in_schema=False)
async def remove_session(
    request: PageRequest, seminar_id: FromPath[UUID], session_id: FromPath[UUID]
) -> Response[Any]:
    """Take it away."""
    await sessions.remove_session(request.user, seminar_id, session_id)
    return see_other(workshop(seminar_id), _("回を外しました。"))


@post([ONE + "/open", ONE + "/close", ONE + "/hold"], include_in_schema=False)
async def move_seminar(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Take a step that asks nothing."""
    step = SeminarStep(request.url.path.rsplit("/", 1)[1])
    expected = expected_status((await request.form()).get("expected", ""))
    await planning.move_seminar(request.user, seminar_id, step, MoveSeminar(expected=expected))
    return see_other(workshop(seminar_id), _DONE[step])


@get(ONE + "/cancel", include_in_schema=False)
async def ask_to_cancel(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Asks why; nothing happens before it is sent."""
    seminar = await run_by(request.user, seminar_id)
    return await _call_off_page(request, seminar, CallOffForm(data={"expected": seminar.status.value}))


async def _call_off_page(
    request: PageRequest, seminar: SeminarView, form: CallOffForm, *, status: int = 200
) -> Response[Any]:
    wished = PreviewSeminarStep(step=SeminarStep.CANCEL, body={"reason": "―"})
    foreseen = await told_by(request.user, seminar.id, wished)
    shown = {"seminar": seminar, "form": form, "foreseen": foreseen}
    return page(request, "exhibitions/seminars/call_off.html", status=status, **shown)


@post(ONE + "/cancel", include_in_schema=False)
async def cancel_seminar(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Call it off."""
    seminar = await run_by(request.user, seminar_id)
    form, step = await CallOffForm.of(request), SeminarStep.CANCEL
    moved = await attempt(form, lambda: planning.move_seminar(request.user, seminar_id, step, form.command()))
    if moved is None:
        return await _call_off_page(request, seminar, form, status=422)
    return see_other(workshop(seminar_id), _DONE[step])


@get(ONE + "/copy", include_in_schema=False)
async def ask_to_copy(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Asks for the day of the first session."""
    seminar = await run_by(request.user, seminar_id)
    form = CopyForm(data={"first_day": today()})
    return page(request, "exhibitions/seminars/copy.html", seminar=seminar, form=form)


@post(ONE + "/copy", include_in_schema=False)
async def copy_seminar(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Make a draft like it."""
    seminar = await run_by(request.user, seminar_id)
    form = await CopyForm.of(request)
    made = await attempt(form, lambda: planning.copy_seminar(request.user, seminar_id, form.command()))
    if made is None:
        return page(request, "exhibitions/seminars/copy.html", seminar=seminar, form=form, status=422)
    return see_other(workshop(made.id), _("写しを下書きとして保存しました。日程を確かめてください。"))


PAGES: list[ControllerRouterHandler] = [
    show_own,
    new_seminar,
    create_seminar,
    edit_seminar,
    change_seminar,
    show_workshop,
    new_session,
    add_session,
    edit_session,
    change_session,
    ask_to_remove,
    remove_session,
    move_seminar,
    ask_to_cancel,
    cancel_seminar,
    ask_to_copy,
    copy_seminar,
]
