from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from accounts.domain import Actor, Via
from core import db
from core.errors import Invalid, NotAllowed, NotFound
from core.ids import new_id
from core.secrets import digest
from directory.kinds import OrganizationKind
from notifications.queries import feeds_of
from notifications.usecases import MOST_FEEDS, create_feed, revoke_feed
from tests.factories import a_token, an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")


async def a_counter_person() -> Actor:
    return await an_actor(await an_organization(OrganizationKind.COUNTER))


async def bearer(actor: Actor) -> dict[str, str]:
    return {"Authorization": f"Bearer {await a_token(actor)}"}


async def test_the_address_is_told_once_and_the_house_keeps_a_digest_only() -> None:
    actor = await a_counter_person()
    feed = await create_feed(actor, "  事務所の \n カレンダー ")
    token = urlsplit(feed.url).path.removeprefix("/calendars/").removesuffix(".ics")
    assert len(token) >= 22  # 128 bits in base 64
    row = await db.fetch_row("SELECT * FROM calendar_feed WHERE id = $1", feed.id)
    assert row is not None
    assert (row["name"], bytes(row["token_digest"])) == ("事務所の カレンダー", digest(token))
    assert token not in str(dict(row))
    assert [(known.id, known.creator) for known in await feeds_of(actor)] == [(feed.id, "試験 太郎")]


@pytest.mark.parametrize(("name", "code"), [(" ", "required"), ("長" * 101, "name-too-long")])
async def test_a_feed_has_a_name_of_some_length(name: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        await create_feed(await a_counter_person(), name)
    assert refused.value.fields == {"name": code}


async def test_feeds_are_counted() -> None:
    actor = await a_counter_person()
    for number in range(MOST_FEEDS):
        await create_feed(actor, f"{number}")
    with pytest.raises(Invalid) as refused:
        await create_feed(actor, "one more")
    assert refused.value.fields == {"name": "too-many-feeds"}


async def test_those_on_no_side_of_a_loan_have_no_feed() -> None:
    for kind in (OrganizationKind.CENTRE, OrganizationKind.PREFECTURE):
        with pytest.raises(NotAllowed):
            await create_feed(await an_actor(await an_organization(kind)), "x")


async def test_a_revoked_feed_is_gone_for_good(client: httpx.AsyncClient) -> None:
    actor = await a_counter_person()
    feed = await create_feed(actor, "事務所")
    path = urlsplit(feed.url).path
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"][:13]) == (200, "text/calendar")
    with pytest.raises(NotFound):
        await revoke_feed(await a_counter_person(), feed.id)
    await revoke_feed(actor, feed.id)
    assert (await client.get(path)).status_code == 404
    assert await feeds_of(actor) == []
    with pytest.raises(NotFound):
        await revoke_feed(actor, feed.id)


@pytest.mark.parametrize("path", ["/calendars/nobody-knows.ics", "/calendars/x", "/calendars/.ics"])
async def test_an_unknown_address_says_nothing(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_who_leaves_the_organisation_takes_no_open_feed_along(client: httpx.AsyncClient) -> None:
    actor = await a_counter_person()
    path = urlsplit((await create_feed(actor, "事務所")).url).path
    await db.execute("UPDATE membership SET ended_at = now() WHERE person_id = $1", actor.person_id)
    assert (await client.get(path)).status_code == 404


async def test_a_program_creates_reads_and_revokes_a_feed(client: httpx.AsyncClient) -> None:
    actor = await an_actor(await an_organization(OrganizationKind.COUNTER), via=Via.API)
    headers = await bearer(actor)
    answer = await client.post("/api/v1/feeds", json={"name": "事務所"}, headers=headers)
    assert answer.status_code == 201
    made: dict[str, Any] = answer.json()
    assert set(made) == {"id", "url", "name"}
    assert (await client.get(urlsplit(made["url"]).path)).status_code == 200
    assert (await client.delete(f"/api/v1/feeds/{made['id']}", headers=headers)).status_code == 204
    assert (await client.delete(f"/api/v1/feeds/{made['id']}", headers=headers)).status_code == 404
    assert (await client.get(urlsplit(made["url"]).path)).status_code == 404


async def test_a_program_is_told_what_is_wrong(client: httpx.AsyncClient) -> None:
    headers = await bearer(await a_counter_person())
    nameless = await client.post("/api/v1/feeds", json={"name": " "}, headers=headers)
    assert (nameless.status_code, nameless.json()["fields"]) == (422, {"name": "required"})
    wrong = await client.post("/api/v1/feeds", json={"name": 5}, headers=headers)
    assert (wrong.status_code, wrong.json()["fields"]) == (422, {"name": "wrong-type"})
    assert (await client.post("/api/v1/feeds", json={"name": "x"})).status_code == 401
    assert (await client.delete(f"/api/v1/feeds/{new_id()}", headers=headers)).status_code == 404


async def test_a_feed_needs_no_name_from_a_program(client: httpx.AsyncClient) -> None:
    headers = await bearer(await a_counter_person())
    bare = await client.post("/api/v1/feeds", headers=headers)
    empty = await client.post("/api/v1/feeds", json={}, headers=headers)
    assert [answer.status_code for answer in (bare, empty)] == [201, 201]
