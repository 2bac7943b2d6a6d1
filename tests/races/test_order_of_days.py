"""Days are taken by product, then by unit; `tests/order.py` judges that in every test, and is judged here.

The negative control is what the waitlist did before: two offers by lot in one transaction, which meet a
request for the same two units.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from datetime import timedelta
from functools import partial
from uuid import UUID

import asyncpg
import pytest

import loans.waiting.wakeup  # noqa: F401  # registers what it handles
from catalog import occupancy
from catalog.domain import Purpose
from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Conflict
from core.ids import new_id
from exhibitions import usecases as displays
from exhibitions.commands import MoveExhibition
from exhibitions.domain import ExhibitionStep, ExhibitStatus
from loans import usecases
from loans.commands import ExchangeLoan
from loans.handovers.usecases import propose_transfer
from loans.waiting.domain import WaitingStep
from loans.waiting.previewing import preview_waitlist_step
from notifications.delivery import deliver_due
from tests.exhibitions.test_displays import a_draft
from tests.exhibitions.test_exhibits import add
from tests.factories import Parties, a_product, a_unit, the_parties
from tests.loans.letters import a_loan_on_trial
from tests.loans.test_handovers import a_counter, a_transfer
from tests.loans.waiting.queues import Queue, a_queue
from tests.loans.waiting.test_previews import wished
from tests.order import without_order
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("own_database")

MANY = 8
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"
PATIENCE = 20.0


def _days() -> Days:
    start = today() + timedelta(days=60)
    return Days(start, start + timedelta(days=5))


async def _units(parties: Parties) -> list[UUID]:
    rows = await db.fetch("SELECT id FROM unit WHERE product_id = $1 ORDER BY id", parties.product_id)
    return [row["id"] for row in rows]


async def _take_each(*units: UUID) -> None:
    async with db.transaction():
        for unit_id in units:
            await occupancy.take(unit_id, _days(), Purpose.HOLD, new_id())


async def _give_back_and_take(held: UUID, unit_id: UUID) -> None:
    async with db.transaction():
        await occupancy.release([held])
        await occupancy.take(unit_id, _days(), Purpose.HOLD, new_id())


async def test_whoever_takes_a_unit_after_a_later_one_is_found_out() -> None:
    first, last = await _units(await the_parties(units=2))
    with pytest.raises(asyncpg.RaiseError, match="are taken after those of"):
        await _take_each(last, first)
    await _take_each(first, last)


async def test_whoever_gives_back_a_later_one_before_is_found_out() -> None:
    first, last = await _units(await the_parties(units=2))
    held = await occupancy.take(last, _days(), Purpose.HOLD, new_id())
    with pytest.raises(asyncpg.RaiseError, match="are taken after those of"):
        await _give_back_and_take(held.id, first)


async def test_what_was_lost_or_taken_back_does_not_count() -> None:
    first, last = await _units(await the_parties(units=2))
    await occupancy.take(last, _days(), Purpose.HOLD, new_id())
    async with db.transaction():
        with pytest.raises(occupancy.UnitTaken):
            await occupancy.take(last, _days(), Purpose.HOLD, new_id())
        async with db.rehearsal():
            later = Days(_days().end, _days().end + timedelta(days=1))
            await occupancy.take(last, later, Purpose.HOLD, new_id())
        await occupancy.take(first, _days(), Purpose.HOLD, new_id())


async def test_what_was_won_before_may_be_taken_in_any_order_and_by_nobody_else() -> None:
    parties = await the_parties(units=2)
    first, last = await _units(parties)
    async with db.transaction():
        await occupancy.win([(last, _days()), (first, _days())])
        await occupancy.take(last, _days(), Purpose.HOLD, new_id())
        rival = asyncio.create_task(_take_each(first), context=Context())
        await until(partial(db.fetch_value, _WAITING), "a rival that waits")
        await occupancy.take(first, _days(), Purpose.HOLD, new_id())
    with pytest.raises(occupancy.UnitTaken):
        await rival
    assert await db.fetch_value("SELECT count(*) FROM occupancy WHERE unit_id = $1", first) == 1


async def _delivered(_: Queue) -> None:
    """As the worker hears of freed days: from the outbox, row by row."""
    while await deliver_due():
        pass


@pytest.mark.parametrize("offer", [Queue.match, _delivered])
async def test_each_offer_to_a_queue_is_a_transaction_of_its_own(
    offer: Callable[[Queue], Awaitable[object]],
) -> None:
    queue = await a_queue(units=MANY)
    for _ in range(MANY):
        await queue.join()
    await queue.free()
    await offer(queue)
    sql = """
    SELECT count(*), count(DISTINCT o.xmin::text) FROM occupancy o JOIN unit u ON u.id = o.unit_id
    WHERE u.product_id = $1 AND o.status = 'active' AND o.purpose = 'hold'
    """
    assert tuple(await db.fetch_row(sql, queue.parties.product_id) or ()) == (MANY, MANY)


async def test_two_by_lot_in_one_transaction_would_end_in_a_ring() -> None:
    """The negative control: one holds the second unit and takes the first, while a request wants both."""
    parties = await the_parties(units=2)
    await without_order(parties.product_id)
    first, last = await _units(parties)
    lender, both = parties.vendor.acting_for(), asyncio.Barrier(2)

    async def by_lot() -> str:
        try:
            async with db.transaction():
                await occupancy.take(last, _days(), Purpose.HOLD, new_id())
                await both.wait()
                await occupancy.take_any(parties.product_id, lender, _days(), 1, Purpose.HOLD, new_id())
        except Conflict as refused:
            return refused.reason
        return "taken"

    async def in_order() -> str:
        try:
            async with db.transaction():
                await occupancy.take(first, _days(), Purpose.HOLD, new_id())
                await both.wait()
                await occupancy.take(last, _days(), Purpose.HOLD, new_id())
        except Conflict as refused:
            return refused.reason
        return "taken"

    assert "busy" in await asyncio.gather(by_lot(), in_order())


_ABOUT_TO_TAKE = """
INSERT INTO occupancy (id, unit_id, period, purpose, status, note, created_at)
SELECT gen_random_uuid(), $2, period, 'loan', 'active', '', now() FROM occupancy
WHERE cause_id = $1 AND status = 'active'
"""


async def test_a_look_at_who_is_next_waits_for_nobody(own_database: str) -> None:
    queue = await a_queue()
    facility, first = await queue.join()
    for _ in range(2):
        await queue.join()
    await queue.free()
    assert await queue.match() == 1
    another = await a_unit(queue.parties.product_id, queue.parties.vendor.acting_for())
    rival = await asyncpg.connect(own_database)
    try:
        async with asyncio.timeout(PATIENCE), rival.transaction():
            # The other unit's days look free as long as this is not committed.
            await rival.execute(_ABOUT_TO_TAKE, first.id, another)
            foreseen = await preview_waitlist_step(facility, first.id, wished(WaitingStep.REFUSE))
    finally:
        await rival.close()
    assert any("順番が来ました" in one.subject for one in foreseen.told)


async def test_a_product_wished_for_several_times_is_taken_unit_by_unit_in_order() -> None:
    parties = await the_parties(units=MANY)
    display = await a_draft(parties.counter)
    for _ in range(MANY + 1):
        await add(parties.counter, display, parties.product_id, ask=False)
    asked = await displays.ask_all(parties.counter, display.id)
    assert len({one.unit_id for one in asked}) == MANY
    assert {one.status for one in asked} == {ExhibitStatus.ASKED}
    command = MoveExhibition(reason="台風")
    await displays.move_exhibition(parties.counter, display.id, ExhibitionStep.CANCEL, command)


async def test_units_of_several_products_change_their_lender_product_by_product() -> None:
    parties = await the_parties()
    other = await a_product(parties.vendor.acting_for())
    products = sorted((parties.product_id, other))
    units = [await a_unit(product, parties.counter.acting_for()) for product in reversed(products)]
    view = await propose_transfer(parties.counter, a_transfer(units, await a_counter()))
    assert {one.unit_id for one in view.units} == set(units)


async def test_what_comes_is_taken_between_what_goes_and_stays_longer() -> None:
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    tomorrow, (going,) = today() + timedelta(days=1), loan.unit_ids
    coming = await a_unit(parties.product_id, loan.lender_id)
    assert coming > going
    # Its days end today: the way back needs more of them.
    sql = "UPDATE occupancy SET period = daterange(lower(period), $2) WHERE cause_id = $1"
    await db.execute(sql, loan.id, tomorrow)
    await usecases.exchange_loan(
        parties.vendor, loan.id, ExchangeLoan(unit_ids=[coming], reason="整備のため")
    )
    sql = "SELECT upper(period) FROM occupancy WHERE unit_id = $1 AND status = 'active'"
    assert await db.fetch_value(sql, going) > tomorrow
