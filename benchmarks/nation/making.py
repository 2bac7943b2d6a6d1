"""Making a nation in an empty, migrated database."""

import time
from collections.abc import Awaitable, Callable

from benchmarks.nation import catalogue, ledger, loans, places
from benchmarks.nation.chance import schema
from benchmarks.nation.loading import TABLES, patient_pool, rest
from benchmarks.nation.size import Size
from core import db
from fixtures.reference import load_problems, load_taxonomy

Say = Callable[[str], None]


class _Progress:
    """Says what is done and how long it took."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.begun = time.monotonic()

    async def step(self, what: str, work: Awaitable[object]) -> None:
        """Wait for `work`."""
        since = time.monotonic()
        await work
        now = time.monotonic()
        self.say(f"{now - self.begun:6.1f} s  {what} ({now - since:.1f} s)")


async def make_nation(url: str, size: Size, say: Say) -> None:
    """Fill the empty, migrated database at `url`; raises `ValueError` for a size that cannot be made."""
    db.configure(url)
    progress = _Progress(say)
    async with patient_pool(url):
        for statement in schema(size.seed):
            await db.execute(statement)
        await load_taxonomy()
        await load_problems()
        resting = await rest()
        await _fill(size, progress)
        await progress.step("keys, indexes and references", resting.end())
        await db.execute("DROP SCHEMA nation CASCADE")
        await progress.step("statistics", _look_around())


async def _fill(size: Size, progress: _Progress) -> None:
    await progress.step(f"47 counters, {size.facilities:,} facilities", places.make_places(size))
    await progress.step(
        f"{size.products:,} products of {size.vendors} vendors", catalogue.make_products(size)
    )
    await progress.step(f"{size.units:,} units with tags", catalogue.make_units(size))
    await progress.step("calendar", ledger.make_calendar(size))
    await progress.step("what is done with them", ledger.make_engagements(size))
    await progress.step("where each loan stands", loans.decide_loans(size))
    await progress.step(f"{size.occupancies:,} occupancies", ledger.make_occupancies(size))
    await progress.step("displays", ledger.make_exhibitions(size))
    await progress.step(f"{size.loans:,} loans", loans.file_loans(size))
    await progress.step("their events", loans.file_events(size))
    await progress.step("their results", loans.file_results())


async def _look_around() -> None:
    for table in (*TABLES, "product", "exhibition"):
        await db.execute(f"VACUUM (ANALYZE, FREEZE) {table}")
