"""A unit that was exchanged under way is home: the days kept for its way back are free after inspection."""

from datetime import date
from uuid import UUID

from accounts.domain import Actor
from catalog import custody, occupancy
from catalog.availability import lending_under_way
from core import db
from core.clock import today
from core.errors import NotAllowed
from loans.domain import Party, parties_of
from loans.queries import LoanRow, LoanView, loan_for, loan_row, standing
from loans.usecases.recording import hold_still

_COMES_HOME = """
UPDATE loan_unit lu SET returned_on = $2 FROM occupancy o
WHERE lu.loan_id = $1 AND lu.released_at IS NOT NULL AND lu.returned_on IS NULL
  AND o.id = lu.occupancy_id AND o.status = 'active' AND ($3::uuid IS NULL OR lu.unit_id = $3)
RETURNING lu.unit_id, lu.occupancy_id
"""
_EXCHANGED_FROM = """
SELECT l.id FROM loan_unit lu JOIN loan l ON l.id = lu.loan_id JOIN occupancy o ON o.id = lu.occupancy_id
WHERE lu.unit_id = $1 AND l.lender_id = $2 AND lu.released_at IS NOT NULL AND lu.returned_on IS NULL
  AND o.status = 'active' AND o.purpose = 'loan'
ORDER BY lu.released_at DESC LIMIT 1
"""


async def exchanged_units_home(actor: Actor, loan_id: UUID, unit_id: UUID | None = None) -> LoanView:
    """The lender has the units again that others took the place of, or this one of them.

    Raises `NotAllowed` for everybody but the lender; done twice it changes nothing.
    """
    async with db.transaction():
        await hold_still(actor, loan_id)
        loan = await loan_row(actor, loan_id)
        if not parties_of(actor, standing(loan)) & {Party.LENDER, Party.CENTRE}:
            raise NotAllowed("step-not-yours")
        lending = await lending_under_way(loan.product_id, loan.counter_id, today())
        working = lending.working_of(loan.lender_id)
        ready = working.after(today(), lending.terms.turnaround_working_days)
        await come_home(actor, loan, ready, unit_id)
        return await loan_for(actor, loan_id)


async def come_home(actor: Actor, loan: LoanRow, ready: date, unit_id: UUID | None = None) -> None:
    """Part of the caller's transaction: the exchanged units are home, and free from `ready` on."""
    rows = await db.fetch(_COMES_HOME, loan.id, today(), unit_id)
    if rows:
        units, lender = sorted(row["unit_id"] for row in rows), loan.lender_id
        await custody.hand_over(actor, units, f"loan:{loan.number}", custodian=lender, place=lender)
        await occupancy.end_on([row["occupancy_id"] for row in rows], ready)


async def loan_exchanged_from(actor: Actor, unit_id: UUID) -> UUID | None:
    """The loan of `actor` from which this unit comes home, another one having taken its place."""
    found: UUID | None = await db.fetch_value(_EXCHANGED_FROM, unit_id, actor.organization_id)
    return found
