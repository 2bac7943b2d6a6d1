"""One soak: a town, a house, clients that want the same days, and the verdict."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil

from core import db
from tests.invariants import OUTBOX_LEFT
from tests.soak.attempts import Attempts
from tests.soak.clients import Run, Tally
from tests.soak.house import a_house
from tests.soak.town import FACILITIES, a_town
from tests.soak.verdict import Effort, Verdict, verdict

Told = Callable[[int, Tally], None]
# How much may wait in the outbox: more, and the waitlist would only ever hear of days long taken again.
MOST_LEFT = 1_000
LOOKED_AT_EVERY = 0.5  # seconds
# Callers are free to send an Idempotency-Key or none; each costs three statements.
KEYED = 0.25


async def soak(
    database_url: str,
    folder: Path,
    *,
    attempts: int,
    seed: int,
    seconds: float | None = None,
    facilities: int = FACILITIES,
    told: Told = lambda _, __: None,
) -> Verdict:
    """Fill the present database with a town and let it have `attempts` attempts, or `seconds` of them."""
    town, clock = await a_town(facilities), asyncio.get_running_loop().time
    async with a_house(database_url, folder, webs=2) as house:
        begun, spent = clock(), _processor_seconds()
        run = Run(
            Attempts(town, seed, keyed=KEYED),
            house.ports,
            attempts,
            until_time=None if seconds is None else begun + seconds,
            told=told,
        )
        async with _worker_keeps_up(run):
            tally = await run.go()
        effort = Effort(clock() - begun, _processor_seconds() - spent, run.is_out_of_time)
    return await verdict(tally, effort)


@asynccontextmanager
async def _worker_keeps_up(run: Run) -> AsyncIterator[None]:
    """Let clients wait whenever the worker is far behind."""
    looking = asyncio.create_task(_look_at_outbox(run))
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


async def _look_at_outbox(run: Run) -> None:
    while True:
        if await db.fetch_value(OUTBOX_LEFT) > MOST_LEFT:
            run.is_open.clear()
        else:
            run.is_open.set()
        await asyncio.sleep(LOOKED_AT_EVERY)


def _processor_seconds() -> float:
    """What we, our processes and those that have ended have spent so far."""
    found = 0.0
    own = psutil.Process()
    for process in (own, *own.children(recursive=True)):
        with suppress(psutil.Error):
            spent = process.cpu_times()
            found += spent.user + spent.system + spent.children_user + spent.children_system
    return found
