"""Units held in the place of those that a lender recalls: looked for, held, handed over, given back.

They are held for the loan itself: of a loan under way, every hold is a replacement.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from catalog import occupancy
from catalog.availability import (
    Alternative,
    Instead,
    availability,
    lending_under_way,
    of_units,
    soonest_each,
)
from catalog.domain import Purpose
from catalog.occupancy import Taken, UnitTaken
from catalog.rules import earliest_start
from catalog.terms import Days
from core import db
from core.calendar import ONE_DAY
from core.clock import now, today
from core.errors import Invalid
from loans.queries import LoanRow
from loans.recalls import RecallState
from loans.usecases.units_of_loan import are_lent

_HELD = """
SELECT id, unit_id FROM occupancy WHERE cause_id = $1 AND status = 'active' AND purpose = 'hold'
ORDER BY unit_id
"""
_ANSWERED = "UPDATE loan_recall SET state = $2, answered_at = $3 WHERE loan_id = $1 AND state = 'open'"


async def held_instead(loan: LoanRow) -> list[Taken]:
    """The units held in the place of those recalled, in the order of their ids."""
    return await db.fetch_as(Taken, _HELD, loan.id)


async def hold_named(loan: LoanRow, units: Sequence[UUID], days: Days, expires_at: datetime) -> list[Taken]:
    """Hold these very units; `Invalid` for what the lender does not have, `UnitTaken` saying who has one."""
    count = len(loan.at_facility)
    if len(set(units)) != count:
        raise Invalid({"unit_ids": "wrong-number-of-units"}, quantity=count)
    if set(units) & set(loan.unit_ids):
        raise Invalid({"unit_ids": "same-units"})
    if not await are_lent(loan, units):
        raise Invalid({"unit_ids": "unknown"})
    taken: list[Taken] = []
    for unit_id in sorted(units):
        try:
            one = await occupancy.take(unit_id, days, Purpose.HOLD, loan.id, expires_at=expires_at)
        except UnitTaken as error:
            reasons = soonest_each(
                reason for one in await of_units([unit_id], days) for reason in one.reasons
            )
            raise UnitTaken(reasons=reasons, unit_id=unit_id, start=days.start, end=days.end) from error
        taken.append(one)
    return taken


async def hold_any(loan: LoanRow, days: Days, expires_at: datetime) -> list[Taken]:
    """Hold as many units of the same product and lender as are recalled; none where too few are free."""
    wish = loan.product_id, loan.lender_id, days, len(loan.at_facility)
    try:
        return await occupancy.take_any(*wish, Purpose.HOLD, loan.id, expires_at)
    except UnitTaken:
        return []


async def had_instead(loan: LoanRow, back_by: date, ends_before: date) -> list[Alternative]:
    """What the judge finds for a new request in the place of what is recalled, on the first days possible.

    The same product where its lender has units again by then, else others of the same item at its counter.
    """
    lending = await lending_under_way(loan.product_id, loan.counter_id, today(), loan.facility_id)
    first = earliest_start(lending.terms, lending.open_days(loan.lender_id), today())
    start = max(first, back_by + ONE_DAY)
    days = max((ends_before - start).days, lending.terms.default_days)
    wish = Days(start, start + timedelta(days=days))
    found = await availability(lending, wish, len(loan.at_facility) or 1, today())
    if not found.reasons:
        return [Alternative(loan.product_id, loan.product_name, wish.start, wish.end, found.free_units)]
    return [one for one in found.alternatives if one.kind is Instead.PRODUCT]


async def close_recall(loan: LoanRow, state: RecallState = RecallState.CLOSED) -> None:
    """Ask the facility no longer: the units held for it are free at once."""
    if loan.recall is None or not loan.recall.is_open:
        return
    await occupancy.release([one.id for one in await held_instead(loan)])
    await answer_recall(loan, state)


async def answer_recall(loan: LoanRow, state: RecallState) -> None:
    """Write down what became of the loan's open recall."""
    await db.execute(_ANSWERED, loan.id, state.value, now())
