"""Programs that call the API."""

from typing import Any

import httpx

from accounts.domain import Actor
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

    async def delete(self, path: str) -> httpx.Response:
        return await self.client.delete(f"/api/v1{path}", headers=self.headers)

    async def get(self, path: str, **query: object) -> httpx.Response:
        given: Any = query or None
        return await self.client.get(f"/api/v1{path}", params=given, headers=self.headers)


async def a_caller(client: httpx.AsyncClient, actor: Actor | None) -> Caller:
    """The program of this person, or of nobody."""
    return Caller(client, await a_token(actor) if actor else None)


def ids(answer: httpx.Response) -> set[str]:
    """The ids of the items of a list."""
    return {item["id"] for item in answer.json()["items"]}
