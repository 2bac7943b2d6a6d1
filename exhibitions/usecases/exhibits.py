"""What stands on a display: wished for, asked of its lender, agreed, delivered, shown, given back."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog import custody, occupancy
from catalog.availability import blocked_by, lending_under_way, of_unit
from catalog.domain import Condition, Purpose
from catalog.in_the_way import in_the_way
from catalog.occupancy import UnitTaken
from catalog.queries import product_for
from catalog.terms import Days
from core import db
from core.clock import now, today
from core.errors import Conflict, IllegalStep, Invalid, NotAllowed, NotFound, StaleState
from core.ids import new_id
from exhibitions.choosing import look_for, showable
from exhibitions.commands import AddExhibit, DispatchExhibit, MoveExhibit
from exhibitions.conditions.checking import check
from exhibitions.domain import (
    EXHIBIT_STEPS,
    MOMENT_OF,
    SENDING,
    UNDER_WAY,
    WITH_UNIT,
    ExhibitionStep,
    ExhibitStatus,
    ExhibitStep,
)
from exhibitions.exhibits import Exhibit, exhibit_for, exhibits_on, sides
from exhibitions.queries import ExhibitionView
from exhibitions.usecases.displays import follows
from exhibitions.usecases.recording import Happening, own_exhibition, record
from exhibitions.usecases.sending import send_off
from exhibitions.usecases.way_home import begin_here, free_again, hold_still, keep_way_home, lending_by
from notifications.outbox import enqueue

MOST_EXHIBITS = 100
_MOST_LOOKED_AT = 200  # to name five others
_INSERT = """
INSERT INTO exhibit (id, exhibition_id, product_id, position, caption, demonstrations, may_be_lent, status,
    created_at)
SELECT $1, $2, $3, coalesce(max(position), 0) + 1, $4, $5, $6, 'wished', $7
FROM exhibit WHERE exhibition_id = $2
"""
# Nobody begins these once the display is over; what is agreed or there still goes its way.
_OF_THE_DISPLAY = frozenset({ExhibitStep.ASK, ExhibitStep.CONFIRM, ExhibitStep.DISPATCH})
_ASKED = """
UPDATE exhibit SET status = $2, lender_id = $3, unit_id = $4, occupancy_id = $5, answer_by = $6 WHERE id = $1
"""


class Chosen(msgspec.Struct, frozen=True):
    """A unit found for an exhibit, of whom, and the days it takes with the ways there and back."""

    unit_id: UUID
    lender_id: UUID
    blocked: Days


async def add_exhibit(actor: Actor, exhibition_id: UUID, command: AddExhibit) -> Exhibit:
    """Put a product on a display; unless told otherwise its lender is asked for a unit at once.

    Raises `UnitTaken` saying what has the days until when and what instead.
    """
    async with db.transaction():
        exhibition = await under_way(actor, exhibition_id)
        exhibit_id = await wish(actor, exhibition, command)
        if command.ask:
            await ask_lender(actor, await exhibit_for(actor, exhibit_id), command.unit_id)
        return await exhibit_for(actor, exhibit_id)


async def wish(actor: Actor, exhibition: ExhibitionView, command: AddExhibit) -> UUID:
    """A product more on a display that the caller holds; part of the caller's transaction."""
    await product_for(actor, command.product_id)
    if exhibition.exhibit_count >= MOST_EXHIBITS:
        raise Conflict("exhibition-full", most=MOST_EXHIBITS)
    exhibit_id = new_id()
    texts = (command.caption.strip(), command.demonstrations.strip())
    given = (exhibit_id, exhibition.id, command.product_id, *texts, command.may_be_lent, now())
    await db.execute(_INSERT, *given)
    happened = Happening(
        exhibition_id=exhibition.id, exhibit_id=exhibit_id, step=ExhibitStep.WISH, after=ExhibitStatus.WISHED
    )
    await record(actor, happened)
    return exhibit_id


async def dispatch_exhibit(
    actor: Actor, exhibit_id: UUID, command: DispatchExhibit, *, needs_number: bool = True
) -> Exhibit:
    """発送: the lender sends what is agreed to the display. Raises what `move_exhibit` raises.

    Without `needs_number` the carrier is enough: of parcels that are scanned one after another.
    """
    step = MoveExhibit(**msgspec.structs.asdict(command))
    return await move_exhibit(actor, exhibit_id, ExhibitStep.DISPATCH, step, needs_number=needs_number)


