"""The headers that browsers guard us by, on every answer."""

from typing import Any

import httpx
import pytest
from litestar import Litestar

from accounts.domain import Actor
from core.web.pages import local_path
from directory.kinds import OrganizationKind
from tests.app.fuzz.wire import Shot, fire
from tests.asking import a_bearer, signed_in
from tests.conftest import SettingsChange
from tests.factories import an_actor, an_organization

PUBLIC = ("/", "/products", "/sign-in", "/nowhere", "/api/v1/products", "/api/v1/nowhere", "/calendars/x.ics")


@pytest.fixture
async def reader(database: str) -> Actor:
    assert database
    return await an_actor(await an_organization(OrganizationKind.FACILITY))


@pytest.mark.parametrize("path", PUBLIC)
async def test_every_answer_says_what_a_browser_may_do_with_it(client: httpx.AsyncClient, path: str) -> None:
    given = (await client.get(path)).headers
    assert "frame-ancestors 'none'" in given["content-security-policy"]
    assert "script-src" not in given["content-security-policy"]  # default-src 'self': no inline scripts
    assert given["x-content-type-options"] == "nosniff"
    assert given["referrer-policy"] == "same-origin"
    assert given["cache-control"].startswith("private")


async def test_a_refused_form_is_guarded_too(client: httpx.AsyncClient) -> None:
    answer = await client.post("/sign-in", data={})
    assert answer.status_code == 403
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/home", "/products", "/account", "/loans", "/nowhere", "/feeds"])
async def test_no_browser_keeps_what_somebody_signed_in_was_shown(
    client: httpx.AsyncClient, reader: Actor, path: str
) -> None:
    browser = await signed_in(client, reader)
    assert (await browser.get(path)).headers["cache-control"] == "no-store"


async def test_no_cache_keeps_an_answer_of_the_api(client: httpx.AsyncClient, reader: Actor) -> None:
    answer = await client.get("/api/v1/loans", headers=await a_bearer(reader))
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/invitations/x", "/password-reset/x"])
async def test_no_browser_keeps_what_a_link_opened(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).headers["cache-control"] == "no-store"


async def test_browsers_are_held_to_https_where_it_is_spoken(
    client: httpx.AsyncClient, change_settings: SettingsChange
) -> None:
    assert "strict-transport-security" not in (await client.get("/")).headers
    change_settings(base_url="https://tameshi.example")
    assert (await client.get("/")).headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("host", [b"", b"[", b"a:b", b"a:99999", b"\xff", b"a b", b"[::1", b"a/b"])
async def test_a_host_that_is_none_is_passed_over(application: Litestar, host: bytes) -> None:
    for path, status in (("/sign-in", 200), ("/nowhere", 404), ("/api/v1/loans", 401)):
        reply = await fire(application, Shot("GET", path, headers=((b"host", host),)))
        assert reply.status == status


@pytest.mark.parametrize("host", [b"evil.example", b"evil.example:8443"])
async def test_a_strange_host_is_not_repeated_in_any_address(application: Litestar, host: bytes) -> None:
    for path in ("/sign-in", "/account", "/nowhere"):
        reply = await fire(application, Shot("GET", path, headers=((b"host", host),)))
        assert "evil" not in reply.text + str(reply.headers)


@pytest.mark.parametrize(
    "target",
    [
        *(
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "javascript:alert(1)",
        ),
        *("/\t/evil.example", "/\n/evil.example", "\t//evil.example", "/\r/[", "/\x00/x", "", "loans", None),
    ],
)
def test_nobody_is_led_out_of_the_house(target: Any) -> None:
    assert local_path(target, "/home") == "/home"


@pytest.mark.parametrize("target", ["/loans", "/loans/new?product=a&start=2026-10-01#days", "/見守り"])
def test_ways_within_the_house_are_kept(target: str) -> None:
    assert local_path(target) == target
