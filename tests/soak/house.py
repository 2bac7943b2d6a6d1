"""The house under load: web processes, a worker and a Valkey of its own, as they run in earnest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.notifications.processes import COMMAND, Valkey, Victim, a_worker
from tests.ports import free_port
from tests.waiting import until


class Web(Victim):
    """`tameshi serve` on a port of its own."""

    def __init__(self, log: Path, environment: dict[str, str]) -> None:
        self.port = free_port()
        super().__init__(
            [*COMMAND, "serve"],
            log,
            environment | {"TAMESHI_PORT": str(self.port), "TAMESHI_HOST": "127.0.0.1"},
        )

    async def start(self) -> None:
        """Start it and wait until it answers."""
        await super().start()
        await until(self._answers, "a web process")

    async def _answers(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        await writer.wait_closed()
        return True


@dataclass
class House:
    """Its processes, each of which may be killed."""

    webs: list[Web]
    worker: Victim
    valkey: Valkey

    @property
    def ports(self) -> list[int]:
        """Where it answers."""
        return [web.port for web in self.webs]


@asynccontextmanager
async def a_house(database_url: str, folder: Path, *, webs: int) -> AsyncIterator[House]:
    """A house on this database for the length of the context; its logs are in `folder`."""
    valkey = Valkey(folder)
    environment = {
        "TAMESHI_DATABASE_URL": database_url,
        "TAMESHI_REDIS_URL": valkey.url,
        "TAMESHI_SECRET_KEY": "a-secret-for-tests-and-nothing-else-0123456789",
        "TAMESHI_DATA_DIR": str(folder),
        "TAMESHI_LOG_LEVEL": "warning",
        "TAMESHI_SMTP_URL": "",
    }
    house = House(
        [Web(folder / f"web{number}.log", environment) for number in range(webs)],
        a_worker(folder / "worker.log", environment),
        valkey,
    )
    try:
        await valkey.start()
        await asyncio.gather(*(web.start() for web in house.webs), house.worker.start())
        yield house
    finally:
        for victim in (*house.webs, house.worker, valkey):
            await victim.kill()
