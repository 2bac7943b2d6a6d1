"""A web server in processes of its own, for the length of a measurement."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from app.launcher.listening import BACKLOG
from app.turnstile import shared_counts, taken_seats
from core.settings import settings

PATIENCE = 30.0


@asynccontextmanager
async def server(factory: str, environment: Mapping[str, str], folder: Path) -> AsyncIterator[int]:
    """Serve `factory` with as many processes as `tameshi run` has; its port once all are there."""
    with socket.socket() as listening, shared_counts() as counts, _log_of(factory, folder) as log:
        listening.bind(("127.0.0.1", 0))
        listening.listen(BACKLOG)
        shared = listening.fileno(), counts.fileno()
        command = [sys.executable, "-m", "benchmarks.serving", factory, *map(str, shared)]
        processes = [
            await asyncio.create_subprocess_exec(
                *command, str(seat), env=environment, stdout=log, stderr=log, pass_fds=shared
            )
            for seat in range(settings().web_processes)
        ]
        try:
            await asyncio.wait_for(_all_there(counts.fileno(), processes), PATIENCE)
            yield listening.getsockname()[1]
        finally:
            for process in processes:
                process.terminate()
            await asyncio.gather(*(process.wait() for process in processes))


def _log_of(factory: str, folder: Path) -> IO[bytes]:
    return (folder / f"{factory.split(':', maxsplit=1)[0]}.log").open("wb")


async def _all_there(counts: int, processes: list[asyncio.subprocess.Process]) -> None:
    """Until every process has taken its seat: one alone would show half of what the machine can do."""
    while taken_seats(counts) < len(processes):
        if any(process.returncode is not None for process in processes):
            raise SystemExit("a server of the benchmark did not start; its log is beside its data")
        await asyncio.sleep(0.05)
