"""The one way to PostgreSQL: a pool, transactions that clean up after themselves, rows as Structs.

Schema, migrations and simple writes are Piccolo's; judged queries are SQL with `$1` parameters. Both
run on the connection of the current transaction, or else on one from the pool.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import asyncpg
import msgspec
import structlog
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from core.errors import Conflict, DomainError


class QuietEngine(PostgresEngine):
    """Piccolo's engine without its look at the database when it is made: importing must not connect."""

    async def check_version(self) -> None:
        """`tameshi doctor` judges the version."""

    async def prep_database(self) -> None:
        """Extensions are made by the first migration."""


ENGINE = QuietEngine(config={})

Row = TypeVar("Row")

_judgements: dict[str, Callable[[], DomainError]] = {}
_after_commit: ContextVar[list[Callable[[], None]] | None] = ContextVar("after_commit", default=None)
# Seconds after which a person has gone away; what asks for longer is a fault, or says so.
LONGEST_STATEMENT = 60.0
_log = structlog.get_logger(__name__)
# What every connection is opened with. Each core has somebody to answer already: workers that the server
# starts for the length of one statement would take more time from the others than they save.
SESSION = {"timezone": "UTC", "max_parallel_workers_per_gather": "0"}


def configure(database_url: str) -> None:
    """Say where the database is; must come before `start_pool`."""
    ENGINE.config = {"dsn": database_url}


def judged_by(constraint: str, error: Callable[[], DomainError]) -> None:
    """Let a violation of the named `constraint` be raised as `error()`: the database is the last judge."""
    _judgements[constraint] = error


async def start_pool(size: int = 10, *, longest: float | None = LONGEST_STATEMENT) -> None:
    """Open the pool; without it each query would open a connection of its own.

    A statement that takes more than `longest` seconds is given up; None waits for as long as it takes.
    """
    await ENGINE.start_connection_pool(
        min_size=min(2, size),
        max_size=size,
        command_timeout=longest,
        server_settings={"application_name": "tameshi"} | SESSION,
        reset=_nothing_to_reset,
    )


async def _nothing_to_reset(_: Any) -> None:
    """Nobody here changes a connection for longer than a transaction: to reset it costs a way back and forth.

    The pool itself rolls back a transaction that was left open.
    """


async def close_pool() -> None:
    """Close the pool, if one is open."""
    if ENGINE.pool is not None:
        await ENGINE.close_connection_pool()


@asynccontextmanager
async def pool(size: int = 10, *, longest: float | None = LONGEST_STATEMENT) -> AsyncIterator[None]:
    """The pool for the length of a command or a test."""
    await start_pool(size, longest=longest)
    try:
        yield
    finally:
        await close_pool()


@asynccontextmanager
async def patiently() -> AsyncIterator[None]:
    """A pool beside the usual one, whose statements take as long as they take: migrations of large tables."""
    usual, ENGINE.pool = ENGINE.pool, None
    try:
        async with pool(2, longest=None):
            yield
    finally:
        ENGINE.pool = usual


def _translated(error: asyncpg.PostgresError) -> DomainError | None:
    if isinstance(error, asyncpg.DeadlockDetectedError | asyncpg.SerializationError):
        return Conflict("busy")
    if isinstance(error, asyncpg.IntegrityConstraintViolationError):
        judge = _judgements.get(error.constraint_name or "")
        if judge is not None:
            return judge()
        if isinstance(error, asyncpg.ExclusionViolationError):
            return Conflict("unit-taken")
    return None


async def _leave(transaction: PostgresTransaction, connection: Any, *, commit: bool) -> None:
    """End the transaction; whatever COMMIT says, the connection goes back and the context is reset.

    Piccolo leaks both when COMMIT itself raises, and two of these hang a pool of two.
    """
    try:
        await (transaction.commit() if commit else transaction.rollback())
    finally:
        ENGINE.current_transaction.reset(transaction.context)
        if ENGINE.pool is not None:
            await ENGINE.pool.release(connection)
        else:
            await connection.close()


def after_commit(callback: Callable[[], None]) -> None:
    """Run `callback` once the outermost transaction is committed, at once when there is none.

    It is dropped on rollback. What it raises is logged: the transaction it follows is done already.
    """
    waiting = _after_commit.get()
    if waiting is None:
        _run_quietly(callback)
    elif callback not in waiting:
        waiting.append(callback)


