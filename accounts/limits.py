"""How often one may try: counted in Valkey for all processes together, in memory while Valkey is away."""

import hashlib
import time
from typing import Any

import structlog
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool

from core.errors import TooMany
from core.settings import settings

log = structlog.get_logger(__name__)

# Every wrong password of an address counts: an office may stand behind one address, so these are many.
WRONG_PASSWORDS_FROM_ADDRESS = RateLimitItemPerMinute(100, 10, namespace="wrong-passwords-address")
# Counted before the password is looked at, and forgotten when it was right.
SIGN_INS_AS_EMAIL = RateLimitItemPerMinute(10, 10, namespace="sign-ins-email")
RESETS_OF_EMAIL = RateLimitItemPerMinute(3, 60, namespace="resets-email")
RESETS_FROM_ADDRESS = RateLimitItemPerMinute(30, 60, namespace="resets-address")
CLAIMS_FROM_ADDRESS = RateLimitItemPerMinute(20, 60, namespace="claims-address")
CLAIMS_OF_EMAIL = RateLimitItemPerMinute(3, 60, namespace="claims-email")
# Many visitors of a display share its network.
ENQUIRIES_FROM_ADDRESS = RateLimitItemPerMinute(30, 60, namespace="enquiries-address")
INVITATIONS_OF_ORGANIZATION = RateLimitItemPerMinute(50, 60, namespace="invitations-organization")

SECONDS_TO_WAIT_FOR_VALKEY = 1


class Limiter:
    """Counts in Valkey at `redis_url`; without one, or while it is away, in this process alone."""

    def __init__(self, redis_url: str) -> None:
        self._pool = _pool(redis_url) if redis_url else None
        self._memory = MovingWindowRateLimiter(MemoryStorage())
        self._shared = None if self._pool is None else MovingWindowRateLimiter(_storage(self._pool))

    async def close(self) -> None:
        """Give the connections to Valkey back."""
        if self._pool is not None:
            await self._pool.disconnect()

    async def count(self, limit: RateLimitItem, key: str) -> None:
        """Count one try of `key`; `TooMany` with `retry_after` when there were more than `limit` allows."""
        if not await self._ask("hit", limit, key):
            await self._refuse(limit, key)

    async def judge(self, limit: RateLimitItem, key: str) -> None:
        """`TooMany` if `key` has no try left; counts nothing."""
        if not await self._ask("test", limit, key):
            await self._refuse(limit, key)

    async def forget(self, limit: RateLimitItem, key: str) -> None:
        """Give `key` all its tries back."""
        await self._ask("clear", limit, key)

    async def _refuse(self, limit: RateLimitItem, key: str) -> None:
        window = await self._ask("get_window_stats", limit, key)
        raise TooMany(retry_after=max(1, round(window.reset_time - time.time())))

    async def _ask(self, question: str, limit: RateLimitItem, key: str) -> Any:
        # A digest: mail addresses have no business in the memory of another program.
        name = hashlib.sha256(key.encode()).hexdigest()[:32]
        if self._shared is not None:
            try:
                return await getattr(self._shared, question)(limit, name)
            except StorageError as error:
                log.warning("limits-in-memory", error=str(error))
        return await getattr(self._memory, question)(limit, name)


def _pool(redis_url: str) -> ConnectionPool:
    return ConnectionPool.from_url(
        redis_url,
        socket_connect_timeout=SECONDS_TO_WAIT_FOR_VALKEY,
        socket_timeout=SECONDS_TO_WAIT_FOR_VALKEY,
    )


def _storage(pool: ConnectionPool) -> RedisStorage:
    options: dict[str, Any] = {"implementation": "redispy", "connection_pool": pool}
    return RedisStorage("async+redis://", wrap_exceptions=True, **options)


_limiter: Limiter | None = None


def limiter() -> Limiter:
    """The limiter of this process."""
    global _limiter  # noqa: PLW0603  # one a process, made when it is first needed
    if _limiter is None:
        _limiter = Limiter(settings().redis_url)
    return _limiter


def use_limiter(chosen: Limiter | None) -> None:
    """Let `limiter()` answer `chosen` from now on; None starts afresh from the settings."""
    global _limiter  # noqa: PLW0603  # see above
    _limiter = chosen
