"""The form of the trial's result for programs: what `submitResult` asks, stage by stage."""

import msgspec
from litestar import get
from litestar.params import FromQuery

from loans.domain import Stage
from loans.result_form import FORM_VERSION, QUESTIONS, Kind, Question


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question in the caller's language; `least` and `greatest` bound an answer that is a number."""

    key: str
    kind: Kind
    label: str
    hint: str = ""
    unit: str = ""
    required: bool = False
    least: float | None = None
    greatest: float | None = None


class StageForm(msgspec.Struct, frozen=True, kw_only=True):
    """The questions of one stage; the last stage also asks for a decision."""

    stage: Stage
    needs_decision: bool
    questions: list[Asked]


class ResultFormAnswer(msgspec.Struct, frozen=True):
    """The form, stage by stage; it has no pages."""

    version: str
    items: list[StageForm]
    next: None = None


@get("/api/v1/result-form", operation_id="getResultForm", tags=["loans"])
async def get_result_form(stage: FromQuery[Stage | None] = None) -> ResultFormAnswer:
    """What a result is asked, with the keys of `answers`; a required question is one that pages insist on."""
    stages = [stage] if stage else list(QUESTIONS)
    return ResultFormAnswer(FORM_VERSION, [_form(one) for one in stages])


def _form(stage: Stage) -> StageForm:
    questions = [_asked(question) for question in QUESTIONS[stage]]
    return StageForm(stage=stage, needs_decision=stage is Stage.AFTER, questions=questions)


def _asked(question: Question) -> Asked:
    is_number = question.kind in (Kind.NUMBER, Kind.CHANGE, Kind.GRADE)
    least, greatest = question.bounds if is_number else (None, None)
    return Asked(
        key=question.key,
        kind=question.kind,
        label=str(question.label),
        hint=str(question.hint or ""),
        unit=str(question.unit or ""),
        required=question.required,
        least=least,
        greatest=greatest,
    )
