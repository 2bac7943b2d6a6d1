"""The unit on its way: dispatch, receive, send back, take back, write off."""

from datetime import date
from uuid import UUID

from accounts.domain import Actor
from catalog import custody, occupancy
from catalog.availability import lending_under_way
from catalog.domain import Condition
from catalog.occupancy import UnitTaken
from core import db
from core.clock import now, today
from core.errors import Invalid
from core.ids import new_id
from loans.commands import DispatchLoan, GiveReason, ReceiveLoan, SendBackLoan, TakeBackLoan
from loans.domain import CheckMoment, Custody, Direction, StepName, Way
from loans.queries import LoanRow, LoanView, loan_for
from loans.usecases.recording import advance, loan_for_step
from loans.usecases.units_of_loan import active_occupancies

_SHIP = """
INSERT INTO shipment (id, loan_id, direction, way, carrier, tracking_number, accessories, shipped_on,
    created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)
"""
_CHECK = """
INSERT INTO condition_check (id, loan_id, unit_id, check_moment, condition, cleaned, items, note, person_id,
    organization_id, at)
VALUES ($1, $2, $3, $4, $5, $6, '{}'::jsonb, $7, $8, $9, $10)
"""


async def dispatch_loan(
    actor: Actor, loan_id: UUID, command: DispatchLoan, *, expected: Custody | None = None
) -> LoanView:
    """発送: the lender hands the units over; a parcel needs its carrier and tracking number."""
    _check_parcel(command.way, command.carrier, command.tracking_number)
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.DISPATCH, expected)
        facts = {"way": command.way, "carrier": command.carrier, "tracking_number": command.tracking_number}
        await advance(
            actor,
            loan,
            StepName.DISPATCH,
            custody=Custody.DISPATCHED,
            columns={"dispatched_on": today()},
            facts={**facts, "accessories": command.accessories, **await _begun_early(loan)},
        )
        await _ship(
            loan, Direction.OUT, command.way, command.carrier, command.tracking_number, command.accessories
        )
        await _check(actor, loan, CheckMoment.DISPATCH, command.condition, command.note)
        return await loan_for(actor, loan_id)


def _check_parcel(way: Way, carrier: str, tracking_number: str) -> None:
    if way is not Way.PARCEL:
        return
    missing = {"carrier": carrier, "tracking_number": tracking_number}
    if wrong := {name: "required" for name, value in missing.items() if not value.strip()}:
        raise Invalid(wrong)


async def receive_loan(
    actor: Actor, loan_id: UUID, command: ReceiveLoan, *, expected: Custody | None = None
) -> LoanView:
    """受領: the unit is at the facility; its condition is checked, the mandatory lecture is written down."""
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.RECEIVE, expected)
        _check_note(command.condition, command.note)
        if command.lecture_held_on is not None and command.lecture_held_on > today():
            raise Invalid({"lecture_held_on": "in-future"})
        facts = {
            "condition": command.condition,
            "note": command.note,
            "lecture_held_on": command.lecture_held_on,
        }
        await advance(
            actor,
            loan,
            StepName.RECEIVE,
            custody=Custody.ON_TRIAL,
            columns={"received_on": today(), "lecture_held_on": command.lecture_held_on},
            facts={**facts, **await _begun_early(loan)},
        )
        await _check(actor, loan, CheckMoment.RECEIVE, command.condition, command.note)
        await custody.hand_over(
            actor, loan.unit_ids, f"loan:{loan.number}", custodian=loan.facility_id, place=loan.facility_id
        )
        return await loan_for(actor, loan_id)


async def send_back_loan(
    actor: Actor, loan_id: UUID, command: SendBackLoan, *, expected: Custody | None = None
) -> LoanView:
    """返送: the facility has cleaned the unit and given it to the carrier, or told who fetches it."""
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.SEND_BACK, expected)
        if not command.cleaned:
            raise Invalid({"cleaned": "clean-first"})
        _check_note(command.condition, command.note)
        facts = {"way": command.way, "carrier": command.carrier, "tracking_number": command.tracking_number}
        await advance(
            actor,
            loan,
            StepName.SEND_BACK,
            custody=Custody.RETURNING,
            columns={"sent_back_on": today()},
            facts={**facts, "cleaned": True, "condition": command.condition, "note": command.note},
        )
        await _ship(loan, Direction.BACK, command.way, command.carrier, command.tracking_number, [])
        await _check(
            actor, loan, CheckMoment.SEND_BACK, command.condition, command.note, cleaned=command.cleaned
        )
        return await loan_for(actor, loan_id)


