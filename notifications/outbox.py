"""The outbox: what leaves the house is written in the transaction that causes it, and done afterwards.

PostgreSQL is the truth; the queue only wakes the worker up, and a sweep finds what it missed.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NamedTuple

from core import db
from core.clock import now
from core.ids import new_id
from notifications.wakeup import wake_worker

Handler = Callable[[dict[str, Any], str], Awaitable[None]]

_handlers: dict[str, Handler] = {}


class Asked(NamedTuple):
    """What was asked of the outbox."""

    kind: str
    payload: dict[str, object]


_noted: ContextVar[list[Asked] | None] = ContextVar("noted", default=None)

_INSERT = """
INSERT INTO outbox (id, dedupe_key, kind, payload, due_at, created_at, attempts, last_error)
VALUES ($1, $2, $3, $4::jsonb, $5, $6, 0, '')
ON CONFLICT ON CONSTRAINT outbox_once DO NOTHING
"""


class Undeliverable(Exception):
    """What a row asks can never be done: it is given up at once instead of being tried again."""


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Name the function that does what outbox rows of `kind` ask; it is given the payload and the key.

    It runs inside a transaction that also marks the row as delivered, and must be safe to run twice.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def handler_of(kind: str) -> Handler:
    """The function registered for `kind`; KeyError when there is none."""
    return _handlers[kind]


async def enqueue(kind: str, key: str, payload: dict[str, object], due_at: datetime | None = None) -> bool:
    """Ask for something after this transaction; False when `key` was asked for already."""
    moment = now()
    written = await db.execute(_INSERT, new_id(), key, kind, db.to_json(payload), due_at or moment, moment)
    if written == 1:
        db.after_commit(wake_worker)
        if (asked := _noted.get()) is not None:
            asked.append(Asked(kind, payload))
    return written == 1


_FORGET = """
DELETE FROM outbox
WHERE dedupe_key = ANY($1::text[]) AND (delivered_at IS NOT NULL OR given_up_at IS NOT NULL)
"""


async def forget(keys: Sequence[str]) -> None:
    """Erase what was sent under these keys, address and all; what still waits to leave stays."""
    await db.execute(_FORGET, list(keys))
    await db.execute("DELETE FROM caught_mail WHERE message_key = ANY($1::text[])", list(keys))


@contextmanager
def noted() -> Iterator[list[Asked]]:
    """Everything that is asked for inside the block, in its order: a rehearsal shows who would hear of it."""
    asked: list[Asked] = []
    token = _noted.set(asked)
    try:
        yield asked
    finally:
        _noted.reset(token)