async def move_exhibit(
    actor: Actor, exhibit_id: UUID, step: ExhibitStep, command: MoveExhibit, *, needs_number: bool = True
) -> Exhibit:
    """Take a step of an exhibit. Raises `IllegalStep`, `StaleState`, `Invalid`, `UnitTaken`, `NotAllowed`."""
    async with db.transaction():
        await hold_still(exhibit_id)
        exhibit = await exhibit_for(actor, exhibit_id)
        _check_step(actor, exhibit, step, command)
        if step is ExhibitStep.ASK:
            await ask_lender(actor, exhibit, command.unit_id)
        else:
            await _go_on(actor, exhibit, step, command, needs_number=needs_number)
        return await exhibit_for(actor, exhibit_id)


def _check_step(actor: Actor, exhibit: Exhibit, step: ExhibitStep, command: MoveExhibit) -> None:
    if step not in EXHIBIT_STEPS:
        raise NotFound
    if command.expected is not None and command.expected is not exhibit.status:
        raise StaleState("exhibit-moved", expected=command.expected, found=exhibit.status)
    move = EXHIBIT_STEPS[step]
    if not sides(actor, exhibit) & move.by:
        raise NotAllowed
    if step not in exhibit.next_steps:
        _refuse_sending(exhibit, step)
        raise IllegalStep("exhibit-step", step=step, state=exhibit.status, allowed=exhibit.next_steps)
    if step in _OF_THE_DISPLAY and exhibit.exhibition_status not in UNDER_WAY:
        raise Conflict("exhibition-over")
    if step is ExhibitStep.DECLINE and not command.reason.strip():
        raise Invalid({"reason": "required"})


def _refuse_sending(exhibit: Exhibit, step: ExhibitStep) -> None:
    """Say plainly why a unit is not sent off now, or what it means that it was."""
    if exhibit.is_on_the_road:
        raise Conflict("exhibit-on-the-road")
    if exhibit.is_going_home:
        raise Conflict("exhibit-going-home")
    if step is ExhibitStep.DISPATCH and exhibit.is_own:
        raise Conflict("exhibit-is-here")


async def _go_on(
    actor: Actor, exhibit: Exhibit, step: ExhibitStep, command: MoveExhibit, *, needs_number: bool = True
) -> None:
    after, reason = EXHIBIT_STEPS[step].after, command.reason.strip()
    await db.execute("UPDATE exhibit SET status = $2 WHERE id = $1", exhibit.id, after.value)
    held = [exhibit.occupancy_id] if exhibit.occupancy_id else []
    if step in (ExhibitStep.DECLINE, ExhibitStep.WITHDRAW):
        await occupancy.release(held)
    facts: dict[str, object] = {"reason": reason} if reason else {}
    if step in SENDING:
        facts |= await send_off(exhibit, step, command, needs_number=needs_number)
    # Days before units, as everybody takes them: a loan that arrives early may want both of the same unit.
    if step is ExhibitStep.DELIVER:
        await begin_here(exhibit)
    if step is ExhibitStep.RETURN:
        await occupancy.end_on(held, await free_again(exhibit))
    # What is lent from the show changes hands by its loan.
    if step in MOMENT_OF and exhibit.lent_on is None:
        facts |= await _looked_at(actor, exhibit, step, command)
    await _recorded(actor, exhibit, step, facts)
    notice = _NOTICES.get(step)
    if notice and exhibit.status in WITH_UNIT:
        condition = str(facts.get("condition", ""))
        await tell_lenders(notice, exhibit.exhibition_id, [exhibit.id], actor, reason, condition=condition)


_NOTICES = {
    ExhibitStep.CONFIRM: "confirmed",
    ExhibitStep.DECLINE: "declined",
    ExhibitStep.WITHDRAW: "withdrawn",
    ExhibitStep.DISPATCH: "dispatched",
    ExhibitStep.DELIVER: "delivered",
    ExhibitStep.SEND_BACK: "sent_home",
    ExhibitStep.RETURN: "returned",
}


async def _looked_at(
    actor: Actor, exhibit: Exhibit, step: ExhibitStep, command: MoveExhibit
) -> dict[str, object]:
    """Write down how the unit was found, and who has it once it has arrived; what the event says of it."""
    condition = await check(actor, exhibit, step, command)
    is_fine = condition is Condition.OK
    arrives = {ExhibitStep.DELIVER: exhibit.counter_id, ExhibitStep.RETURN: exhibit.lender_id}
    if exhibit.unit_id is not None and (step in arrives or not is_fine):
        # It stays in the custody of whoever sends it until the other side has it.
        here = arrives.get(step)
        await custody.hand_over(
            actor, [exhibit.unit_id], "exhibition", custodian=here, place=here, condition=condition
        )
    return {} if is_fine else {"condition": condition.value}


