"""交換: the lender puts another unit of the same product in the place of one, on the same days.

The new units are taken before the old ones are given back, all in the order of their ids: two lenders who
want each other's units are both refused instead of waiting for each other.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog import custody, occupancy
from catalog.availability import lending_under_way, of_units, soonest_each
from catalog.domain import Purpose
from catalog.occupancy import Taken, UnitTaken
from catalog.terms import Days
from core import db
from core.calendar import ONE_DAY
from core.clock import now, today
from core.errors import Invalid
from loans.commands import ExchangeLoan
from loans.domain import UNDER_WAY, Custody, StepName
from loans.overrides import rules_set_aside
from loans.queries import LoanRow, LoanView, loan_for
from loans.usecases.choosing import hold_these
from loans.usecases.holding import Candidate
from loans.usecases.opening import give_units
from loans.usecases.recording import advance, loan_for_step
from loans.usecases.replacements import close_recall, held_instead
from loans.usecases.units_of_loan import are_lent, held_units, serials_of


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """The days that one unit of the loan has."""

    id: UUID
    unit_id: UUID
    start: date
    end: date
    purpose: str
    expires_at: datetime | None


_STRETCHES = """
SELECT o.id, o.unit_id, lower(o.period) AS start, upper(o.period) AS "end", o.purpose, o.expires_at
FROM loan_unit lu JOIN occupancy o ON o.id = lu.occupancy_id
WHERE lu.loan_id = $1 AND lu.released_at IS NULL AND lu.unit_id = ANY($2::uuid[]) AND o.status = 'active'
ORDER BY o.unit_id
"""
_REPLACED = """
UPDATE loan_unit SET released_at = $3 WHERE loan_id = $1 AND unit_id = ANY($2::uuid[]) AND released_at IS NULL
"""


async def exchange_loan(
    actor: Actor, loan_id: UUID, command: ExchangeLoan, *, expected: Custody | None = None
) -> LoanView:
    """Let the loan go on with `unit_ids` in the place of the units it has; some may stay.

    Once the units are under way this records a swap: the new one is where the old one was, and the old one is
    its lender's again, free after the way back and the inspection. Where the hold has run out, all units are
    held anew. Raises `UnitTaken` saying who has a unit.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.EXCHANGE, expected)
        coming, going = await swap(loan, command)
        if await _has_run_out(loan):
            await _hold_anew(actor, loan, command, coming, going)
        else:
            facts = {"reason": command.reason, **await put_in_place(actor, loan, coming, going)}
            await advance(actor, loan, StepName.EXCHANGE, facts=facts)
        return await loan_for(actor, loan_id)


async def _has_run_out(loan: LoanRow) -> bool:
    is_held = loan.custody in (Custody.REQUESTED, Custody.PROPOSED)
    return is_held and not all(one.is_active for one in await held_units(loan))


async def _hold_anew(
    actor: Actor, loan: LoanRow, command: ExchangeLoan, coming: Sequence[UUID], going: Sequence[UUID]
) -> None:
    """Nothing is held any more: the units wished are, on the days asked for or offered."""
    lending = await lending_under_way(loan.product_id, loan.counter_id, today(), loan.facility_id)
    offer = loan.offer
    trial = Days(offer.start, offer.end) if offer is not None else Days(loan.start, loan.end)
    lender = Candidate(lender_id=loan.lender_id, already=rules_set_aside(loan.overrides, trial))
    expires_at = now() + timedelta(hours=lending.terms.hold_hours)
    await hold_these(loan, lending, trial, command.unit_ids, lender, expires_at=expires_at)
    facts: dict[str, object] = {"reason": command.reason, "held_anew": True, "expires_at": expires_at}
    facts |= {"unit_from": await serials_of(going), "unit_to": await serials_of(coming)}
    await advance(actor, loan, StepName.EXCHANGE, columns={"hold_expires_at": expires_at}, facts=facts)


async def stretches(loan: LoanRow, units: Sequence[UUID]) -> list[Stretch]:
    """The days that these units of the loan have, in the order of their ids."""
    return await db.fetch_as(Stretch, _STRETCHES, loan.id, list(units))


