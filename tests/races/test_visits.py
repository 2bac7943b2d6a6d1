"""One hot slot, 64 clients, never over. The negative control looks first, writes then, and oversells."""

import asyncio
from datetime import datetime
from uuid import UUID

import pytest

from accounts.domain import Actor
from core import db
from core.clock import frozen, now
from core.errors import Conflict
from core.ids import new_id
from exhibitions.commands import MoveExhibition
from exhibitions.domain import ExhibitionStep
from exhibitions.queries import exhibition_for
from exhibitions.usecases import move_exhibition
from exhibitions.visits.booking import confirm_visit, reserve_visit
from exhibitions.visits.capacity import take
from exhibitions.visits.changing import cancel_visit, change_visit
from exhibitions.visits.commands import ChangeVisit, CloseDay
from exhibitions.visits.domain import VisitState, VisitStep
from exhibitions.visits.planning import close_day, lay_slots
from exhibitions.visits.queries import VisitView, open_visits
from exhibitions.visits.reception.scanning import RecordVisitScans, VisitScan, record_visit_scans
from exhibitions.visits.recording import go_on, held_for
from exhibitions.visits.waiting.offering import free_places
from tests.exhibitions.visits.makers import (
    Show,
    a_confirmed_visit,
    a_party,
    a_show,
    a_waiting_visit,
    an_asked_visit,
    taken,
)

pytestmark = pytest.mark.usefixtures("database")

CLIENTS = 64
PEOPLE, GROUPS = 40, 15
_PROMISED = """
SELECT coalesce(sum(party_size), 0)::int AS people, count(*)::int AS groups FROM visit
WHERE slot_id = $1 AND state NOT IN ('cancelled', 'lapsed', 'waiting')
"""


async def _promised(slot_id: UUID) -> tuple[int, int]:
    row = await db.fetch_row(_PROMISED, slot_id)
    assert row is not None
    return row["people"], row["groups"]


async def _ask(show: Show, people: int) -> bool:
    try:
        await reserve_visit(Actor.anonymous(), show.id, a_party(show.slots[0], people))
    except Conflict as refusal:
        assert refusal.reason == "slot-full"
        return False
    return True


async def test_sixty_four_clients_never_get_more_than_the_slot_holds() -> None:
    show = await a_show(people=PEOPLE, groups=GROUPS)
    answers = await asyncio.gather(*(_ask(show, 1 + at % 5) for at in range(CLIENTS)))
    people, groups = await _promised(show.slots[0].id)
    assert people <= PEOPLE
    assert groups <= GROUPS
    assert (people, groups) == await taken(show.slots[0])
    assert 0 < sum(answers) == groups < CLIENTS


async def _look_first_then_write(show: Show, everybody: asyncio.Barrier) -> bool:
    """What a booking without the guard would do."""
    slot_id = show.slots[0].id
    free = await db.fetch_value(
        "SELECT capacity_people - taken_people FROM visit_slot WHERE id = $1", slot_id
    )
    await everybody.wait()
    if free < PEOPLE // 2:
        return False
    await db.execute(
        "UPDATE visit_slot SET taken_people = least(taken_people + $2, capacity_people) WHERE id = $1",
        slot_id,
        PEOPLE // 2,
    )
    return True


