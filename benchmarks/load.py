"""Sixteen clients that ask as fast as they are answered, over plain sockets that cost little themselves."""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

CLIENTS = 16
_WORDS = 300  # bytes of an answer that are told


@dataclass
class Request:
    """One HTTP/1.1 request; `body` is JSON already."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def encoded(self) -> bytes:
        """The bytes that go over the wire."""
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Content-Length: {len(self.body)}",
        ]
        if self.body:
            lines.append("Content-Type: application/json")
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + self.body


@dataclass
class Measured:
    """What a run showed: answers a second and the time of each, in milliseconds; statuses counted.

    `words` are of the last answer of each status, so that a refusal can be told.
    """

    per_second: float
    times: list[float]
    statuses: dict[int, int]
    words: dict[int, str] = field(default_factory=dict)

    def percentile(self, share: int) -> float:
        """The time within which `share` in a hundred answers came, in milliseconds."""
        if len(self.times) < 2:
            return self.times[0] if self.times else 0.0
        return statistics.quantiles(self.times, n=100, method="inclusive")[share - 1]


async def measure(
    port: int, make: Callable[[int], Request], *, requests: int, clients: int = CLIENTS
) -> Measured:
    """Send `requests` requests from `clients` connections; `make(n)` gives the n-th one."""
    numbers = iter(range(requests))
    times: list[float] = []
    statuses: dict[int, int] = {}
    bodies: dict[int, bytes] = {}

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for number in numbers:
            sent = make(number).encoded()
            begun = time.perf_counter()
            writer.write(sent)
            status, body = await _answer(reader)
            times.append((time.perf_counter() - begun) * 1000)
            statuses[status] = statuses.get(status, 0) + 1
            bodies[status] = body
        writer.close()
        await writer.wait_closed()

    # One after the other: a burst would be accepted by one of the server's processes alone.
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(clients)]
    begun = time.perf_counter()
    await asyncio.gather(*(client(*connection) for connection in connections))
    seconds = time.perf_counter() - begun
    words = {status: body[:_WORDS].decode(errors="replace") for status, body in bodies.items()}
    return Measured(requests / seconds, times, statuses, words)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    length, chunked = 0, False
    for line in head.split("\r\n")[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            length = int(value)
        elif name.lower() == "transfer-encoding":
            chunked = "chunked" in value.lower()
    if chunked:
        return status, await _chunks(reader)
    if length and status != 304:
        return status, await reader.readexactly(length)
    return status, b""


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += (await reader.readexactly(size + 2))[:size]
    await reader.readline()
    return body
