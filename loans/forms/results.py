"""The forms of the trial's result, made from the one definition in `loans.result_form`."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from core.i18n import lazy
from core.web.fields import ChoiceField, LongTextField, NumberField
from loans.commands import SubmitResult
from loans.domain import Decision, Stage
from loans.forms.base import StepForm
from loans.labels import DECISION
from loans.records import LoanRecord
from loans.result_form import QUESTIONS, Kind, Question
from loans.wording import CHANGES, GRADES, YES_NO


class ResultForm(StepForm):
    """The questions of one stage; each field is called by the question's key."""

    stage: ClassVar[Stage]

    @classmethod
    def first_look(cls, record: LoanRecord) -> Mapping[str, object]:
        """What an earlier report of this stage said; else what the request said already."""
        earlier = record.report_of(cls.stage)
        if earlier is not None:
            answers = earlier.answers
        elif cls.stage is Stage.BEFORE:
            answers = {"problem": record.loan.problem, "target": record.loan.goal}
        else:
            answers = {}
        return {**super().first_look(record), **answers}

    def answers(self) -> dict[str, object]:
        """What was answered, by the keys of the form definition."""
        given = {question.key: self[question.key].data for question in QUESTIONS[self.stage]}
        return {key: answer for key, answer in given.items() if answer not in (None, "")}

    def command(self) -> SubmitResult:
        """The report."""
        return SubmitResult(stage=self.stage, answers=self.answers())


class AfterForm(ResultForm):
    """The last stage also decides."""

    stage = Stage.AFTER

    def command(self) -> SubmitResult:
        """The report with its decision."""
        return SubmitResult(
            stage=self.stage,
            answers=self.answers(),
            decision=self["decision"].data,
            reason=self["reason"].data or "",
        )


def _field(question: Question) -> Any:
    options: dict[str, Any] = {"required": question.required, "hint": question.hint or ""}
    if question.kind is Kind.TEXT:
        return LongTextField(question.label, limit=4000, rows=3, **options)
    if question.kind is Kind.NUMBER:
        return NumberField(question.label, most=1_000_000, unit=question.unit or "", **options)
    if question.kind is Kind.YES_NO:
        return ChoiceField(question.label, choices=YES_NO.items(), coerce=_is_yes, **options)
    steps = CHANGES if question.kind is Kind.CHANGE else GRADES
    choices = [(str(number), words) for number, words in sorted(steps.items())]
    return ChoiceField(question.label, choices=choices, coerce=int, look="scale", **options)


def _is_yes(value: str) -> bool:
    return value == "yes"


def _decision() -> dict[str, Any]:
    """Asked last: whoever has looked back can decide."""
    return {
        "decision": ChoiceField(
            lazy("導入するかどうか"),
            choices=[(decision.value, DECISION[decision]) for decision in Decision],
            coerce=Decision,
            required=True,
        ),
        "reason": LongTextField(lazy("そう決めた理由"), required=True, rows=4),
    }


def _nothing_more() -> dict[str, Any]:
    return {}


def _form(
    stage: Stage, base: type[ResultForm], more: Callable[[], dict[str, Any]] = _nothing_more
) -> type[ResultForm]:
    # fields stand on the page in the order in which they are made
    fields = {question.key: _field(question) for question in QUESTIONS[stage]}
    return type(f"{stage.value.title()}Form", (base,), {"stage": stage, **fields, **more()})


RESULT_FORMS: Mapping[Stage, type[ResultForm]] = {
    Stage.BEFORE: _form(Stage.BEFORE, ResultForm),
    Stage.MID: _form(Stage.MID, ResultForm),
    Stage.AFTER: _form(Stage.AFTER, AfterForm, _decision),
}
