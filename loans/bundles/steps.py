"""Steps that happen to a whole bundle at once: its loans take them together, each party hears of it once."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.errors import Invalid
from core.ids import new_id
from loans.bundles.notices import BundleNews
from loans.bundles.queries import BundleView, bundle_for
from loans.commands import GiveReason
from loans.domain import StepName, step_taken
from loans.queries import LoanView, loan_row, standing
from loans.usecases.agreeing import cancel_loan, propose_loan
from loans.usecases.recording import hold_still
from notifications.outbox import enqueue


async def propose_bundle(actor: Actor, bundle_id: UUID) -> BundleView:
    """まとめて打診: ask every lender of the bundle for all that still waits for it, in one transaction.

    Raises what `propose_loan` raises; then nothing of it is proposed.
    """

    async def propose(loan: LoanView) -> object:
        return await propose_loan(actor, loan.id, bundle_id=bundle_id)

    return await _together(actor, bundle_id, StepName.PROPOSE, propose)


async def cancel_bundle(actor: Actor, bundle_id: UUID, command: GiveReason) -> BundleView:
    """まとめて取消: withdraw all of the bundle that can still be withdrawn, with one reason."""
    if not command.reason.strip():
        raise Invalid({"reason": "required"})

    async def cancel(loan: LoanView) -> object:
        return await cancel_loan(actor, loan.id, command, bundle_id=bundle_id)

    return await _together(actor, bundle_id, StepName.CANCEL, cancel, command.reason)


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
        await enqueue("loan_bundle", f"loan_bundle:{bundle_id}:{new_id()}", msgspec.structs.asdict(news))
        return await bundle_for(actor, bundle_id)
