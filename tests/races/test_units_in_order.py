"""Two lenders name the same free units in opposite orders, over HTTP: one has both, neither waits in a ring.

The negative control lets each take them in the order named.
"""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from core import db
from loans import usecases
from loans.queries import LoanView
from loans.usecases import choosing
from tests.callers import a_caller
from tests.factories import Parties, a_loan, the_parties
from tests.invariants import INVARIANTS
from tests.order import without_order

pytestmark = pytest.mark.usefixtures("own_database")

_REST = """
CREATE FUNCTION rest() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END $$;
CREATE TRIGGER rest AFTER INSERT ON occupancy FOR EACH ROW EXECUTE FUNCTION rest();
"""
DOUBLE = INVARIANTS["days of a unit promised twice"]


async def _both_confirm(client: httpx.AsyncClient, *, is_judged: bool = True) -> list[str]:
    """Whoever has taken a unit rests, so that the other one takes its first meanwhile."""
    parties, loans, spare = await _two_loans_and_two_spare_units()
    if not is_judged:
        await without_order(parties.product_id)
    vendor = await a_caller(client, parties.vendor)
    await db.execute(_REST)
    try:
        answers = await asyncio.gather(
            *(
                vendor.post(f"/loans/{loan.id}/confirm", {"unit_ids": units})
                for loan, units in zip(loans, (spare, spare[::-1]), strict=True)
            )
        )
    finally:
        await db.execute("DROP FUNCTION rest CASCADE")
    assert await db.fetch_value(DOUBLE) == 0
    return sorted(answer.json().get("code", "won") for answer in answers)


async def _two_loans_and_two_spare_units() -> tuple[Parties, list[LoanView], list[str]]:
    parties = await the_parties(units=6, policy={"max_units": 100})
    loans = [await a_loan(parties, quantity=2) for _ in range(2)]
    proposed = [await usecases.propose_loan(parties.counter, loan.id) for loan in loans]
    held = {unit for loan in proposed for unit in loan.unit_ids}
    rows = await db.fetch("SELECT id FROM unit WHERE product_id = $1 ORDER BY id", parties.product_id)
    return parties, proposed, [str(row["id"]) for row in rows if row["id"] not in held]


async def test_whoever_names_units_in_another_order_takes_them_in_the_same(client: httpx.AsyncClient) -> None:
    assert await _both_confirm(client) == ["unit-taken", "won"]


async def test_taken_as_they_are_named_they_end_in_a_ring(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: Iterator[bool] = iter([False, True] * 8)
    monkeypatch.setattr(choosing, "sorted", lambda units: sorted(units, reverse=next(turns)), raising=False)
    assert await _both_confirm(client, is_judged=False) == ["busy", "won"]
