"""Whether the house is alive, and whether it can serve."""

import asyncpg
import msgspec
from litestar import Response, get

from notifications.queries import outbox_lag
from notifications.wakeup import queue_answers


class Readiness(msgspec.Struct, frozen=True):
    """The database, which the house needs; Valkey, which it can miss for a while; and how long mail waits."""

    database: bool
    valkey: bool
    outbox_lag_seconds: float | None


@get("/healthz", include_in_schema=False, sync_to_thread=False)
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@get("/readyz", include_in_schema=False)
async def readyz() -> Response[Readiness]:
    """200 as long as the database answers: without Valkey only mail leaves a little later."""
    valkey = await queue_answers()
    try:
        lag = (await outbox_lag()).total_seconds()
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return Response(Readiness(False, valkey, None), status_code=503)
    return Response(Readiness(True, valkey, lag))
