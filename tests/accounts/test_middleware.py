import httpx
import pytest

from accounts.middleware import SESSION_COOKIE
from accounts.usecases import create_api_token, sign_in
from tests.accounts.people import PASSWORD, an_actor
from tests.asking import noted_statements

pytestmark = pytest.mark.usefixtures("people")

LOANS = "/api/v1/loans"
EMAIL = "mai@hikari.example"


async def a_bearer() -> dict[str, str]:
    return {"Authorization": f"Bearer {await create_api_token(await an_actor(), '在庫表')}"}


async def test_a_bearer_token_opens_the_api(client: httpx.AsyncClient) -> None:
    assert (await client.get(LOANS, headers=await a_bearer())).status_code == 200


async def test_knowing_a_caller_takes_one_statement(client: httpx.AsyncClient) -> None:
    headers = await a_bearer()
    async with noted_statements() as statements:
        await client.get("/api/v1/no-such-thing", headers=headers)
    assert len(statements) == 1


async def test_nobody_is_looked_up_for_files_and_health_checks(client: httpx.AsyncClient) -> None:
    await an_actor()
    client.cookies.set(SESSION_COOKIE, await sign_in(EMAIL, PASSWORD, "Firefox"))
    async with noted_statements() as statements:
        await client.get("/static/icons.svg")
        await client.get("/healthz")
    assert statements == []


@pytest.mark.parametrize("header", ["Bearer invented", "Bearer ", "Basic bWFpOnB3", "invented"])
async def test_a_wrong_token_is_refused_with_a_problem(client: httpx.AsyncClient, header: str) -> None:
    answer = await client.get(LOANS, headers={"Authorization": header})
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "invalid-token"


async def test_a_cookie_opens_nothing_in_the_api(client: httpx.AsyncClient) -> None:
    await an_actor()
    client.cookies.set(SESSION_COOKIE, await sign_in(EMAIL, PASSWORD, "Firefox"))
    answer = await client.get(LOANS)
    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")
