import re
from urllib.parse import urlsplit

import httpx
import pytest

from accounts.domain import Actor, Role
from accounts.middleware import SESSION_COOKIE
from core import db
from core.ids import new_id
from core.secrets import readable_code
from directory.kinds import OrganizationKind
from notifications.mail import deliver_mail
from tests.conftest import SettingsChange
from tests.factories import a_session, an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")


async def sign_in(client: httpx.AsyncClient, actor: Actor) -> None:
    client.cookies.set(SESSION_COOKIE, await a_session(actor))


async def send(client: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    """Post a form as a browser does: with the token of the page it stands on."""
    page = await client.get("/feeds")
    token = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    return await client.post(path, data={"_csrf_token": token.group(1), **fields})


async def a_caught_mail(recipient: str, body: str = "本文") -> str:
    """The path of a mail that stayed in the house."""
    key = f"mail:{new_id()}"
    await deliver_mail(
        {"recipient": recipient, "subject": f"件名 {key[-4:]}", "body": body, "locale": "ja"}, key
    )
    mail_id = await db.fetch_value("SELECT id FROM caught_mail WHERE message_key = $1", key)
    return f"/mailbox/{mail_id}"


async def test_caught_mail_is_listed_and_read_and_its_links_can_be_followed(
    client: httpx.AsyncClient, change_settings: SettingsChange
) -> None:
    change_settings(smtp_url="", demo=True)
    address = f"{readable_code(8).lower()}@people.example"
    path = await a_caught_mail(address, "<b>次のページ</b>\nhttp://localhost:8000/loans/1?a=1&b=2\n")
    listed = await client.get("/mailbox", params={"recipient": address})
    assert listed.text.count(f'href="{path}"') == 1
    read = (await client.get(path)).text
    assert '<a href="http://localhost:8000/loans/1?a=1&amp;b=2"' in read
    assert "&lt;b&gt;次のページ&lt;/b&gt;" in read


async def test_a_long_mailbox_has_pages(client: httpx.AsyncClient, change_settings: SettingsChange) -> None:
    change_settings(smtp_url="", demo=True)
    address = f"{readable_code(8).lower()}@people.example"
    paths = [await a_caught_mail(address) for _ in range(51)]
    first = await client.get("/mailbox", params={"recipient": address})
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following is not None
    second = await client.get(following.group(1).replace("&amp;", "&"))
    seen = [path for path in paths if path in first.text] + [path for path in paths if path in second.text]
    assert sorted(seen) == sorted(paths)
    assert paths[0] in second.text
    assert 'rel="next"' not in second.text


async def test_nobodys_mailbox_says_so(client: httpx.AsyncClient, change_settings: SettingsChange) -> None:
    change_settings(smtp_url="", demo=True)
    answer = await client.get("/mailbox", params={"recipient": "nobody@people.example"})
    assert "メールはまだありません" in answer.text


async def test_there_is_no_mailbox_where_mail_is_sent_and_elsewhere_only_for_centre_admins(
    client: httpx.AsyncClient, change_settings: SettingsChange
) -> None:
    path = await a_caught_mail("a@people.example")
    centre = await an_organization(OrganizationKind.CENTRE)
    change_settings(smtp_url="smtp://127.0.0.1:9", demo=True)
    assert {(await client.get(place)).status_code for place in ("/mailbox", path)} == {404}
    change_settings(smtp_url="", demo=False)
    for actor, status in (
        (await an_actor(await an_organization(OrganizationKind.COUNTER), role=Role.ADMIN), 404),
        (await an_actor(centre), 404),
        (await an_actor(centre, role=Role.ADMIN), 200),
    ):
        await sign_in(client, actor)
        assert {(await client.get(place)).status_code for place in ("/mailbox", path)} == {status}


async def test_a_feed_is_made_shown_once_and_stopped(client: httpx.AsyncClient) -> None:
    await sign_in(client, await an_actor(await an_organization(OrganizationKind.FACILITY)))
    assert "カレンダーはまだありません" in (await client.get("/feeds")).text
    made = await send(client, "/feeds", name="事務所のパソコン")
    assert (made.status_code, made.headers["cache-control"]) == (201, "no-store")
    address = re.search(r"<code>([^<]+)</code>", made.text)
    assert address is not None
    path = urlsplit(address.group(1)).path
    assert (await client.get(path)).status_code == 200
    listed = (await client.get("/feeds")).text
    assert "事務所のパソコン" in listed
    assert path not in listed
    revoke = re.search(r'action="(/feeds/[^"]+/revoke)"', listed)
    assert revoke is not None
    stopped = await send(client, revoke.group(1))
    assert (stopped.status_code, stopped.headers["location"]) == (303, "/feeds")
    assert "カレンダーを止めました" in (await client.get("/feeds")).text
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize(("name", "said"), [("", "入力してください"), ("長" * 101, "100文字まで")])
async def test_a_refused_name_is_explained_and_kept(client: httpx.AsyncClient, name: str, said: str) -> None:
    await sign_in(client, await an_actor(await an_organization(OrganizationKind.VENDOR)))
    answer = await send(client, "/feeds", name=name)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{name}"' in answer.text


async def test_feeds_are_for_people_of_a_party(client: httpx.AsyncClient) -> None:
    asked = await client.get("/feeds")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=/feeds")
    await sign_in(client, await an_actor(await an_organization(OrganizationKind.PREFECTURE)))
    assert (await client.get("/feeds")).status_code == 403
