"""A populated world, and a thousand questions about it; both the same from the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import httpx

from accounts.domain import Actor
from catalog import occupancy, tags
from catalog.domain import Purpose
from catalog.terms import Days
from core import db
from core.clock import now, today
from core.ids import new_id
from core.secrets import readable_code
from directory.kinds import OrganizationKind
from tests.factories import a_policy, a_product, a_unit, an_actor, an_organization
from tests.judge.oracle import Asked, Borrower, Model, Oracle, Party, Robot

MOST_DAYS, MOST_UNITS = 31, 4
_AHEAD, _SEASON = 25, 150
_MODELS = ((0, 0, 1), (1, 1, 3), (2, 1, 6), (3, 2, 5), (2, 0, 2))  # transit, inspection, units of the vendor


@dataclass
class World:
    """Who asks and who lends, with browsers and programs to ask by, and the oracle that knows everything."""

    oracle: Oracle
    actors: dict[UUID, Actor]
    items: dict[UUID, str]
    tags: dict[UUID, str]
    browsers: dict[UUID, httpx.AsyncClient]
    programs: dict[UUID, httpx.AsyncClient]


async def populate(seed: int) -> World:
    """Two counters and their facilities, a vendor, five products, and every unit taken here and there."""
    choice = random.Random(seed)  # noqa: S311  # the same for everybody, on purpose
    vendor_id = await an_organization(OrganizationKind.VENDOR)
    counters = [await _counter() for _ in range(2)]
    first, second = counters
    facilities = {await _facility(first, []): first, await _facility(second, [6]): second}
    parties = {one: Party(await _closing_days(one, choice)) for one in (vendor_id, *counters)}
    models, robots, items = {}, {}, {}
    for transit, inspection, units in _MODELS:
        product_id, items_of = await _product(vendor_id, transit, inspection)
        items[product_id] = items_of
        models[product_id] = Model(vendor_id, transit, inspection)
        for lender_id in [vendor_id] * units + [counters[0]] * 2 + [counters[1]] * (units // 3):
            unit_id = await a_unit(product_id, lender_id)
            robots[unit_id] = Robot(product_id, lender_id, choice.random() > 0.08)
    await db.execute(
        "UPDATE unit SET status = 'retired' WHERE id = ANY($1::uuid[])",
        [unit_id for unit_id, robot in robots.items() if not robot.is_active],
    )
    taken = [one for unit_id in robots for one in await _occupy(unit_id, choice)]
    borrowers = {
        facility: Borrower(counter, frozenset({6} if counter == counters[1] else ()))
        for facility, counter in facilities.items()
    }
    oracle = Oracle(parties, models, robots, borrowers, taken, MOST_DAYS, MOST_UNITS)
    actors = {one: await an_actor(one) for one in (vendor_id, *counters, *facilities)}
    tokens = {unit_id: (await tags.new_tag(unit_id)).token for unit_id in robots}
    return World(oracle, actors, items, tokens, {}, {})


async def _counter() -> UUID:
    counter_id = await an_organization(OrganizationKind.COUNTER)
    await a_policy(counter_id, max_days=MOST_DAYS, max_units=MOST_UNITS)
    return counter_id


async def _facility(counter_id: UUID, closed_weekdays: list[int]) -> UUID:
    return await an_organization(
        OrganizationKind.FACILITY, counter_id=counter_id, closed_weekdays=closed_weekdays
    )


async def _product(vendor_id: UUID, transit: int, inspection: int) -> tuple[UUID, str]:
    item = f"Q-{readable_code(8)}"
    await db.execute("INSERT INTO taxonomy_item (id, version, code) VALUES ($1, '2025', $2)", new_id(), item)
    terms = {"transit_working_days": transit, "inspection_working_days": inspection}
    return await a_product(vendor_id, units=0, item=item, **terms), item


async def _closing_days(organization_id: UUID, choice: random.Random) -> frozenset[date]:
    days = frozenset(today() + timedelta(days=choice.randrange(_AHEAD + _SEASON)) for _ in range(12))
    for day in days:
        await db.execute(
            "INSERT INTO closing_day (id, organization_id, day) VALUES ($1, $2, $3)",
            new_id(),
            organization_id,
            day,
        )
    return days


async def _occupy(unit_id: UUID, choice: random.Random) -> list[tuple[UUID, date, date]]:
    """Stretches with gaps of every length between them, whatever the unit is taken for."""
    found, day = [], today() + timedelta(days=choice.randrange(30))
    last = today() + timedelta(days=_AHEAD + _SEASON + 60)
    while day < last:
        end = day + timedelta(days=choice.randrange(1, 25))
        purpose = choice.choice((Purpose.LOAN, Purpose.HOLD, Purpose.EXHIBITION, Purpose.MAINTENANCE))
        expires_at = now() + timedelta(days=400) if purpose is Purpose.HOLD else None
        await occupancy.take(unit_id, Days(day, end), purpose, new_id(), expires_at=expires_at)
        found.append((unit_id, day, end))
        day = end + timedelta(days=choice.randrange(0, 60))
    return found


def questions(world: World, seed: int, count: int) -> Iterator[Asked]:
    """Questions of all kinds: short and long, one unit or too many, by facilities of either counter."""
    choice = random.Random(seed)  # noqa: S311  # the same for everybody, on purpose
    units = sorted(world.oracle.robots)
    borrowers = sorted(world.oracle.borrowers)
    for _ in range(count):
        unit_id = choice.choice(units)
        start = today() + timedelta(days=choice.randrange(_AHEAD, _AHEAD + _SEASON))
        length = choice.choice((1, 3, 7, 7, 14, 14, 14, 21, 28, 31, 40))
        yield Asked(
            product_id=world.oracle.robots[unit_id].product_id,
            unit_id=unit_id,
            start=start,
            end=start + timedelta(days=length),
            quantity=choice.choice((1, 1, 1, 1, 2, 2, 3, 4, 5)),
            borrower_id=choice.choice(borrowers),
        )
