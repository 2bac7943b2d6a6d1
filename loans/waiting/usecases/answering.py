"""What a facility, or its counter for it, answers: take the days on offer, leave them, or wait no more."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import Lending, lending_of
from catalog.occupancy import UnitTaken
from catalog.rules import Objection, objections
from catalog.terms import Days
from core import db
from core.clock import now, today
from core.errors import IllegalStep, Invalid
from core.ids import new_id
from loans.commands import GiveReason, RequestLoan
from loans.domain import Channel
from loans.overrides import may_set_aside
from loans.queries import LoanView
from loans.usecases.borrowing import Borrower, borrowing_of, naming_whom_to_call
from loans.usecases.opening import NewLoan, open_loan
from loans.usecases.overriding import refused, settle
from loans.usecases.requesting import missing_in, sides_of
from loans.waiting.commands import AcceptWaitlistOffer, LeaveWaitlist, RefuseWaitlistOffer
from loans.waiting.domain import OfferState, WaitingState, WaitingStep
from loans.waiting.queries import EntryRow, EntryView, OfferView, entry_for
from loans.waiting.usecases.offering import ask_for_match, end_offer, products_for
from loans.waiting.usecases.recording import change_entry, entry_for_step

# What rules look at the facility rather than at the days.
_BORROWED_SINCE = frozenset({"too-many-units", "too-many-loans"})
# Like a request, before the wish itself: what the facility may borrow stands still until this is done.
_HOLD_FACILITY = """
SELECT FROM organization o WHERE o.id = (SELECT facility_id FROM waiting_entry WHERE id = $1)
FOR NO KEY UPDATE OF o
"""


async def accept_waitlist_offer(actor: Actor, entry_id: UUID, command: AcceptWaitlistOffer) -> LoanView:
    """Turn the days on offer into a request: the very same holds change hands, nobody can come between.

    Raises `Invalid` for what the request lacks, with the `counter` to call, `IllegalStep` when there is no
    offer any more.
    """
    async with db.transaction():
        await db.execute(_HOLD_FACILITY, entry_id)
        entry, offer = await _with_offer(actor, entry_id, WaitingStep.ACCEPT)
        lending = await lending_of(offer.product_id, entry.counter_id, today(), entry.facility_id)
        request = _request(entry, offer, command, is_for_another=not actor.is_facility)
        async with naming_whom_to_call(entry.counter_id):
            set_aside = await _settled(actor, request, offer.lender_id, lending, entry.facility_id)
        loan_id = new_id()
        expires_at = now() + timedelta(hours=lending.terms.hold_hours)
        taken = await occupancy.hand_over(entry.id, loan_id, expires_at)
        if len(taken) != offer.quantity:
            raise UnitTaken
        new = NewLoan(
            id=loan_id,
            command=request,
            borrower=Borrower(entry.facility_id, entry.counter_id),
            lending=lending,
            lender_id=offer.lender_id,
            taken=taken,
            hold_expires_at=expires_at,
            set_aside=set_aside,
        )
        loan = await open_loan(actor, new)
        await end_offer(entry.id, OfferState.ACCEPTED)
        columns: dict[str, object] = {"loan_id": loan_id, "ended_at": now()}
        facts: dict[str, object] = {"loan_id": loan_id}
        await change_entry(
            actor, entry.id, WaitingStep.ACCEPT, WaitingState.ACCEPTED, columns=columns, facts=facts
        )
        return loan


async def _with_offer(actor: Actor, entry_id: UUID, step: WaitingStep) -> tuple[EntryRow, OfferView]:
    entry = await entry_for_step(actor, entry_id, step)
    if entry.offer is None:
        raise IllegalStep(step=step.value, state=entry.state.value, allowed=[])
    return entry, entry.offer


def _request(
    entry: EntryRow, offer: OfferView, command: AcceptWaitlistOffer, *, is_for_another: bool
) -> RequestLoan:
    def said(name: str) -> str:
        given: str | None = getattr(command, name)
        return str(getattr(entry, name)) if given is None else given

    return RequestLoan(
        product_id=offer.product_id,
        start=offer.start,
        end=offer.end,
        quantity=offer.quantity,
        problem=said("problem"),
        goal=said("goal"),
        place_of_use=said("place_of_use"),
        contact_name=said("contact_name"),
        contact_phone=said("contact_phone"),
        consent=command.consent,
        has_wifi=command.has_wifi,
        has_power=command.has_power,
        lecture_wished_on=command.lecture_wished_on,
        wishes=entry.note if command.wishes is None else command.wishes,
        override_reason=command.override_reason,
        facility_id=entry.facility_id if is_for_another else None,
        channel=Channel(entry.channel) if is_for_another else None,
    )


async def _settled(
    actor: Actor, request: RequestLoan, lender_id: UUID, lending: Lending, facility_id: UUID
) -> list[Objection]:
    """The rules set aside. Days were judged when they were offered, what was borrowed since was not."""
    borrowing = await borrowing_of(facility_id, request.start)
    trial, open_days = Days(request.start, request.end), lending.open_days(lender_id)
    against = objections(trial, request.quantity, lending.terms, open_days, today(), borrowing)
    found = [one for one in against if one.code in _BORROWED_SINCE]
    sides = sides_of(actor, lender_id)
    wrong: Mapping[str, str] = missing_in(request, lending)
    if wrong:
        raise refused(found, [one for one in found if may_set_aside(one, sides)], lending.terms, wrong)
    return settle(found, sides, request.override_reason, lending.terms)


async def refuse_waitlist_offer(actor: Actor, entry_id: UUID, command: RefuseWaitlistOffer) -> EntryView:
    """Leave the days on offer to whoever is next; the wish ends, or waits on for other days."""
    async with db.transaction():
        entry, _ = await _with_offer(actor, entry_id, WaitingStep.REFUSE)
        await end_offer(entry.id, OfferState.REFUSED, command.reason)
        state = WaitingState.WAITING if command.keep_waiting else WaitingState.REFUSED
        columns: dict[str, object] = (
            {} if command.keep_waiting else {"ended_at": now(), "ended_reason": command.reason}
        )
        facts: dict[str, object] = {"reason": command.reason, "keep_waiting": command.keep_waiting}
        await change_entry(actor, entry.id, WaitingStep.REFUSE, state, columns=columns, facts=facts)
        return await entry_for(actor, entry.id)


async def leave_waitlist(actor: Actor, entry_id: UUID, command: LeaveWaitlist) -> EntryView:
    """Wait no more; days on offer go to whoever is next."""
    async with db.transaction():
        entry = await entry_for_step(actor, entry_id, WaitingStep.LEAVE)
        await end_offer(entry.id, OfferState.REFUSED, command.reason)
        columns: dict[str, object] = {"ended_at": now(), "ended_reason": command.reason}
        facts: dict[str, object] = {"reason": command.reason}
        await change_entry(
            actor, entry.id, WaitingStep.LEAVE, WaitingState.LEFT, columns=columns, facts=facts
        )
        return await entry_for(actor, entry.id)


async def wait_again(actor: Actor, entry_id: UUID) -> EntryView:
    """A facility that let offers run out still waits: it has its old place back."""
    async with db.transaction():
        entry = await entry_for_step(actor, entry_id, WaitingStep.WAIT_AGAIN)
        columns: dict[str, object] = {"waits_since": now()}
        await change_entry(actor, entry.id, WaitingStep.WAIT_AGAIN, WaitingState.WAITING, columns=columns)
        await ask_for_match(await products_for(entry.product_id, entry.item))
        return await entry_for(actor, entry.id)


async def skip_entry(actor: Actor, entry_id: UUID, command: GiveReason) -> EntryView:
    """A counter passes a wish over, saying why: an open offer goes to whoever is next."""
    if not command.reason.strip():
        raise Invalid({"reason": "required"})
    async with db.transaction():
        entry = await entry_for_step(actor, entry_id, WaitingStep.SKIP)
        await end_offer(entry.id, OfferState.WITHDRAWN, command.reason)
        columns: dict[str, object] = {"skipped_at": now(), "skipped_reason": command.reason}
        facts: dict[str, object] = {"reason": command.reason, "had_offer": entry.offer is not None}
        await change_entry(
            actor, entry.id, WaitingStep.SKIP, WaitingState.WAITING, columns=columns, facts=facts
        )
        return await entry_for(actor, entry.id)


async def put_back(actor: Actor, entry_id: UUID) -> EntryView:
    """A wish that was passed over takes its turn again, at its old place."""
    async with db.transaction():
        entry = await entry_for_step(actor, entry_id, WaitingStep.PUT_BACK)
        columns: dict[str, object] = {"skipped_at": None, "skipped_reason": ""}
        await change_entry(actor, entry.id, WaitingStep.PUT_BACK, WaitingState.WAITING, columns=columns)
        await ask_for_match(await products_for(entry.product_id, entry.item))
        return await entry_for(actor, entry.id)
