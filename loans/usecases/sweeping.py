"""What time brings about: holds that run out, and units that stay longer than planned.

Sweeps do everything that is due, however long the worker was away; doing it twice changes nothing.
"""

from collections.abc import Sequence
from uuid import UUID

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import lending_under_way
from catalog.late import warn_next, warns_next
from catalog.occupancy import UnitTaken
from core import db
from core.clock import now, today
from loans.bundles.notices import BundleNews, by_bundle, tell_together
from loans.domain import StepName, is_overdue
from loans.queries import LoanRow, loan_row
from loans.usecases.recording import Change, hold_still, record_event
from loans.usecases.units_of_loan import active_occupancies, release_units
from notifications.outbox import enqueue

_EXPIRED = """
SELECT id FROM loan WHERE hold_expires_at < $1 AND custody IN ('requested', 'proposed')
ORDER BY hold_expires_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
"""
_OVERDUE = "SELECT id FROM loan WHERE custody = 'on_trial' AND ends_on <= $1 ORDER BY id"
_OPEN = "SELECT id FROM loan WHERE id = ANY($1::uuid[]) AND closed_at IS NULL ORDER BY id"


async def expire_holds(limit: int = 100) -> int:
    """Release holds whose time is over; the loan stays where it is, and its counter can hold anew."""
    actor = Actor.system()
    async with db.transaction():
        due = [await loan_row(actor, row["id"]) for row in await db.fetch(_EXPIRED, now(), limit)]
        for bundle_id, loans in by_bundle(due):
            for loan in loans:
                await _expire(actor, loan, {"bundle": bundle_id} if bundle_id else {})
            if bundle_id:
                told = [loan.id for loan in loans]
                await tell_together(BundleNews(bundle_id=bundle_id, step=StepName.HOLD_EXPIRED, loans=told))
    return len(due)


async def _expire(actor: Actor, loan: LoanRow, together: dict[str, object]) -> None:
    await release_units(loan)
    await db.execute("UPDATE loan SET hold_expires_at = NULL, updated_at = $2 WHERE id = $1", loan.id, now())
    change = Change(
        loan_id=loan.id,
        facility_id=loan.facility_id,
        counter_id=loan.counter_id,
        before=(loan.custody, loan.result),
        after=(loan.custody, loan.result),
    )
    facts = {"expired_at": loan.hold_expires_at, **together}
    await record_event(actor, StepName.HOLD_EXPIRED, change, facts=facts)


async def stretch_overdue() -> int:
    """Keep the ledger true while a unit is late: its days reach to today and what follows a return.

    Where the next days are somebody else's, the parties are told once a day who is touched.
    """
    actor = Actor.system()
    stretched = 0
    for row in await db.fetch(_OVERDUE, today()):
        async with db.transaction():
            stretched += await _stretch(actor, row["id"])
    return stretched


async def _stretch(actor: Actor, loan_id: UUID) -> bool:
    await hold_still(actor, loan_id)
    loan = await loan_row(actor, loan_id)
    if not is_overdue(loan.end, loan.custody, today()):
        return False  # it came back meanwhile
    lending = await lending_under_way(loan.product_id, loan.counter_id, today())
    buffers = lending.terms.transit_working_days + lending.terms.turnaround_working_days
    try:
        until = lending.working_of(loan.lender_id).after(today(), buffers)
        await occupancy.last_until(await active_occupancies(loan), until)
    except UnitTaken:
        key = f"late-touches:{loan.id}:{today()}"
        await enqueue("loan", key, {"loan_id": loan.id, "event_id": key, "step": "late_touches_others"})
        await warn_next(loan.outstanding, loan.id, until)
        return False
    return True


@warns_next
async def warn_loans(causes: Sequence[UUID], late: UUID) -> None:
    """Tell loans that come next, once for each loan or exhibit that is late."""
    for row in await db.fetch(_OPEN, list(causes)):
        key = f"earlier-is-late:{row['id']}:{late}"
        await enqueue("loan", key, {"loan_id": row["id"], "event_id": key, "step": "earlier_is_late"})
