"""延長: the facility asks for more days, the lender grants or refuses."""

from uuid import UUID

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import Lending, lending_under_way, reasons_of
from catalog.occupancy import Busy, UnitTaken
from catalog.rules import against_end, refusal
from catalog.terms import Days, blocked_days
from core import db
from core.clock import now, today
from core.errors import Invalid
from core.ids import new_id
from loans.commands import ExtendLoan, GiveReason
from loans.domain import Custody, Party, StepName, parties_of
from loans.queries import LoanRow, LoanView, loan_for, standing
from loans.usecases.agreeing import answer_offer
from loans.usecases.recording import advance, loan_for_step
from loans.usecases.units_of_loan import active_occupancies


async def extend_loan(
    actor: Actor, loan_id: UUID, command: ExtendLoan, *, expected: Custody | None = None
) -> LoanView:
    """From the facility's side a wish, from the lender's side the grant of it.

    Raises `UnitTaken` with who has the days and until when, `Invalid` for an end the terms forbid.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.EXTEND, expected)
        lending = await lending_under_way(loan.product_id, loan.counter_id, today(), loan.facility_id)
        _check_end(loan, lending, command)
        longer = blocked_days(
            Days(loan.start, command.end), lending.terms, lending.working_of(loan.lender_id)
        )
        if Party.LENDER in parties_of(actor, standing(loan)) or actor.is_centre:
            await _grant(actor, loan, command, longer)
        else:
            await _ask(actor, loan, command, longer)
        return await loan_for(actor, loan_id)


def _check_end(loan: LoanRow, lending: Lending, command: ExtendLoan) -> None:
    if command.end <= loan.end:
        raise Invalid({"end": "not-later"}, end=loan.end)
    if command.end <= today():
        raise Invalid({"end": "end-in-past"})
    open_days = lending.open_days(loan.lender_id)
    against = against_end(Days(loan.start, command.end), lending.terms, open_days)
    # more days mend a trial that is too short by now
    found = [one for one in against if one.code != "too-short"]
    if found:
        raise refusal(found, lending.terms)


async def _grant(actor: Actor, loan: LoanRow, command: ExtendLoan, longer: Days) -> None:
    try:
        # Only the end moves: a unit that came early has its first days too.
        await occupancy.last_until(await active_occupancies(loan), longer.end)
    except UnitTaken as error:
        raise await _refusal(loan, longer) from error
    await answer_offer(loan, accepted=True)
    await advance(
        actor,
        loan,
        StepName.EXTEND,
        columns={"ends_on": command.end},
        facts={"end": command.end, "before": loan.end, "granted": True},
    )


async def _ask(actor: Actor, loan: LoanRow, command: ExtendLoan, longer: Days) -> None:
    if await _others_in_the_way(loan, longer):
        raise await _refusal(loan, longer)
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
    await advance(
        actor,
        loan,
        StepName.EXTEND,
        facts={"end": command.end, "before": loan.end, "granted": False, "message": command.message},
    )


async def _others_in_the_way(loan: LoanRow, longer: Days) -> list[Busy]:
    own = set(await active_occupancies(loan))
    busy = await occupancy.in_the_way(loan.product_id, longer)
    return [one for one in busy if one.unit_id in loan.outstanding and one.cause_id != loan.id and own]


async def _refusal(loan: LoanRow, longer: Days) -> UnitTaken:
    busy = await _others_in_the_way(loan, longer)
    latest = min((one.start for one in busy), default=None)
    return UnitTaken(reasons=reasons_of(busy), unit_ids=loan.unit_ids, taken_from=latest)


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
