"""キャンセル待ちに入る: a facility, or its counter on its behalf, waits for days that are taken now."""

from collections.abc import Sequence
from uuid import UUID

from accounts.domain import Actor, Via
from catalog.availability import Lending, Question, judge, lendings_of
from catalog.domain import ProductStatus
from catalog.rules import objections, refusal
from catalog.terms import Days
from core import db
from core.clock import now, today
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.ids import new_id
from core.telephones import in_one_form
from loans.asking import counter_for, facility_asking
from loans.domain import Channel
from loans.usecases.borrowing import naming_whom_to_call
from loans.waiting.commands import JoinWaitlist
from loans.waiting.domain import WaitingState, WaitingStep, trials_by_nearness
from loans.waiting.queries import EntryView, entry_for
from loans.waiting.usecases.offering import ask_for_match, products_for
from loans.waiting.usecases.recording import record_event

_HOLD_FACILITY = "SELECT FROM organization WHERE id = $1 FOR NO KEY UPDATE"
_MINE = """
SELECT count(*) AS open, (array_agg(id) FILTER (WHERE product_id IS NOT DISTINCT FROM $2
    AND item IS NOT DISTINCT FROM $3 AND starts_on < $5 AND ends_on > $4))[1] AS same
FROM waiting_entry WHERE facility_id = $1 AND state IN ('waiting', 'offered', 'lapsed')
"""
_INSERT = """
INSERT INTO waiting_entry (id, facility_id, counter_id, product_id, item, starts_on, ends_on, tolerance_days,
    quantity, accept_fewer, state, problem, goal, place_of_use, contact_name, contact_phone, note, channel,
    requested_by, joined_at, waits_since, skipped_reason, ended_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', $11, $12, $13, $14, $15, $16, $17, $18, $19, $19,
    '', '')
"""


async def join_waitlist(actor: Actor, command: JoinWaitlist) -> EntryView:
    """Take a place in the queue; the longest waiting comes first as the counter's policy says.

    Raises `Invalid` when rules forbid every day within the tolerance, or when nobody could ever lend so
    many; `Conflict` `free-now` when it can simply be asked for, `already-waiting` for a wish that is there,
    `too-many-waiting` for more than the counter lets wait. A refusal names the `counter` to call.
    """
    if actor.is_facility and command.facility_id not in (None, actor.organization_id):
        raise NotAllowed("facility-not-yours")
    facility = await facility_asking(actor, command.facility_id)
    counter_id = await counter_for(actor, facility)
    if counter_id is None:
        raise Invalid({"counter_id": "counter-needed"})
    async with db.transaction():
        async with naming_whom_to_call(counter_id):
            lendings = await _checked(command, facility.id, counter_id)
        entry_id = await _insert(actor, command, facility.id, counter_id)
        facts = {"start": command.start, "end": command.end, "quantity": command.quantity}
        await record_event(actor, entry_id, WaitingStep.JOIN, WaitingState.WAITING, facts)
        await ask_for_match([lending.product_id for lending in lendings])
        return await entry_for(actor, entry_id)


async def _checked(command: JoinWaitlist, facility_id: UUID, counter_id: UUID) -> list[Lending]:
    """The terms on which the facility may wait for each product; refused where it may not."""
    await db.execute(_HOLD_FACILITY, facility_id)
    lendings = await _lendings(command, counter_id, facility_id)
    _check_days(command)
    _check_rules(command, lendings)
    await _check_free(command, lendings)
    await _check_place(command, facility_id, lendings[0].terms.waitlist_wishes)
    return lendings


async def _lendings(command: JoinWaitlist, counter_id: UUID, facility_id: UUID) -> list[Lending]:
    if (command.product_id is None) == (not command.item):
        raise Invalid({"product_id": "product-or-item"})
    products = await products_for(command.product_id, command.item)
    found = await lendings_of(products, counter_id, today(), facility_id)
    if not found and command.product_id:
        raise NotFound
    lent = [lending for lending in found if lending.status is ProductStatus.PUBLIC]
    if not lent:
        raise Invalid({"product_id": "discontinued"} if command.product_id else {"item": "unknown"})
    return lent


def _check_days(command: JoinWaitlist) -> None:
    if command.end <= command.start:
        raise Invalid({"end": "end-before-start"})
    if command.start < today():
        raise Invalid({"start": "start-in-past"})


def _check_rules(command: JoinWaitlist, lendings: Sequence[Lending]) -> None:
    """One trial within the tolerance that rules allow is enough: what speaks against others may pass."""
    most = max(lending.unit_count for lending in lendings)
    if most < (1 if command.accept_fewer else command.quantity):
        raise Invalid({"quantity": "more-than-there-are"}, unit_count=most)
    quantity = 1 if command.accept_fewer else command.quantity
    trial = Days(command.start, command.end)
    for one in trials_by_nearness(trial, command.tolerance_days):
        if any(_lenders_for(lending, one, quantity) for lending in lendings):
            return
    first = lendings[0]
    against = objections(trial, quantity, first.terms, first.open_days(), today())
    raise refusal(against, first.terms)


def _lenders_for(lending: Lending, trial: Days, quantity: int) -> list[UUID]:
    """The lenders whom no rule hinders on these days."""
    return [
        lender
        for lender in lending.lenders or (lending.vendor_id,)
        if not objections(trial, quantity, lending.terms, lending.open_days(lender), today())
    ]


async def _check_free(command: JoinWaitlist, lendings: Sequence[Lending]) -> None:
    """What is free on the very days wished for is asked for, not waited for: the judge says so."""
    trial = Days(command.start, command.end)
    wishes = [Question(lending, trial, command.quantity) for lending in lendings]
    for one in await judge(wishes, today()):
        if (chosen := one.chosen) is not None:
            facts = {"start": command.start, "end": command.end, "free_units": len(chosen.free)}
            raise Conflict("free-now", product_id=one.question.lending.product_id, **facts)


async def _check_place(command: JoinWaitlist, facility_id: UUID, most: int) -> None:
    row = await db.fetch_row(
        _MINE, facility_id, command.product_id, command.item or None, command.start, command.end
    )
    if row is not None and row["same"] is not None:
        raise Conflict("already-waiting", entry_id=row["same"])
    if row is not None and row["open"] >= most:
        raise Conflict("too-many-waiting", most=most)


async def _insert(actor: Actor, command: JoinWaitlist, facility_id: UUID, counter_id: UUID) -> UUID:
    entry_id = new_id()
    await db.execute(
        _INSERT,
        entry_id,
        facility_id,
        counter_id,
        command.product_id,
        command.item or None,
        command.start,
        command.end,
        command.tolerance_days,
        command.quantity,
        command.accept_fewer,
        command.problem,
        command.goal,
        command.place_of_use,
        command.contact_name,
        in_one_form(command.contact_phone),
        command.note,
        _channel(actor, command).value,
        actor.person_id,
        now(),
    )
    return entry_id


def _channel(actor: Actor, command: JoinWaitlist) -> Channel:
    if actor.is_facility:
        return Channel.API if actor.via is Via.API else Channel.PAGE
    return command.channel or Channel.COUNTER
