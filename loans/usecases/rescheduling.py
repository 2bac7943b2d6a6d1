"""日程の変更: a loan whose unit has not left yet moves to other days, on the same units."""

from datetime import timedelta
from uuid import UUID

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import Lending, lending_under_way, next_free_start, of_units, soonest_each
from catalog.domain import Purpose
from catalog.occupancy import UnitTaken
from catalog.rules import Objection, Rule, objections
from catalog.terms import Days, blocked_days
from core import db
from core.clock import now, today
from core.errors import Invalid, StaleState
from loans.commands import RescheduleLoan
from loans.domain import Custody, StepName, parties_of
from loans.overrides import BUFFER_TAKEN, TRANSIT, cut, rules_set_aside
from loans.queries import LoanRow, LoanView, loan_for, standing
from loans.usecases.opening import give_units
from loans.usecases.overriding import record_overrides, settle
from loans.usecases.recording import advance, loan_for_step
from loans.usecases.units_of_loan import forget_units, held_units

# What speaks against a new request only: this one was taken in long ago.
_OF_NEW_REQUESTS = frozenset({"outside-intake", "too-many-units", "too-many-loans"})


async def revise_loan(
    actor: Actor, loan_id: UUID, command: RescheduleLoan, *, expected: Custody | None = None
) -> LoanView:
    """申込の日程変更: facility or counter moves a request that the lender has not been asked about yet.

    Raises `UnitTaken` with who has the days, `Invalid` for days the terms forbid, `StaleState` when the
    loan no longer has the days that the caller saw.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.REVISE, expected)
        _check_seen(loan, command)
        lending = await lending_under_way(loan.product_id, loan.counter_id, today(), loan.facility_id)
        exceptions = await _move(actor, loan, StepName.REVISE, command, lending)
        expires_at = now() + timedelta(hours=lending.terms.hold_hours)
        await occupancy.keep_until([one.occupancy_id for one in await held_units(loan)], expires_at)
        columns: dict[str, object] = {"hold_expires_at": expires_at}
        await _record(actor, loan, StepName.REVISE, command, columns, exceptions)
        return await loan_for(actor, loan_id)


async def reschedule_loan(
    actor: Actor, loan_id: UUID, command: RescheduleLoan, *, expected: Custody | None = None
) -> LoanView:
    """決まった日程の変更: lender or counter moves what is agreed; everybody hears of it, with the reason.

    Raises what `revise_loan` raises, and `Invalid` without a reason.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.RESCHEDULE, expected)
        _check_seen(loan, command)
        if not command.reason.strip():
            raise Invalid({"reason": "required"})
        lending = await lending_under_way(loan.product_id, loan.counter_id, today(), loan.facility_id)
        exceptions = await _move(actor, loan, StepName.RESCHEDULE, command, lending)
        await _record(actor, loan, StepName.RESCHEDULE, command, {}, exceptions)
        return await loan_for(actor, loan_id)


def _check_seen(loan: LoanRow, command: RescheduleLoan) -> None:
    """Somebody else may have moved the loan since the caller looked."""
    days = Days(loan.start, loan.end)
    if command.was is not None and command.was != days:
        facts = {"expected": command.was, "found": days, "start": loan.start, "last_day": loan.last_day}
        raise StaleState("days-moved", **facts)


async def _move(
    actor: Actor, loan: LoanRow, step: StepName, command: RescheduleLoan, lending: Lending
) -> dict[str, object]:
    """Take the new days; what was set aside for it, as the event tells it."""
    trial, reason = Days(command.start, command.end), command.override_reason
    already = _already(loan, trial)
    found = _against(loan, trial, lending)
    sides = parties_of(actor, standing(loan))
    set_aside = settle(found, sides, reason, lending.terms, already=already)
    blocked = blocked_days(trial, lending.terms, lending.working_of(loan.lender_id))
    blocked = cut(blocked, trial, already | {one.rule for one in set_aside}, today())
    try:
        await _take_days(loan, trial if BUFFER_TAKEN.rule in already else blocked)
    except UnitTaken as error:
        raise await _refusal(loan, trial, blocked, lending) from error
    return await record_overrides(actor, loan.id, step, trial, set_aside, reason)


def _already(loan: LoanRow, trial: Days) -> frozenset[Rule]:
    """Exceptions made for these days; one from the transit holds while the first day stays."""
    rules = rules_set_aside(loan.overrides, trial)
    if trial.start == loan.start:
        rules |= rules_set_aside(loan.overrides, Days(loan.start, loan.end)) & {TRANSIT}
    return rules


def _against(loan: LoanRow, trial: Days, lending: Lending) -> list[Objection]:
    """What the rules have against the new days; the first day is not judged anew where it stays."""
    if trial == Days(loan.start, loan.end):
        return [Objection("days-unchanged", "start")]
    found = objections(trial, loan.quantity, lending.terms, lending.open_days(loan.lender_id), today())
    found = [one for one in found if one.code not in _OF_NEW_REQUESTS]
    return [one for one in found if trial.start != loan.start or one.field != "start" or one.whose is None]


async def _take_days(loan: LoanRow, blocked: Days) -> None:
    """The same units on other days; a hold that has run out meanwhile is taken again."""
    held = await held_units(loan)
    if held and all(one.is_active for one in held):
        await occupancy.change_days([one.occupancy_id for one in held], blocked)
        return
    await forget_units(loan)
    taken = [await occupancy.take(one.unit_id, blocked, Purpose.HOLD, loan.id) for one in held]
    await give_units(loan.id, taken)


async def _refusal(loan: LoanRow, trial: Days, blocked: Days, lending: Lending) -> UnitTaken:
    answers = await of_units(loan.unit_ids, blocked, except_cause=loan.id)
    return UnitTaken(
        reasons=soonest_each(reason for one in answers for reason in one.reasons),
        unit_ids=loan.unit_ids,
        next_free_start=await next_free_start(lending, trial, loan.quantity, today()),
    )


async def _record(
    actor: Actor,
    loan: LoanRow,
    step: StepName,
    command: RescheduleLoan,
    columns: dict[str, object],
    exceptions: dict[str, object],
) -> None:
    facts: dict[str, object] = {"start": command.start, "end": command.end}
    facts |= {"start_before": loan.start, "end_before": loan.end, "reason": command.reason, **exceptions}
    days: dict[str, object] = {"starts_on": command.start, "ends_on": command.end}
    await advance(actor, loan, step, columns=days | columns, facts=facts)
