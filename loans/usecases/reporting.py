"""試用結果報告: what the trial showed, or why there is nothing to show."""

from uuid import UUID

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import Invalid
from core.ids import new_id
from loans.commands import GiveReason, SubmitResult
from loans.domain import Custody, Decision, ResultState, Stage, StepName, result_after
from loans.queries import LoanRow, LoanView, loan_for
from loans.result_form import FORM_VERSION, checked_answers
from loans.usecases.recording import advance, loan_for_step

_REPORT = """
INSERT INTO result_report (id, loan_id, stage, form_version, answers, decision, reason, person_id,
    organization_id, submitted_at)
VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10)
"""
_AFTER_TRIAL = frozenset({Custody.ON_TRIAL, Custody.RETURNING, Custody.RETURNED})


async def submit_result(
    actor: Actor, loan_id: UUID, command: SubmitResult, *, expected: Custody | None = None
) -> LoanView:
    """Keep the report of one stage beside earlier ones and move the result track on.

    Raises `Invalid` naming `answers.<key>` for what cannot be kept; the last stage needs a decision, and
    the decision not to introduce needs a reason.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.SUBMIT_RESULT, expected)
        answers = _checked(loan, command)
        await keep_report(actor, loan, command, answers)
        await advance(
            actor,
            loan,
            StepName.SUBMIT_RESULT,
            result=result_after(command.stage, loan.result),
            facts={"stage": command.stage, "decision": command.decision},
        )
        return await loan_for(actor, loan_id)


def _checked(loan: LoanRow, command: SubmitResult) -> dict[str, object]:
    answers, wrong = checked_answers(command.stage, command.answers)
    if command.stage is not Stage.BEFORE and loan.custody not in _AFTER_TRIAL:
        wrong["stage"] = "stage-too-early"
    if command.stage is Stage.AFTER:
        if command.decision is None:
            wrong["decision"] = "required"
        elif command.decision is Decision.NOT_INTRODUCE and not command.reason.strip():
            wrong["reason"] = "required"
    if wrong:
        raise Invalid(wrong)
    return answers


async def keep_report(actor: Actor, loan: LoanRow, command: SubmitResult, answers: dict[str, object]) -> None:
    """Write the report down beside earlier ones."""
    await db.execute(
        _REPORT,
        new_id(),
        loan.id,
        command.stage.value,
        FORM_VERSION,
        db.to_json(answers),
        command.decision.value if command.decision else None,
        command.reason,
        actor.person_id,
        actor.organization_id,
        now(),
    )


async def waive_result(
    actor: Actor, loan_id: UUID, command: GiveReason, *, expected: Custody | None = None
) -> LoanView:
    """The counter does without a result, and says why; the loan is closed."""
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.WAIVE_RESULT, expected)
        if not command.reason.strip():
            raise Invalid({"reason": "required"})
        await advance(
            actor,
            loan,
            StepName.WAIVE_RESULT,
            result=ResultState.WAIVED,
            columns={"waived_reason": command.reason},
            facts={"reason": command.reason},
        )
        return await loan_for(actor, loan_id)
