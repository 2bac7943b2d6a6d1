"""Hypothesis joins, frees, offers, answers and asks directly at random; after each step the house stands."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import db
from core.errors import Conflict, IllegalStep, Invalid
from loans import usecases
from loans.commands import GiveReason
from loans.waiting import usecases as waiting
from loans.waiting.commands import LeaveWaitlist, RefuseWaitlistOffer
from loans.waiting.domain import WaitingState
from loans.waiting.queries import EntryFilter, EntryView, list_entries
from tests.factories import a_request
from tests.loans.waiting.queues import CANCELLED, YES, Queue, a_queue

pytestmark = pytest.mark.usefixtures("database")

moves = st.lists(
    st.tuples(
        st.sampled_from(
            ["join", "join", "free", "match", "accept", "refuse", "wait_on", "lapse", "leave", "skip", "ask"]
        ),
        st.integers(0, 5),
        st.integers(0, 4),
        st.integers(1, 2),
    ),
    min_size=4,
    max_size=20,
)

_OFFERED = """
SELECT e.id, e.state, count(o.id)::int AS open, coalesce(sum(o.quantity), 0)::int AS units,
    (SELECT count(*) FROM occupancy h WHERE h.cause_id = e.id AND h.status = 'active')::int AS holds
FROM waiting_entry e LEFT JOIN waiting_offer o ON o.entry_id = e.id AND o.state = 'open'
WHERE e.product_id = $1 GROUP BY e.id
"""
_OVERLAPS = """
SELECT count(*) FROM occupancy a JOIN occupancy b ON a.unit_id = b.unit_id AND a.id < b.id
    AND a.period && b.period JOIN unit u ON u.id = a.unit_id
WHERE u.product_id = $1 AND a.status = 'active' AND b.status = 'active'
"""


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=moves)
async def test_a_random_queue_never_breaks_the_house(walk: list[tuple[str, int, int, int]]) -> None:
    queue = await a_queue(units=2)
    for move, which, off, quantity in walk:
        try:
            await _take(queue, move, which, off, quantity)
        except (IllegalStep, Invalid, Conflict) as refusal:
            assert refusal.reason not in ("busy", "stale-state")
        await _check(queue)


async def _take(queue: Queue, move: str, which: int, off: int, quantity: int) -> None:
    if move == "join":
        start = queue.start + timedelta(days=off)
        await queue.join(start=start, tolerance_days=off, quantity=quantity, accept_fewer=which > 3)
    elif move == "free":
        await _free_some_loan(queue, which)
    elif move == "match":
        await queue.match()
    elif move == "ask":
        command = a_request(queue.parties.product_id, start=queue.start + timedelta(days=off))
        await usecases.request_loan(await queue.another_facility(), command)
    else:
        entries = (await list_entries(queue.counter, EntryFilter(), limit=200)).items
        if entries:
            await _answer(queue, move, _likely(entries, which))


def _likely(entries: list[EntryView], which: int) -> EntryView:
    offered = [entry for entry in entries if entry.state is WaitingState.OFFERED]
    return (offered or entries)[which % len(offered or entries)]


async def _answer(queue: Queue, move: str, entry: EntryView) -> None:
    if move == "accept":
        await waiting.accept_waitlist_offer(queue.counter, entry.id, YES)
    elif move in ("refuse", "wait_on"):
        command = RefuseWaitlistOffer(keep_waiting=move == "wait_on")
        await waiting.refuse_waitlist_offer(queue.counter, entry.id, command)
    elif move == "lapse":
        await queue.lapse(entry)
    elif move == "leave":
        await waiting.leave_waitlist(queue.counter, entry.id, LeaveWaitlist())
    else:
        await waiting.skip_entry(queue.counter, entry.id, GiveReason(reason="x"))


async def _free_some_loan(queue: Queue, which: int) -> None:
    sql = "SELECT id FROM loan WHERE product_id = $1 AND custody = 'requested' ORDER BY id"
    loans = [row["id"] for row in await db.fetch(sql, queue.parties.product_id)]
    if loans:
        await usecases.cancel_loan(queue.counter, loans[which % len(loans)], CANCELLED)


async def _check(queue: Queue) -> None:
    """One open offer for each, held in the ledger to the unit; nothing held for anybody else; no overlap."""
    for row in await db.fetch(_OFFERED, queue.parties.product_id):
        is_offered = row["state"] == WaitingState.OFFERED
        assert row["open"] == int(is_offered), dict(row)
        assert row["holds"] == row["units"], dict(row)
    assert await db.fetch_value(_OVERLAPS, queue.parties.product_id) == 0
