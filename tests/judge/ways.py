"""Every way in by which days are asked for, each as one function; another way is one function more.

A way says what it was told, or `None` where the question cannot be put that way. What it writes is rehearsed.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from catalog.availability import availability, blocked_by, lending_of, of_unit
from catalog.domain import ScanAction, ScanOutcome
from catalog.occupancy import UnitTaken
from catalog.terms import Days
from core import db
from core.clock import TOKYO, frozen, now, today
from core.errors import Conflict, Invalid
from core.ids import new_id
from exhibitions.commands import AddExhibit
from exhibitions.proposing.candidates import Place, choose_from
from exhibitions.usecases import add_exhibit
from loans import usecases
from loans.board.moving import Move, Way, move
from loans.bundles.commands import BundleItem, RequestLoans
from loans.bundles.usecases import request_loans
from loans.commands import ConfirmLoan, ExchangeLoan, ExtendLoan
from loans.queries import LoanView
from loans.scanning import RecordScans, Scan, record_scans
from loans.waiting.commands import JoinWaitlist
from loans.waiting.usecases import join_waitlist, match_product
from tests.exhibitions.makers import a_display
from tests.factories import a_request, an_actor
from tests.judge.oracle import Asked, Oracle
from tests.judge.world import World

_WAITS = """
INSERT INTO waiting_entry (id, facility_id, counter_id, product_id, starts_on, ends_on, tolerance_days,
    quantity, accept_fewer, state, problem, goal, place_of_use, contact_name, contact_phone, note, channel,
    joined_at, waits_since, skipped_reason, ended_reason)
