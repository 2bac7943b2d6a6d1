"""Freed days are offered once, whoever grasps at them: other workers, direct requests, colleagues, the clock.

The negative control lets an offer and a direct request meet where the ledger's constraint was dropped.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from core import db
from core.errors import Conflict, DomainError
from loans import usecases
from loans.queries import LoanView
from loans.waiting import usecases as waiting
from loans.waiting.commands import LeaveWaitlist, RefuseWaitlistOffer
from loans.waiting.domain import WaitingState
from loans.waiting.queries import EntryView
from tests.factories import a_request
from tests.loans.waiting.queues import YES, Queue, a_queue
from tests.postgres import Cluster, using_database
from tests.waiting import until

ROUNDS = 5
REQUESTS = 8
WORKERS = 6

_GATE = """
CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_advisory_xact_lock_shared(65); RETURN NEW; END $$;
CREATE TRIGGER gate BEFORE INSERT ON occupancy FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate();
"""
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 65 AND NOT granted"
_OVERLAPS = """
SELECT count(*) FROM occupancy a JOIN occupancy b ON a.unit_id = b.unit_id AND a.id < b.id
    AND a.period && b.period JOIN unit u ON u.id = a.unit_id
WHERE u.product_id = $1 AND a.status = 'active' AND b.status = 'active'
"""


@asynccontextmanager
async def _a_house_with_a_gate(cluster: Cluster, template: str) -> AsyncIterator[asyncpg.Connection]:
    url = await cluster.copy_of(template, "waitlist_race")
    gate = await asyncpg.connect(url)
    try:
        await gate.execute(_GATE)
        async with using_database(url):
            yield gate
    finally:
        await gate.close()


async def _request(queue: Queue) -> LoanView | Conflict:
    facility = await queue.another_facility()
    try:
        return await usecases.request_loan(facility, a_request(queue.parties.product_id, start=queue.start))
    except Conflict as refusal:
        return refusal


async def _offer_against_requests(gate: asyncpg.Connection, queue: Queue) -> tuple[int, int]:
    """How many offers and how many loans came of one freed unit."""
    await gate.execute("SELECT pg_advisory_lock(65)")
    match = asyncio.create_task(queue.match())
    asked = [asyncio.create_task(_request(queue)) for _ in range(REQUESTS)]

    async def all_have_looked() -> bool:
        return bool(await gate.fetchval(_WAITING) >= REQUESTS + 1)

    await until(all_have_looked, "the worker and the askers at the gate")
    await gate.execute("SELECT pg_advisory_unlock(65)")
    answers = await asyncio.gather(*asked)
    return await match, sum(isinstance(answer, LoanView) for answer in answers)


async def test_a_freed_unit_goes_to_the_queue_or_to_one_request(cluster: Cluster, template: str) -> None:
    async with _a_house_with_a_gate(cluster, template) as gate:
        for _ in range(ROUNDS):
            queue = await a_queue()
            _, entry = await queue.join()
            await queue.free()
            offers, loans = await _offer_against_requests(gate, queue)
            assert offers + loans == 1
            assert await queue.states(entry) == [WaitingState.OFFERED if offers else WaitingState.WAITING]
            assert await db.fetch_value(_OVERLAPS, queue.parties.product_id) == 0
            assert len(await queue.holds()) == 1


async def test_without_the_constraint_it_goes_to_several(cluster: Cluster, template: str) -> None:
    async with _a_house_with_a_gate(cluster, template) as gate:
        await db.execute("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap")
        queue = await a_queue()
        await queue.join()
        await queue.free()
        offers, loans = await _offer_against_requests(gate, queue)
        assert offers + loans > 1
        assert await db.fetch_value(_OVERLAPS, queue.parties.product_id) > 0


@pytest.mark.usefixtures("database")
async def test_workers_that_look_at_once_offer_once_and_to_the_first() -> None:
    for units in (1, 2, 3):
        queue = await a_queue(units=units)
        entries = [(await queue.join())[1] for _ in range(4)]
        await queue.free()
        made = await asyncio.gather(*(queue.match() for _ in range(WORKERS)))
        assert sum(made) == units
        assert await queue.states(*entries) == [
            WaitingState.OFFERED if place < units else WaitingState.WAITING for place in range(4)
        ]
        assert sorted(await queue.holds()) == sorted(entry.id for entry in entries[:units])


async def _an_offer() -> tuple[Queue, EntryView, EntryView]:
    queue = await a_queue()
    _, first = await queue.join()
    _, second = await queue.join()
    await queue.free()
    await queue.match()
    return queue, first, second


async def _outcomes(*steps: "asyncio.Future[Any]") -> Counter[str]:
    answers = await asyncio.gather(*steps, return_exceptions=True)
    assert all(not isinstance(answer, Exception) or isinstance(answer, DomainError) for answer in answers)
    reasons = [answer.reason if isinstance(answer, DomainError) else "done" for answer in answers]
    assert "busy" not in reasons
    return Counter(reasons)


@pytest.mark.usefixtures("database")
async def test_colleagues_who_accept_at_once_open_one_loan() -> None:
    for _ in range(ROUNDS):
        queue, first, _ = await _an_offer()
        steps = [
            asyncio.ensure_future(waiting.accept_waitlist_offer(queue.counter, first.id, YES))
            for _ in range(4)
        ]
        assert await _outcomes(*steps) == {"done": 1, "illegal-step": 3}
        assert len(await queue.holds()) == 1


@pytest.mark.usefixtures("database")
async def test_an_offer_is_accepted_refused_left_and_lapses_at_once_but_only_one_of_them_happens() -> None:
    for number in range(ROUNDS):
        queue, first, second = await _an_offer()
        if number % 2:  # its time is up: it can be refused, left or passed on, and no longer be accepted
            await db.execute("UPDATE waiting_offer SET expires_at = now() WHERE entry_id = $1", first.id)
        steps: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(waiting.accept_waitlist_offer(queue.counter, first.id, YES)),
            asyncio.ensure_future(
                waiting.refuse_waitlist_offer(queue.counter, first.id, RefuseWaitlistOffer())
            ),
            asyncio.ensure_future(waiting.leave_waitlist(queue.counter, first.id, LeaveWaitlist())),
            asyncio.ensure_future(waiting.lapse_offers()),
            asyncio.ensure_future(queue.match()),
        ]
        await _outcomes(*steps)
        await queue.match()
        loans = await db.fetch_value(
            "SELECT count(*) FROM loan WHERE product_id = $1 AND custody = 'requested'",
            queue.parties.product_id,
        )
        (state,) = await queue.states(second)
        assert loans + (state is WaitingState.OFFERED) == 1 or await _is_offered_again(queue, first)
        assert len(await queue.holds()) == 1
        assert await db.fetch_value(_OVERLAPS, queue.parties.product_id) == 0


async def _is_offered_again(queue: Queue, entry: EntryView) -> bool:
    return await queue.states(entry) == [WaitingState.OFFERED]
