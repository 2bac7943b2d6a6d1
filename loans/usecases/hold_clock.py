"""The clock of a hold: a reminder before it runs out, and word to the counter when the lender is silent.

Both look at states, not at the minute: a worker that was away for days does what is still due, and what has
gone stale is left out. Each is an event of the loan, so that nobody is told twice.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from accounts.domain import Actor
from core import db
from core.clock import now, today
from loans.domain import StepName
from loans.holding import waits_for
from loans.queries import LoanRow, loan_row
from loans.usecases.recording import Change, hold_still, record_event

# Half of its time before the end of a hold, or as many hours as the counter's rules say, whichever is less.
_REMINDER = """
hold_expires_at - least(
    make_interval(hours => coalesce(
        (SELECT p.hold_reminder_hours FROM policy p WHERE p.counter_id = l.counter_id), 24)),
    (hold_expires_at - custody_since) / 2)
"""
# A state is left behind with a new `custody_since`: what was said in an earlier one does not count.
_UNTOLD = """
NOT EXISTS (SELECT FROM loan_event e WHERE e.loan_id = l.id AND e.step = '{step}' AND e.at >= l.custody_since)
"""
_WHERE = {
    StepName.HOLD_ENDING: f"""
        l.custody IN ('requested', 'proposed') AND l.hold_expires_at > $1 AND {_REMINDER} <= $1
        AND $2::date IS NOT NULL AND {_UNTOLD.format(step=StepName.HOLD_ENDING)}
    """,
    StepName.LENDER_SILENT: f"""
        l.custody = 'proposed' AND l.answer_by < $2::date
        AND $1::timestamptz IS NOT NULL AND {_UNTOLD.format(step=StepName.LENDER_SILENT)}
    """,
}
_DUE = "SELECT l.id FROM loan l WHERE l.closed_at IS NULL AND {where} ORDER BY l.id LIMIT 500"
_STILL_DUE = "SELECT EXISTS (SELECT FROM loan l WHERE l.id = $3 AND {where})"


async def remind_of_holds() -> int:
    """Tell whoever must act that a hold is about to run out; how many were told."""
    return await _say(StepName.HOLD_ENDING)


async def escalate_silence() -> int:
    """Tell the counter that a lender has let its answer-by day pass; how many times."""
    return await _say(StepName.LENDER_SILENT)


async def _say(step: StepName) -> int:
    said = 0
    for row in await db.fetch(_DUE.format(where=_WHERE[step]), now(), today()):
        async with db.transaction():
            said += await _say_once(step, row["id"])
    return said


async def _say_once(step: StepName, loan_id: UUID) -> bool:
    actor = Actor.system()
    await hold_still(actor, loan_id)
    if not await db.fetch_value(_STILL_DUE.format(where=_WHERE[step]), now(), today(), loan_id):
        return False  # it was settled, or said by another worker, meanwhile
    loan = await loan_row(actor, loan_id)
    state = (loan.custody, loan.result)
    change = Change(
        loan_id=loan.id,
        facility_id=loan.facility_id,
        counter_id=loan.counter_id,
        before=state,
        after=state,
    )
    await record_event(actor, step, change, facts=_facts(step, loan))
    return True


def _facts(step: StepName, loan: LoanRow) -> dict[str, object]:
    facts: Mapping[str, datetime | date | str | None] = {"waits_for": waits_for(loan).value}
    if step is StepName.LENDER_SILENT:
        return {**facts, "answer_by": loan.answer_by}
    return {**facts, "expires_at": loan.hold_expires_at}