def _run_quietly(callback: Callable[[], None]) -> None:
    try:
        callback()
    except Exception:  # noqa: BLE001  # see `after_commit`
        _log.exception("after-commit-failed")


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """One transaction; inside another one it joins that. Violations come out as domain errors."""
    if ENGINE.current_transaction.get() is not None:
        yield
        return
    waiting: list[Callable[[], None]] = []
    token = _after_commit.set(waiting)
    try:
        async with _own_transaction():
            yield
    finally:
        _after_commit.reset(token)
    for callback in waiting:
        _run_quietly(callback)


@asynccontextmanager
async def _own_transaction() -> AsyncIterator[None]:
    opened = PostgresTransaction(ENGINE)
    await opened.__aenter__()
    try:
        try:
            yield
        except BaseException:
            await _leave(opened, opened.connection, commit=False)
            raise
        await _leave(opened, opened.connection, commit=True)
    except asyncpg.PostgresError as error:
        translated = _translated(error)
        if translated is None:
            raise
        raise translated from error


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """A part of the current transaction that may fail without ending the whole of it."""
    async with connection() as current, current.transaction():
        yield


class _Rehearsed(Exception):
    """The end of a rehearsal: whatever was written is taken back."""


@asynccontextmanager
async def rehearsal() -> AsyncIterator[None]:
    """A transaction that never happens: always rolled back, and what waits for its commit is dropped.

    Whoever wants to know what a use case would do runs it in here and looks at the result before the end.
    Inside another transaction only the rehearsal's own part is taken back. Numbers of a sequence stay used.
    """
    token = _after_commit.set([])
    try:
        async with savepoint() if ENGINE.current_transaction.get() is not None else _own_transaction():
            yield
            raise _Rehearsed  # noqa: TRY301  # only an error leaves both kinds of transaction undone
    except _Rehearsed:
        return
    finally:
        _after_commit.reset(token)


def in_transaction() -> bool:
    """Whether a transaction is open here, so that what is asked sees what is not committed yet."""
    return ENGINE.current_transaction.get() is not None


@asynccontextmanager
async def connection() -> AsyncIterator[Any]:
    """The connection of the current transaction, or one from the pool: for COPY and cursors."""
    current = ENGINE.current_transaction.get()
    if current is not None:
        yield current.connection
    elif ENGINE.pool is not None:
        async with ENGINE.pool.acquire() as free:
            yield free
    else:
        fresh = await ENGINE.get_new_connection()
        try:
            yield fresh
        finally:
            await fresh.close()


async def fetch(sql: str, *args: object) -> list[asyncpg.Record]:
    """All rows of `sql`."""
    async with connection() as current:
        return list(await current.fetch(sql, *args))


async def fetch_row(sql: str, *args: object) -> asyncpg.Record | None:
    """The first row of `sql`, or None."""
    async with connection() as current:
        row: asyncpg.Record | None = await current.fetchrow(sql, *args)
        return row


async def fetch_value(sql: str, *args: object) -> Any:
    """The first column of the first row of `sql`, or None."""
    async with connection() as current:
        return await current.fetchval(sql, *args)


async def execute(sql: str, *args: object) -> int:
    """Run `sql`; how many rows it touched."""
    async with connection() as current:
        status: str = await current.execute(sql, *args)
    last = status.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


async def execute_many(sql: str, rows: Iterable[Sequence[object]]) -> None:
    """Run `sql` once for each of `rows`, in one round trip."""
    async with connection() as current:
        await current.executemany(sql, list(rows))


async def fetch_as(shape: type[Row], sql: str, *args: object) -> list[Row]:
    """All rows of `sql` as `shape`, whose fields are named like the columns."""
    return [shape(**row) for row in await fetch(sql, *args)]


async def fetch_one_as(shape: type[Row], sql: str, *args: object) -> Row | None:
    """The first row of `sql` as `shape`, or None."""
    row = await fetch_row(sql, *args)
    return None if row is None else shape(**row)


def to_json(value: object) -> str:
    """`value` as text for a `jsonb` column; knows dates, UUIDs, enums and Structs."""
    return msgspec.json.encode(value).decode()


def from_json(text: str | None) -> Any:
    """What a `jsonb` column holds; None stays None."""
    return None if text is None else msgspec.json.decode(text)