VALUES ($1, $2, $3, $4, $5, $6, 0, $7, false, 'waiting', '', '', '', '', '', '', 'page', $8, $8, '', '')
"""
Ask = Callable[[World, Asked], Awaitable[object]]
Expect = Callable[[Oracle, Asked], object]
LONGER, _LATER = timedelta(days=5), timedelta(weeks=30)


async def by_judge(world: World, asked: Asked) -> object:
    """The judge itself, about a product."""
    counter_id = world.oracle.borrowers[asked.borrower_id].counter_id
    lending = await lending_of(asked.product_id, counter_id, today(), asked.borrower_id)
    found = await availability(lending, Days(asked.start, asked.end), asked.quantity, today())
    return not found.reasons, found.free_units


async def by_judge_of_unit(world: World, asked: Asked) -> object:
    """The judge itself, about one unit."""
    robot = world.oracle.robots[asked.unit_id]
    counter_id = None if robot.lender_id not in world.oracle.parties else robot.lender_id
    lending = await lending_of(asked.product_id, counter_id, today())
    days = blocked_by(lending, Days(asked.start, asked.end), robot.lender_id)
    return (await of_unit(asked.unit_id, days)).is_free


async def by_api(world: World, asked: Asked) -> object:
    """`searchAvailability`."""
    query: dict[str, Any] = {"product_id": asked.product_id, "start": asked.start, "end": asked.end}
    answer = await world.programs[asked.borrower_id].get(
        "/api/v1/availability", params={**query, "quantity": asked.quantity}
    )
    (item,) = answer.json()["items"]
    return not item["reasons"], item["free_units"]


async def by_page(world: World, asked: Asked) -> object:
    """日程から探す: whether these very days lead to the request form."""
    query: dict[str, Any] = {
        "start": asked.start,
        "last_day": asked.end - timedelta(days=1),
        "quantity": asked.quantity,
    }
    answer = await world.browsers[asked.borrower_id].get(
        "/find/dates", params={**query, "item": world.items[asked.product_id]}
    )
    assert answer.status_code == 200, answer.text
    return "この日程で申し込む" in answer.text


async def by_request(world: World, asked: Asked) -> object:
    """The request itself: held or refused."""
    async with db.rehearsal():
        return await _requested(world, asked, asked.quantity) is not None


async def by_confirming(world: World, asked: Asked) -> object:
    """The lender says yes with this very unit instead of the one that was held."""
    async with db.rehearsal():
        found = await _with_this_unit(world, asked)
        return None if found is None else bool(found)


async def by_exchange(world: World, asked: Asked) -> object:
    """The lender puts this very unit in the place of another one of its own that was held."""
    robot = world.oracle.robots[asked.unit_id]
    async with db.rehearsal():
        loan = await _requested(world, asked, 1)
        if loan is None or loan.lender_id != robot.lender_id or loan.unit_ids == [asked.unit_id]:
            return None
        command = ExchangeLoan(unit_ids=[asked.unit_id], reason="整備のため")
        try:
            await usecases.exchange_loan(world.actors[robot.lender_id], loan.id, command)
        except UnitTaken:
            return False
        except Invalid:
            return None if robot.is_active else False
        return True


async def by_extension(world: World, asked: Asked) -> object:
    """The lender of a trial under way with this unit grants some days more."""
    async with db.rehearsal():
        loan = await _on_trial(world, asked)
        if loan is None:
            return None
        with frozen(datetime.combine(asked.start, time(9), TOKYO)):
            try:
                await usecases.extend_loan(
                    world.actors[loan.lender_id], loan.id, ExtendLoan(end=asked.end + LONGER)
                )
            except UnitTaken:
                return False
            except Invalid:
                return None
        return True


async def by_board(world: World, asked: Asked) -> object:
    """A loan of this very unit, promised for much later, is dragged to these days on the board."""
    later = replace(asked, start=asked.start + _LATER, end=asked.end + _LATER)
    async with db.rehearsal():
        loan = await _with_this_unit(world, later)
        if not isinstance(loan, LoanView):
            return None
        was = Days(loan.start, loan.end)
        wish = Move(
            id=loan.id, step=Way.RESCHEDULE, start=asked.start, end=asked.end, was=was, reason="都合により"
        )
        try:
            await move(world.actors[loan.lender_id], wish)
        except UnitTaken:
            return False
        except Invalid:
            return None
        return True


async def by_bundle(world: World, asked: Asked) -> object:
    """The same request as one product of a bundle."""
    command = RequestLoans(
        items=[BundleItem(product_id=asked.product_id, quantity=asked.quantity, consent=True)],
        start=asked.start,
        end=asked.end,
        problem="夜間の見守り",
        goal="訪室を半分に",
        place_of_use="2階 居室",
    )
    async with db.rehearsal():
        try:
            return bool(await request_loans(world.actors[asked.borrower_id], command))
        except (Conflict, Invalid):
            return False


async def by_late_scan(world: World, asked: Asked) -> object:
    """The unit comes back late and is scanned: whether the days after the planned ones are nobody else's."""
    async with db.rehearsal():
        loan = await _on_trial(world, asked)
        if loan is None:
            return None
        with frozen(datetime.combine(asked.end + LONGER, time(9), TOKYO)):
            tag = world.tags[asked.unit_id]
            scan = Scan(key=str(new_id()), tag=tag, action=ScanAction.TAKE_BACK, scanned_at=now())
            answers = await record_scans(world.actors[loan.lender_id], RecordScans(scans=[scan]))
        assert [one.outcome for one in answers.scans] == [ScanOutcome.DONE], answers
        facts = await db.fetch_value(
            "SELECT facts FROM loan_event WHERE loan_id = $1 AND step = 'take_back'", loan.id
        )
        return "touches_others_since" not in db.from_json(facts)


async def by_joining(world: World, asked: Asked) -> object:
    """The waitlist: whoever wants to wait for days that can be had is told to ask for them instead."""
    wish = JoinWaitlist(
        product_id=asked.product_id, start=asked.start, end=asked.end, quantity=asked.quantity
    )
    async with db.rehearsal():
        try:
            await join_waitlist(world.actors[asked.borrower_id], wish)
        except Conflict as refused:
            return refused.reason == "free-now"
        except Invalid:
            return False
        return False


async def by_offer(world: World, asked: Asked) -> object:
    """The waitlist: somebody waits for these very days, and the worker looks whose turn it is."""
    entry_id, counter_id = new_id(), world.oracle.borrowers[asked.borrower_id].counter_id
    async with db.rehearsal():
        await db.execute(
            _WAITS,
            entry_id,
            asked.borrower_id,
            counter_id,
            asked.product_id,
            asked.start,
            asked.end,
            asked.quantity,
            now(),
        )
        return await match_product(asked.product_id) == 1


async def by_display(world: World, asked: Asked) -> object:
    """A counter asks for this very unit for a display."""
    counter_id = world.oracle.borrowers[asked.borrower_id].counter_id
    lender_id = world.oracle.robots[asked.unit_id].lender_id
    if lender_id not in (world.oracle.models[asked.product_id].vendor_id, counter_id):
        return None
    async with db.rehearsal():
        length = (asked.end - asked.start).days
        display = await a_display(counter_id, start=asked.start, days=length, status="draft")
        command = AddExhibit(product_id=asked.product_id, unit_id=asked.unit_id)
        try:
            await add_exhibit(await an_actor(counter_id), display, command)
        except UnitTaken:
            return False
        except Invalid:
            return None if world.oracle.robots[asked.unit_id].is_active else False
        return True


