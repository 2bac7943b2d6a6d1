"""Bundles that want the same products in any order never wait for each other in a ring.

The negative control takes the same units in the order in which each asker named them: the database has to end
the ring by throwing somebody out.
"""

import asyncio
import random
from datetime import timedelta
from uuid import UUID

import pytest

from catalog import occupancy
from catalog.domain import Purpose
from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Conflict
from core.ids import new_id
from loans.bundles.commands import BundleItem, RequestLoans
from loans.bundles.queries import BundleView
from loans.bundles.usecases import request_loans
from tests.factories import Parties, a_product, another_facility, the_parties
from tests.order import without_order

pytestmark = pytest.mark.usefixtures("database")

ASKERS = 48
START = today() + timedelta(days=40)
DAYS = Days(START, START + timedelta(days=14))
_OVERLAPS = """
SELECT count(*) FROM occupancy a JOIN occupancy b
ON a.unit_id = b.unit_id AND a.id < b.id AND a.period && b.period
JOIN unit u ON u.id = a.unit_id
WHERE u.product_id = ANY($1::uuid[]) AND a.status = 'active' AND b.status = 'active'
"""
_WITHOUT_LOAN = """
SELECT count(*) FROM occupancy o JOIN unit u ON u.id = o.unit_id
WHERE u.product_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT FROM loan_unit lu WHERE lu.occupancy_id = o.id)
"""


async def _ask(parties: Parties, products: list[UUID], chance: random.Random) -> BundleView | Conflict:
    facility = await another_facility(parties)
    chosen = chance.sample(products, k=chance.randint(2, len(products)))
    items = [
        BundleItem(product_id=one, quantity=chance.randint(1, 2), accept_fewer=chance.random() < 0.5)
        for one in chosen
    ]
    start = START + timedelta(days=chance.randint(0, 6))
    command = RequestLoans(
        items=items,
        whole=chance.random() < 0.5,
        start=start,
        end=start + timedelta(days=14),
        problem="夜間の見守り",
        goal="訪室を半分に",
        place_of_use="2階",
    )
    try:
        return await request_loans(facility, command)
    except Conflict as refusal:
        return refusal


async def test_bundles_in_random_order_end_with_a_yes_or_a_reason() -> None:
    chance = random.Random(5)  # noqa: S311  # an order, not a secret
    parties = await the_parties(units=3, policy={"max_units": 100}, needs_consent=False)
    vendor = parties.vendor.acting_for()
    others = [await a_product(vendor, units=3, needs_consent=False) for _ in range(3)]
    products = [parties.product_id, *others]
    answers = await asyncio.gather(*(_ask(parties, products, chance) for _ in range(ASKERS)))
    refused = [answer for answer in answers if isinstance(answer, Conflict)]
    assert {refusal.reason for refusal in refused} <= {"bundle-refused"}
    assert len(refused) < ASKERS
    assert await db.fetch_value(_OVERLAPS, products) == 0
    assert await db.fetch_value(_WITHOUT_LOAN, products) == 0


async def _take(products: list[UUID], lender_id: UUID, others: asyncio.Barrier) -> str:
    """Take one unit of each product in this order; everybody has the first before anybody goes on."""
    try:
        async with db.transaction():
            for place, product_id in enumerate(products):
                await occupancy.take_any(product_id, lender_id, DAYS, 1, Purpose.HOLD, new_id())
                if place == 0:
                    await others.wait()
    except Conflict as refusal:
        return refusal.reason
    return "taken"


async def test_taking_in_the_order_of_asking_would_end_in_a_ring() -> None:
    parties = await the_parties()
    vendor = parties.vendor.acting_for()
    one, another = parties.product_id, await a_product(vendor, units=1)
    await without_order(one, another)
    both = asyncio.Barrier(2)
    outcomes = await asyncio.gather(_take([one, another], vendor, both), _take([another, one], vendor, both))
    assert sorted(outcomes) == ["busy", "taken"]
