"""Asking the application as somebody, and noting what it asks the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx

from accounts.domain import Actor
from accounts.middleware import SESSION_COOKIE
from accounts.usecases import create_api_token, open_sign_in
from core import db


async def a_bearer(actor: Actor) -> dict[str, str]:
    """The header of a program that acts as `actor`."""
    return {"Authorization": f"Bearer {await create_api_token(actor, '集計表')}"}


async def signed_in(client: httpx.AsyncClient, actor: Actor) -> httpx.AsyncClient:
    """The browser, signed in as `actor`."""
    person_id: UUID | None = actor.person_id
    assert person_id is not None
    client.cookies.set(SESSION_COOKIE, await open_sign_in(person_id, "Firefox", actor.organization_id))
    return client


@asynccontextmanager
async def noted_statements() -> AsyncIterator[list[str]]:
    """Every statement run inside the block: all of them take the connection of one transaction."""
    seen: list[str] = []

    def note(record: Any) -> None:
        # the driver learning a type on a fresh connection, for which it turns compiling off and on
        if "pg_catalog" not in record.query and "'jit'" not in record.query:
            seen.append(record.query)

    async with db.transaction(), db.connection() as connection:
        with connection.query_logger(note):
            yield seen


def lasting(statements: list[str]) -> list[str]:
    """Those of the noted statements that were not taken back: a rehearsal writes, and undoes it."""
    kept: list[str] = []
    for statement in statements:
        order, _, name = statement.rstrip("; \n").rpartition(" ")
        if order == "ROLLBACK TO" and f"SAVEPOINT {name};" in kept:
            del kept[len(kept) - 1 - kept[::-1].index(f"SAVEPOINT {name};") :]
        else:
            kept.append(statement)
    return kept
