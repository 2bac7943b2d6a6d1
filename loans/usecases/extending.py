"""延長: the facility asks for more days, the lender grants or refuses."""

from uuid import UUID

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import Lending, lending_under_way
from catalog.occupancy import UnitTaken
from catalog.rules import Objection, against_end
from catalog.terms import Days
from core import db
from core.clock import now, today
from core.errors import Invalid
from core.ids import new_id
from loans.commands import ExtendLoan, GiveReason
from loans.domain import Custody, Party, StepName, parties_of
from loans.overrides import BUFFER_TAKEN, rules_set_aside
from loans.queries import LoanRow, LoanView, loan_for, standing
from loans.usecases.agreeing import answer_offer
from loans.usecases.lengthening import in_the_way, instead_of, needed_days, refusal
from loans.usecases.overriding import record_overrides, settle
from loans.usecases.recording import advance, loan_for_step
from loans.usecases.replacements import close_recall
from loans.usecases.units_of_loan import active_occupancies


async def extend_loan(
    actor: Actor, loan_id: UUID, command: ExtendLoan, *, expected: Custody | None = None
) -> LoanView:
    """From the facility's side a wish, from the lender's side the grant of it.

    Raises `Invalid` for an end the terms forbid, and `UnitTaken` with who has the days until when; both say
    what can be had (`usecases.lengthening.instead_of`).
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.EXTEND, expected)
        lending = await lending_under_way(loan.product_id, loan.counter_id, today(), loan.facility_id)
        sides = parties_of(actor, standing(loan))
        trial = Days(loan.start, command.end)
        set_aside = await _settled(loan, lending, command, sides)
        longer = needed_days(loan, lending, command.end)
        if sides & {Party.LENDER, Party.CENTRE}:
            set_aside += await _taken(loan, lending, command, sides)
            exceptions = await record_overrides(
                actor, loan.id, StepName.EXTEND, trial, set_aside, command.override_reason
            )
            await _grant(actor, loan, command, exceptions)
        else:
            exceptions = await record_overrides(
                actor, loan.id, StepName.EXTEND, trial, set_aside, command.override_reason
            )
            if await in_the_way(loan, longer):
                raise await refusal(loan, lending, command.end, sides)
            await _ask(actor, loan, command, exceptions)
        return await loan_for(actor, loan_id)


async def _settled(
    loan: LoanRow, lending: Lending, command: ExtendLoan, sides: frozenset[Party]
) -> list[Objection]:
    """What the actor sets aside of all that speaks against the new end; `Invalid` when something is left."""
    if command.end <= loan.end:
        raise Invalid({"end": "not-later"}, end=loan.end)
    if command.end <= today():
        raise Invalid({"end": "end-in-past"})
    trial = Days(loan.start, command.end)
    against = against_end(trial, lending.terms, lending.open_days(loan.lender_id))
    # more days mend a trial that is too short by now
    found = [one for one in against if one.code != "too-short"]
    already = rules_set_aside(loan.overrides, trial)
    try:
        return settle(found, sides, command.override_reason, lending.terms, already=already)
    except Invalid as refused:
        refused.facts |= await instead_of(loan, lending, command.end, sides)
        raise


async def _taken(
    loan: LoanRow, lending: Lending, command: ExtendLoan, sides: frozenset[Party]
) -> list[Objection]:
    """Take the days until the new end and those that follow it, or with a reason those of the trial alone."""
    occupancies = await active_occupancies(loan)
    try:
        await occupancy.last_until(occupancies, needed_days(loan, lending, command.end).end)
    except UnitTaken as error:
        taken = await refusal(loan, lending, command.end, sides)
        is_buffer_all = not await in_the_way(loan, Days(loan.start, command.end))
        if is_buffer_all and command.override_reason.strip():
            await occupancy.last_until(occupancies, command.end)
            return [BUFFER_TAKEN]
        if is_buffer_all:
            taken.facts["overridable"] = [BUFFER_TAKEN.code]
        raise taken from error
    return []


async def _grant(actor: Actor, loan: LoanRow, command: ExtendLoan, exceptions: dict[str, object]) -> None:
    await answer_offer(loan, accepted=True)
    await close_recall(loan)  # it may stay after all
    await advance(
        actor,
        loan,
        StepName.EXTEND,
        columns={"ends_on": command.end},
        facts={"end": command.end, "before": loan.end, "granted": True, **exceptions},
    )


async def _ask(actor: Actor, loan: LoanRow, command: ExtendLoan, exceptions: dict[str, object]) -> None:
    await answer_offer(loan, accepted=False)  # a new wish takes the place of an open one
    await db.execute(
        """
        INSERT INTO loan_offer (id, loan_id, kind, starts_on, ends_on, message, person_id, made_at)
        VALUES ($1, $2, 'extension', $3, $4, $5, $6, $7)
        """,
        new_id(),
        loan.id,
        loan.start,
        command.end,
        command.message,
        actor.person_id,
        now(),
    )
    facts = {"end": command.end, "before": loan.end, "granted": False, "message": command.message}
    await advance(actor, loan, StepName.EXTEND, facts={**facts, **exceptions})


async def refuse_extension(
    actor: Actor, loan_id: UUID, command: GiveReason, *, expected: Custody | None = None
) -> LoanView:
    """The lender needs the unit back as agreed; the reason goes to the facility."""
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.REFUSE_EXTENSION, expected)
        if not command.reason.strip():
            raise Invalid({"reason": "required"})
        await answer_offer(loan, accepted=False)
        await advance(actor, loan, StepName.REFUSE_EXTENSION, facts={"reason": command.reason})
        return await loan_for(actor, loan_id)
