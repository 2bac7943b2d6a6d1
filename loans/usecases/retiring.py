"""貸出をやめる: a unit leaves lending for good, and no booking is lost without a word.

Retirement stands in the ledger: it takes the days that lie ahead, so that nobody books the unit at the same
moment. What is booked must be exchanged first; before dispatch this can be done in one go.
"""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from accounts.domain import Actor
from catalog import custody, occupancy
from catalog.domain import Purpose, UnitStatus
from catalog.maintenance import end_maintenance, unit_looked_after
from catalog.notices import ask_about
from catalog.occupancy import UnitTaken
from catalog.queries import UnitView, unit_for
from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Conflict, Invalid, StaleState
from core.ids import new_id
from loans.commands import ExchangeLoan
from loans.domain import UNDER_WAY, StepName
from loans.queries import LoanView
from loans.touched import Touched, touched_by
from loans.usecases.exchanging import exchange_loan
from loans.usecases.recording import hold_still

# Nobody books further ahead.
_FOR_GOOD = timedelta(days=3660)


class RetireUnit(msgspec.Struct, frozen=True, kw_only=True):
    """Why; with `exchange`, bookings are first given other units where some are free on all their days."""

    reason: Annotated[str, Meta(max_length=400)]
    exchange: bool = False


class UnitBooked(Conflict):
    """The unit is spoken for; `touched` says by what, and what could take its place."""

    code = "unit-booked"


_MAINTENANCE = """
SELECT id FROM occupancy
WHERE unit_id = $1 AND status = 'active' AND purpose = 'maintenance' AND upper(period) > $2
    AND cause_id IS DISTINCT FROM unit_id ORDER BY id
"""
_STATUS = "UPDATE unit SET status = $2 WHERE id = $1 AND status <> $2"
_BLOCK = "SELECT id FROM occupancy WHERE unit_id = $1 AND cause_id = $1 AND status = 'active'"


async def bookings_of(actor: Actor, unit_id: UUID) -> list[Touched]:
    """What is booked of a unit from today on, but for maintenance, which ends with it."""
    days = Days(today(), today() + _FOR_GOOD)
    touched = await touched_by(actor, [unit_id], days)
    return [one for one in touched if one.purpose is not Purpose.MAINTENANCE]


def exchangeable(touched: Touched) -> LoanView | None:
    """The loan that the actor may give another unit in one go: one is free, and nothing has been sent."""
    loan = touched.loan
    if loan is None or touched.spare_unit is None or loan.custody in UNDER_WAY:
        return None
    return loan if StepName.EXCHANGE in loan.next_steps else None


async def retire_unit(actor: Actor, unit_id: UUID, command: RetireUnit) -> UnitView:
    """Take a unit out of lending, with its reason; whoever owns or lends it may.

    Raises `UnitBooked` while something is booked, `Invalid` without a reason, `StaleState` when it is out
    already, `NotFound`, `NotAllowed`.
    """
    reason = command.reason.strip()
    if not reason:
        raise Invalid({"reason": "required"})
    async with db.transaction():
        unit = await unit_looked_after(actor, unit_id)
        if unit.status is UnitStatus.RETIRED:
            raise StaleState("unit-retired")
        if command.exchange:
            await _exchange(actor, unit_id, reason)
        for row in await db.fetch(_MAINTENANCE, unit_id, today()):
            await end_maintenance(actor, row["id"])
        await _block(actor, unit_id, reason)
        if not await db.execute(_STATUS, unit_id, UnitStatus.RETIRED.value):
            raise StaleState("unit-retired")
        await custody.hand_over(actor, [unit_id], "retire", facts={"reason": reason})
        await ask_about(actor, unit_id, "retired", str(new_id()), note=reason)
        return await unit_for(actor, unit_id)


async def _exchange(actor: Actor, unit_id: UUID, reason: str) -> None:
    """Give each loan that can have one another unit, as far as they are free at the very moment.

    All loans are held still and all days are won before the first of them moves: nobody waits in a ring.
    """
    wanted = [(unit_id, Days(today(), today() + _FOR_GOOD))]
    movable: list[tuple[LoanView, UUID]] = []
    for touched in await bookings_of(actor, unit_id):
        loan = exchangeable(touched)
        if loan is not None and touched.spare_unit is not None:
            movable.append((loan, touched.spare_unit.id))
            wanted.append((touched.spare_unit.id, Days(touched.start, touched.end)))
    for loan, _ in sorted(movable, key=lambda one: one[0].id):
        await hold_still(actor, loan.id)
    await occupancy.win(wanted)
    for loan, spare in movable:
        units = [*(one for one in loan.at_facility if one != unit_id), spare]
        await exchange_loan(actor, loan.id, ExchangeLoan(unit_ids=units, reason=reason))


async def _block(actor: Actor, unit_id: UUID, reason: str) -> None:
    days = Days(today(), today() + _FOR_GOOD)
    try:
        await occupancy.take(unit_id, days, Purpose.MAINTENANCE, unit_id, note=reason)
    except UnitTaken as error:
        raise UnitBooked(touched=await bookings_of(actor, unit_id)) from error


async def reinstate_unit(actor: Actor, unit_id: UUID) -> UnitView:
    """Let a unit be lent again. Raises `StaleState` when it is already."""
    async with db.transaction():
        await unit_looked_after(actor, unit_id)
        if not await db.execute(_STATUS, unit_id, UnitStatus.ACTIVE.value):
            raise StaleState("unit-not-retired")
        await occupancy.release([row["id"] for row in await db.fetch(_BLOCK, unit_id)])
        await custody.hand_over(actor, [unit_id], "reinstate")
        return await unit_for(actor, unit_id)
