"""The questionnaire for programs: what is asked, an answer, and what was answered."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.reporting.asked import FromDay, ToDay
from catalog.reporting.periods import days_asked
from core.errors import NotFound
from core.web.idempotency import answer_once
from directory.kinds import COUNTERS
from exhibitions.queries import exhibition_for
from exhibitions.questionnaires.asking import questions_of
from exhibitions.questionnaires.domain import Question
from exhibitions.questionnaires.replying import Reply, consent_words, reply_to
from exhibitions.questionnaires.results import Results, ToldApart, results_for
from exhibitions.visits.queries import plan_of

ApiRequest = Request[Actor, Any, Any]
_ONE = "/api/v1/exhibitions/{exhibition_id:uuid}/questionnaire"
_TAGS = ("exhibitions",)


class Asked(msgspec.Struct, frozen=True):
    """What a display asks its visitors, and what they agree to who leave a name."""

    items: list[Question]
    consent: str


class Kept(msgspec.Struct, frozen=True):
    """Whether the answer is new; the same `key` sent again changes nothing."""

    is_new: bool


class QuestionnaireReport(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of the days from `start` to before `end`."""

    start: date
    end: date
    apart: ToldApart
    results: Results


@get(_ONE, operation_id="getQuestionnaire", tags=_TAGS)
async def get_questionnaire(request: ApiRequest, exhibition_id: FromPath[UUID]) -> Asked:
    """The questions of a display in their order; none where its counter asks nothing."""
    exhibition = await exhibition_for(request.user, exhibition_id)
    plan = await plan_of(exhibition_id)
    return Asked(
        await questions_of(exhibition.counter_id), consent_words(exhibition.counter_name, plan.keep_days)
    )


@post(_ONE, operation_id="replyToQuestionnaire", tags=_TAGS, status_code=201)
async def reply(request: ApiRequest, exhibition_id: FromPath[UUID], data: JSONBody[Reply]) -> Response[bytes]:
    """Answer on the spot: `answers` by id of the question, a number or words; `contact` only with consent."""
    exhibition = await exhibition_for(request.user, exhibition_id)

    async def run() -> Kept:
        return Kept(await reply_to(exhibition, data))

    return await answer_once(request, run, status=201)


@get("/api/v1/reports/questionnaires", operation_id="getQuestionnaireReport", tags=["reports"])
async def get_report(  # one parameter a part of the question
    request: ApiRequest,
    from_day: FromDay = "",
    to_day: ToDay = "",
    apart: FromQuery[ToldApart] = ToldApart.NOTHING,
    exhibition_id: FromQuery[UUID | None] = None,
) -> QuestionnaireReport:
    """What visitors of the caller's displays answered, told apart by item or product."""
    actor = request.user.one_of(*COUNTERS)
    start, end = days_asked(from_day, to_day)
    if exhibition_id is not None:
        exhibition = await exhibition_for(actor, exhibition_id)
        if exhibition.counter_id != actor.organization_id:
            raise NotFound
    results = await results_for(actor, start, end, apart=apart, exhibition_id=exhibition_id)
    return QuestionnaireReport(start=start, end=end, apart=apart, results=results)


HANDLERS: list[ControllerRouterHandler] = [get_questionnaire, reply, get_report]