async def take_back_loan(
    actor: Actor, loan_id: UUID, command: TakeBackLoan, *, expected: Custody | None = None
) -> LoanView:
    """返却受入: the lender has the unit again and checks it; its days are free after the inspection."""
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.TAKE_BACK, expected)
        _check_note(command.condition, command.note)
        free_again = await _free_again(loan)
        facts = {"condition": command.condition, "note": command.note}
        await advance(
            actor,
            loan,
            StepName.TAKE_BACK,
            custody=Custody.RETURNED,
            columns={"returned_on": today()},
            facts={**facts, **await _kept_late(loan, free_again)},
        )
        await _check(actor, loan, CheckMoment.TAKE_BACK, command.condition, command.note)
        await custody.hand_over(
            actor,
            loan.unit_ids,
            f"loan:{loan.number}",
            custodian=loan.lender_id,
            place=loan.lender_id,
            condition=command.condition,
        )
        await occupancy.end_on(await active_occupancies(loan), free_again)
        return await loan_for(actor, loan_id)


async def write_off_loan(
    actor: Actor, loan_id: UUID, command: GiveReason, *, expected: Custody | None = None
) -> LoanView:
    """紛失・全損: the unit will not come back; it leaves lending, and the incident is written down."""
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.WRITE_OFF, expected)
        if not command.reason.strip():
            raise Invalid({"reason": "required"})
        await advance(
            actor,
            loan,
            StepName.WRITE_OFF,
            custody=Custody.LOST,
            columns={"ended_reason": command.reason},
            facts={"reason": command.reason},
        )
        await occupancy.end_on(await active_occupancies(loan), today())
        await custody.hand_over(actor, loan.unit_ids, f"loan:{loan.number}", facts={"lost": command.reason})
        await custody.retire(loan.unit_ids)
        return await loan_for(actor, loan_id)


def _check_note(condition: Condition, note: str) -> None:
    if condition is Condition.DAMAGED and not note.strip():
        raise Invalid({"note": "describe-damage"})


async def _free_again(loan: LoanRow) -> date:
    lending = await lending_under_way(loan.product_id, loan.counter_id, today())
    return lending.working.after(today(), lending.terms.inspection_working_days)


async def _begun_early(loan: LoanRow) -> dict[str, object]:
    """Days before the planned ones, if the step comes early: taken where free, told where not."""
    occupancies = await active_occupancies(loan)
    try:
        await occupancy.begin_by(occupancies, today())
    except UnitTaken:
        return {"touches_others_since": today()}
    return {}


async def _kept_late(loan: LoanRow, until: date) -> dict[str, object]:
    """Days after the planned ones, if the unit comes late: taken where free, told where not."""
    try:
        await occupancy.last_until(await active_occupancies(loan), until)
    except UnitTaken:
        return {"touches_others_since": today()}
    return {}


async def _ship(
    loan: LoanRow, direction: Direction, way: Way, carrier: str, tracking_number: str, accessories: list[str]
) -> None:
    await db.execute(
        _SHIP,
        new_id(),
        loan.id,
        direction.value,
        way.value,
        carrier,
        tracking_number,
        db.to_json(accessories),
        today(),
        now(),
    )


async def _check(
    actor: Actor,
    loan: LoanRow,
    moment: CheckMoment,
    condition: Condition,
    note: str,
    *,
    cleaned: bool | None = None,
) -> None:
    for unit_id in loan.unit_ids:
        await db.execute(
            _CHECK,
            new_id(),
            loan.id,
            unit_id,
            moment.value,
            condition.value,
            cleaned,
            note,
            actor.person_id,
            actor.organization_id,
            now(),
        )
