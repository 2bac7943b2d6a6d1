"""Every refusal in the form and the language of whoever reads it."""

import httpx
import pytest
from litestar import Litestar

from app.prose import TITLES
from core.web.problems import PROBLEM_JSON
from directory.kinds import OrganizationKind
from tests.app.fuzz.wire import Reply, Shot, fire
from tests.asking import a_bearer
from tests.factories import an_actor, an_organization

FORM = (b"content-type", b"application/x-www-form-urlencoded")
PARTS = (b"content-type", b"multipart/form-data; boundary=x")
REFUSED: dict[int, Shot] = {
    404: Shot("GET", "/nowhere"),
    405: Shot("DELETE", "/sign-in"),
    403: Shot("POST", "/sign-in", headers=(FORM,), body=b"email=a"),
    400: Shot(
        "POST", "/sign-in", headers=(PARTS,), body=b'--x\r\nContent-Disposition: form-data; name="a\xff"\r\n'
    ),
    413: Shot("POST", "/sign-in", headers=(FORM,), body=b"a=" + b"b" * 1024 * 1024),
}


@pytest.fixture
async def vendor(database: str) -> dict[str, str]:
    assert database
    return await a_bearer(await an_actor(await an_organization(OrganizationKind.VENDOR)))


async def _read(application: Litestar, shot: Shot, language: bytes) -> Reply:
    return await fire(application, shot._replace(headers=(*shot.headers, (b"accept-language", language))))


@pytest.mark.parametrize("status", REFUSED)
async def test_a_person_reads_what_went_wrong_in_their_language(application: Litestar, status: int) -> None:
    japanese = await _read(application, REFUSED[status], b"ja,en;q=0.5")
    english = await _read(application, REFUSED[status], b"en-GB,en;q=0.9,ja;q=0.1")
    assert (japanese.status, english.status) == (status, status)
    assert (japanese.kind, english.kind) == ("text/html", "text/html")
    assert '<html lang="ja">' in japanese.text
    assert str(TITLES[status]) in japanese.text
    assert '<html lang="en">' in english.text
    assert str(TITLES[status]) not in english.text


async def test_a_form_without_its_token_says_what_helps_and_blames_nobodys_rights(
    application: Litestar,
) -> None:
    refused = await _read(application, REFUSED[403], b"ja")
    assert "クッキー" in refused.text
    assert "あなたの立場" not in refused.text


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        *((body, 400, "malformed") for body in (b"{", b"\xff\xfe", b"[" * 200_000, b'{"a":' * 100_000)),
        (b"[]", 422, "invalid"),
        (b"x" * (1024 * 1024 + 1), 413, "too-large"),
        (b'{"name": "\\u0000"}', 422, "malformed-text"),
    ],
)
async def test_a_program_gets_a_problem_with_a_code(
    client: httpx.AsyncClient, vendor: dict[str, str], body: bytes, status: int, code: str
) -> None:
    headers = {**vendor, "content-type": "application/json"}
    answer = await client.post("/api/v1/feeds", content=body, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM_JSON)
    assert (answer.json()["code"], answer.json()["status"]) == (code, status)
