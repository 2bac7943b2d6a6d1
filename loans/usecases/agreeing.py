"""From request to agreement: propose, offer, accept, confirm, decline, cancel."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import Lending, lending_under_way
from catalog.domain import Purpose
from catalog.rules import Objection, objections
from catalog.terms import Days
from core import db
from core.clock import now, today
from core.errors import Invalid, NotFound
from core.ids import new_id
from loans.commands import ConfirmLoan, GiveReason, OfferLoan
from loans.domain import Custody, StepName, parties_of
from loans.overrides import rules_set_aside
from loans.queries import LoanRow, LoanView, Offer, loan_for, standing
from loans.usecases.choosing import hold_again, hold_these
from loans.usecases.holding import Candidate
from loans.usecases.overriding import record_overrides, settle
from loans.usecases.recording import advance, loan_for_step
from loans.usecases.requesting import next_working_deadline
from loans.usecases.units_of_loan import held_units, release_units, serials_of

_GRACE = timedelta(days=2)  # a hold outlives the answer-by day, so that a late yes is still possible


async def propose_loan(
    actor: Actor, loan_id: UUID, *, expected: Custody | None = None, bundle_id: UUID | None = None
) -> LoanView:
    """打診: the counter asks the lender, who should answer by a working day of its own.

    A hold that has run out meanwhile is taken again; `UnitTaken` when somebody else has the days now.
    With `bundle_id` the lender is told once for the whole bundle, by whoever calls.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.PROPOSE, expected)
        await _propose(actor, loan, StepName.PROPOSE, Days(loan.start, loan.end), _together(bundle_id))
        return await loan_for(actor, loan_id)


def _together(bundle_id: UUID | None) -> dict[str, object]:
    """What an event says when its bundle is told of as a whole: nobody is told of this loan alone."""
    return {"bundle": bundle_id} if bundle_id else {}


async def _propose(
    actor: Actor, loan: LoanRow, step: StepName, trial: Days, told: Mapping[str, object] | None = None
) -> None:
    lending = await lending_under_way(loan.product_id, loan.counter_id, today(), loan.facility_id)
    answer_by = next_working_deadline(lending, loan.lender_id, today())
    expires_at = now() + (answer_by - today()) + _GRACE
    await hold_again(loan, lending, trial, expires_at, _lender_of(loan, trial))
    await advance(
        actor,
        loan,
        step,
        custody=Custody.PROPOSED,
        columns={
            "starts_on": trial.start,
            "ends_on": trial.end,
            "answer_by": answer_by,
            "hold_expires_at": expires_at,
        },
        facts={"answer_by": answer_by, "start": trial.start, "end": trial.end, **(told or {})},
    )


def _lender_of(loan: LoanRow, trial: Days) -> Candidate:
    """The loan's lender, with what was set aside for these days before."""
    return Candidate(lender_id=loan.lender_id, already=rules_set_aside(loan.overrides, trial))


async def offer_loan(
    actor: Actor, loan_id: UUID, command: OfferLoan, *, expected: Custody | None = None
) -> LoanView:
    """The lender offers other dates, other units, or both; held at once, the facility accepts or refuses.

    Raises `Invalid` for impossible dates, for units that are not the lender's and where nothing would be
    different; `UnitTaken` when the lender's own units are not free on them.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.OFFER, expected)
        _check_different(loan, command)
        lending = await lending_under_way(loan.product_id, loan.counter_id, today(), loan.facility_id)
        trial = Days(command.start, command.end)
        found = objections(trial, loan.quantity, lending.terms, lending.open_days(loan.lender_id), today())
        sides, reason = parties_of(actor, standing(loan)), command.override_reason
        settled = settle(found, sides, reason, lending.terms)
        lender = Candidate(lender_id=loan.lender_id, against=settled, parties=sides)
        expires_at = now() + timedelta(hours=lending.terms.hold_hours)
        had = await serials_of(loan.unit_ids)
        set_aside = await hold_again(loan, lending, trial, expires_at, lender, reason, command.unit_ids)
        has = await serials_of([one.unit_id for one in await held_units(loan)])
        days = {"start": command.start, "end": command.end}
        units = {"unit_from": had, "unit_to": has} if had != has else {}
        exceptions = await record_overrides(actor, loan.id, StepName.OFFER, trial, set_aside, reason)
        await _write_offer(actor, loan, command)
        await advance(
            actor,
            loan,
            StepName.OFFER,
            custody=Custody.REQUESTED,
            columns={"hold_expires_at": expires_at, "answer_by": None},
            facts={**days, "message": command.message, **units, **exceptions},
        )
        return await loan_for(actor, loan_id)


def _check_different(loan: LoanRow, command: OfferLoan) -> None:
    """The same units on the same days would only cost everybody a round."""
    is_same_time = (command.start, command.end) == (loan.start, loan.end)
    if is_same_time and command.unit_ids is not None and set(command.unit_ids) == set(loan.unit_ids):
        raise Invalid({"unit_ids": "same-units"})


async def _write_offer(actor: Actor, loan: LoanRow, command: OfferLoan) -> None:
    await db.execute(
        """
        INSERT INTO loan_offer (id, loan_id, kind, starts_on, ends_on, message, person_id, made_at)
        VALUES ($1, $2, 'dates', $3, $4, $5, $6, $7)
        """,
        new_id(),
        loan.id,
        command.start,
        command.end,
        command.message,
        actor.person_id,
        now(),
    )


async def answer_offer(loan: LoanRow, *, accepted: bool) -> None:
    """Close the loan's open offer or wish for an extension."""
    await db.execute(
        "UPDATE loan_offer SET answered_at = $2, accepted = $3 WHERE loan_id = $1 AND answered_at IS NULL",
        loan.id,
        now(),
        accepted,
    )


