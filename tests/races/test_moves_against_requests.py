"""A loan that moves to other days or another unit, while others ask for exactly these: nobody shares.

The negative control runs the same callers against a database whose constraint was dropped.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from core import db
from core.errors import Conflict
from loans import usecases
from loans.commands import ExchangeLoan, ExtendLoan
from loans.queries import LoanView
from tests.factories import Parties, a_request, the_parties
from tests.invariants import INVARIANTS
from tests.loans.letters import a_confirmed_loan, a_loan_on_trial
from tests.postgres import Cluster, using_database
from tests.waiting import until

ASKERS = 8
DOUBLE = INVARIANTS["days of a unit promised twice"]
_GATE = """
CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_advisory_xact_lock_shared(64); RETURN NEW; END $$;
CREATE TRIGGER gate BEFORE INSERT OR UPDATE OF period ON occupancy
FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate();
"""
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
Move = Callable[[Parties, LoanView], Awaitable[LoanView]]


async def _exchange(parties: Parties, loan: LoanView) -> LoanView:
    sql = "SELECT id FROM unit WHERE product_id = $1 AND id <> ALL($2::uuid[])"
    other: UUID = await db.fetch_value(sql, parties.product_id, loan.unit_ids)
    return await usecases.exchange_loan(
        parties.vendor, loan.id, ExchangeLoan(unit_ids=[other], reason="点検のため")
    )


async def _extend(parties: Parties, loan: LoanView) -> LoanView:
    return await usecases.extend_loan(parties.vendor, loan.id, ExtendLoan(end=loan.end + timedelta(days=10)))


MOVES: dict[str, tuple[int, Callable[[Parties], Awaitable[LoanView]], Move, int]] = {
    "exchange": (2, a_confirmed_loan, _exchange, 0),
    "extension": (1, a_loan_on_trial, _extend, 10),
}


@pytest.fixture(params=MOVES)
def move(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_a_move_and_its_rivals_never_share_a_day(cluster: Cluster, template: str, move: str) -> None:
    answers, doubles = await _race(cluster, template, move, guarded=True)
    # An exchange gives the unit it leaves to whoever asks next: as many winners as units, never more.
    assert 1 <= sum(isinstance(answer, LoanView) for answer in answers) <= MOVES[move][0]
    assert doubles == 0


async def test_without_the_constraint_a_move_and_its_rivals_share_the_days(
    cluster: Cluster, template: str, move: str
) -> None:
    answers, doubles = await _race(cluster, template, move, guarded=False)
    assert sum(isinstance(answer, LoanView) for answer in answers) > 1
    assert doubles > 0


async def _race(
    cluster: Cluster, template: str, move: str, *, guarded: bool
) -> tuple[list[LoanView | Conflict], int]:
    units, beginning, act, later = MOVES[move]
    url = await cluster.copy_of(template, "moves")
    async with using_database(url):
        parties = await the_parties(units=units, policy={"max_units": 1000, "max_days": 60})
        loan = await beginning(parties)
        if not guarded:
            await db.execute("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap")
        start = loan.end + timedelta(days=later) if later else loan.start
        asks = [
            usecases.request_loan(parties.facility, a_request(parties.product_id, start=start))
            for _ in range(ASKERS)
        ]
        answers = await _at_once([act(parties, loan), *asks])
        return answers, int(await db.fetch_value(DOUBLE))


async def _at_once(actions: list[Awaitable[LoanView]]) -> list[LoanView | Conflict]:
    """All have looked before the first one writes; anything but a loan or a conflict fails the test."""
    async with db.connection() as gate:
        await gate.execute(_GATE)
        await gate.execute("SELECT pg_advisory_lock(64)")
        running = asyncio.gather(*actions, return_exceptions=True)

        async def is_crowded() -> bool:
            return bool(await gate.fetchval(_WAITING) >= 2)

        await until(is_crowded, "two at the gate", 30)
        await gate.execute("SELECT pg_advisory_unlock(64)")
        answers = await running
    assert all(isinstance(answer, LoanView | Conflict) for answer in answers), answers
    assert "busy" not in {getattr(answer, "reason", "") for answer in answers}
    return [answer for answer in answers if isinstance(answer, LoanView | Conflict)]
