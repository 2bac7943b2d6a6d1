"""The courier: looks at the outbox again and again, sooner when it is woken, whatever becomes of Valkey."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from notifications.delivery import deliver_due

Sweep = Callable[[], Awaitable[int]]

# How many rows are on their way at once: a slow mail server holds up its own lane only.
LANES = 4
BATCH = 10
LOOK_EVERY = 2.0
# Less than a minute: freed days are offered within 60 s even when Valkey is away.
SWEEP_EVERY = 45.0
PAUSE_AFTER_ERROR = 2.0

_log = structlog.get_logger(__name__)


class Courier:
    """Two endless loops over PostgreSQL: what is due in the outbox, and sweeps that find what became due."""

    def __init__(self, sweeps: Sequence[Sweep]) -> None:
        self._sweeps = sweeps
        self._deliveries = asyncio.Event()
        self._rounds = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look at the outbox now."""
        self._deliveries.set()

    def wake_for_sweeps(self) -> None:
        """Look now for what became due, and at the outbox."""
        self._rounds.set()
        self._deliveries.set()

    def stop(self) -> None:
        """Finish what is on its way, take up nothing new."""
        self._stopping = True
        self.wake_for_sweeps()

    async def keep_delivering(self) -> None:
        """Deliver until stopped; an error is logged and the next look comes all the same."""
        while not self._stopping:
            self._deliveries.clear()
            try:
                tried = await self._deliver()
            except Exception:  # noqa: BLE001  # whatever it was, the mail must go on
                _log.exception("outbox-unreachable")
                await asyncio.sleep(PAUSE_AFTER_ERROR)
            else:
                if not tried:
                    await _wait(self._deliveries, LOOK_EVERY)

    async def _deliver(self) -> int:
        tried = await deliver_due(1)
        if tried:
            tried += sum(await asyncio.gather(*(deliver_due(BATCH) for _ in range(LANES))))
        return tried

    async def keep_sweeping(self) -> None:
        """Run every sweep at once, and again when woken or after a while, until stopped."""
        while not self._stopping:
            self._rounds.clear()
            for sweep in self._sweeps:
                await self._sweep(sweep)
            await _wait(self._rounds, SWEEP_EVERY)

    async def _sweep(self, sweep: Sweep) -> None:
        try:
            found = await sweep()
        except Exception:  # noqa: BLE001  # the other sweeps must go on
            _log.exception("sweep-failed", sweep=getattr(sweep, "__name__", "?"))
        else:
            if found:
                _log.info("swept", sweep=getattr(sweep, "__name__", "?"), found=found)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