async def accept_offer(actor: Actor, loan_id: UUID, *, expected: Custody | None = None) -> LoanView:
    """The facility takes the dates offered; the loan goes back to the lender for its confirmation."""
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.ACCEPT_OFFER, expected)
        offer = _open_offer(loan)
        await answer_offer(loan, accepted=True)
        lending = await lending_under_way(loan.product_id, loan.counter_id, today(), loan.facility_id)
        await _accept(actor, loan, offer, lending)
        return await loan_for(actor, loan_id)


def _open_offer(loan: LoanRow) -> Offer:
    if loan.offer is None:
        raise NotFound
    return loan.offer


async def _accept(actor: Actor, loan: LoanRow, offer: Offer, lending: Lending) -> None:
    answer_by = next_working_deadline(lending, loan.lender_id, today())
    expires_at = now() + (answer_by - today()) + _GRACE
    held = await held_units(loan)
    if held and all(one.is_active for one in held):
        await occupancy.keep_until([one.occupancy_id for one in held], expires_at)
    else:
        trial = Days(offer.start, offer.end)
        await hold_again(loan, lending, trial, expires_at, _lender_of(loan, trial))
    columns: dict[str, object] = {"starts_on": offer.start, "ends_on": offer.end}
    columns |= {"answer_by": answer_by, "hold_expires_at": expires_at}
    facts: dict[str, object] = {"start": offer.start, "end": offer.end, "answer_by": answer_by}
    await advance(actor, loan, StepName.ACCEPT_OFFER, custody=Custody.PROPOSED, columns=columns, facts=facts)


async def refuse_offer(
    actor: Actor, loan_id: UUID, command: GiveReason, *, expected: Custody | None = None
) -> LoanView:
    """The facility does not want the dates offered: the loan ends, its days are free."""
    return await _end(actor, loan_id, StepName.REFUSE_OFFER, Custody.CANCELLED, command, expected)


async def confirm_loan(
    actor: Actor,
    loan_id: UUID,
    command: ConfirmLoan,
    *,
    expected: Custody | None = None,
    bundle_id: UUID | None = None,
) -> LoanView:
    """承諾: holds become loans; the lender may put other units of its own in their place.

    Raises `UnitTaken` when a named unit, or a hold that has run out, belongs to somebody else by now.
    With `bundle_id` the others are told once for all of the bundle that is confirmed, by whoever calls.
    """
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, StepName.CONFIRM, expected)
        trial, reason = Days(loan.start, loan.end), command.override_reason
        unit_ids, set_aside = await _confirmed_units(actor, loan, command)
        exceptions = await record_overrides(actor, loan.id, StepName.CONFIRM, trial, set_aside, reason)
        await advance(
            actor,
            loan,
            StepName.CONFIRM,
            custody=Custody.CONFIRMED,
            columns={
                "hold_expires_at": None,
                "answer_by": None,
                "lecture_wished_on": command.lecture_planned_on or loan.lecture_wished_on,
            },
            facts={
                "units": unit_ids,
                "lecture_planned_on": command.lecture_planned_on,
                **exceptions,
                **_together(bundle_id),
            },
        )
        return await loan_for(actor, loan_id)


async def _confirmed_units(
    actor: Actor, loan: LoanRow, command: ConfirmLoan
) -> tuple[list[UUID], list[Objection]]:
    held = await held_units(loan)
    wished = sorted(set(command.unit_ids)) if command.unit_ids is not None else [one.unit_id for one in held]
    if wished == [one.unit_id for one in held] and all(one.is_active for one in held):
        await occupancy.confirm([one.occupancy_id for one in held], Purpose.LOAN)
        return wished, []
    lending = await lending_under_way(loan.product_id, loan.counter_id, today(), loan.facility_id)
    trial, sides = Days(loan.start, loan.end), parties_of(actor, standing(loan))
    lender = msgspec.structs.replace(_lender_of(loan, trial), parties=sides)
    set_aside = await hold_these(loan, lending, trial, wished, lender, reason=command.override_reason)
    return wished, set_aside


async def decline_loan(
    actor: Actor,
    loan_id: UUID,
    command: GiveReason,
    *,
    expected: Custody | None = None,
    bundle_id: UUID | None = None,
) -> LoanView:
    """謝絶: counter or lender says no, with a reason; the days are free at once.

    With `bundle_id` everybody is told once for all of the bundle that is declined, by whoever calls.
    """
    return await _end(actor, loan_id, StepName.DECLINE, Custody.DECLINED, command, expected, bundle_id)


async def cancel_loan(
    actor: Actor,
    loan_id: UUID,
    command: GiveReason,
    *,
    expected: Custody | None = None,
    bundle_id: UUID | None = None,
) -> LoanView:
    """取消: facility or counter withdraws, with a reason; the days are free at once.

    With `bundle_id` everybody is told once for the whole bundle, by whoever calls.
    """
    return await _end(actor, loan_id, StepName.CANCEL, Custody.CANCELLED, command, expected, bundle_id)


async def _end(
    actor: Actor,
    loan_id: UUID,
    step: StepName,
    custody: Custody,
    command: GiveReason,
    expected: Custody | None,
    bundle_id: UUID | None = None,
) -> LoanView:
    async with db.transaction():
        loan = await loan_for_step(actor, loan_id, step, expected)
        if not command.reason.strip():
            raise Invalid({"reason": "required"})
        await release_units(loan)
        await answer_offer(loan, accepted=False)
        await advance(
            actor,
            loan,
            step,
            custody=custody,
            columns={"ended_reason": command.reason, "hold_expires_at": None, "answer_by": None},
            facts={"reason": command.reason, **_together(bundle_id)},
        )
        return await loan_for(actor, loan_id)
