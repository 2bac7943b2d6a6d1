"""Waking the worker: best effort. Nothing is lost when it fails, the worker only looks a little later."""

import asyncio
from collections.abc import Callable

import msgspec
import structlog
from arq.connections import ArqRedis, RedisSettings, create_pool
from redis.exceptions import RedisError

from core.settings import settings

QUEUE = "tameshi:jobs"
WAKE = "wake"
# A burst of requests rings once: what comes while a ring is under way is covered by the next one.
DEBOUNCE = 0.05
PATIENCE = 3.0

_log = structlog.get_logger(__name__)
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder()


def serialize(job: dict[str, object]) -> bytes:
    """A job as bytes: MessagePack, never pickle."""
    return _encoder.encode(job)


def deserialize(job: bytes) -> dict[str, object]:
    """The job that `serialize` wrote."""
    decoded: dict[str, object] = _decoder.decode(job)
    return decoded


async def open_queue() -> ArqRedis:
    """A connection to the queue; raises `RedisError`, `OSError` or `TimeoutError` when it is away."""
    chosen = RedisSettings.from_dsn(settings().redis_url)
    chosen.conn_retries = 0  # whoever calls decides whether to wait
    return await create_pool(
        chosen,
        job_serializer=serialize,
        job_deserializer=deserialize,
        default_queue_name=QUEUE,
    )


class Bell:
    """Rings the worker: in its own process by a callback, from any other one through Valkey."""

    def __init__(self) -> None:
        self.local: Callable[[], None] | None = None
        self._queue: ArqRedis | None = None
        self._ringing: asyncio.Task[None] | None = None
        self._again = False

    def ring(self) -> None:
        """Ask for a look at the outbox soon; returns at once and never raises for a queue that is away."""
        if self.local is not None:
            self.local()
        elif not settings().redis_url:
            return
        elif self._ringing is None or self._ringing.done():
            self._ringing = asyncio.get_running_loop().create_task(self._ring(), name="wake-worker")
        else:
            self._again = True

    async def _ring(self) -> None:
        self._again = True
        while self._again:
            self._again = False
            await self._send()
            await asyncio.sleep(DEBOUNCE)

    async def _send(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                if self._queue is None:
                    self._queue = await open_queue()
                await self._queue.enqueue_job(WAKE, _job_id=WAKE)
        except (RedisError, OSError, TimeoutError) as error:
            _log.warning("wake-up-failed", error=type(error).__name__)
            await self._hang_up()

    async def _hang_up(self) -> None:
        queue, self._queue = self._queue, None
        if queue is not None:
            await queue.aclose(close_connection_pool=True)

    async def answers(self) -> bool:
        """Whether the queue is there."""
        try:
            async with asyncio.timeout(PATIENCE):
                if self._queue is None:
                    self._queue = await open_queue()
                return bool(await self._queue.ping())
        except (RedisError, OSError, TimeoutError):
            await self._hang_up()
            return False

    async def close(self) -> None:
        """Finish ringing and let the connection go: part of a process's shutdown."""
        if self._ringing is not None:
            self._ringing.cancel()
            await asyncio.gather(self._ringing, return_exceptions=True)
            self._ringing = None
        await self._hang_up()


BELL = Bell()


async def queue_answers() -> bool:
    """Whether Valkey is named and answers."""
    return bool(settings().redis_url) and await BELL.answers()


def wake_worker() -> None:
    """Let the worker look at the outbox soon."""
    BELL.ring()
