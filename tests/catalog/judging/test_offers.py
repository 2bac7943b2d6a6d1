"""The soonest over all counters at once is what each counter, asked by itself, would say."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from catalog import occupancy
from catalog.availability import Question, first_starts, lendings_at, offers_at, soonest
from catalog.domain import Purpose
from catalog.terms import Days
from core.clock import today
from core.ids import new_id
from directory.kinds import OrganizationKind
from tests.factories import a_policy, a_product, a_unit, an_organization

POLICIES: list[dict[str, object]] = [
    {},
    {"hold_hours": 12, "default_days": 7},
    {"max_units": 1},
    {"max_days": 10, "default_days": 7},
    {"min_days": 10},
    {"notice_days": 45},
    {"horizon_days": 30},
    {"horizon_days": 3},
    {"transit_working_days": 4, "inspection_working_days": 3},
    {"same_day_turnaround": True},
    {"working_days_only": True},
    {"max_loans_per_year": 0},
    {
        "intake_from": f"{today() + timedelta(days=2):%m-%d}",
        "intake_until": f"{today() + timedelta(days=9):%m-%d}",
    },
]
LENGTHS = (5, 14, 30)
MOST = 1000


async def counters() -> list[UUID]:
    """One for each policy."""
    found = []
    for policy in POLICIES:
        found.append(await an_organization(OrganizationKind.COUNTER))
        await a_policy(found[-1], **policy)
    return found


async def products(own_counter_id: UUID) -> list[UUID]:
    """With terms of their own and without, much taken and little, one of them also lent by a counter."""
    vendors = [await an_organization(OrganizationKind.VENDOR, closed_weekdays=[day]) for day in (0, 3)]
    found = [
        await a_product(vendors[0], units=3),
        await a_product(vendors[1], units=2, transit_working_days=0, max_days=14),
        await a_product(vendors[1], units=0, min_days=12, max_days=12),
    ]
    taken = [(await a_unit(found[0], vendors[0]), 5), (await a_unit(found[1], own_counter_id), 60)]
    taken.append((await a_unit(found[2], vendors[1]), 200))
    for unit_id, first in taken:
        start = today() + timedelta(days=first)
        await occupancy.take(unit_id, Days(start, start + timedelta(days=40)), Purpose.MAINTENANCE, new_id())
    return found


async def asked_one_by_one(
    product_ids: list[UUID], counter_ids: list[UUID], length: int, quantity: int
) -> set[tuple[UUID | None, UUID, date, int]]:
    """Every product at every counter, each with the whole of its own rules."""
    trial = Days(today(), today() + timedelta(days=length))
    lendings = [
        one
        for one in await lendings_at(product_ids, counter_ids, today())
        if one.terms.min_days <= length <= one.terms.max_days
    ]
    starts = await first_starts([Question(one, trial, quantity) for one in lendings], today())
    return {
        (one.counter_id, one.product_id, start.day, start.free_units)
        for one, start in zip(lendings, starts, strict=True)
        if start is not None
    }


@pytest.mark.usefixtures("database")
async def test_all_counters_at_once_are_told_what_each_of_them_is_told() -> None:
    counter_ids = await counters()
    product_ids = await products(counter_ids[0])
    for quantity in (1, 2):
        offers = await offers_at(product_ids, counter_ids, LENGTHS, quantity, today())
        assert max(map(len, offers.values())) < len(product_ids) * len(counter_ids)
        ranked = await soonest(offers, today(), quantity, today(), MOST)
        for length, found in ranked.items():
            each = {(one.counter_id, one.product_id, one.start, one.free_units) for one in found.items}
            assert each == await asked_one_by_one(product_ids, counter_ids, length, quantity)
            assert found.total == len(found.items)
            assert found.items == sorted(
                found.items, key=lambda one: (one.start, -one.free_units, one.product_name, one.counter_name)
            )


@pytest.mark.usefixtures("database")
async def test_no_more_than_asked_for_are_told_but_all_are_counted() -> None:
    counter_ids = await counters()
    product_ids = await products(counter_ids[0])
    offers = await offers_at(product_ids, counter_ids, [5], 1, today())
    every = (await soonest(offers, today(), 1, today(), MOST))[5]
    few = (await soonest(offers, today(), 1, today(), 4))[5]
    assert few.items == every.items[:4]
    assert few.total == every.total > 4
