"""The SQL of one request, as the product really sends it: the ceiling runs just that, and nothing else.

A request is made once against the application in this process while every statement is written down with
its arguments. Each argument becomes a slot that says where a repetition takes its value from: a fresh id,
something chosen anew (product, facility), the result of an earlier statement, a day moved into the future,
or the very value.
"""

import re
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from core import db
from core.clock import today
from core.ids import new_id
from core.secrets import readable_code

_DIGEST = 32
_CODE = re.compile(r"[2-9A-HJ-NP-Z]{8}")
# What a repetition may choose anew: an id, or the number of a ticket.
Choice = UUID | str
_MADE = re.compile(r"\b[0-9a-f]{32}\b")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass
class Statement:
    """One statement as it was sent."""

    method: str
    sql: str
    arguments: tuple[Any, ...]
    in_transaction: bool
    result: Any = None

    def values(self) -> Iterator[tuple[int, str, Any]]:
        """What it answered: row, column, value."""
        rows = self.result if isinstance(self.result, list) else [self.result]
        for number, row in enumerate(rows):
            if hasattr(row, "items"):
                for column, value in row.items():
                    yield number, column, value


@dataclass
class Recipe:
    """The statements of one request, what it may choose anew, and the body it was answered with."""

    statements: list[Statement] = field(default_factory=list)
    chosen: dict[str, Choice] = field(default_factory=dict)
    answer: bytes = b""
    content_type: str = "application/json"


class _Listening:
    """A connection that writes down what it is asked."""

    def __init__(self, connection: Any, recipe: Recipe) -> None:
        self.connection = connection
        self.recipe = recipe

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    async def _heard(self, method: str, sql: str, arguments: tuple[Any, ...]) -> Any:
        in_transaction = db.ENGINE.current_transaction.get() is not None
        result = await getattr(self.connection, method)(sql, *arguments)
        self.recipe.statements.append(Statement(method, sql, arguments, in_transaction, result))
        return result

    async def fetch(self, sql: str, *arguments: Any) -> Any:
        return await self._heard("fetch", sql, arguments)

    async def fetchrow(self, sql: str, *arguments: Any) -> Any:
        return await self._heard("fetchrow", sql, arguments)

    async def fetchval(self, sql: str, *arguments: Any) -> Any:
        return await self._heard("fetchval", sql, arguments)

    async def execute(self, sql: str, *arguments: Any) -> Any:
        return await self._heard("execute", sql, arguments)


@contextmanager
def recording() -> Iterator[Recipe]:
    """Write down every statement that goes through `core.db` in this context."""
    recipe, usual = Recipe(), db.connection

    @asynccontextmanager
    async def heard() -> AsyncIterator[Any]:
        async with usual() as connection:
            yield _Listening(connection, recipe)

    db.connection = heard
    try:
        yield recipe
    finally:
        db.connection = usual


def _unlike(value: Any) -> Any:
    """What may stand in a table once: the digest of a token, a code for people, a name made for one."""
    if isinstance(value, list):
        return [_unlike(one) for one in value]
    if isinstance(value, bytes) and len(value) == _DIGEST:
        return secrets.token_bytes(_DIGEST)
    if isinstance(value, str) and _CODE.fullmatch(value):
        return readable_code(len(value))
    if isinstance(value, str):
        return _MADE.sub(lambda _: new_id().hex, value)
    return value


class Repetition:
    """One more time, with other ids and other days."""

    def __init__(self, recipe: Recipe, chosen: dict[str, Choice], days: int) -> None:
        self.recipe = recipe
        self.days = timedelta(days=days)
        self.known: dict[Choice, Choice] = {recipe.chosen[name]: value for name, value in chosen.items()}

    async def run(self, connection: Any) -> None:
        """Every statement in order, in the transaction it was in."""
        position, statements = 0, self.recipe.statements
        while position < len(statements):
            if statements[position].in_transaction:
                async with connection.transaction():
                    while position < len(statements) and statements[position].in_transaction:
                        await self._repeat(connection, statements[position])
                        position += 1
            else:
                await self._repeat(connection, statements[position])
                position += 1

    async def _repeat(self, connection: Any, statement: Statement) -> None:
        arguments = [self._moved(value) for value in statement.arguments]
        if statement.sql.lstrip().startswith("INSERT"):
            arguments = [_unlike(value) for value in arguments]
        result = await getattr(connection, statement.method)(statement.sql, *arguments)
        self._learn(statement, result)

    def _learn(self, statement: Statement, result: Any) -> None:
        rows = result if isinstance(result, list) else [result]
        for number, column, value in statement.values():
            if isinstance(value, UUID) and value not in self.known:
                has_row = number < len(rows) and hasattr(rows[number], "items")
                self.known[value] = rows[number][column] if has_row else value

    def _moved(self, value: Any) -> Any:
        if isinstance(value, UUID):
            return self._id(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value + self.days if value > today() else value
        if isinstance(value, list):
            return [self._moved(one) for one in value]
        if isinstance(value, str):
            return self._text(value)
        return value

    def _id(self, value: UUID) -> Choice:
        if value not in self.known:
            self.known[value] = new_id()
        return self.known[value]

    def _text(self, value: str) -> str:
        if len(value) < 36:
            return str(self.known.get(value, value))
        if _UUID.fullmatch(value):  # the key of a scan
            return str(self._id(UUID(value)))
        return _UUID.sub(lambda found: str(self.known.get(UUID(found[0]), found[0])), value)
