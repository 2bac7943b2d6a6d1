"""64 callers ask at once for the only unit: the database lets exactly one have it.

The negative control runs the same callers against a database whose constraint was dropped.
"""

import asyncio
from datetime import timedelta

from core import db
from core.clock import today
from core.errors import Conflict
from loans import usecases
from loans.queries import LoanView
from tests.factories import Parties, a_request, the_parties
from tests.postgres import Cluster, using_database

CALLERS = 64
GENEROUS: dict[str, object] = {"max_units": 1000}


async def _ask(parties: Parties, number: int, quantity: int = 1) -> LoanView | Conflict:
    start = today() + timedelta(days=30 + number % 7)  # overlapping, not equal
    command = a_request(parties.product_id, start=start, quantity=quantity)
    try:
        return await usecases.request_loan(parties.facility, command)
    except Conflict as refusal:
        return refusal


async def test_exactly_one_of_64_gets_the_only_unit(database: str) -> None:
    assert database
    parties = await the_parties(policy=GENEROUS)
    answers = await asyncio.gather(*(_ask(parties, number) for number in range(CALLERS)))
    won = [answer for answer in answers if isinstance(answer, LoanView)]
    refused = [answer for answer in answers if isinstance(answer, Conflict)]
    assert (len(won), len(refused)) == (1, CALLERS - 1)
    assert {refusal.reason for refusal in refused} == {"unit-taken"}
    assert all(refusal.facts["reasons"] for refusal in refused)
    assert await _overlaps(parties) == 0


async def test_without_the_constraint_the_same_callers_double_book(cluster: Cluster, template: str) -> None:
    url = await cluster.copy_of(template, "without_the_judge")
    async with using_database(url):
        await db.execute("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap")
        parties = await the_parties(policy=GENEROUS)
        answers = await asyncio.gather(*(_ask(parties, number) for number in range(CALLERS)))
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
