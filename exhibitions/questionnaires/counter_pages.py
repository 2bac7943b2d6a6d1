"""The counter's side of questionnaires: what is asked, what was answered, and who wants to be called."""

import asyncio
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.errors import Conflict, Invalid
from core.i18n import current_locale, lazy
from core.i18n import gettext as _
from core.sheets import XLSX, as_tables
from core.web.pages import page, see_other
from directory.kinds import COUNTERS
from exhibitions.queries import ExhibitionFilter, ExhibitionView, list_exhibitions
from exhibitions.questionnaires import asking
from exhibitions.questionnaires.domain import MOST_QUESTIONS
from exhibitions.questionnaires.forms import HandledForm, QuestionForm, ResultsForm
from exhibitions.questionnaires.leads import handle_lead, list_leads
from exhibitions.questionnaires.looks import KINDS, WISHES, YES_NO
from exhibitions.questionnaires.results import ToldApart, results_for
from exhibitions.questionnaires.workbook import Asked, answers_workbook

PageRequest = Request[Actor, Any, Any]
QUESTIONNAIRE, LEADS = "/questionnaire", "/leads"


async def _own_displays(actor: Actor, *, past: bool = False) -> list[ExhibitionView]:
    found = await list_exhibitions(
        actor, ExhibitionFilter(counter_id=actor.acting_for(), past=past), limit=100
    )
    return list(found.items)


@get(QUESTIONNAIRE, include_in_schema=False)
async def show_questions(request: PageRequest) -> Response[Any]:
    """What is asked, and the codes to put up."""
    actor = request.user.one_of(*COUNTERS)
    return page(
        request,
        "exhibitions/questionnaires/questions.html",
        questions=await asking.questions_of(actor.acting_for()),
        displays=await _own_displays(actor),
        kinds=KINDS,
        most=MOST_QUESTIONS,
        language=current_locale.get(),
    )


def _question_page(request: PageRequest, form: QuestionForm, status: int = 200) -> Response[Any]:
    return page(request, "exhibitions/questionnaires/question.html", status=status, form=form)


@get(f"{QUESTIONNAIRE}/new", include_in_schema=False)
async def show_new_question(request: PageRequest) -> Response[Any]:
    """One question more."""
    request.user.one_of(*COUNTERS)
    return _question_page(request, QuestionForm())


@post(f"{QUESTIONNAIRE}/new", include_in_schema=False)
async def ask_question(request: PageRequest) -> Response[Any]:
    """Ask it."""
    request.user.one_of(*COUNTERS)
    form = await QuestionForm.of(request)
    if form.validate():
        try:
            await asking.ask_question(request.user, form.command())
            return see_other(QUESTIONNAIRE, _("質問を加えました。"))
        except (Invalid, Conflict) as error:
            form.refuse(error if isinstance(error, Invalid) else Invalid({}, error.reason, **error.facts))
    return _question_page(request, form, 422)


@post(f"{QUESTIONNAIRE}/usual", include_in_schema=False)
async def ask_the_usual(request: PageRequest) -> Response[Any]:
    """Begin with what most counters ask."""
    await asking.ask_the_usual(request.user)
    return see_other(QUESTIONNAIRE, _("見本の質問を入れました。要らないものはやめてください。"))


@post(QUESTIONNAIRE + "/{question_id:uuid}/retire", include_in_schema=False)
async def retire_question(request: PageRequest, question_id: FromPath[UUID]) -> Response[Any]:
    """Ask it no more."""
    await asking.retire_question(request.user, question_id)
    return see_other(QUESTIONNAIRE, _("質問をやめました。いままでの答えは、結果に残っています。"))


@post(QUESTIONNAIRE + "/{question_id:uuid}/up", include_in_schema=False)
async def ask_earlier(request: PageRequest, question_id: FromPath[UUID]) -> Response[Any]:
    """Move it one place up."""
    await asking.ask_earlier(request.user, question_id)
    return see_other(QUESTIONNAIRE)


@get(f"{QUESTIONNAIRE}/results", include_in_schema=False)
async def show_results(request: PageRequest) -> Response[Any]:
    """What was answered."""
    actor = request.user.one_of(*COUNTERS)
    form = await _results_form(request, actor)
    results = None
    if form.validate():
        asked = _asked(form)
        apart = form.apart.data or ToldApart.NOTHING
        results = await results_for(
            actor, asked.first, asked.end, apart=apart, exhibition_id=asked.exhibition_id
        )
    said = urlencode({name: value for name, value in request.query_params.items() if value})
    return page(
        request,
        "exhibitions/questionnaires/results.html",
        status=200 if results else 422,
        form=form,
        results=results,
        download=f"{QUESTIONNAIRE}/results.xlsx?{said}",
        language=current_locale.get(),
        yes_no=YES_NO,
    )


async def _results_form(request: PageRequest, actor: Actor) -> ResultsForm:
    displays = [*await _own_displays(actor), *await _own_displays(actor, past=True)]
    form = ResultsForm.of_query(request, apart=ToldApart.NOTHING)
    form.exhibition.offer([("", lazy("すべての展示")), *((str(one.id), one.name) for one in displays)])
    return form


def _asked(form: ResultsForm) -> Asked:
    first, end = form.days()
    chosen = UUID(form.exhibition.data) if form.exhibition.data else None
    return Asked(first=first, end=end, exhibition_id=chosen)


@get(f"{QUESTIONNAIRE}/results.xlsx", include_in_schema=False, media_type=XLSX)
async def take_results_along(request: PageRequest) -> Response[bytes]:
    """Every answer and what they add up to, as a workbook; the questions are those of the page."""
    actor = request.user.one_of(*COUNTERS)
    form = await _results_form(request, actor)
    if not form.validate():
        raise Invalid({field.name: "wrong-type" for field in form if field.errors})
    asked = _asked(form)
    content = await asyncio.to_thread(as_tables, await answers_workbook(actor, asked))
    headers = {"Content-Disposition": f'attachment; filename="questionnaires-{asked.first}.xlsx"'}
    return Response(content, headers=headers)


async def _leads_page(
    request: PageRequest, cursor: str | None, *, is_handled: bool, wrong: HandledForm | None = None
) -> Response[Any]:
    return page(
        request,
        "exhibitions/questionnaires/leads.html",
        status=422 if wrong else 200,
        found=await list_leads(request.user, handled=is_handled, cursor=cursor),
        is_handled=is_handled,
        wishes=WISHES,
        form=HandledForm(),
        wrong=wrong,
    )


@get(LEADS, include_in_schema=False)
async def show_leads(
    request: PageRequest, cursor: FromQuery[str | None] = None, show: FromQuery[str] = ""
) -> Response[Any]:
    """Who wants to be called."""
    return await _leads_page(request, cursor, is_handled=show == "handled")


@post(LEADS + "/{lead_id:uuid}", include_in_schema=False)
async def handle(request: PageRequest, lead_id: FromPath[UUID]) -> Response[Any]:
    """Somebody has called them."""
    form = await HandledForm.of(request)
    if not form.validate():
        return await _leads_page(request, None, is_handled=False, wrong=form)
    await handle_lead(request.user, lead_id, form.note.data or "")
    return see_other(LEADS, _("連絡済みにしました。"))


PAGES: list[ControllerRouterHandler] = [
    show_questions,
    show_new_question,
    ask_question,
    ask_the_usual,
    retire_question,
    ask_earlier,
    show_results,
    take_results_along,
    show_leads,
    handle,
]
