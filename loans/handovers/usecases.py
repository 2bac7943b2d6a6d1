"""Hand units over: propose, answer, send, receive; and for a long loan recall, send back, take back.

From the proposal on the ledger keeps the units' days (`loans.handovers.days`), so that nobody books what is
about to change its lender; arrival ends that. Of a long loan those from the way back on are kept instead.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from accounts.domain import Actor
from catalog import custody, occupancy
from catalog.custody import NextLender
from catalog.domain import Purpose
from catalog.notices import AskedAbout, ask_for_mails
from catalog.occupancy import Taken, UnitTaken
from catalog.queries import product_for
from catalog.terms import FURTHEST, Days
from core import db
from core.clock import now, today
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.ids import new_id
from directory.kinds import COUNTERS, OrganizationKind
from directory.merging import before_merging
from loans.handovers.commands import AskLongLoan, LongLoanWish, OfferLongLoan, ProposeTransfer, TakeStep
from loans.handovers.days import (
    FOR_GOOD,
    bookings_past,
    end_earlier,
    give_back,
    keep_way_back,
    planned_days,
    promised_by_taker,
    then_lent_by,
)
from loans.handovers.domain import (
    NEEDS_REASON,
    SENDING,
    HandoverKind,
    HandoverState,
    HandoverStep,
)
from loans.handovers.queries import SOON, HandedUnit, HandoverView, handover_for
from loans.handovers.recording import advance, held_still, note
from loans.touched import touched_by

_LONGEST = 366 * 3


class UnitsBooked(Conflict):
    """Units are spoken for on days that this needs; `touched` says by what."""

    code = "handover-booked"


_INSERT = """
INSERT INTO handover (id, kind, state, giver_id, taker_id, proposer_id, starts_on, arrives_on, ends_on,
    reason, way, created_at, updated_at)
