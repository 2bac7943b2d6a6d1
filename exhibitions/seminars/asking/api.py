"""The results of a course's questionnaire for programs."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from exhibitions.questionnaires.domain import QuestionKind
from exhibitions.seminars.asking.questions import reply_count, results_of


class QuestionResult(msgspec.Struct, frozen=True, kw_only=True):
    """One question: how many gave each answer from the lowest up, the mean of a scale, what was written."""

    id: UUID
    kind: QuestionKind
    label: str
    choices: list[str]
    counts: list[int]
    mean: float | None
    words: list[str]


class SeminarResults(msgspec.Struct, frozen=True, kw_only=True):
    """What participants answered; nobody is named."""

    replies: int
    questions: list[QuestionResult]


@get("/api/v1/seminars/{seminar_id:uuid}/results", operation_id="getSeminarResults", tags=["seminars"])
async def get_seminar_results(
    request: Request[Actor, Any, Any], seminar_id: FromPath[UUID]
) -> SeminarResults:
    """The questionnaire question by question, for the counter that runs the course."""
    found = await results_of(request.user, seminar_id)
    questions = [
        QuestionResult(
            id=one.question.id,
            kind=one.question.kind,
            label=one.question.label,
            choices=one.question.choices,
            counts=one.counts,
            mean=one.mean,
            words=one.words,
        )
        for one in found
    ]
    return SeminarResults(replies=await reply_count(seminar_id), questions=questions)


HANDLERS: list[ControllerRouterHandler] = [get_seminar_results]
