"""Pages for the counter: who applied, and its answers."""

from typing import Any, NamedTuple
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.pages.asking import PageRequest, attempt
from core.errors import Conflict, NotFound
from core.i18n import LazyText, lazy
from core.web.pages import page, see_other
from core.web.problems import problem_of
from exhibitions.seminars import looks
from exhibitions.seminars.applying.domain import ApplicationState
from exhibitions.seminars.applying.foreseeing import Answered, Decision, answer, foresee_answer
from exhibitions.seminars.applying.forms import ReasonForm
from exhibitions.seminars.applying.looks import STATES
from exhibitions.seminars.applying.queries import (
    ApplicationView,
    application_run_by,
    applications_for,
    counted_by_state,
    names_of,
)
from exhibitions.seminars.queries import run_by

_ALL = "/seminars/{seminar_id:uuid}/applications"
_ONE = _ALL + "/{application_id:uuid}"
_STEPS = [f"{_ONE}/{step}" for step in Decision]


class _Words(NamedTuple):
    """What an answer is called: above its page, on its button, and once it is given."""

    title: LazyText
    label: LazyText
    done: LazyText
    needs_reason: bool = False


_WORDS: dict[Decision, _Words] = {
    Decision.APPROVE: _Words(
        lazy("受講を承認する"), lazy("承認して知らせる"), lazy("受講を承認しました。メールで知らせます。")
    ),
    Decision.WAIT: _Words(
        lazy("キャンセル待ちに入れる"),
        lazy("キャンセル待ちに入れて知らせる"),
        lazy("キャンセル待ちに入れました。メールで知らせます。"),
    ),
    Decision.REFUSE: _Words(
        lazy("申込を断る"),
        lazy("断って知らせる"),
        lazy("申込を断りました。理由をメールで知らせます。"),
        needs_reason=True,
    ),
    Decision.CANCEL: _Words(
        lazy("受講を取り消す"),
        lazy("取り消して知らせる"),
        lazy("受講を取り消しました。理由をメールで知らせます。"),
        needs_reason=True,
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


def _step_of(request: PageRequest) -> Decision:
    return Decision(request.url.path.rsplit("/", 1)[1])


async def _decide_page(
    request: PageRequest, application: ApplicationView, form: ReasonForm, refused: Conflict | None = None
) -> Response[Any]:
    """What the answer changes for whom, or why it cannot be given; nothing happens before its button."""
    step = _step_of(request)
    answered: Answered | None = None
    if refused is None:
        try:
            answered = await foresee_answer(request.user, application.id, step, form.reason.data or "")
        except Conflict as error:
            refused = error
    problem = problem_of(refused) if refused else None
    status = 422 if form.mistakes else problem.status if problem and request.method == "POST" else 200
    return page(
        request,
        "exhibitions/seminars/decide.html",
        status=status,
        application=application,
        seminar=await run_by(request.user, application.seminar_id),
        names=await names_of([one.id for one in answered.moved] if answered else []),
        form=form,
        step=step,
        words=_WORDS[step],
        states=STATES,
        answered=answered,
        problem=problem,
    )


@get(_STEPS, include_in_schema=False)
async def show_answer(
    request: PageRequest, seminar_id: FromPath[UUID], application_id: FromPath[UUID]
) -> Response[Any]:
    """Who would hear of the answer, who moves up, and why where a reason is needed."""
    application = await _own(request, seminar_id, application_id)
    return await _decide_page(request, application, ReasonForm())


@post(_STEPS, include_in_schema=False)
async def give_answer(
    request: PageRequest, seminar_id: FromPath[UUID], application_id: FromPath[UUID]
) -> Response[Any]:
    """Give it; the applicant is told."""
    application = await _own(request, seminar_id, application_id)
    step = _step_of(request)
    words, form = _WORDS[step], await ReasonForm.of(request)
    try:
        if not words.needs_reason:
            await answer(request.user, application_id, step, "")
        elif not await attempt(
            form, lambda: answer(request.user, application_id, step, form.reason.data or "")
        ):
            return await _decide_page(request, application, form)
    except Conflict as error:
        return await _decide_page(request, application, ReasonForm(), error)
    return see_other(f"/seminars/{seminar_id}/applications", words.done)


PAGES: list[ControllerRouterHandler] = [show_applications, show_answer, give_answer]
