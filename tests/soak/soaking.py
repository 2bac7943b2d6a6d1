"""One soak: a town, a house, clients that want the same days, and the verdict."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from tests.soak.attempts import Attempts
from tests.soak.clients import Run, Tally
from tests.soak.house import a_house
from tests.soak.town import a_town
from tests.soak.verdict import Verdict, verdict

Told = Callable[[int, Tally], None]


async def soak(
    database_url: str,
    folder: Path,
    *,
    attempts: int,
    seed: int,
    seconds: float | None = None,
    told: Told = lambda _, __: None,
) -> Verdict:
    """Fill the present database with a town and let it have `attempts` attempts, or `seconds` of them."""
    town, clock = await a_town(), asyncio.get_running_loop().time
    async with a_house(database_url, folder, webs=2) as house:
        begun = clock()
        run = Run(
            Attempts(town, seed),
            house.ports,
            attempts,
            until_time=None if seconds is None else begun + seconds,
            told=told,
        )
        tally = await run.go()
        took = clock() - begun
    return await verdict(tally, took)
