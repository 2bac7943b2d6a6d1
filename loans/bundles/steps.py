"""Steps that happen to a whole bundle at once: its loans take them together, each party hears of it once."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from accounts.domain import Actor
from core import db
from core.errors import Invalid
from loans.bundles.notices import BundleNews, tell_together
from loans.bundles.queries import BundleView, bundle_for
from loans.commands import ConfirmLoan, GiveReason
from loans.domain import StepName, step_taken
from loans.queries import LoanView, loan_row, standing
from loans.usecases.agreeing import cancel_loan, confirm_loan, decline_loan, propose_loan
from loans.usecases.recording import hold_still


async def propose_bundle(actor: Actor, bundle_id: UUID) -> BundleView:
    """まとめて打診: ask every lender of the bundle for all that still waits for it, in one transaction.

    Raises what `propose_loan` raises; then nothing of it is proposed.
    """

    async def propose(loan: LoanView) -> object:
        return await propose_loan(actor, loan.id, bundle_id=bundle_id)

    return await _together(actor, bundle_id, StepName.PROPOSE, propose)


async def confirm_bundle(actor: Actor, bundle_id: UUID) -> BundleView:
    """まとめて承諾: the lender agrees to all of its products that it was asked for, with the units held.

    Raises what `confirm_loan` raises; then none of them is confirmed.
    """

    async def confirm(loan: LoanView) -> object:
        return await confirm_loan(actor, loan.id, ConfirmLoan(), bundle_id=bundle_id)

    return await _together(actor, bundle_id, StepName.CONFIRM, confirm)


async def decline_bundle(actor: Actor, bundle_id: UUID, command: GiveReason) -> BundleView:
    """まとめて謝絶: a counter declines all that is not agreed, a lender all of its own, with one reason."""
    _check_reason(command)

    async def decline(loan: LoanView) -> object:
        return await decline_loan(actor, loan.id, command, bundle_id=bundle_id)

    return await _together(actor, bundle_id, StepName.DECLINE, decline, command.reason)


async def cancel_bundle(actor: Actor, bundle_id: UUID, command: GiveReason) -> BundleView:
    """まとめて取消: withdraw all of the bundle that can still be withdrawn, with one reason."""
    _check_reason(command)

    async def cancel(loan: LoanView) -> object:
        return await cancel_loan(actor, loan.id, command, bundle_id=bundle_id)

    return await _together(actor, bundle_id, StepName.CANCEL, cancel, command.reason)


def _check_reason(command: GiveReason) -> None:
    if not command.reason.strip():
        raise Invalid({"reason": "required"})


async def _together(
    actor: Actor,
    bundle_id: UUID,
    step: StepName,
    take: Callable[[LoanView], Awaitable[object]],
    reason: str = "",
) -> BundleView:
    async with db.transaction():
        for loan_id in sorted(loan.id for loan in (await bundle_for(actor, bundle_id)).loans):
            await hold_still(actor, loan_id)  # all of them, before a day of any is touched
        loans = (await bundle_for(actor, bundle_id)).loans
        possible = sorted((one for one in loans if step in one.next_steps), key=lambda one: one.product_id)
        if not possible:
            step_taken(step, actor, standing(await loan_row(actor, loans[0].id)))
        for loan in possible:
            await take(loan)
        news = BundleNews(
            bundle_id=bundle_id,
            step=step,
            loans=[loan.id for loan in possible],
            done_by=actor.organization_id,
            reason=reason.strip(),
        )
        await tell_together(news)
        return await bundle_for(actor, bundle_id)
