"""呼び戻し: the lender needs its units back before the planned end.

Before dispatch other units take their place at once, or other dates are offered. Once they are under way the
trial ends on the day the lender names, and other units are held for the facility, which takes them or not.
"""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import Lending, lending_under_way
from catalog.occupancy import Taken
from catalog.terms import Days, blocked_days
from core import db
from core.calendar import ONE_DAY
from core.clock import TOKYO, now, today
from core.errors import Conflict, Invalid
from core.ids import new_id
from loans.commands import ExchangeLoan, RecallLoan
from loans.domain import UNDER_WAY, Custody, StepName
from loans.queries import LoanRow, LoanView, loan_for, loan_row
from loans.recalls import RecallState
from loans.usecases.agreeing import answer_offer
from loans.usecases.exchanging import put_in_place, stretches, swap
from loans.usecases.recording import Change, advance, hold_still, loan_for_step, record_event
from loans.usecases.replacements import (
    answer_recall,
    close_recall,
    had_instead,
    held_instead,
    hold_any,
    hold_named,
)
from loans.usecases.units_of_loan import active_occupancies, serials_of

_RECORD = """
INSERT INTO loan_recall (id, loan_id, reason, back_by, ends_before, state, expires_at, person_id, made_at,
    answered_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_LAST_MINUTE = time(23, 59)  # said so that nobody takes midnight for the day after
_LAPSED = "SELECT loan_id FROM loan_recall WHERE state = 'open' AND expires_at < $1 ORDER BY loan_id"


async def recall_loan(
    actor: Actor, loan_id: UUID, command: RecallLoan, *, expected: Custody | None = None
) -> LoanView:
    """Call the units back; `unit_ids` names what the facility is given instead, else the judge looks.

    Raises `Invalid` for a day that is over or not earlier, and before dispatch when no other unit is free;
    `UnitTaken` when a named unit is somebody else's.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.RECALL, expected)
        if not command.reason.strip():
            raise Invalid({"reason": "required"})
        if loan.custody in UNDER_WAY:
            await _recall_under_way(actor, loan, command)
        else:
            await _replace_at_once(actor, loan, command)
        return await loan_for(actor, loan_id)


async def _replace_at_once(actor: Actor, loan: LoanRow, command: RecallLoan) -> None:
    """Nothing has left yet: other units on the same days; the facility need not be asked."""
    units = await _free_instead(loan) if command.unit_ids is None else command.unit_ids
    if command.unit_ids is None and len(units) < len(loan.at_facility):
        raise Invalid({"reason": "nothing-instead"})
    coming, going = await swap(loan, ExchangeLoan(unit_ids=list(units), reason=command.reason))
    facts = await put_in_place(actor, loan, coming, going)
    await _write(actor, loan, command, loan.last_day, RecallState.CLOSED, None)
    await advance(actor, loan, StepName.RECALL, facts={"reason": command.reason, **facts})


async def _free_instead(loan: LoanRow) -> list[UUID]:
    held = await stretches(loan, loan.at_facility)
    days = Days(min(one.start for one in held), max(one.end for one in held))
    free = await occupancy.free_units(loan.product_id, days, [loan.lender_id])
    return free[: len(loan.at_facility)]


async def _recall_under_way(actor: Actor, loan: LoanRow, command: RecallLoan) -> None:
    back_by = _checked(loan, command.back_by)
    lending = await lending_under_way(loan.product_id, loan.counter_id, today(), loan.facility_id)
    # Once the units are due back, nothing is left to be replaced.
    over = datetime.combine(back_by, _LAST_MINUTE, TOKYO)
    expires_at = min(now() + timedelta(hours=lending.terms.hold_hours), over)
    taken = await _hold_instead(loan, command, expires_at)
    await _shorten(loan, lending, back_by)
    await answer_offer(loan, accepted=False)
    state = RecallState.OPEN if taken else RecallState.CLOSED
    await _write(actor, loan, command, back_by, state, expires_at if taken else None)
    facts: dict[str, object] = {"reason": command.reason, "back_by": back_by, "end_before": loan.end}
    if taken:
        facts |= {"instead": await serials_of([one.unit_id for one in taken]), "expires_at": expires_at}
    else:
        others = await had_instead(loan, back_by, loan.end)
        facts["elsewhere"] = "、".join(dict.fromkeys(one.name for one in others))
    await advance(actor, loan, StepName.RECALL, columns={"ends_on": back_by + ONE_DAY}, facts=facts)


