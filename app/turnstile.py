"""Web processes that listen on one socket, and let the one with the fewest connections take the next.

Left to themselves, whoever wakes first takes it, which is nearly always the same one: of sixteen
connections one process was seen to have all, while its neighbour had nothing to do.
"""

import asyncio
import gc
import mmap
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import structlog
import uvicorn

_log = structlog.get_logger(__name__)
SEATS = 64  # more web processes than the settings allow
_COUNT_BYTES = 4
# How long a process leaves a connection to those with fewer, in seconds: they may be busy.
_COURTESY = 0.005
_NO_MORE_FILES = 1.0  # pause when the system has no room for another connection, in seconds


@contextmanager
def shared_counts() -> Iterator[IO[bytes]]:
    """A file without a name, for the counts of all web processes of one socket; hand on its descriptor."""
    with tempfile.TemporaryFile() as file:
        file.truncate(SEATS * _COUNT_BYTES)
        yield file


def taken_seats(descriptor: int) -> int:
    """How many web processes accept connections, or did before they died."""
    with mmap.mmap(descriptor, SEATS * _COUNT_BYTES) as memory:
        return sum(1 for count in memoryview(bytes(memory)).cast("i") if count)


class Counts:
    """How many connections each web process has, in memory that all of them see."""

    def __init__(self, descriptor: int, seat: int) -> None:
        self._of_all = memoryview(mmap.mmap(descriptor, SEATS * _COUNT_BYTES)).cast("i")
        self._seat = seat

    def publish(self, connections: int) -> None:
        """Tell the others; a seat that nobody has taken yet holds 0."""
        self._of_all[self._seat] = connections + 1

    def has_fewest(self) -> bool:
        """Whether no other process has fewer than what this one published last."""
        mine = self._of_all[self._seat]
        return all(other >= mine for other in self._of_all if other)


def _set_aside_what_stays() -> None:
    """Keep the application itself out of every later search for garbage.

    To look through routes, handlers and schemas again and again stopped a process for a quarter of a second.
    """
    gc.collect()
    gc.freeze()


class Server(uvicorn.Server):
    """A web server that is polite at the door: it accepts by itself, everything else is as ever."""

    def __init__(self, config: uvicorn.Config, counts: Counts) -> None:
        super().__init__(config)
        self._counts = counts
        self._arriving: set[asyncio.Task[None]] = set()
        self._listening: list[socket.socket] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept on `sockets`."""
        await super().startup(sockets=[])
        _set_aside_what_stays()
        self._publish()
        for listening in sockets or []:
            listening.setblocking(False)
            self._listening.append(listening)
            self._watch(listening)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept nobody any more, then end what is under way."""
        for listening in self._listening:
            asyncio.get_running_loop().remove_reader(listening)
        self._listening.clear()
        await super().shutdown(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: who has gone is seen here."""
        self._publish()
        return await super().on_tick(counter)

    def _publish(self) -> None:
        self._counts.publish(len(self.server_state.connections) + len(self._arriving))

    def _watch(self, listening: socket.socket) -> None:
        if listening in self._listening:
            asyncio.get_running_loop().add_reader(listening, self._knocked, listening)

    def _knocked(self, listening: socket.socket) -> None:
        self._publish()
        if self._counts.has_fewest():
            self._accept(listening)
        else:
            loop = asyncio.get_running_loop()
            loop.remove_reader(listening)
            loop.call_later(_COURTESY, self._accept_late, listening)

    def _accept_late(self, listening: socket.socket) -> None:
        if listening in self._listening:
            self._watch(listening)
            self._accept(listening)

    def _accept(self, listening: socket.socket) -> None:
        """Take one connection, if nobody else has in the meantime."""
        loop = asyncio.get_running_loop()
        try:
            accepted, _ = listening.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError as error:  # too many open files: the next look must not come at once
            _log.error("connection_not_accepted", reason=error.strerror)
            loop.remove_reader(listening)
            loop.call_later(_NO_MORE_FILES, self._watch, listening)
            return
        accepted.setblocking(False)
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        arriving = loop.create_task(self._welcome(accepted))
        self._arriving.add(arriving)
        arriving.add_done_callback(self._arriving.discard)
        self._publish()

    async def _welcome(self, accepted: socket.socket) -> None:
        try:
            await asyncio.get_running_loop().connect_accepted_socket(self._protocol, accepted)
        except OSError:  # gone again before anything was said
            accepted.close()

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made
