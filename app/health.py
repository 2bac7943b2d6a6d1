"""Whether the house is alive, and whether it can serve."""

import msgspec
from litestar import Response, get

from notifications.queries import outbox_lag


class Readiness(msgspec.Struct, frozen=True):
    """What the house needs: the database; how many seconds the oldest due outbox row waits."""

    database: bool
    outbox_lag_seconds: float


@get("/healthz", include_in_schema=False, sync_to_thread=False)
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@get("/readyz", include_in_schema=False)
async def readyz() -> Response[Readiness]:
    """The database answers, and the outbox moves."""
    lag = await outbox_lag()
    return Response(Readiness(database=True, outbox_lag_seconds=lag.total_seconds()))