def _checked(loan: LoanRow, back_by: date | None) -> date:
    if back_by is None:
        raise Invalid({"back_by": "required"})
    if back_by < today():
        raise Invalid({"back_by": "end-in-past"})
    if back_by >= loan.last_day or back_by < loan.start:
        raise Invalid({"back_by": "not-within-trial"}, start=loan.start, last_day=loan.last_day)
    return back_by


async def _hold_instead(loan: LoanRow, command: RecallLoan, expires_at: datetime) -> list[Taken]:
    """Units for the rest of the days, with the transit and inspection that were planned at their end."""
    held = await stretches(loan, loan.at_facility)
    end = max((one.end for one in held), default=loan.end)
    days = Days(today(), max(end, today() + ONE_DAY))
    if command.unit_ids is not None:
        return await hold_named(loan, command.unit_ids, days, expires_at)
    return await hold_any(loan, days, expires_at)


async def _shorten(loan: LoanRow, lending: Lending, back_by: date) -> None:
    """Give back the days that are no longer needed, transit and inspection after the new end kept."""
    shorter = Days(loan.start, back_by + ONE_DAY)
    blocked = blocked_days(shorter, lending.terms, lending.working_of(loan.lender_id))
    await occupancy.end_on(await active_occupancies(loan, loan.at_facility), blocked.end)


async def _write(
    actor: Actor,
    loan: LoanRow,
    command: RecallLoan,
    back_by: date,
    state: RecallState,
    expires_at: datetime | None,
) -> None:
    answered = None if state is RecallState.OPEN else now()
    reason = command.reason.strip()
    shown = loan.id, reason, back_by, loan.end, state.value, expires_at
    await db.execute(_RECORD, new_id(), *shown, actor.person_id, now(), answered)


async def accept_replacement(actor: Actor, loan_id: UUID, *, expected: Custody | None = None) -> LoanView:
    """The facility takes the units held for it: they take the place of the others, to the planned end."""
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.ACCEPT_REPLACEMENT, expected)
        taken = await held_instead(loan)
        if loan.recall is None or len(taken) != len(loan.at_facility):
            raise Conflict("replacement-gone")
        end = max(loan.recall.ends_before, today() + ONE_DAY)
        coming = [one.unit_id for one in taken]
        facts = await put_in_place(actor, loan, coming, sorted(loan.at_facility), taken)
        await answer_recall(loan, RecallState.ACCEPTED)
        facts |= {"end": end}
        await advance(actor, loan, StepName.ACCEPT_REPLACEMENT, columns={"ends_on": end}, facts=facts)
        return await loan_for(actor, loan_id)


async def refuse_replacement(actor: Actor, loan_id: UUID, *, expected: Custody | None = None) -> LoanView:
    """The facility does without: what was held is free, and the units come back by the day named."""
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.REFUSE_REPLACEMENT, expected)
        await close_recall(loan, RecallState.REFUSED)
        await advance(actor, loan, StepName.REFUSE_REPLACEMENT, facts={"end": loan.end})
        return await loan_for(actor, loan_id)


async def lapse_replacements() -> int:
    """Give back the units that no facility has answered for in time; how many recalls."""
    lapsed = 0
    for row in await db.fetch(_LAPSED, now()):
        async with db.transaction():
            lapsed += await _lapse(row["loan_id"])
    return lapsed


async def _lapse(loan_id: UUID) -> bool:
    actor = Actor.system()
    await hold_still(actor, loan_id)
    loan = await loan_row(actor, loan_id)
    recall = loan.recall
    if recall is None or not recall.is_open or recall.expires_at is None or recall.expires_at >= now():
        return False  # answered meanwhile
    await close_recall(loan)
    track = loan.custody, loan.result
    change = Change(
        loan_id=loan.id, facility_id=loan.facility_id, counter_id=loan.counter_id, before=track, after=track
    )
    await db.execute("UPDATE loan SET updated_at = $2 WHERE id = $1", loan.id, now())
    await record_event(actor, StepName.REPLACEMENT_LAPSED, change, facts={"end": loan.end})
    return True
