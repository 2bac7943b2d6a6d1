"""Web processes on one socket: the one with the fewest connections takes the next, whatever the others do."""

import asyncio
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.turnstile import shared_counts, taken_seats
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
SERVE = """
import socket, sys
from app.commands.serving import answer
from app.turnstile import Counts
listening, counts, seat = map(int, sys.argv[1:])
answer("tests.app.answering:create_app", socket.socket(fileno=listening), Counts(counts, seat), "warning")
"""


@dataclass
class House:
    """A listening socket and the processes that answer on it."""

    listening: socket.socket
    counts: int
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def join(self) -> asyncio.subprocess.Process:
        """One more process, once it accepts."""
        shared = self.listening.fileno(), self.counts
        seat = len(self.processes)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", SERVE, *map(str, (*shared, seat)), cwd=ROOT, pass_fds=shared
        )
        self.processes.append(process)
        await until(lambda: self._has_taken(seat), "a process that accepts")
        return process

    async def _has_taken(self, seat: int) -> bool:
        return taken_seats(self.counts) > seat

    async def visit(self, times: int) -> "Counter[int]":
        """Open `times` connections that stay open; how many each process answers."""
        return Counter([await self.ask("/") for _ in range(times)])

    async def ask(self, path: str) -> int:
        """The number answered on a connection of its own, which stays open."""
        reader, writer = await asyncio.open_connection(*self.listening.getsockname())
        self._open.append(writer)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        return int(await reader.readexactly(length))

    def __post_init__(self) -> None:
        self._open: list[asyncio.StreamWriter] = []

    def leave(self) -> None:
        """Close every connection."""
        for writer in self._open:
            writer.close()


@asynccontextmanager
async def a_house() -> AsyncIterator[House]:
    with socket.create_server(("127.0.0.1", 0)) as listening, shared_counts() as counts:
        house = House(listening, counts.fileno())
        try:
            yield house
        finally:
            house.leave()
            for process in house.processes:
                if process.returncode is None:
                    process.terminate()
                await process.wait()


@pytest.mark.asyncio
async def test_who_joins_later_takes_what_comes_until_it_has_as_many() -> None:
    async with a_house() as house:
        first = await house.join()
        assert await house.visit(16) == {first.pid: 16}
        second = await house.join()
        # a busy machine may keep it from a connection or two for longer than the others wait
        assert (await house.visit(16))[second.pid] >= 12


@pytest.mark.asyncio
async def test_a_process_that_died_with_few_connections_keeps_nobody_waiting() -> None:
    async with a_house() as house:
        first = await house.join()
        await house.visit(4)
        second = await house.join()
        second.send_signal(signal.SIGKILL)
        await second.wait()
        assert await house.visit(4) == {first.pid: 4}


@pytest.mark.asyncio
async def test_a_server_told_to_stop_accepts_nobody_and_ends() -> None:
    async with a_house() as house:
        first, second = await house.join(), await house.join()
        await house.visit(2)
        first.terminate()
        assert await first.wait() == -signal.SIGTERM
        assert await house.visit(3) == {second.pid: 3}


@pytest.mark.asyncio
async def test_the_application_itself_is_no_part_of_the_search_for_garbage() -> None:
    async with a_house() as house:
        await house.join()
        assert await house.ask("/set-aside") > 10_000
