"""申込: a facility, or its counter on its behalf, asks for a robot; a concrete free unit is held at once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import Lending, alternatives, lending_of, next_free_start, reasons_of
from catalog.domain import ProductStatus, Purpose
from catalog.occupancy import Taken, UnitTaken
from catalog.rules import Borrowing, Objection, objections, refusal
from catalog.terms import Days, blocked_days
from core import db
from core.clock import now, today
from core.errors import NotFound
from core.ids import new_id
from loans.commands import RequestLoan
from loans.queries import LoanView, loan_row
from loans.usecases.borrowing import Borrower, borrower_of, borrowing_of
from loans.usecases.opening import NewLoan, open_loan


async def request_loan(actor: Actor, command: RequestLoan) -> LoanView:
    """Hold free units and open a loan.

    Raises `Invalid` naming fields when the terms forbid it, `UnitTaken` with reasons and what instead when
    nothing is free, `NotFound` for a product or facility that the actor may not know of.
    """
    async with db.transaction():
        borrower = await borrower_of(actor, command)
        await _must_know(actor, command.repeat_of, borrower)
        lending = await lending_of(command.product_id, borrower.counter_id, today(), borrower.facility_id)
        trial = Days(command.start, command.end)
        lenders = _check(command, lending, await borrowing_of(borrower.facility_id, command.start))
        loan_id = new_id()
        expires_at = now() + timedelta(hours=lending.terms.hold_hours)
        lender_id, taken = await hold_units(
            lending, trial, command.quantity, loan_id, expires_at=expires_at, lenders=lenders
        )
        new = NewLoan(
            id=loan_id,
            command=command,
            borrower=borrower,
            lending=lending,
            lender_id=lender_id,
            taken=taken,
            hold_expires_at=expires_at,
        )
        return await open_loan(actor, new)


async def _must_know(actor: Actor, earlier_id: UUID | None, borrower: Borrower) -> None:
    """Raise `NotFound` for a repeat of what was not this facility's, or what `actor` may not see."""
    if earlier_id is not None and (await loan_row(actor, earlier_id)).facility_id != borrower.facility_id:
        raise NotFound


def _check(command: RequestLoan, lending: Lending, borrowing: Borrowing) -> list[UUID]:
    """The lenders against whom nothing speaks, the preferred one first; `Invalid` when there is none."""
    trial = Days(command.start, command.end)
    against = {
        lender: objections(
            trial, command.quantity, lending.terms, lending.open_days(lender), today(), borrowing
        )
        for lender in lending.lenders or (lending.vendor_id,)
    }
    wrong = missing_in(command, lending)
    lenders = [lender for lender, found in against.items() if not found]
    if wrong or not lenders:
        fewest: list[Objection] = min(against.values(), key=len)
        raise refusal(fewest, lending.terms, wrong)
    return lenders


def missing_in(command: RequestLoan, lending: Lending) -> dict[str, str]:
    """What a request for this product must say and does not: field to code."""
    wrong: dict[str, str] = {}
    if lending.status is ProductStatus.DISCONTINUED:
        wrong["product_id"] = "discontinued"
    if lending.needs_consent and not command.consent:
        wrong["consent"] = "consent-needed"
    for name in ("problem", "goal", "place_of_use"):
        if not getattr(command, name).strip():
            wrong[name] = "required"
    return wrong


async def hold_units(
    lending: Lending,
    trial: Days,
    quantity: int,
    loan_id: UUID,
    *,
    expires_at: datetime,
    lenders: Sequence[UUID] = (),
) -> tuple[UUID, list[Taken]]:
    """Hold `quantity` units of one lender, the preferred one first; `UnitTaken` says why not."""
    for lender_id in lenders or lending.lenders or (lending.vendor_id,):
        blocked = blocked_days(trial, lending.terms, lending.working_of(lender_id))
        try:
            held = await occupancy.take_any(
                lending.product_id, lender_id, blocked, quantity, Purpose.HOLD, loan_id, expires_at
            )
        except UnitTaken:
            continue
        return lender_id, held
    raise await taken_by_others(lending, trial, quantity)


async def taken_by_others(lending: Lending, trial: Days, quantity: int) -> UnitTaken:
    """Why the days cannot be had, until when, and what instead."""
    day = today()
    blocked = blocked_days(trial, lending.terms, lending.working)
    busy = await occupancy.in_the_way(lending.product_id, blocked, lending.lenders)
    return UnitTaken(
        reasons=reasons_of(busy),
        next_free_start=await next_free_start(lending, trial, quantity, day),
        alternatives=await alternatives(lending, trial, quantity, day),
        unit_count=lending.unit_count,
    )


def next_working_deadline(lending: Lending, lender_id: UUID, day: date) -> date:
    """The day by which a lender should answer when asked on `day`."""
    return lending.working_of(lender_id).after(day, lending.terms.answer_working_days)
