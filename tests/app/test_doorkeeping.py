"""Looking changes nothing, no other site can post for us, and cookies stay where they belong."""

import re
from typing import Any, cast

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar

from accounts.domain import Actor
from accounts.middleware import SESSION_COOKIE
from app.asgi import create_app
from core import db
from tests.accounts.browser import enter, post
from tests.accounts.people import PASSWORD, a_person
from tests.app.access import EVERYONE, SIGNED_IN, access, routes
from tests.app.fuzz.shots import Maker
from tests.app.fuzz.wire import Shot, fire
from tests.app.fuzz.world import World, a_world
from tests.asking import lasting, noted_statements
from tests.conftest import SettingsChange
from tests.factories import a_session, a_token

PAGE_POSTS = [door for door in routes() if door[0] == "POST" and not door[1].startswith("/api/")]
LOOKS = [door for door in routes() if door[0] in ("GET", "HEAD")]
# Being seen is noted with the sign-in or token itself, and nowhere else.
_WRITES = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM) +(?!sign_in\b|api_token\b)(\w+)", re.IGNORECASE)


@pytest_asyncio.fixture(scope="module")
async def world(database: str) -> World:
    assert database
    return await a_world()


def _welcome(world: World, door: tuple[str, str]) -> list[Actor]:
    return [
        actor
        for name, actor in world.actors.items()
        if access()[door] & {name, f"any-{name}", SIGNED_IN, EVERYONE}
    ]


async def _cookie(actor: Actor) -> tuple[bytes, bytes]:
    return b"cookie", f"{SESSION_COOKIE}={await a_session(actor)}".encode()


@pytest.mark.parametrize("door", PAGE_POSTS, ids=" ".join)
async def test_no_other_site_can_send_a_form_of_ours(
    application: Litestar, world: World, door: tuple[str, str]
) -> None:
    actor = (_welcome(world, door) or [world.actors["facility"]])[0]
    # As a form of another site would send it: the browser adds its cookies, the token it cannot know.
    form = (b"content-type", b"application/x-www-form-urlencoded")
    path = Maker(door, seed=1).path_to(await world.suited_to(door[1]))
    shot = Shot("POST", path, headers=(await _cookie(actor), form), body=b"reason=x")
    async with noted_statements() as seen:
        reply = await fire(application, shot)
    assert reply.status == 403, reply.text
    assert [statement for statement in seen if _WRITES.search(statement)] == []


@pytest.mark.parametrize("door", LOOKS, ids=" ".join)
async def test_looking_changes_nothing(application: Litestar, world: World, door: tuple[str, str]) -> None:
    maker = Maker(door, seed=1)
    for actor in _welcome(world, door)[:2] or [world.actors["facility"]]:
        bearer = (b"authorization", b"Bearer " + (await a_token(actor)).encode())
        headers = ((b"accept-language", b"ja"), await _cookie(actor), bearer)
        path = maker.path_to(await world.suited_to(door[1]))
        async with noted_statements() as seen:
            reply = await fire(application, Shot(door[0], path, headers=headers))
        assert reply.status < 500
        assert [statement for statement in lasting(seen) if _WRITES.search(statement)] == []


async def test_over_https_every_cookie_is_for_https_alone_and_none_for_scripts(
    database: str, change_settings: SettingsChange
) -> None:
    assert database
    email = "kumi@https.example"
    await a_person(email)
    change_settings(base_url="https://tameshi.example")
    transport = httpx.ASGITransport(app=cast("Any", create_app(with_pool=False)))
    async with httpx.AsyncClient(transport=transport, base_url="https://tameshi.example") as client:
        given = (await client.get("/sign-in")).headers.get_list("set-cookie")
        given += (await enter(client, email, PASSWORD)).headers.get_list("set-cookie")
        answer = await post(client, "/account", seen="/account", name="久美", locale="ja", date_style="era")
        given += answer.headers.get_list("set-cookie")
        given += (await post(client, "/language", seen="/account", locale="en")).headers.get_list(
            "set-cookie"
        )
    names = {cookie.partition("=")[0] for cookie in given}
    assert names > {SESSION_COOKIE, "tameshi_flash", "tameshi_language"}
    assert any(name.startswith("tameshi_csrf") for name in names)
    for cookie in given:
        assert {"httponly", "secure", "samesite=lax"} <= set(cookie.lower().split("; ")), cookie
    await db.execute("UPDATE person SET email = id || '@gone.example' WHERE email = $1", email)
