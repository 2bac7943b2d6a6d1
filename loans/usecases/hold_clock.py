"""The clock of a hold: a reminder before it runs out, and word to the counter when the lender is silent.

Both look at states, not at the minute: a worker that was away for days does what is still due, and what has
gone stale is left out. Each is an event of the loan, so that nobody is told twice.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from accounts.domain import Actor
from core import db
from core.clock import now, today
from loans.bundles.notices import BundleNews, by_bundle, tell_together
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
# What was said in an earlier state, or before the hold was made longer, does not count.
_UNTOLD = """
NOT EXISTS (SELECT FROM loan_event e WHERE e.loan_id = l.id AND e.step = '{step}' AND e.at >= greatest(
    l.custody_since,
    (SELECT max(p.at) FROM loan_event p WHERE p.loan_id = l.id AND p.step = 'prolong_hold')))
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
_DUE = "SELECT l.id, l.bundle_id FROM loan l WHERE l.closed_at IS NULL AND {where} ORDER BY l.id LIMIT 500"
_STILL_DUE = "SELECT l.id FROM loan l WHERE l.id = ANY($3::uuid[]) AND {where} ORDER BY l.id"


async def remind_of_holds() -> int:
    """Tell whoever must act that a hold is about to run out; how many were told."""
    return await _say(StepName.HOLD_ENDING)


async def escalate_silence() -> int:
    """Tell the counter that a lender has let its answer-by day pass; how many times."""
    return await _say(StepName.LENDER_SILENT)


async def _say(step: StepName) -> int:
    due: dict[UUID, list[UUID]] = {}
    for row in await db.fetch(_DUE.format(where=_WHERE[step]), now(), today()):
        due.setdefault(row["bundle_id"] or row["id"], []).append(row["id"])
    said = 0
    for loan_ids in due.values():
        async with db.transaction():
            said += await _say_once(step, loan_ids)
    return said


async def _say_once(step: StepName, loan_ids: Sequence[UUID]) -> int:
    """Say it of loans of one bundle, or of one loan; each party that must act is told once of all of them."""
    actor = Actor.system()
    for loan_id in loan_ids:
        await hold_still(actor, loan_id)
    # what is missing was settled, or said by another worker, meanwhile
    still = await db.fetch(_STILL_DUE.format(where=_WHERE[step]), now(), today(), loan_ids)
    loans = [await loan_row(actor, row["id"]) for row in still]
    for party in sorted({waits_for(loan) for loan in loans}):
        for bundle_id, together in by_bundle(one for one in loans if waits_for(one) is party):
            await _record(actor, step, together, bundle_id)
            if bundle_id:
                told = [loan.id for loan in together]
                only = party if step is StepName.HOLD_ENDING else None
                await tell_together(BundleNews(bundle_id=bundle_id, step=step, loans=told, only=only))
    return len(loans)


async def _record(actor: Actor, step: StepName, loans: Sequence[LoanRow], bundle_id: UUID | None) -> None:
    for loan in loans:
        state = (loan.custody, loan.result)
        change = Change(
            loan_id=loan.id,
            facility_id=loan.facility_id,
            counter_id=loan.counter_id,
            before=state,
            after=state,
        )
        facts = _facts(step, loan) | ({"bundle": bundle_id} if bundle_id else {})
        await record_event(actor, step, change, facts=facts)


def _facts(step: StepName, loan: LoanRow) -> dict[str, object]:
    facts: Mapping[str, datetime | date | str | None] = {"waits_for": waits_for(loan).value}
    if step is StepName.LENDER_SILENT:
        return {**facts, "answer_by": loan.answer_by}
    return {**facts, "expires_at": loan.hold_expires_at}
