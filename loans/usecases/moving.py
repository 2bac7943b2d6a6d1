"""The unit on its way out: dispatch and receive."""

from uuid import UUID

from accounts.domain import Actor
from catalog import custody, occupancy
from catalog.domain import CheckMoment, Condition
from catalog.occupancy import UnitTaken
from catalog.sending import check_parcel
from core import db
from core.clock import today
from core.errors import Invalid
from loans.commands import DispatchLoan, ReceiveLoan
from loans.domain import Custody, Direction, StepName
from loans.queries import LoanRow, LoanView, loan_for
from loans.usecases.handing_over import check, ship
from loans.usecases.recording import advance, loan_for_step
from loans.usecases.unit_conditions import by_condition, facts_found, found_of, worse
from loans.usecases.units_of_loan import active_occupancies, serial_numbers


async def dispatch_loan(
    actor: Actor,
    loan_id: UUID,
    command: DispatchLoan,
    *,
    expected: Custody | None = None,
    needs_number: bool = True,
) -> LoanView:
    """発送: the lender hands the units over; a parcel needs its carrier and tracking number.

    Without `needs_number` the carrier is enough: of parcels that are scanned one after another.
    """
    check_parcel(command.way, command.carrier, command.tracking_number if needs_number else None)
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
        await ship(
            loan, Direction.OUT, command.way, command.carrier, command.tracking_number, command.accessories
        )
        found = found_of(command, loan.outstanding, describes=False)
        await check(actor, loan, CheckMoment.DISPATCH, found)
        return await loan_for(actor, loan_id)


async def receive_loan(
    actor: Actor, loan_id: UUID, command: ReceiveLoan, *, expected: Custody | None = None
) -> LoanView:
    """受領: the unit is at the facility; its condition is checked, the mandatory lecture is written down."""
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.RECEIVE, expected)
        found = found_of(command, loan.outstanding)
        if command.lecture_held_on is not None and command.lecture_held_on > today():
            raise Invalid({"lecture_held_on": "in-future"})
        facts = facts_found(found, await serial_numbers(loan.outstanding))
        facts |= {"lecture_held_on": command.lecture_held_on}
        await advance(
            actor,
            loan,
            StepName.RECEIVE,
            custody=Custody.ON_TRIAL,
            columns={"received_on": today(), "lecture_held_on": command.lecture_held_on},
            facts={**facts, **await _begun_early(loan)},
        )
        await check(actor, loan, CheckMoment.RECEIVE, found)
        for condition, some in by_condition(found).items():
            await _arrived(actor, loan, some, condition)
        return await loan_for(actor, loan_id)


async def _arrived(actor: Actor, loan: LoanRow, units: list[UUID], condition: Condition) -> None:
    here, cause = loan.facility_id, f"loan:{loan.number}"
    await custody.hand_over(actor, units, cause, custodian=here, place=here, condition=worse(condition))


async def _begun_early(loan: LoanRow) -> dict[str, object]:
    """Days before the planned ones, if the step comes early: taken where free, told where not."""
    occupancies = await active_occupancies(loan)
    try:
        await occupancy.begin_by(occupancies, today())
    except UnitTaken:
        return {"touches_others_since": today()}
    return {}
