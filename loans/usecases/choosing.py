"""Which units a loan goes on with: those that it has, those that its lender names, or any that are free.

New days are taken before old ones are given back, in the order of the units' ids: two lenders who want each
other's units are both refused instead of waiting for each other.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import SystemRandom
from uuid import UUID

from catalog import occupancy
from catalog.availability import Lending, of_units, soonest_each
from catalog.domain import Purpose
from catalog.occupancy import Taken, UnitTaken
from catalog.rules import Objection
from catalog.terms import Days
from core import db
from core.errors import Invalid
from loans.domain import Custody
from loans.overrides import BUFFER_TAKEN
from loans.queries import LoanRow
from loans.usecases.holding import Attempt, Candidate, attempts, refusal
from loans.usecases.opening import give_units
from loans.usecases.units_of_loan import are_lent, forget_units, held_units, release_units

_lot = SystemRandom()


async def hold_again(
    loan: LoanRow,
    lending: Lending,
    trial: Days,
    expires_at: datetime,
    lender: Candidate,
    reason: str = "",
    units: Sequence[UUID] | None = None,
) -> list[Objection]:
    """Keep the units held, or hold some anew, those of the loan first; what was set aside for it.

    With `units` the loan has these and no others. Raises `UnitTaken`, and `Invalid` for units that are not
    the lender's or too few.
    """
    if units is not None:
        return await hold_these(loan, lending, trial, units, lender, reason=reason, expires_at=expires_at)
    held = await held_units(loan)
    is_whole = len(held) == loan.quantity and all(one.is_active for one in held)
    if is_whole and trial == Days(loan.start, loan.end) and loan.custody is not Custody.CONFIRMED:
        await occupancy.keep_until([one.occupancy_id for one in held], expires_at)
        return lender.against
    try:
        async with db.savepoint():
            known = [one.unit_id for one in held]
            return await hold_these(loan, lending, trial, known, lender, expires_at=expires_at)
    except (UnitTaken, Invalid):
        return await _hold_others(loan, lending, trial, expires_at, lender, reason)


async def _hold_others(
    loan: LoanRow, lending: Lending, trial: Days, expires_at: datetime, lender: Candidate, reason: str
) -> list[Objection]:
    """Others of the same product will do, along with those of the loan that are free on these days.

    Chosen first and then taken in the order of their ids, before anything is given back. Raises `UnitTaken`.
    """
    for _ in range(occupancy.TRIES):
        units = await _could_have(loan, lending, trial, lender, reason)
        if len(units) < loan.quantity:
            break
        try:
            async with db.savepoint():
                return await hold_these(
                    loan, lending, trial, units, lender, reason=reason, expires_at=expires_at
                )
        except UnitTaken:
            continue  # somebody else was quicker
    async with db.rehearsal():
        await release_units(loan)  # or its own days would stand in the reasons
        error = await refusal(lending.only_of(loan.lender_id), trial, loan.quantity, [lender], reason)
    raise error


async def _could_have(
    loan: LoanRow, lending: Lending, trial: Days, lender: Candidate, reason: str
) -> list[UUID]:
    """As many units as the loan needs, its own first and the rest by lot; too few where there are no more."""
    for attempt in attempts(lending, trial, [lender], reason):
        free = await occupancy.free_but_for(loan.id, loan.product_id, attempt.days, loan.lender_id)
        if len(free) >= loan.quantity:
            own = [unit for unit in free if unit in loan.unit_ids]
            others = [unit for unit in free if unit not in loan.unit_ids]
            return [*own, *_lot.sample(others, len(others))][: loan.quantity]
    return []


async def hold_these(
    loan: LoanRow,
    lending: Lending,
    trial: Days,
    units: Sequence[UUID],
    lender: Candidate,
    *,
    reason: str = "",
    expires_at: datetime | None = None,
) -> list[Objection]:
    """Let the loan have exactly these units; without an expiry they are lent, on the days they have already.

    Raises `UnitTaken` with who has the unit named, or with what could be set aside for it.
    """
    wished = await _checked(loan, units)
    held = {one.unit_id: one.occupancy_id for one in await held_units(loan) if one.is_active}
    for attempt in attempts(lending, trial, [lender], reason):
        try:
            async with db.savepoint():
                taken = await _take_each(loan, wished, attempt, held, expires_at)
        except UnitTaken as error:
            refused = error
            continue
        await forget_units(loan, keep=[unit for unit in wished if unit in held])
        await give_units(loan.id, taken)
        return attempt.set_aside
    others = set(wished) - held.keys()
    if lender.may(BUFFER_TAKEN) and others <= set(await occupancy.free_units(loan.product_id, trial)):
        refused.facts["overridable"] = [BUFFER_TAKEN.code]
    raise refused


async def _checked(loan: LoanRow, units: Sequence[UUID]) -> list[UUID]:
    wished = sorted(set(units))
    if len(wished) != loan.quantity:
        raise Invalid({"unit_ids": "wrong-number-of-units"}, quantity=loan.quantity)
    if not await are_lent(loan, wished):
        raise Invalid({"unit_ids": "unknown"})
    return wished


async def _take_each(
    loan: LoanRow,
    wished: Sequence[UUID],
    attempt: Attempt,
    held: Mapping[UUID, UUID],
    expires_at: datetime | None,
) -> list[Taken]:
    """Each in its turn: what the loan holds is kept or moved, the rest is taken."""
    purpose = Purpose.LOAN if expires_at is None else Purpose.HOLD
    taken: list[Taken] = []
    for unit_id in wished:
        try:
            if unit_id not in held:
                one = await occupancy.take(unit_id, attempt.days, purpose, loan.id, expires_at=expires_at)
                taken.append(one)
            elif expires_at is None:
                await occupancy.confirm([held[unit_id]], purpose)
            else:
                await occupancy.change_days([held[unit_id]], attempt.days)
                await occupancy.hold_until([held[unit_id]], expires_at)
        except UnitTaken as error:
            raise await _refusal(loan, unit_id, attempt.days) from error
    return taken


async def _refusal(loan: LoanRow, unit_id: UUID, days: Days) -> UnitTaken:
    answers = await of_units([unit_id], days, except_cause=loan.id)
    reasons = soonest_each(reason for one in answers for reason in one.reasons)
    return UnitTaken(reasons=reasons, unit_id=unit_id, start=days.start, end=days.end)