async def by_planning_board(world: World, asked: Asked) -> object:
    """What the planning board of a display has to choose from."""
    counter_id = world.oracle.borrowers[asked.borrower_id].counter_id
    lender_id = world.oracle.robots[asked.unit_id].lender_id
    if lender_id not in (world.oracle.models[asked.product_id].vendor_id, counter_id):
        return None
    place = Place(counter_id, "", Days(asked.start, asked.end))
    field = await choose_from(place, [], [asked.product_id])
    return asked.unit_id in {unit for one in field.candidates for unit in one.free}


async def _requested(world: World, asked: Asked, quantity: int) -> LoanView | None:
    command = a_request(
        asked.product_id, start=asked.start, days=(asked.end - asked.start).days, quantity=quantity
    )
    try:
        return await usecases.request_loan(world.actors[asked.borrower_id], command)
    except (Invalid, UnitTaken):
        return None


async def _with_this_unit(world: World, asked: Asked) -> LoanView | bool | None:
    """The loan with this unit; False where somebody else has it, None where it cannot be put so."""
    loan, lender_id = await _requested(world, asked, 1), world.oracle.robots[asked.unit_id].lender_id
    vendor_id = world.oracle.models[asked.product_id].vendor_id
    if loan is None or lender_id not in (vendor_id, world.oracle.borrowers[asked.borrower_id].counter_id):
        return None
    sql = "UPDATE loan SET custody = 'proposed', lender_id = $2 WHERE id = $1"
    await db.execute(sql, loan.id, lender_id)
    command = ConfirmLoan(unit_ids=[asked.unit_id])
    try:
        return await usecases.confirm_loan(world.actors[lender_id], loan.id, command)
    except UnitTaken:
        return False
    except Invalid:
        return None if world.oracle.robots[asked.unit_id].is_active else False


async def _on_trial(world: World, asked: Asked) -> LoanView | None:
    loan = await _with_this_unit(world, asked)
    if not isinstance(loan, LoanView):
        return None
    await db.execute("UPDATE loan SET custody = 'on_trial' WHERE id = $1", loan.id)
    return loan


def _of_product(oracle: Oracle, asked: Asked) -> object:
    return oracle.is_possible(asked), sum(oracle.free(asked).values())


def _of_unit(oracle: Oracle, asked: Asked) -> object:
    return oracle.is_unit_free(asked, asked.unit_id)


def _if_longer(oracle: Oracle, asked: Asked) -> object:
    longer = Asked(asked.product_id, asked.unit_id, asked.start, asked.end + LONGER, 1, asked.borrower_id)
    return oracle.is_unit_free(longer, asked.unit_id)


def _if_late(oracle: Oracle, asked: Asked) -> object:
    """From the first day blocked to the end of the inspection that follows the late return."""
    robot = oracle.robots[asked.unit_id]
    start, until = oracle.blocked(asked, robot.lender_id)
    back, left = asked.end + LONGER, oracle.models[asked.product_id].inspection
    while left:
        left -= oracle.parties[robot.lender_id].works(back)
        back += timedelta(days=1)
    end = max(until, back)
    return not any(
        unit_id == asked.unit_id and since < end and start < to for unit_id, since, to in oracle.taken
    )


WAYS: Mapping[str, tuple[Ask, Expect]] = {
    "judge": (by_judge, _of_product),
    "judge of a unit": (by_judge_of_unit, _of_unit),
    "API": (by_api, _of_product),
    "page": (by_page, Oracle.is_possible),
    "request": (by_request, Oracle.is_possible),
    "yes with a unit of choice": (by_confirming, _of_unit),
    "exchange": (by_exchange, _of_unit),
    "display": (by_display, _of_unit),
    "planning board": (by_planning_board, _of_unit),
    "extension": (by_extension, _if_longer),
    "joining the waitlist": (by_joining, Oracle.is_possible),
    "offer of the waitlist": (by_offer, Oracle.is_possible),
    "drag on the board": (by_board, _of_unit),
    "bundle": (by_bundle, Oracle.is_possible),
    "late return by scan": (by_late_scan, _if_late),
}
