"""The way back: send back, take back, write off. Units that went together may come back one by one."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from accounts.domain import Actor
from catalog import custody, occupancy
from catalog.availability import lending_under_way
from catalog.domain import CheckMoment, Condition
from catalog.occupancy import UnitTaken
from core import db
from core.clock import today
from core.errors import Invalid
from loans.commands import SendBackLoan, TakeBackLoan, WriteOffLoan
from loans.domain import Custody, Direction, StepName
from loans.given_units import custody_after
from loans.queries import LoanRow, LoanView, loan_for
from loans.usecases.handing_over import check, ship
from loans.usecases.homecoming import come_home
from loans.usecases.recording import advance, loan_for_step
from loans.usecases.replacements import close_recall
from loans.usecases.unit_conditions import (
    by_condition,
    chosen_units,
    facts_found,
    what_was_found,
    worse,
)
from loans.usecases.units_of_loan import active_occupancies, serial_numbers

# The day on which the last unit has gone this far is the loan's own.
_DAY_OF = {Custody.RETURNING: "sent_back_on", Custody.RETURNED: "returned_on"}


async def send_back_loan(
    actor: Actor, loan_id: UUID, command: SendBackLoan, *, expected: Custody | None = None
) -> LoanView:
    """返送: the facility has cleaned the units and given them to the carrier, or told who fetches them.

    The loan is on its way back when the last of its units is.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.SEND_BACK, expected)
        found = what_was_found(loan, command, loan.at_facility)
        if not command.cleaned:
            raise Invalid({"cleaned": "clean-first"})
        units = [one.unit_id for one in found]
        facts: dict[str, object] = {"way": command.way, "carrier": command.carrier}
        facts |= {"tracking_number": command.tracking_number, "cleaned": True}
        facts |= facts_found(found, await serial_numbers(units))
        await _go_on(actor, loan, StepName.SEND_BACK, units, Custody.RETURNING, facts)
        await db.execute(_SENT, loan.id, units, today())
        await ship(loan, Direction.BACK, command.way, command.carrier, command.tracking_number, [])
        await check(actor, loan, CheckMoment.SEND_BACK, found, cleaned=True)
        for condition, some in by_condition(found).items():
            if worse(condition):
                await custody.hand_over(actor, some, f"loan:{loan.number}", condition=condition)
        return await loan_for(actor, loan_id)


async def take_back_loan(
    actor: Actor, loan_id: UUID, command: TakeBackLoan, *, expected: Custody | None = None
) -> LoanView:
    """返却受入: the lender has the units again and checks them; their days are free after the inspection.

    The loan has come back when the last of its units has.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.TAKE_BACK, expected)
        found = what_was_found(loan, command, loan.outstanding)
        units = [one.unit_id for one in found]
        free_again = await _free_again(loan)
        facts = facts_found(found, await serial_numbers(units))
        facts |= await _kept_late(loan, units, free_again)
        days = await active_occupancies(loan, units)
        await _go_on(actor, loan, StepName.TAKE_BACK, units, Custody.RETURNED, facts)
        await check(actor, loan, CheckMoment.TAKE_BACK, found)
        for condition, some in by_condition(found).items():
            await _home(actor, loan, some, condition)
        await occupancy.end_on(days, free_again)
        if set(units) >= set(loan.outstanding):  # nothing of it is away any more
            await come_home(actor, loan, free_again)
        return await loan_for(actor, loan_id)


async def _home(actor: Actor, loan: LoanRow, units: Sequence[UUID], condition: Condition) -> None:
    cause, lender = f"loan:{loan.number}", loan.lender_id
    await db.execute(_BACK, loan.id, units, today(), condition.value)
    await custody.hand_over(actor, units, cause, custodian=lender, place=lender, condition=condition)


async def write_off_loan(
    actor: Actor, loan_id: UUID, command: WriteOffLoan, *, expected: Custody | None = None
) -> LoanView:
    """紛失・全損: these units will not come back; they leave lending, and the incident is written down.

    The others of the loan go on; it is lost only when all of them are.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.WRITE_OFF, expected)
        units = chosen_units(loan, command.unit_ids, loan.outstanding)
        if not command.reason.strip():
            raise Invalid({"reason": "required"})
        days = await active_occupancies(loan, units)
        await _go_on(actor, loan, StepName.WRITE_OFF, units, Custody.LOST, {"reason": command.reason})
        await db.execute(_LOST, loan.id, units, today())
        await occupancy.end_on(days, today())
        await custody.hand_over(actor, units, f"loan:{loan.number}", facts={"lost": command.reason})
        await custody.retire(units)
        return await loan_for(actor, loan_id)


_OF_LOAN = "WHERE loan_id = $1 AND unit_id = ANY($2::uuid[]) AND released_at IS NULL"
_SENT = f"UPDATE loan_unit SET sent_back_on = $3 {_OF_LOAN}"  # noqa: S608  # put together from constants
_BACK = f"UPDATE loan_unit SET returned_on = $3, condition = $4 {_OF_LOAN}"  # noqa: S608  # as above
_LOST = f"UPDATE loan_unit SET lost_on = $3 {_OF_LOAN}"  # noqa: S608  # as above


async def _go_on(
    actor: Actor,
    loan: LoanRow,
    step: StepName,
    units: Collection[UUID],
    reached: Custody,
    facts: dict[str, object],
) -> None:
    """Record the step for these units; the loan moves with the last of them."""
    target = custody_after(loan.units, loan.custody, units, reached)
    await close_recall(loan)  # what goes back needs nothing in its place
    columns: dict[str, object] = {}
    if target is not loan.custody and target in _DAY_OF:
        columns[_DAY_OF[target]] = today()
    if target is Custody.LOST:
        columns["ended_reason"] = facts["reason"]
    if len(units) < loan.quantity:
        serials = list((await serial_numbers(units)).values())
        behind = loan.at_facility if step is StepName.SEND_BACK else loan.outstanding
        facts = {**facts, "units": list(units), "serial_numbers": serials, "left": len(behind) - len(units)}
    await advance(actor, loan, step, custody=target, columns=columns, facts=facts)


async def _free_again(loan: LoanRow) -> date:
    lending = await lending_under_way(loan.product_id, loan.counter_id, today())
    return lending.working_of(loan.lender_id).after(today(), lending.terms.turnaround_working_days)


async def _kept_late(loan: LoanRow, units: Collection[UUID], until: date) -> dict[str, object]:
    """Days after the planned ones, if the units come late: taken where free, told where not."""
    try:
        await occupancy.last_until(await active_occupancies(loan, units), until)
    except UnitTaken:
        return {"touches_others_since": today()}
    return {}
