"""A thousandth of the nation: what must be true of it is, and the same seed makes the same rows."""

from datetime import date

import pytest_asyncio

from benchmarks.nation import Size, make_nation
from benchmarks.nation.proof import INVARIANTS, broken_invariants, digest
from benchmarks.nation.size import nation
from core import db
from tests.order import in_any_order
from tests.postgres import Cluster, using_database

DAY = date(2026, 10, 1)
SMALL = nation(DAY).of(1 / 1000)


async def _made(cluster: Cluster, template: str, name: str, size: Size) -> str:
    url = await cluster.copy_of(template, name)
    async with using_database(url, size=2):
        await make_nation(url, size, lambda _: None)
    return url


@pytest_asyncio.fixture(scope="module")
async def small(cluster: Cluster, template: str) -> str:
    """The address of a nation of a thousandth."""
    return await _made(cluster, template, "nation", SMALL)


async def test_a_nation_has_as_much_of_everything_as_was_asked_for(small: str) -> None:
    async with using_database(small, size=2):
        found = {
            "facilities": await _count("organization WHERE kind = 'facility'"),
            "vendors": await _count("organization WHERE kind = 'vendor'"),
            "products": await _count("product"),
            "units": await _count("unit"),
            "occupancies": await _count("occupancy WHERE status = 'active'"),
            "loans": await _count("loan"),
        }
        counters = await db.fetch_value("SELECT count(DISTINCT prefecture) FROM counter_area")
    assert found == {name: getattr(SMALL, name) for name in found}
    assert counters == 47


async def test_what_must_be_true_of_a_nation_is(small: str) -> None:
    async with using_database(small, size=2):
        assert await broken_invariants() == []


async def test_a_nation_that_is_wrong_is_found_out(cluster: Cluster, small: str) -> None:
    assert small
    url = await cluster.copy_of("nation", "nation_wrong")
    async with using_database(url, size=2):
        await db.execute("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap")
        async with db.transaction():
            await in_any_order()
            await db.execute("UPDATE occupancy SET period = daterange(lower(period) - 28, upper(period))")
        await db.execute("UPDATE loan SET quantity = quantity + 1")
        found = await broken_invariants()
    assert "no unit is spoken for twice on one day" in found
    assert "a loan has as many units as it says, of its product and lender" in found
    assert len(found) < len(INVARIANTS)


async def test_loans_stand_at_every_state(small: str) -> None:
    async with using_database(small, size=2):
        states = {row["custody"] for row in await db.fetch("SELECT DISTINCT custody FROM loan")}
    assert {"requested", "proposed", "confirmed", "on_trial", "returned", "declined", "cancelled"} <= states


async def test_the_ledger_keeps_its_constraint_and_indexes(
    cluster: Cluster, small: str, template: str
) -> None:
    made = [await _definitions(small), await _definitions(cluster.url(template))]
    assert made[0] == made[1]


async def test_the_same_seed_makes_the_same_nation_and_another_one_another(
    cluster: Cluster, template: str, small: str
) -> None:
    again = await _made(cluster, template, "nation_again", SMALL)
    other = await _made(cluster, template, "nation_other", nation(DAY, seed=2).of(1 / 1000))
    digests = []
    for url in (small, again, other):
        async with using_database(url, size=2):
            digests.append(await digest())
    assert digests[0] == digests[1] != digests[2]


async def _count(what: str) -> int:
    return int(await db.fetch_value(f"SELECT count(*) FROM {what}"))  # noqa: S608  # of ours


async def _definitions(url: str) -> set[str]:
    """Every key, constraint and index there is."""
    async with using_database(url, size=2):
        rows = await db.fetch(
            "SELECT conname || pg_get_constraintdef(oid) AS it FROM pg_constraint WHERE conrelid > 0"
            " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
            " UNION ALL SELECT tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal"
        )
    return {row["it"] for row in rows}
