"""How long the database takes for a question: the time of each statement, without the program around it."""

import random
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any

from accounts.domain import Actor
from benchmarks.cases import some_day
from benchmarks.promises import Promise, Result
from benchmarks.visitors import Offered
from catalog.availability import availability, lending_of
from catalog.domain import ProductStatus
from catalog.free_search import FreeSearch
from catalog.queries import ProductFilter, facets_of, list_products
from catalog.terms import Days
from core import db
from core.clock import today

QUESTIONS = 1_000
# What people type to find a robot: a task, part of one, one character, two words, a name that many share.
_TYPED = (
    "見守り",
    "移乗 腰",
    "夜間",
    "浴",
    "センサー",
    "見守りシステム",
    "転倒 予防",
    "MA-1",
    "排泄",
    "ない言葉",
)


class _Stopwatch:
    """A connection that adds up how long its statements take."""

    def __init__(self, connection: Any, spent: list[float]) -> None:
        self.connection = connection
        self.spent = spent

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self.connection, name)
        if name not in ("fetch", "fetchrow", "fetchval", "execute"):
            return asked

        async def timed(*arguments: Any) -> Any:
            begun = time.perf_counter()
            answer = await asked(*arguments)
            self.spent.append((time.perf_counter() - begun) * 1000)
            return answer

        return timed


@contextmanager
def timed_statements() -> Iterator[list[float]]:
    """The milliseconds of each statement that goes through `core.db` inside the block."""
    spent: list[float] = []
    usual = db.connection

    @asynccontextmanager
    async def watched() -> AsyncIterator[Any]:
        async with usual() as connection:
            yield _Stopwatch(connection, spent)

    db.connection = watched
    try:
        yield spent
    finally:
        db.connection = usual


async def time_in_database(
    name: str, ask: Callable[[], Awaitable[object]], promise: Promise, questions: int = QUESTIONS
) -> Result:
    """Ask one after the other; the figure of a question is the sum of its statements."""
    for _ in range(20):
        await ask()
    times = []
    for _ in range(questions):
        with timed_statements() as spent:
            await ask()
        times.append(sum(spent))
    shares = statistics.quantiles(times, n=100, method="inclusive")
    return Result(
        name=name,
        ours=round(1000 / statistics.fmean(times), 1),
        p50_ms=round(shares[49], 3),
        p95_ms=round(shares[94], 3),
        p99_ms=round(shares[98], 3),
        promise=promise,
    )


def asking_availability(offered: list[Offered]) -> Callable[[], Awaitable[object]]:
    """Whether a product with many units can be had for two weeks on some day."""

    async def ask() -> object:
        lending = await lending_of(random.choice(offered).product_id, None, today())
        start = some_day()
        return await availability(lending, Days(start, start + timedelta(days=14)), 1, today())

    return ask


def asking_products() -> Callable[[], Awaitable[object]]:
    """A page of products found by words, some of them narrowed, with the facets beside them."""
    dice = random.Random(3)
    anyone = Actor.anonymous()

    async def ask() -> object:
        items = ["MON-F"] if dice.random() < 0.25 else []
        wanted = ProductFilter(q=dice.choice(_TYPED), status=ProductStatus.PUBLIC, items=items)
        return await list_products(anyone, wanted, limit=24), await facets_of(anyone, wanted)

    return ask


def asking_free_products() -> Callable[[], Awaitable[object]]:
    """The same for two weeks from some day on: free ones first, or free ones only."""
    dice = random.Random(4)
    anyone = Actor.anonymous()

    async def ask() -> object:
        wanted = ProductFilter(q=dice.choice(_TYPED), status=ProductStatus.PUBLIC)
        is_narrow = dice.random() < 0.5
        asked = FreeSearch(actor=anyone, wanted=wanted, start=some_day(), days=14, only_free=is_narrow)
        return await asked.page(None, 24), await facets_of(anyone, wanted)

    return ask