async def put_in_place(
    actor: Actor,
    loan: LoanRow,
    coming: Sequence[UUID],
    going: Sequence[UUID],
    taken: Sequence[Taken] | None = None,
) -> dict[str, object]:
    """Let `coming` have what `going` had; `taken` where days are held for them already. The event's facts."""
    held = await stretches(loan, going)
    if len(held) != len(going):
        raise Invalid({"unit_ids": "hold-over"})
    back = await _home_on(loan)
    places = dict(zip(coming, held, strict=True)) if taken is None else {}
    won, touched = await _win_days(loan, places, held, back)
    if taken is not None:
        await occupancy.confirm([one.id for one in taken], Purpose.LOAN)
    await _give_back(held, back)
    await db.execute(_REPLACED, loan.id, list(going), now())
    await give_units(loan.id, won if taken is None else taken)
    await _hand_over(actor, loan, coming, going)
    return {"unit_from": await serials_of(going), "unit_to": await serials_of(coming), **touched}


async def swap(loan: LoanRow, command: ExchangeLoan) -> tuple[list[UUID], list[UUID]]:
    """Which units come and which go, each in the order of their ids."""
    has, wished = set(loan.at_facility), set(command.unit_ids)
    if not command.reason.strip():
        raise Invalid({"reason": "required"})
    if len(wished) != len(has):
        raise Invalid({"unit_ids": "wrong-number-of-units"}, quantity=len(has))
    coming, going = sorted(wished - has), sorted(has - wished)
    if not coming:
        raise Invalid({"unit_ids": "same-units"})
    if not await are_lent(loan, coming):
        raise Invalid({"unit_ids": "unknown"})
    return coming, going


async def _win_days(
    loan: LoanRow, places: dict[UUID, Stretch], held: Sequence[Stretch], back: date | None
) -> tuple[list[Taken], dict[str, object]]:
    """The days of the units that come, and what more those need that go and are back on `back`.

    All in the order of the units' ids, as everybody takes days; what a recall holds for the loan may be among
    them. Only afterwards anything is given back: nobody waits in a ring.
    """
    is_recalled = loan.recall is not None and loan.recall.is_open and bool(places)
    instead = {one.unit_id: one.id for one in await held_instead(loan)} if is_recalled else {}
    leaving = {} if back is None else {one.unit_id: one.id for one in held}
    won: list[Taken] = []
    touched: dict[str, object] = {}
    for unit_id in sorted(places.keys() | leaving.keys()):
        if back is not None and unit_id in leaving:
            try:
                await occupancy.last_until([leaving[unit_id]], back)
            except UnitTaken:
                touched["touches_others_since"] = today()
            continue
        if unit_id in instead:
            await occupancy.release([instead[unit_id]])
        won.append(await _take(loan, unit_id, places[unit_id]))
    if places:
        await close_recall(loan)
    return won, touched


async def _take(loan: LoanRow, unit_id: UUID, place: Stretch) -> Taken:
    start = max(place.start, today()) if loan.custody in UNDER_WAY else place.start
    days = Days(start, max(place.end, start + ONE_DAY))
    try:
        return await occupancy.take(
            unit_id, days, Purpose(place.purpose), loan.id, expires_at=place.expires_at
        )
    except UnitTaken as error:
        answers = await of_units([unit_id], days)
        reasons = soonest_each(reason for one in answers for reason in one.reasons)
        spare = await occupancy.free_units(loan.product_id, days, [loan.lender_id])
        raise UnitTaken(
            reasons=reasons, unit_id=unit_id, start=days.start, end=days.end, free_unit_ids=spare
        ) from error


async def _home_on(loan: LoanRow) -> date | None:
    """When units that go now are free again: after the way back and inspection; None before dispatch."""
    if loan.custody not in UNDER_WAY:
        return None
    lending = await lending_under_way(loan.product_id, loan.counter_id, today())
    buffers = lending.terms.transit_working_days + lending.terms.turnaround_working_days
    return lending.working_of(loan.lender_id).after(today(), buffers)


async def _give_back(held: Sequence[Stretch], back: date | None) -> None:
    """The days of the units that go: at once before dispatch, from `back` on later."""
    ids = [one.id for one in held]
    if back is None:
        await occupancy.release(ids)
    else:
        await occupancy.end_on(ids, back)


async def _hand_over(actor: Actor, loan: LoanRow, coming: Sequence[UUID], going: Sequence[UUID]) -> None:
    if loan.custody not in UNDER_WAY:
        return
    cause, lender = f"loan:{loan.number}", loan.lender_id
    await custody.hand_over(actor, going, cause, custodian=lender, place=lender)
    if loan.custody is Custody.ON_TRIAL:
        facility = loan.facility_id
        await custody.hand_over(actor, coming, cause, custodian=facility, place=facility)
