"""仮押さえを延ばす: a counter waits longer than its rules say, with a reason that stays with the loan."""

from datetime import datetime, timedelta
from uuid import UUID

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import Lending, lending_under_way
from catalog.rules import Objection, Whose
from catalog.terms import Days
from core import db
from core.calendar import ONE_DAY
from core.clock import TOKYO, local_day, now, today
from core.errors import Invalid
from loans.commands import ProlongHold
from loans.domain import Custody, StepName
from loans.overrides import ANSWER_TIME, HOLD_TIME, rules_set_aside
from loans.queries import LoanRow, LoanView, loan_for
from loans.usecases.choosing import hold_again
from loans.usecases.holding import Candidate
from loans.usecases.overriding import record_overrides
from loans.usecases.recording import advance, loan_for_step
from loans.usecases.units_of_loan import held_units


async def prolong_hold(
    actor: Actor, loan_id: UUID, command: ProlongHold, *, expected: Custody | None = None
) -> LoanView:
    """Keep the units held until the end of `until`, held anew where the hold has run out.

    While a lender is asked it may answer until then, too. Raises `Invalid` for a day that is not later or
    not before the trial, `UnitTaken` when somebody else has the days by now.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.PROLONG_HOLD, expected)
        _check(loan, command)
        lending = await lending_under_way(loan.product_id, loan.counter_id, today(), loan.facility_id)
        trial = _days_held(loan)
        expires_at = await _hold(loan, lending, trial, command)
        is_asked = loan.custody is Custody.PROPOSED
        said = {"hold_hours": lending.terms.hold_hours, "until": command.until}
        if is_asked:
            said = {"answer_working_days": lending.terms.answer_working_days, "until": command.until}
        rule = Objection(ANSWER_TIME if is_asked else HOLD_TIME, "until", Whose.COUNTER, said)
        made = await record_overrides(actor, loan.id, StepName.PROLONG_HOLD, trial, [rule], command.reason)
        columns: dict[str, object] = {"hold_expires_at": expires_at}
        columns |= {"answer_by": command.until} if is_asked else {}
        facts: dict[str, object] = {"until": command.until, "reason": command.reason.strip(), **made}
        await advance(actor, loan, StepName.PROLONG_HOLD, columns=columns, facts=facts)
        return await loan_for(actor, loan_id)


def _days_held(loan: LoanRow) -> Days:
    """Those of the loan, or those that its lender offers in their place."""
    return Days(loan.offer.start, loan.offer.end) if loan.offer else Days(loan.start, loan.end)


async def _hold(loan: LoanRow, lending: Lending, trial: Days, command: ProlongHold) -> datetime:
    """Keep what is held, else hold it anew; until when."""
    expires_at, held = _end_of(command), await held_units(loan)
    if held and all(one.is_active for one in held):
        await occupancy.keep_until([one.occupancy_id for one in held], expires_at)
    else:
        lender = Candidate(lender_id=loan.lender_id, already=rules_set_aside(loan.overrides, trial))
        await hold_again(loan, lending, trial, expires_at, lender)
    return expires_at


def _end_of(command: ProlongHold) -> datetime:
    return datetime.combine(command.until + ONE_DAY, datetime.min.time(), TOKYO)


def _check(loan: LoanRow, command: ProlongHold) -> None:
    wrong: dict[str, str] = {}
    held_until, start = loan.hold_expires_at, _days_held(loan).start
    if command.until >= start:
        wrong["until"] = "held-into-trial"
    elif command.until < today():
        wrong["until"] = "end-in-past"
    elif held_until is not None and held_until > now() and _end_of(command) <= held_until:
        wrong["until"] = "held-until-later"
    if not command.reason.strip():
        wrong["reason"] = "required"
    if wrong:
        last = local_day(held_until - timedelta(microseconds=1)) if held_until else None
        raise Invalid(wrong, held_until=last, start=start)
