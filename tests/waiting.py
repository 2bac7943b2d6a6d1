"""Waiting for what other processes do: a condition with a deadline, never a fixed time."""

import asyncio
from collections.abc import Awaitable, Callable


async def until(condition: Callable[[], Awaitable[object]], what: str, seconds: float = 60.0) -> None:
    """Return as soon as `condition` holds; `AssertionError` naming `what` when it does not in time."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not await condition():
        assert asyncio.get_running_loop().time() < deadline, f"waited {seconds:.0f} s in vain for {what}"
        await asyncio.sleep(0.02)