async def ask_lender(
    actor: Actor,
    exhibit: Exhibit,
    unit_id: UUID | None,
    *,
    is_told: bool = True,
    of_lender: UUID | None = None,
    chosen: Chosen | None = None,
) -> None:
    """Take the days of a unit, buffers included, and ask its lender; the counter's own needs no answer.

    With `chosen` these days and no others; raises `UnitTaken`.
    """
    days = Days(exhibit.start, exhibit.end)
    if chosen is None:
        lender_id, taken = await _taken(exhibit, days, unit_id, of_lender)
    else:
        lender_id = chosen.lender_id
        taken = await occupancy.take(chosen.unit_id, chosen.blocked, Purpose.EXHIBITION, exhibit.id)
    is_own = lender_id == exhibit.counter_id
    lending = await lending_under_way(exhibit.product_id, exhibit.counter_id, today())
    answer_by = lending.working_of(lender_id).after(today(), lending.terms.answer_working_days)
    after = ExhibitStatus.CONFIRMED if is_own else ExhibitStatus.ASKED
    await db.execute(
        _ASKED, exhibit.id, after.value, lender_id, taken.unit_id, taken.id, None if is_own else answer_by
    )
    facts: dict[str, object] = {"lender_id": lender_id, "unit_id": taken.unit_id}
    await _recorded(actor, exhibit, ExhibitStep.ASK, facts, after)
    if is_told and not is_own:
        await tell_lenders("asked", exhibit.exhibition_id, [exhibit.id], actor)


async def _taken(
    exhibit: Exhibit, days: Days, unit_id: UUID | None, of_lender: UUID | None = None
) -> tuple[UUID, occupancy.Taken]:
    if unit_id is not None:
        return await _this_unit(exhibit, days, unit_id)
    offers, _ = await look_for([exhibit.product_id], exhibit.counter_id, days)
    for offer in offers:
        if offer.lender_id != of_lender and (of_lender is not None or offer.is_other_counter):
            continue  # another counter is asked only when somebody chooses it
        try:
            found = await occupancy.take_any(
                exhibit.product_id, offer.lender_id, offer.blocked, 1, Purpose.EXHIBITION, exhibit.id
            )
        except UnitTaken:
            continue
        return offer.lender_id, found[0]
    raise await refusal(exhibit.product_id, exhibit.counter_id, days)


async def _this_unit(exhibit: Exhibit, days: Days, unit_id: UUID) -> tuple[UUID, occupancy.Taken]:
    row = await db.fetch_row(
        "SELECT lender_id FROM unit WHERE id = $1 AND product_id = $2 AND status = 'active'",
        unit_id,
        exhibit.product_id,
    )
    if row is None:
        raise Invalid({"unit_id": "unit-not-of-product"})
    lender_id: UUID = row["lender_id"]
    blocked = blocked_by(await lending_by(exhibit, lender_id), days, lender_id)
    try:
        return lender_id, await occupancy.take(unit_id, blocked, Purpose.EXHIBITION, exhibit.id)
    except UnitTaken as error:
        answer = await of_unit(unit_id, blocked)
        refused = await refusal(exhibit.product_id, exhibit.counter_id, days)
        raise UnitTaken("display-unit-taken", **(refused.facts | {"reasons": answer.reasons})) from error


async def refusal(product_id: UUID, counter_id: UUID, days: Days) -> UnitTaken:
    """What has the days until when, and what could stand there instead: same item, other counters."""
    _, taken = await look_for([product_id], counter_id, days)
    codes = await db.fetch_value("SELECT item_codes FROM product WHERE id = $1", product_id)
    others = (await showable(codes or [], most=_MOST_LOOKED_AT)).products
    free, _ = await look_for([one.id for one in others], counter_id, days)
    instead = [
        {"product_id": one.product_id, "name": one.product_name, "lender_name": one.lender_name}
        for one in free
    ][:5]
    until = taken[0].until if taken else None
    reasons = taken[0].reasons if taken else []
    shown_at = await _shown_at(product_id, days, counter_id)
    return UnitTaken(
        "display-unit-taken", reasons=reasons, until=until, alternatives=instead, shown_at=shown_at
    )