async def test_without_the_guard_the_same_rush_oversells() -> None:
    show = await a_show(people=PEOPLE, groups=CLIENTS)
    everybody = asyncio.Barrier(8)
    answers = await asyncio.gather(*(_look_first_then_write(show, everybody) for _ in range(8)))
    assert sum(answers) * (PEOPLE // 2) > PEOPLE


async def _scanned(show: Show, token: str, at: datetime) -> str:
    scan = VisitScan(key=new_id().hex, tag=token, scanned_at=at)
    [answer] = (await record_visit_scans(show.counter, RecordVisitScans(scans=[scan]))).scans
    return answer.reason or answer.outcome.value


async def test_of_eight_scanners_at_once_exactly_one_receives_a_party() -> None:
    show = await a_show(groups=10)
    for _round in range(5):
        visit, token = await an_asked_visit(show, 1)
        await confirm_visit(token)
        with frozen(visit.start):
            told = await asyncio.gather(*(_scanned(show, token, visit.start) for _ in range(8)))
        assert sorted(told) == ["arrived-already"] * 7 + ["done"]


async def _look_first_then_receive(visit_id: UUID, everybody: asyncio.Barrier) -> bool:
    """What a scanner without the guard would do."""
    state = await db.fetch_value("SELECT state FROM visit WHERE id = $1", visit_id)
    await everybody.wait()
    if state == "booked":
        await db.execute("UPDATE visit SET state = 'arrived', arrived_at = $2 WHERE id = $1", visit_id, now())
    return bool(state == "booked")


async def test_without_the_guard_several_scanners_receive_the_same_party() -> None:
    show = await a_show()
    visit, token = await an_asked_visit(show)
    await confirm_visit(token)
    everybody = asyncio.Barrier(8)
    received = await asyncio.gather(*(_look_first_then_receive(visit.id, everybody) for _ in range(8)))
    assert sum(received) > 1


async def _try_to_book(show: Show) -> bool:
    try:
        await reserve_visit(Actor.anonymous(), show.id, a_party(show.slots[0], 1))
    except Conflict as refusal:
        assert refusal.reason in ("slot-full", "busy")
        return False
    return True


async def test_no_more_is_offered_than_was_freed_whoever_else_books() -> None:
    show = await a_show(people=12, groups=12)
    tokens = []
    for _party in range(6):
        _visit, token = await an_asked_visit(show, 2)
        await confirm_visit(token)
        tokens.append(token)
    for at in range(10):
        await a_waiting_visit(show, 1 + at % 3)
    rivals = [_try_to_book(show) for _ in range(8)]
    await asyncio.gather(*(cancel_visit(token) for token in tokens[:4]), *rivals)
    people, groups = await _promised(show.slots[0].id)
    assert (people, groups) == await taken(show.slots[0])
    offered = await db.fetch_value(
        "SELECT sum(party_size)::int FROM visit WHERE slot_id = $1 AND state = 'offered'", show.slots[0].id
    )
    assert 0 < offered <= 8
    assert people <= 12


async def _look_first_then_offer(slot_id: UUID, visit_id: UUID, everybody: asyncio.Barrier) -> None:
    """What offering without the guard would do."""
    free = await db.fetch_value(
        "SELECT capacity_people - taken_people FROM visit_slot WHERE id = $1", slot_id
    )
    await everybody.wait()
    if free >= 2:
        await db.execute("UPDATE visit SET state = 'offered' WHERE id = $1", visit_id)


async def test_without_the_guard_more_is_offered_than_was_freed() -> None:
    show = await a_show(people=2, groups=12)
    await an_asked_visit(show, 2)
    waiting = [(await a_waiting_visit(show))[0] for _ in range(4)]
    await db.execute(
        "UPDATE visit_slot SET taken_people = 0, taken_groups = 0 WHERE id = $1", show.slots[0].id
    )
    everybody = asyncio.Barrier(4)
    await asyncio.gather(*(_look_first_then_offer(show.slots[0].id, one.id, everybody) for one in waiting))
    offered = await db.fetch_value(
        "SELECT count(*) FROM visit WHERE slot_id = $1 AND state = 'offered'", show.slots[0].id
    )
    assert offered > 1


async def _change_places(token: str, slot_id: UUID) -> None:
    try:
        await change_visit(token, ChangeVisit(slot_id=slot_id))
    except Conflict as refusal:
        assert refusal.reason == "slot-full"


async def test_parties_that_change_places_and_cancel_leave_the_count_true() -> None:
    show = await a_show(people=30, groups=30)
    one, other = show.slots[0].id, show.slots[1].id
    tokens = []
    for at in range(16):
        _visit, token = await an_asked_visit(show, 2, slot=at % 2)
        await confirm_visit(token)
        tokens.append(token)
    moves = [_change_places(token, other if at % 2 == 0 else one) for at, token in enumerate(tokens)]
    await asyncio.gather(*moves)
    await asyncio.gather(*(cancel_visit(token) for token in tokens[:8]))
    for slot in show.slots:
        assert await taken(slot) == await _promised(slot.id)


_WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted)"


