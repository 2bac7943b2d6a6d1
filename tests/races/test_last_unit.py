"""64 callers ask at once for the only unit: the database lets exactly one have it.

The negative control runs the same callers against a database whose constraint was dropped.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg

from core import db
from core.clock import today
from core.errors import Conflict
from loans import usecases
from loans.queries import LoanView
from tests.factories import Parties, a_request, another_facility, the_parties
from tests.postgres import Cluster, using_database
from tests.waiting import until

CALLERS = 64
GENEROUS: dict[str, object] = {"max_units": 1000}


async def _ask(parties: Parties, number: int, quantity: int = 1) -> LoanView | Conflict:
    start = today() + timedelta(days=30 + number % 7)  # overlapping, not equal
    command = a_request(parties.product_id, start=start, quantity=quantity)
    # each caller another facility: one facility's requests wait for each other, whatever they are for
    facility = await another_facility(parties)
    try:
        return await usecases.request_loan(facility, command)
    except Conflict as refusal:
        return refusal


async def test_exactly_one_of_64_gets_the_only_unit(cluster: Cluster, template: str) -> None:
    async with _a_house_where_all_look_before_one_writes(cluster, template) as gate:
        parties = await the_parties(policy=GENEROUS)
        answers = await _all_at_once(gate, parties)
        won = [answer for answer in answers if isinstance(answer, LoanView)]
        refused = [answer for answer in answers if isinstance(answer, Conflict)]
        assert (len(won), len(refused)) == (1, CALLERS - 1)
        assert {refusal.reason for refusal in refused} == {"unit-taken"}
        assert all(refusal.facts["reasons"] for refusal in refused)
        assert await _overlaps(parties) == 0


async def test_without_the_constraint_the_same_callers_double_book(cluster: Cluster, template: str) -> None:
    async with _a_house_where_all_look_before_one_writes(cluster, template) as gate:
        await db.execute("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap")
        parties = await the_parties(policy=GENEROUS)
        answers = await _all_at_once(gate, parties)
        assert sum(isinstance(answer, LoanView) for answer in answers) > 1
        assert await _overlaps(parties) > 0


async def test_bookers_of_several_units_in_any_order_never_fail_each_other(database: str) -> None:
    assert database
    parties = await the_parties(units=4, policy=GENEROUS)
    answers = await asyncio.gather(*(_ask(parties, number, quantity=2) for number in range(CALLERS)))
    assert sum(isinstance(answer, LoanView) for answer in answers) >= 1
    assert all(isinstance(answer, LoanView | Conflict) for answer in answers)
    assert await _overlaps(parties) == 0


async def _overlaps(parties: Parties) -> int:
    found: int = await db.fetch_value(
        """
        SELECT count(*) FROM occupancy a JOIN occupancy b
        ON a.unit_id = b.unit_id AND a.id < b.id AND a.period && b.period
        JOIN unit u ON u.id = a.unit_id
        WHERE u.product_id = $1 AND a.status = 'active' AND b.status = 'active'
        """,
        parties.product_id,
    )
    return found


_GATE = """
CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_advisory_xact_lock_shared(64); RETURN NEW; END $$;
CREATE TRIGGER gate BEFORE INSERT ON occupancy FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate();
"""
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@asynccontextmanager
async def _a_house_where_all_look_before_one_writes(
    cluster: Cluster, template: str
) -> AsyncIterator[asyncpg.Connection]:
    """A database whose bookers have all found the unit free when the first one writes: the worst race."""
    url = await cluster.copy_of(template, "race")
    gate = await asyncpg.connect(url)
    try:
        await gate.execute(_GATE)
        async with using_database(url):
            yield gate
    finally:
        await gate.close()


async def _all_at_once(gate: asyncpg.Connection, parties: Parties) -> list[LoanView | Conflict]:
    await gate.execute("SELECT pg_advisory_lock(64)")
    asking = asyncio.gather(*(_ask(parties, number) for number in range(CALLERS)))
    await until(lambda: _at_least(gate, 8), "bookers at the gate")
    await gate.execute("SELECT pg_advisory_unlock(64)")
    return await asking


async def _at_least(gate: asyncpg.Connection, waiting: int) -> bool:
    return bool(await gate.fetchval(_WAITING) >= waiting)
