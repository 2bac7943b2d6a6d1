"""Killing what runs, at moments chosen from a seed, while many attempt many things."""

import asyncio
from random import Random

from tests.notifications.processes import Victim
from tests.soak.clients import Tally
from tests.soak.house import House


class Killer:
    """Told of each attempt; at the chosen ones it kills a process without warning and starts it again."""

    def __init__(self, house: House, attempts: int, seed: int, *, each: int) -> None:
        victims = [house.webs[0], house.worker, house.valkey] * each
        moments = Random(seed).sample(range(attempts // 20, attempts * 9 // 10), len(victims))  # noqa: S311
        self._waiting = dict(zip(moments, victims, strict=True))
        self._busy: dict[Victim, asyncio.Lock] = {victim: asyncio.Lock() for victim in victims}
        self._under_way: set[asyncio.Task[None]] = set()
        self.kills = 0

    def told(self, number: int, _: Tally) -> None:
        """The attempt with this number is about to be made."""
        victim = self._waiting.get(number)
        if victim is not None:
            self._under_way.add(asyncio.create_task(self._kill(victim)))

    async def _kill(self, victim: Victim) -> None:
        async with self._busy[victim]:
            await victim.kill()
            self.kills += 1
            await victim.start()

    async def is_done(self) -> None:
        """Wait until everything runs again."""
        await asyncio.gather(*self._under_way)
