"""What a step changes for others, before its button is pressed."""

from collections.abc import Callable

from accounts.domain import Actor
from catalog.domain import Condition
from core.errors import Conflict, Invalid
from loans.forms.base import StepForm
from loans.pages.step_table import StepPage
from loans.previewing import StepPreview, rehearsed
from loans.records import LoanRecord

# Stands for what nobody has typed yet and what makes no difference to others' days.
ANY_REASON = "―"
_ANYTHING: dict[str, object] = {"reason": ANY_REASON, "condition": Condition.OK.value}


async def previewed(actor: Actor, record: LoanRecord, step: StepPage, form: StepForm) -> StepPreview:
    """What the form would change; raises what taking the step would raise."""
    loan_id = record.loan.id
    return await rehearsed(actor, loan_id, step.name, lambda: step.take(actor, loan_id, form))


async def first_preview(
    actor: Actor, record: LoanRecord, step: StepPage, prepare: Callable[[StepForm], None] | None = None
) -> StepPreview | None:
    """What the step changes with the form as it is first seen; None while it cannot be taken like that."""
    if not step.is_previewed:
        return None
    form = step.form(data={**_ANYTHING, **step.form.first_look(record)})
    form.fit(record)
    if prepare is not None:
        prepare(form)
    if not form.validate():
        return None
    try:
        return await previewed(actor, record, step, form)
    except (Conflict, Invalid):
        return None