VALUES ($1, $2, 'proposed', $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
"""
_INSERT_UNIT = "INSERT INTO handover_unit (id, handover_id, unit_id, occupancy_id) VALUES ($1, $2, $3, $4)"
_LENT = "SELECT count(*) FROM unit WHERE id = ANY($1::uuid[]) AND lender_id = $2 AND status = 'active'"


async def propose_transfer(actor: Actor, command: ProposeTransfer) -> HandoverView:
    """A counter gives units that it lends to another counter; their owner stays.

    Raises `UnitsBooked` with who has the days, `Invalid` naming fields.
    """
    giver = actor.one_of(*COUNTERS).acting_for()
    units = list(set(command.unit_ids))
    wrong = _wrong_days(command.start, command.end) | _without_reason(command.reason)
    if await db.fetch_value(_LENT, units, giver) != len(units):
        wrong["unit_ids"] = "not-yours-to-lend"
    kind = await db.fetch_value("SELECT kind FROM organization WHERE id = $1", command.taker_id)
    if kind not in COUNTERS or command.taker_id == giver:
        wrong["taker_id"] = "another-counter"
    if wrong:
        raise Invalid(wrong, horizon_days=FURTHEST.days)
    days, handover_id = Days(command.start, command.start + FOR_GOOD), new_id()
    parties = (giver, command.taker_id, giver)
    async with db.transaction():
        taken = await _take_each(actor, units, days, handover_id)
        row = (command.start, command.end, None, command.reason.strip(), command.way.value, now())
        await db.execute(_INSERT, handover_id, HandoverKind.TRANSFER.value, *parties, *row)
        return await _begun(actor, handover_id, taken)


async def ask_long_loan(actor: Actor, command: AskLongLoan) -> HandoverView:
    """A counter asks a vendor for units that it lends on until a day.

    Raises `UnitTaken` when too few are free for all that time, `Invalid` naming fields, `NotFound`.
    """
    taker = actor.one_of(*COUNTERS).acting_for()
    return await _begin_long_loan(actor, command, taker, {})


async def offer_long_loan(actor: Actor, command: OfferLongLoan) -> HandoverView:
    """A vendor offers a counter units that the counter may lend on until a day.

    Raises as `ask_long_loan`; `NotFound` for others' products.
    """
    giver = actor.one_of(OrganizationKind.VENDOR).acting_for()
    product = await product_for(actor, command.product_id)
    if product.vendor_id != giver:
        raise NotFound
    kind = await db.fetch_value("SELECT kind FROM organization WHERE id = $1", command.taker_id)
    wrong = {} if kind in COUNTERS else {"taker_id": "a-counter"}
    return await _begin_long_loan(actor, command, command.taker_id, wrong)


async def _begin_long_loan(
    actor: Actor, command: LongLoanWish, taker: UUID, wrong: dict[str, str]
) -> HandoverView:
    wrong = wrong | _wrong_days(command.start, command.end) | _without_reason(command.reason)
    if command.until <= command.end:
        wrong["until"] = "end-before-start"
    elif (command.until - command.start).days > _LONGEST:
        wrong["until"] = "loan-too-long"
    if wrong:
        raise Invalid(wrong, max_days=_LONGEST, horizon_days=FURTHEST.days)
    handover_id = new_id()
    async with db.transaction():
        product = await product_for(actor, command.product_id)
        days = await planned_days(product.id, taker, command.start, command.until)
        taken = await occupancy.take_any(
            product.id, product.vendor_id, days, command.quantity, Purpose.TRANSIT, handover_id
        )
        parties = (product.vendor_id, taker, actor.acting_for())
        row = (command.start, command.end, command.until, command.reason.strip(), command.way.value, now())
        await db.execute(_INSERT, handover_id, HandoverKind.LONG_LOAN.value, *parties, *row)
        return await _begun(actor, handover_id, taken)


async def _begun(actor: Actor, handover_id: UUID, taken: list[Taken]) -> HandoverView:
    await db.execute_many(_INSERT_UNIT, [(new_id(), handover_id, one.unit_id, one.id) for one in taken])
    view = await handover_for(actor, handover_id)
    await note(actor, view, HandoverStep.PROPOSE, {"reason": view.reason})
    return view


def _without_reason(reason: str) -> dict[str, str]:
    return {} if reason.strip() else {"reason": "required"}


def _wrong_days(start: date, end: date) -> dict[str, str]:
    if start < today():
        return {"start": "start-in-past"}
    far = {
        name: "too-far-ahead" for name, day in (("start", start), ("end", end)) if day > today() + FURTHEST
    }
    return far or ({"end": "end-before-start"} if end <= start else {})


async def _take_each(actor: Actor, units: list[UUID], days: Days, cause: UUID) -> list[Taken]:
    try:
        return [
            await occupancy.take(unit_id, days, Purpose.TRANSIT, cause)
            for unit_id in await occupancy.in_order(units)
        ]
    except UnitTaken as error:
        raise UnitsBooked(touched=await touched_by(actor, units, days, cause)) from error


async def take_step(actor: Actor, handover_id: UUID, step: HandoverStep, command: TakeStep) -> HandoverView:
    """Take one step; raises `NotFound`, `NotAllowed`, `IllegalStep`, `Invalid`, `UnitsBooked`."""
    if step is HandoverStep.PROPOSE:
        raise NotAllowed
    async with db.transaction():
        view = await held_still(actor, handover_id, step)
        if step in NEEDS_REASON and not command.reason.strip():
            raise Invalid({"reason": "required"})
        facts: dict[str, object] = {"reason": command.reason.strip()}
        if step in SENDING:
            facts |= await _sent(view, command)
        match step:
            case HandoverStep.REFUSE | HandoverStep.WITHDRAW:
                await _given_up(view, command.reason.strip())
            case HandoverStep.RECEIVE:
                return await _received(actor, view, command)
            case HandoverStep.RECALL:
                return await _recalled(actor, view, command)
            case HandoverStep.SEND_BACK:
                await _check_nothing_out(actor, view, view.unit_ids)
            case HandoverStep.TAKE_BACK:
                return await _taken_back(actor, view, command)
        return await advance(actor, view, step, facts)


async def _sent(view: HandoverView, command: TakeStep) -> dict[str, object]:
    way = command.way or view.way
    sent = (way.value, command.carrier.strip(), command.tracking_number.strip())
    await db.execute(
        "UPDATE handover SET way = $2, carrier = $3, tracking_number = $4 WHERE id = $1", view.id, *sent
    )
    return {"way": way, "carrier": sent[1], "tracking_number": sent[2]}


async def _given_up(view: HandoverView, reason: str) -> None:
    await occupancy.release([one.occupancy_id for one in view.units])
    await db.execute("UPDATE handover SET answer = $2 WHERE id = $1", view.id, reason)


_ARRIVED = """
UPDATE handover_unit SET received_at = $3, way_back_id = $4
WHERE handover_id = $1 AND unit_id = $2 AND received_at IS NULL
"""


async def _received(actor: Actor, view: HandoverView, command: TakeStep) -> HandoverView:
    """Units arrive together or one by one; with the last of them the handover is received."""
    waiting = [one for one in view.units if one.received_at is None]
    arrived = _named(waiting, view, command)
    for one in arrived:  # in the order of their ids, as everybody takes days
        # what lies ahead becomes free, the days that it took to come here stay on record
        await occupancy.end_on([one.occupancy_id], today())
        back = await keep_way_back(view, one.unit_id)
        await db.execute(_ARRIVED, view.id, one.unit_id, now(), back)
    for one in arrived:  # all days before all units, as everybody takes them
        then = await then_lent_by(view, one.unit_id)
        await _entrust(actor, one.unit_id, view.taker_id, view, then)
    facts: dict[str, object] = {"units": [one.serial_number for one in arrived]}
    is_whole = len(arrived) == len(waiting)
    state = HandoverState.RECEIVED if is_whole else view.state
    return await advance(actor, view, HandoverStep.RECEIVE, facts, state=state)


async def _entrust(
    actor: Actor, unit_id: UUID, to: UUID, view: HandoverView, then: NextLender | None = None
) -> None:
    cause = f"handover:{view.kind}"
    await custody.hand_over(actor, [unit_id], cause, custodian=to, place=to)
    await custody.lend(actor, unit_id, to, {}, then)


async def _recalled(actor: Actor, view: HandoverView, command: TakeStep) -> HandoverView:
    """The vendor wants its units earlier: kept at once where nothing is booked, else asked of the counter."""
    if command.back_by is None or view.until is None:
        raise Invalid({"back_by": "required"})
    if not today() < command.back_by < view.until:
        raise Invalid({"back_by": "not-earlier"}, until=view.until)
    if command.back_by <= view.end:
        raise Invalid({"back_by": "not-there-yet"}, there=view.end)
    touched = await bookings_past(actor, view, command.back_by)
    facts: dict[str, object] = {
        "reason": command.reason.strip(),
        "back_by": command.back_by,
        "is_booked": bool(touched),
    }
    if not touched:
        await end_earlier(view, command.back_by)
    await db.execute("UPDATE handover SET recall_by = $2 WHERE id = $1", view.id, command.back_by)
    return await advance(actor, view, HandoverStep.RECALL, facts)


async def _check_nothing_out(actor: Actor, view: HandoverView, units: Sequence[UUID]) -> None:
    touched = await promised_by_taker(actor, view, units, today())
    if touched:
        raise UnitsBooked(touched=touched)


_BACK = "UPDATE handover_unit SET returned_at = $3 WHERE handover_id = $1 AND unit_id = $2"


async def _taken_back(actor: Actor, view: HandoverView, command: TakeStep) -> HandoverView:
    """Units come back together or one by one; with the last of them the long loan is over."""
    waiting = [one for one in view.units if one.returned_at is None]
    back = _named(waiting, view, command)
    units = [one.unit_id for one in back]
    await _check_nothing_out(actor, view, units)
    await give_back(view, units)
    for one in back:
        await db.execute(_BACK, view.id, one.unit_id, now())
        await _entrust(actor, one.unit_id, view.giver_id, view)
    facts: dict[str, object] = {"units": [one.serial_number for one in back]}
    state = HandoverState.RETURNED if len(back) == len(waiting) else HandoverState.RETURNING
    return await advance(actor, view, HandoverStep.TAKE_BACK, facts, state=state)


def _named(waiting: list[HandedUnit], view: HandoverView, command: TakeStep) -> list[HandedUnit]:
    """Those of the units waited for that the command names, or all; raises `Invalid` for others."""
    named = set(command.unit_ids) if command.unit_ids is not None else {one.unit_id for one in waiting}
    found = [one for one in waiting if one.unit_id in named]
    if not found or named - {one.unit_id for one in view.units}:
        raise Invalid({"unit_ids": "unknown"})
    return found


_ENDING = """
SELECT h.id FROM handover h
WHERE h.kind = 'long_loan' AND h.state = 'received' AND h.ends_on > $1 AND h.ends_on <= $2
ORDER BY h.ends_on LIMIT 100
"""


async def remind_of_ends() -> int:
    """A sweep: both parties of a long loan are told once that its end is near; safe to run twice."""
    system = Actor.system()
    rows = await db.fetch(_ENDING, today(), today() + SOON)
    for row in rows:
        async with db.transaction():
            view = await handover_for(system, row["id"])
            words, unit_id = {"unit": view.told_units, "until": str(view.last_day)}, view.unit_ids[0]
            for reader, other in ((view.giver_id, view.taker_id), (view.taker_id, view.giver_id)):
                asked = AskedAbout(
                    "handover_ending", unit_id, other, [reader], path=f"/handovers/{view.id}", words=words
                )
                await ask_for_mails(asked, f"{view.id}:{view.until}:{reader}")
    return len(rows)


_BETWEEN = """
SELECT EXISTS (SELECT 1 FROM handover WHERE state = ANY($3::text[])
    AND ((giver_id = $1 AND taker_id = $2) OR (giver_id = $2 AND taker_id = $1)))
"""
_UNDER_WAY = (
    HandoverState.PROPOSED,
    HandoverState.ACCEPTED,
    HandoverState.DISPATCHED,
    HandoverState.RETURNING,
)


@before_merging
async def _nothing_is_between(kept_id: UUID, merged_id: UUID) -> None:
    """Nobody hands units over to themselves: what goes on between two parties ends before they are one."""
    if await db.fetch_value(_BETWEEN, kept_id, merged_id, [state.value for state in _UNDER_WAY]):
        raise Conflict("merging-handover")
