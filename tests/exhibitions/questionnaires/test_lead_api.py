"""Visitors who want to be called, for programs of their counter alone."""

import httpx
import pytest

from directory.kinds import OrganizationKind
from exhibitions.queries import exhibition_for
from exhibitions.questionnaires.replying import reply_to
from tests.callers import a_caller
from tests.exhibitions.questionnaires.test_questionnaires import a_contact, a_reply, a_show_that_asks
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")


async def test_a_program_reads_who_wants_to_be_called_and_says_that_they_were(
    client: httpx.AsyncClient,
) -> None:
    show, questions = await a_show_that_asks()
    exhibition = await exhibition_for(show.counter, show.id)
    for _ in range(2):
        await reply_to(exhibition, a_reply(questions, contact=a_contact()))
    counter = await a_caller(client, show.counter)
    first = (await counter.get("/leads", limit=1)).json()
    rest = (await counter.get("/leads", limit=1, cursor=first["next"])).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (1, 1, None)
    lead = first["items"][0]
    assert (lead["name"], lead["wish"], bool(lead["consent_text"])) == ("来場 三郎", "loan", True)
    path = f"/leads/{lead['id']}"
    handled = await counter.post(f"{path}/handle", {"note": "電話した"})
    assert (handled.status_code, handled.json()["handled_note"]) == (200, "電話した")
    again = await counter.post(f"{path}/handle", {"note": "べつの人"})
    assert again.json()["handled_note"] == "電話した"
    assert [one["id"] for one in (await counter.get("/leads", handled=True)).json()["items"]] == [lead["id"]]
    assert (await counter.get(path)).json() == again.json()
    assert (await counter.post(f"{path}/handle", {"note": "長" * 201})).status_code == 422


async def test_nobody_else_reads_them(client: httpx.AsyncClient) -> None:
    show, questions = await a_show_that_asks()
    exhibition = await exhibition_for(show.counter, show.id)
    await reply_to(exhibition, a_reply(questions, contact=a_contact()))
    own = await a_caller(client, show.counter)
    lead = (await own.get("/leads")).json()["items"][0]["id"]
    other = await a_caller(client, await an_actor(await an_organization(OrganizationKind.COUNTER)))
    assert (await other.get("/leads")).json()["items"] == []
    assert (await other.get(f"/leads/{lead}")).status_code == 404
    assert (await other.post(f"/leads/{lead}/handle", {"note": ""})).status_code == 404
    vendor = await a_caller(client, await an_actor(await an_organization(OrganizationKind.VENDOR)))
    assert (await vendor.get("/leads")).status_code == 403
    assert (await (await a_caller(client, None)).get("/leads")).status_code == 401
