"""Pages of a course's questionnaire: asked and read by the counter, answered by participants."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.pages.asking import PageRequest, attempt
from core.errors import Conflict
from core.i18n import current_locale
from core.i18n import gettext as _
from core.sheets import XLSX, as_tables
from core.web.forms import Form
from core.web.pages import page, see_other
from exhibitions.questionnaires.domain import MOST_QUESTIONS, Question, QuestionKind
from exhibitions.questionnaires.forms import QuestionForm, field_for
from exhibitions.questionnaires.looks import KINDS
from exhibitions.questionnaires.workbook import choices_of
from exhibitions.seminars.applying.queries import ApplicationView, application_behind
from exhibitions.seminars.asking import questions, replying
from exhibitions.seminars.asking.workbook import answers_workbook
from exhibitions.seminars.attending.queries import Attendee
from exhibitions.seminars.queries import run_by, seminar_for

_ASKED = "/seminars/{seminar_id:uuid}/questions"
_OWN = "/seminar-applications/{token:str}/questions/{number:str}"


async def _asked_page(
    request: PageRequest, seminar_id: UUID, form: QuestionForm, status: int = 200
) -> Response[Any]:
    return page(
        request,
        "exhibitions/seminars/questions.html",
        status=status,
        seminar=await run_by(request.user, seminar_id),
        questions=await questions.questions_of(seminar_id),
        results=await questions.results_of(request.user, seminar_id),
        replies=await questions.reply_count(seminar_id),
        form=form,
        kinds=KINDS,
        most=MOST_QUESTIONS,
        choices_of=choices_of,
        language=current_locale.get(),
    )


@get(_ASKED, include_in_schema=False)
async def show_questions(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """What is asked, what was answered, and a form for one question more."""
    return await _asked_page(request, seminar_id, QuestionForm())


@get(_ASKED + "/answers.xlsx", include_in_schema=False, media_type=XLSX)
async def take_answers_along(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[bytes]:
    """Every answer and what they add up to, as a workbook."""
    content = await asyncio.to_thread(as_tables, await answers_workbook(request.user, seminar_id))
    headers = {"Content-Disposition": 'attachment; filename="seminar-answers.xlsx"'}
    return Response(content, headers=headers)


@post(_ASKED, include_in_schema=False)
async def ask_question(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Ask it."""
    await run_by(request.user, seminar_id)
    form = await QuestionForm.of(request)

    async def ask() -> bool:
        await questions.ask_question(request.user, seminar_id, form.command())
        return True

    if await attempt(form, ask) is None:
        return await _asked_page(request, seminar_id, form, 422)
    return see_other(f"/seminars/{seminar_id}/questions", _("質問を加えました。"))


@post(_ASKED + "/usual", include_in_schema=False)
async def ask_the_usual(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Begin with what most counters ask."""
    await questions.ask_the_usual(request.user, seminar_id)
    said = _("見本の質問を入れました。要らないものはやめてください。")
    return see_other(f"/seminars/{seminar_id}/questions", said)


@post(_ASKED + "/{question_id:uuid}/retire", include_in_schema=False)
async def retire_question(
    request: PageRequest, seminar_id: FromPath[UUID], question_id: FromPath[UUID]
) -> Response[Any]:
    """Ask it no more."""
    await questions.retire_question(request.user, seminar_id, question_id)
    return see_other(f"/seminars/{seminar_id}/questions", _("質問をやめました。答えは残っています。"))


def _form_for(asked: list[Question]) -> type[Form]:
    return type("AskedForm", (Form,), {f"q-{one.id}": field_for(one) for one in asked})


async def _participant(request: PageRequest, token: str, number: str) -> tuple[ApplicationView, Attendee]:
    application = await application_behind(request.user, token)
    seminar = await seminar_for(Actor.system(), application.seminar_id)
    for one in await replying.still_to_answer(application, seminar):
        if one.number == number:
            return application, one
    raise Conflict("seminar-not-asking", phone=seminar.counter_phone)


async def _reply_page(
    request: PageRequest, token: str, number: str, form: Form, status: int = 200
) -> Response[Any]:
    application, attendee = await _participant(request, token, number)
    seminar = await seminar_for(Actor.system(), application.seminar_id)
    template = "exhibitions/seminars/reply.html"
    return page(request, template, status=status, seminar=seminar, attendee=attendee, form=form, token=token)


@get(_OWN, include_in_schema=False)
async def show_reply(request: PageRequest, token: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """The questions, for one participant."""
    application, _attendee = await _participant(request, token, number)
    asked = await questions.questions_of(application.seminar_id)
    return await _reply_page(request, token, number, _form_for(asked)())


@post(_OWN, include_in_schema=False)
async def keep_reply(request: PageRequest, token: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """Keep the answers."""
    application, attendee = await _participant(request, token, number)
    asked = await questions.questions_of(application.seminar_id)
    form = await _form_for(asked).of(request)

    async def keep() -> bool:
        await replying.reply(application, attendee.id, _answers(form, asked))
        return True

    if await attempt(form, keep) is None:
        return await _reply_page(request, token, number, form, 422)
    said = _("アンケートをいただきました。ありがとうございました。")
    return see_other(f"/seminar-applications/{token}", said)


def _answers(form: Form, asked: list[Question]) -> dict[UUID, int | str]:
    given = [(one, form[f"q-{one.id}"].data) for one in asked]
    return {
        one.id: value if one.kind is QuestionKind.WORDS else int(value)
        for one, value in given
        if value not in (None, "")
    }


PAGES: list[ControllerRouterHandler] = [
    show_questions,
    take_answers_along,
    ask_question,
    ask_the_usual,
    retire_question,
    show_reply,
    keep_reply,
]
