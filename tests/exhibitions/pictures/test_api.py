"""Pictures of displays for programs."""

import httpx
import pytest

from tests.callers import Caller, a_caller
from tests.exhibitions.makers import a_display
from tests.factories import the_parties
from tests.photos import a_jpeg

pytestmark = pytest.mark.usefixtures("database", "application")


async def _send(caller: Caller, path: str, content: bytes, **query: str) -> httpx.Response:
    return await caller.client.post(
        f"/api/v1{path}", content=content, params=query, headers=caller.headers | {"Idempotency-Key": "once"}
    )


async def test_a_program_shows_a_venue_and_everybody_finds_the_picture(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    path = f"/exhibitions/{await a_display(parties.counter.acting_for())}/pictures"
    counter, public = await a_caller(client, parties.counter), await a_caller(client, None)
    made = await _send(counter, path, a_jpeg(), title="入口", title_en="Entrance")
    assert (made.status_code, made.json()["title_en"]) == (201, "Entrance"), made.text
    assert (await _send(counter, path, a_jpeg(), title="入口", title_en="Entrance")).json() == made.json()
    [shown] = (await public.get(path)).json()["items"]
    assert shown == made.json()
    picture = await client.get(shown["url"])
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
    one = f"{path}/{shown['id']}"
    changed = await counter.patch(one, {"title": "正面の入口"})
    assert (changed.json()["title"], changed.json()["title_en"]) == ("正面の入口", "Entrance")
    assert (await counter.patch(one, {"title": " "})).status_code == 422
    assert (await counter.post(f"{one}/remove")).json()["is_removed"] is True
    assert (await public.get(path)).json()["items"] == []
    assert len((await counter.get(path, removed=True)).json()["items"]) == 1
    assert (await counter.post(f"{one}/restore")).json()["is_removed"] is False
    assert (await counter.post(f"{one}/first")).status_code == 200
    assert (await counter.post(f"{one}/burn")).status_code == 404


async def test_what_is_no_picture_and_who_does_not_prepare_the_display_is_refused(
    client: httpx.AsyncClient,
) -> None:
    parties, others = await the_parties(), await the_parties()
    display = await a_display(parties.counter.acting_for())
    path = f"/exhibitions/{display}/pictures"
    counter = await a_caller(client, parties.counter)
    wrong = await _send(counter, path, b"<svg/>", title="入口")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "photo-unreadable")
    stranger = await a_caller(client, others.counter)
    assert (await _send(stranger, path, a_jpeg(), title="入口")).status_code == 403
    assert (await stranger.get(path, removed=True)).status_code == 403
    assert (await _send(await a_caller(client, None), path, a_jpeg(), title="入口")).status_code == 401
    draft = await a_display(parties.counter.acting_for(), status="draft")
    assert (await stranger.get(f"/exhibitions/{draft}/pictures")).status_code == 404