@pytest.mark.parametrize("step", [ExhibitionStep.CANCEL, ExhibitionStep.CLOSE])
async def test_a_display_ends_while_a_visitor_cancels(step: ExhibitionStep) -> None:
    show = await a_show()
    visit, token = await an_asked_visit(show)
    await confirm_visit(token)
    is_held, may_go_on = asyncio.Event(), asyncio.Event()

    async def cancels() -> None:
        async with db.transaction():
            held = await held_for(VisitStep.CANCEL, visit.id)
            is_held.set()
            await may_go_on.wait()
            await go_on(Actor.anonymous(), visit.id, VisitStep.CANCEL, VisitState.CANCELLED)
            await free_places(held["slot_id"], held["party_size"])

    cancelling = asyncio.create_task(cancels())
    await is_held.wait()
    ending = asyncio.create_task(move_exhibition(show.counter, show.id, step, MoveExhibition(reason="都合")))
    while not (ending.done() or await db.fetch_value(_WAITS)):
        pass
    may_go_on.set()
    await asyncio.gather(cancelling, ending)
    assert (await ending).status.value == {"cancel": "cancelled", "close": "closed"}[step.value]


async def _try_to_come(show: Show, token: str) -> None:
    """Book, cancel and move all at once; that the day is closed by then is an answer."""
    steps = (
        reserve_visit(Actor.anonymous(), show.id, a_party(show.slots[0], 1)),
        cancel_visit(token),
        change_visit(token, ChangeVisit(slot_id=show.slots[1].id)),
    )
    for answer in await asyncio.gather(*steps, return_exceptions=True):
        assert isinstance(answer, VisitView | Conflict), answer


async def test_a_day_is_closed_while_visitors_book_cancel_and_move() -> None:
    show = await a_show(people=PEOPLE, groups=PEOPLE)
    tokens = [(await a_confirmed_visit(show, 1))[1] for _ in range(8)]
    closing = close_day(show.counter, show.id, CloseDay(day=show.slots[0].day, reason="停電"))
    await asyncio.gather(closing, *(_try_to_come(show, token) for token in tokens))
    assert await open_visits(show.id) == [], "nobody is left before a closed door"
    kept = "SELECT coalesce(sum(taken_people + taken_groups), 0) FROM visit_slot WHERE exhibition_id = $1"
    assert await db.fetch_value(kept, show.id) == 0


async def _a_show_whose_later_slot_comes_first_by_its_id() -> Show:
    while True:
        show = await a_show()
        if show.slots[1].id < show.slots[0].id:
            return show


async def test_the_times_of_a_display_are_laid_while_a_party_moves() -> None:
    show = await _a_show_whose_later_slot_comes_first_by_its_id()
    has_one, may_go_on = asyncio.Event(), asyncio.Event()

    async def moves() -> None:
        async with db.transaction():
            assert await take(show.slots[1].id, 1)
            has_one.set()
            await may_go_on.wait()
            assert await take(show.slots[0].id, 1)

    async def lays() -> None:
        exhibition = await exhibition_for(show.counter, show.id)
        async with db.transaction():
            await lay_slots(exhibition)

    moving = asyncio.create_task(moves())
    await has_one.wait()
    laying = asyncio.create_task(lays())
    while not (laying.done() or await db.fetch_value(_WAITS)):
        pass
    may_go_on.set()
    await asyncio.gather(moving, laying)
    assert [await taken(slot) for slot in show.slots] == [(1, 1), (1, 1)]
