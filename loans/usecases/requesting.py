"""申込: a facility, or its counter on its behalf, asks for a robot; a concrete free unit is held at once."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from accounts.domain import Actor
from catalog.availability import Lending, lending_of
from catalog.domain import ProductStatus
from catalog.rules import Borrowing, objections, refusal
from catalog.terms import Days
from core import db
from core.clock import now, today
from core.errors import NotFound
from core.ids import new_id
from loans.commands import RequestLoan
from loans.domain import Party
from loans.queries import LoanView, loan_row
from loans.usecases.borrowing import Borrower, borrower_of, borrowing_of, naming_whom_to_call
from loans.usecases.holding import Candidate, hold, with_units_at_hand
from loans.usecases.opening import NewLoan, open_loan
from loans.usecases.overriding import refused


async def request_loan(actor: Actor, command: RequestLoan) -> LoanView:
    """Hold free units and open a loan.

    Raises `Invalid` naming fields when the terms forbid it, `UnitTaken` with reasons and what instead when
    nothing is free, `NotFound` for a product or facility that the actor may not know of. A refusal names
    the `counter` to call.
    """
    async with db.transaction():
        borrower = await borrower_of(actor, command)
        await _must_know(actor, command.repeat_of, borrower)
        async with naming_whom_to_call(borrower.counter_id):
            return await ask_for(actor, command, borrower)


async def ask_for(
    actor: Actor,
    command: RequestLoan,
    borrower: Borrower,
    *,
    bundle_id: UUID | None = None,
    wished_quantity: int | None = None,
) -> LoanView:
    """The request for one product, alone or within a bundle; part of the caller's transaction.

    Raises what `request_loan` raises; what it has held by then goes with the caller's savepoint.
    """
    async with db.transaction():
        lending = await lending_of(command.product_id, borrower.counter_id, today(), borrower.facility_id)
        trial = Days(command.start, command.end)
        borrowing = await borrowing_of(borrower.facility_id, command.start)
        candidates = await _candidates(actor, command, lending, borrowing)
        loan_id = new_id()
        expires_at = now() + timedelta(hours=lending.terms.hold_hours)
        reason = command.override_reason
        held = await hold(
            lending, trial, command.quantity, loan_id, candidates, expires_at=expires_at, reason=reason
        )
        new = NewLoan(
            id=loan_id,
            command=command,
            borrower=borrower,
            lending=lending,
            lender_id=held.lender_id,
            taken=held.taken,
            set_aside=held.set_aside,
            hold_expires_at=expires_at,
            bundle_id=bundle_id,
            wished_quantity=wished_quantity,
        )
        return await open_loan(actor, new)


async def _must_know(actor: Actor, earlier_id: UUID | None, borrower: Borrower) -> None:
    """Raise `NotFound` for a repeat of what was not this facility's, or what `actor` may not see."""
    if earlier_id is not None and (await loan_row(actor, earlier_id)).facility_id != borrower.facility_id:
        raise NotFound


async def _candidates(
    actor: Actor, command: RequestLoan, lending: Lending, borrowing: Borrowing
) -> list[Candidate]:
    """The lenders that may be asked, the preferred one first; `Invalid` when there is none.

    A lender against whom something speaks is asked only by an actor that sets it aside with a reason.
    """
    candidates = list(_all_candidates(actor, command, lending, borrowing))
    wrong = missing_in(command, lending)
    if clean := [one for one in candidates if not one.against]:
        if wrong:
            raise refusal([], lending.terms, wrong)
        return clean
    real = await with_units_at_hand(lending, candidates)
    possible = [one for one in real if one.is_open_to] if command.override_reason.strip() else []
    if wrong or not possible:
        best = min(real, key=lambda one: (len(one.against) - len(one.own), len(one.against)))
        raise refused(best.against, best.own, lending.terms, wrong)
    return possible


def _all_candidates(
    actor: Actor, command: RequestLoan, lending: Lending, borrowing: Borrowing
) -> Iterator[Candidate]:
    trial = Days(command.start, command.end)
    for lender in lending.lenders or (lending.vendor_id,):
        against = objections(
            trial, command.quantity, lending.terms, lending.open_days(lender), today(), borrowing
        )
        yield Candidate(lender_id=lender, against=against, parties=sides_of(actor, lender))
        if actor.is_counter and lender != actor.organization_id:
            yield Candidate(
                lender_id=lender,
                against=against,
                parties=sides_of(actor, lender),
                kept_by=actor.organization_id,
            )


def sides_of(actor: Actor, lender_id: UUID) -> frozenset[Party]:
    """As whom the actor asks: a counter that lends its own unit is on two sides."""
    if actor.is_centre:
        return frozenset({Party.CENTRE})
    if not actor.is_counter:
        return frozenset({Party.FACILITY})
    is_own = lender_id == actor.organization_id
    return frozenset({Party.COUNTER, Party.LENDER} if is_own else {Party.COUNTER})


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


def next_working_deadline(lending: Lending, lender_id: UUID, day: date) -> date:
    """The day by which a lender should answer when asked on `day`."""
    return lending.working_of(lender_id).after(day, lending.terms.answer_working_days)
