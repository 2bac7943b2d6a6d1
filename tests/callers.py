"""Programs that call the API, and the statements that an answer costs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from accounts.domain import Actor
from core import db
from tests.factories import a_token


class Caller:
    """One party's program: a token, and the answers as JSON."""

    def __init__(self, client: httpx.AsyncClient, token: str | None) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    async def post(self, path: str, body: object = None, **headers: str) -> httpx.Response:
        given = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.post(f"/api/v1{path}", json=body, headers=given)

    async def patch(self, path: str, body: object) -> httpx.Response:
        return await self.client.patch(f"/api/v1{path}", json=body, headers=self.headers)

    async def get(self, path: str, **query: object) -> httpx.Response:
        given: Any = query or None
        return await self.client.get(f"/api/v1{path}", params=given, headers=self.headers)


async def a_caller(client: httpx.AsyncClient, actor: Actor | None) -> Caller:
    """The program of this person, or of nobody."""
    return Caller(client, await a_token(actor) if actor else None)


@asynccontextmanager
async def noted_statements() -> AsyncIterator[list[str]]:
    """Every statement run inside the block: all of them take the connection of one transaction."""
    seen: list[str] = []

    def note(record: Any) -> None:
        seen.append(record.query)

    async with db.transaction(), db.connection() as connection:
        with connection.query_logger(note):
            yield seen


def ids(answer: httpx.Response) -> set[str]:
    """The ids of the items of a list."""
    return {item["id"] for item in answer.json()["items"]}
