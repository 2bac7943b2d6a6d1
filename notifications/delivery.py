"""Delivery: what is due in the outbox is done, row by row, each in a transaction of its own.

The handler and the mark `delivered_at` are committed together; a process that dies between them leaves
the row as it was, and another one does it again. Rows that others work on are skipped.
"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import structlog

from core import db
from core.clock import now
from notifications.outbox import Undeliverable, handler_of

MOST_ATTEMPTS = 120
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
MOST_DOUBLINGS = 10
ERROR_LENGTH = 200

TAKE = """
SELECT id, dedupe_key, kind, payload::text AS payload, attempts FROM outbox
WHERE delivered_at IS NULL AND given_up_at IS NULL AND due_at <= $1
ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
"""
# What was sent is not kept twice: a body may hold a link that opens a door.
_DELIVERED = "UPDATE outbox SET delivered_at = $2, last_error = '', payload = payload - 'body' WHERE id = $1"
_FAILED = "UPDATE outbox SET attempts = $2, last_error = $3, due_at = $4, given_up_at = $5 WHERE id = $1"

_log = structlog.get_logger(__name__)


class WaitingRow(msgspec.Struct, frozen=True):
    """A row of the outbox in our hands."""

    id: UUID
    dedupe_key: str
    kind: str
    payload: str
    attempts: int


async def deliver_due(limit: int = 100) -> int:
    """Try up to `limit` rows that are due; how many were tried. Zero means that nothing is left for us."""
    for tried in range(limit):
        if not await _deliver_next():
            return tried
    return limit


async def _deliver_next() -> bool:
    async with db.transaction():
        row = await db.fetch_one_as(WaitingRow, TAKE, now())
        if row is None:
            return False
        try:
            # A savepoint: what the handler wrote is undone when it fails, and the failure can be noted.
            async with db.connection() as connection, connection.transaction():
                await handler_of(row.kind)(db.from_json(row.payload), row.dedupe_key)
        except Exception as error:  # noqa: BLE001  # whatever it was, the row says so and waits for its next turn
            await _note_failure(row, error)
        else:
            await db.execute(_DELIVERED, row.id, now())
    return True


async def _note_failure(row: WaitingRow, error: Exception) -> None:
    attempts, moment = row.attempts + 1, now()
    is_over = attempts >= MOST_ATTEMPTS or isinstance(error, Undeliverable)
    told = described(error)
    _log.warning(
        "delivery-failed", kind=row.kind, row=str(row.id), attempts=attempts, error=told, given_up=is_over
    )
    await db.execute(
        _FAILED,
        row.id,
        attempts,
        told,
        next_attempt(attempts, moment),
        moment if is_over else None,
    )


def next_attempt(attempts: int, moment: datetime) -> datetime:
    """When to try again after so many attempts: each pause is twice the one before, an hour at most."""
    doublings = min(attempts - 1, MOST_DOUBLINGS)
    return moment + min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def described(error: Exception) -> str:
    """What may be kept of an error: its kind and a server's answer code; never contents or addresses."""
    code = getattr(error, "code", None)
    reason = str(error) if isinstance(error, Undeliverable | KeyError) else ""
    return " ".join(str(part) for part in (type(error).__name__, code, reason) if part)[:ERROR_LENGTH]