async def _shown_at(product_id: UUID, days: Days, counter_id: UUID) -> list[str]:
    """The displays, known to the public or the counter's own, that have a unit of the product then."""
    causes = {one.cause_id for one in await in_the_way(product_id, days)}
    rows = await db.fetch(
        "SELECT DISTINCT e.title, c.name FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id"
        " JOIN organization c ON c.id = e.counter_id"
        " WHERE x.id = ANY($1::uuid[]) AND (e.status <> 'draft' OR e.counter_id = $2)"
        " ORDER BY e.title LIMIT 5",
        [one for one in causes if one],
        counter_id,
    )
    return [f"{row['name']} {row['title']}" for row in rows]


async def _recorded(
    actor: Actor,
    exhibit: Exhibit,
    step: ExhibitStep,
    facts: dict[str, object],
    after: ExhibitStatus | None = None,
) -> None:
    happened = Happening(
        exhibition_id=exhibit.exhibition_id,
        exhibit_id=exhibit.id,
        step=step,
        before=exhibit.status,
        after=after or EXHIBIT_STEPS[step].after,
        facts=facts,
    )
    await record(actor, happened)


async def tell_lenders(
    notice: str,
    exhibition_id: UUID,
    exhibits: Sequence[UUID],
    actor: Actor,
    reason: str = "",
    *,
    condition: str = "",
) -> None:
    """Ask for the mails: one for each reader, whatever the number of units it speaks of."""
    cause = new_id()
    payload: dict[str, object] = {
        "notice": notice,
        "exhibition_id": str(exhibition_id),
        "exhibit_ids": [str(one) for one in exhibits],
        "done_by": str(actor.organization_id) if actor.organization_id else None,
        "reason": reason,
        "condition": condition,
    }
    await enqueue("exhibition", f"exhibition:{cause}", payload)


async def under_way(actor: Actor, exhibition_id: UUID) -> ExhibitionView:
    """The actor's display, held still; `Conflict` when it is over."""
    exhibition = await own_exhibition(actor, exhibition_id)
    if exhibition.status not in UNDER_WAY:
        raise Conflict("exhibition-over")
    return exhibition


def _in_order(exhibit: Exhibit) -> tuple[UUID, str]:
    """As everybody takes days: by product, then by unit."""
    return exhibit.product_id, str(exhibit.unit_id or "")


@follows
async def follow(actor: Actor, exhibition: ExhibitionView, step: ExhibitionStep, reason: str) -> None:
    """What stands on a display follows it: shown when it opens, let go when it is over."""
    if step is ExhibitionStep.OPEN:
        for exhibit in await exhibits_on(Actor.system(), exhibition.id):
            if exhibit.status is ExhibitStatus.DELIVERED and not exhibit.is_going_home:
                await _go_on(actor, exhibit, ExhibitStep.SHOW, MoveExhibit())
    if step in (ExhibitionStep.CLOSE, ExhibitionStep.CANCEL):
        await _let_go(actor, exhibition, reason, is_called_off=step is ExhibitionStep.CANCEL)


async def _let_go(actor: Actor, exhibition: ExhibitionView, reason: str, *, is_called_off: bool) -> None:
    """Free the days of what has not been sent yet, and tell each lender once.

    What has come, or is on the road, is still to go back: it keeps the days that its way home needs from
    today, and no more.
    """
    told: list[UUID] = []
    is_some_under_way = False
    for exhibit in sorted(await exhibits_on(Actor.system(), exhibition.id), key=_in_order):
        may_go = exhibit.status in EXHIBIT_STEPS[ExhibitStep.WITHDRAW].before and not exhibit.is_on_the_road
        if exhibit.status in WITH_UNIT and (may_go or is_called_off or exhibit.is_on_the_road):
            told.append(exhibit.id)
            is_some_under_way |= exhibit.is_on_the_road
        if may_go:
            await db.execute("UPDATE exhibit SET status = 'withdrawn' WHERE id = $1", exhibit.id)
            await occupancy.release([exhibit.occupancy_id] if exhibit.occupancy_id else [])
            facts: dict[str, object] = {"reason": reason} if reason else {}
            await _recorded(actor, exhibit, ExhibitStep.WITHDRAW, facts)
        elif exhibit.status in WITH_UNIT and exhibit.occupancy_id:
            await keep_way_home(exhibit)
    if told:
        notice = "called_off" if is_called_off else "closed" if is_some_under_way else "withdrawn"
        await tell_lenders(notice, exhibition.id, told, actor, reason)
