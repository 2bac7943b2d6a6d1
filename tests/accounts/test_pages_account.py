import re

import httpx
import pytest

from accounts.domain import Role
from accounts.usecases import invite_colleague, sign_in
from core import db
from directory.kinds import OrganizationKind
from tests.accounts.browser import enter, post, words
from tests.accounts.people import PASSWORD, a_person, a_seat, an_actor, an_organization, token_mailed_to

pytestmark = pytest.mark.usefixtures("people")

EMAIL = "mai@hikari.example"
NEW = "ren@hikari.example"
PEOPLE = "/organization/people"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


async def test_settings_are_kept_and_the_page_speaks_the_new_language(client: httpx.AsyncClient) -> None:
    await an_actor()
    await enter(client, EMAIL, PASSWORD)
    answer = await post(client, "/account", seen="/account", name="佐藤 まい", locale="en", date_style="era")
    assert answer.status_code == 303
    shown = await client.get("/account")
    assert "Your settings are saved" in words(shown)
    assert 'value="佐藤 まい"' in shown.text


async def test_wrong_settings_say_what_is_wrong_and_keep_the_rest(client: httpx.AsyncClient) -> None:
    await an_actor()
    await enter(client, EMAIL, PASSWORD)
    answer = await post(client, "/account", seen="/account", name=" ", locale="en", date_style="lunar")
    assert answer.status_code == 422
    assert "「氏名」を入力してください" in words(answer)
    assert re.search(r'value="en" checked', answer.text)


async def test_dates_are_written_as_the_person_wishes(client: httpx.AsyncClient) -> None:
    await an_actor()
    await enter(client, EMAIL, PASSWORD)
    assert "令和" not in words(await client.get("/account/devices"))
    await post(client, "/account", seen="/account", name="佐藤 舞", locale="ja", date_style="era")
    assert "令和" in words(await client.get("/account/devices"))


async def test_the_password_is_changed_on_its_page(client: httpx.AsyncClient) -> None:
    await an_actor()
    await enter(client, EMAIL, PASSWORD)
    page = "/account/password"
    wrong = await post(client, page, seen=page, current="wrong", password="another long sentence")
    assert (wrong.status_code, "いまのパスワードが違います" in words(wrong)) == (422, True)
    right = await post(client, page, seen=page, current=PASSWORD, password="another long sentence")
    assert right.headers["location"] == "/account"
    assert (await client.get("/account")).status_code == 200


async def test_devices_are_named_and_can_be_signed_out_one_by_one(client: httpx.AsyncClient) -> None:
    await an_actor()
    client.headers["user-agent"] = FIREFOX
    await enter(client, EMAIL, PASSWORD)
    await sign_in(EMAIL, PASSWORD, "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0) Version/26.0 Safari/604.1")
    shown = await client.get("/account/devices")
    assert "Firefox / Windows" in words(shown)
    assert "Safari / iPhone" in words(shown)
    end = re.findall(r'action="(/account/devices/[^"]+/end)"', shown.text)
    await post(client, end[0], seen="/account/devices")
    await post(client, end[1], seen="/account/devices")  # the one an_actor() made
    assert "iPhone" not in words(await client.get("/account/devices"))


async def test_an_api_token_is_shown_once_and_revoked(client: httpx.AsyncClient) -> None:
    await an_actor()
    await enter(client, EMAIL, PASSWORD)
    page = "/account/api-tokens"
    assert "トークンはまだありません" in words(await client.get(page))
    made = await post(client, page, seen=page, name="在庫表")
    token = re.search(r'<code class="secret">([^<]+)</code>', made.text)
    assert token
    assert made.headers["cache-control"] == "no-store"
    bearer = {"Authorization": f"Bearer {token[1]}"}
    assert (await client.get("/api/v1/loans", headers=bearer)).status_code == 200
    listed = await client.get(page)
    assert token[1] not in listed.text
    revoke = re.search(r'action="([^"]+/revoke)"', listed.text)
    assert revoke
    await post(client, revoke[1], seen=page)
    assert (await client.get("/api/v1/loans", headers=bearer)).status_code == 401


async def test_one_switches_between_ones_organisations(client: httpx.AsyncClient) -> None:
    actor = await an_actor()
    second = await an_organization("みどり窓口", OrganizationKind.COUNTER)
    await a_seat(actor.person_id, second)  # type: ignore[arg-type]  # an actor made from a person
    await enter(client, EMAIL, PASSWORD)
    assert "ひかり苑の人びと" in words(await client.get(PEOPLE))
    answer = await post(client, "/account/organization", seen="/account", organization_id=second)
    assert answer.status_code == 303
    assert "みどり窓口の人びと" in words(await client.get(PEOPLE))
    foreign = await an_organization("よその施設")
    for wrong in (foreign, "nonsense"):
        refused = await post(client, "/account/organization", seen="/account", organization_id=wrong)
        assert refused.status_code == 404


async def test_a_person_without_an_organisation_is_told_what_to_do(client: httpx.AsyncClient) -> None:
    await a_person()
    await enter(client, EMAIL, PASSWORD)
    assert "所属する組織がありません" in words(await client.get("/account"))
    assert (await client.get(PEOPLE)).status_code == 403


async def test_an_admin_invites_a_colleague_who_joins_through_the_mail(client: httpx.AsyncClient) -> None:
    await an_actor()
    await enter(client, EMAIL, PASSWORD)
    refused = await post(client, PEOPLE, seen=PEOPLE, email="nonsense", role="admin")
    assert refused.status_code == 422
    assert 'value="nonsense"' in refused.text
    await post(client, PEOPLE, seen=PEOPLE, email=NEW, role="member")
    assert NEW in words(await client.get(PEOPLE))
    await post(client, "/sign-out", seen="/account")

    link = f"/invitations/{await token_mailed_to(NEW)}"
    shown = words(await client.get(link))
    assert "ひかり苑への招待" in shown
    assert "佐藤 舞さんから招待されています" in shown
    weak = await post(client, link, seen=link, name="高橋 蓮", password="short")
    assert weak.status_code == 422
    assert 'value="高橋 蓮"' in weak.text
    joined = await post(client, link, seen=link, name="高橋 蓮", password=PASSWORD)
    assert joined.headers["location"] == "/"
    assert "高橋 蓮" in words(await client.get(PEOPLE))
    spent = await client.get(link)
    assert (spent.status_code, "招待した人に" in words(spent)) == (404, True)


async def test_somebody_with_an_account_signs_in_to_join(client: httpx.AsyncClient) -> None:
    await invite_colleague(await an_actor(), NEW, Role.MEMBER)
    await an_actor(NEW, await an_organization("みどりの里"))
    link = f"/invitations/{await token_mailed_to(NEW)}"
    shown = await client.get(link)
    assert "サインインして参加する" in words(shown)
    assert f'href="/sign-in?next={link}"' in shown.text
    await enter(client, EMAIL, PASSWORD)
    assert "別の人としてサインインしています" in words(await client.get(link))
    assert (await post(client, link, seen=link)).status_code == 403
    await post(client, "/sign-out", seen="/account")
    await enter(client, NEW, PASSWORD)
    assert (await post(client, link, seen=link)).headers["location"] == "/"
    assert "ひかり苑の人びと" in words(await client.get(PEOPLE))


async def test_a_link_that_was_looked_at_still_works(client: httpx.AsyncClient) -> None:
    await invite_colleague(await an_actor(), NEW, Role.MEMBER)
    link = f"/invitations/{await token_mailed_to(NEW)}"
    for _ in range(3):  # mail scanners open links
        assert (await client.get(link)).status_code == 200


async def test_an_admin_changes_roles_and_removes_people(client: httpx.AsyncClient) -> None:
    admin = await an_actor()
    ken = await an_actor("ken@hikari.example", admin.organization_id, Role.MEMBER)
    await enter(client, EMAIL, PASSWORD)
    card = f"{PEOPLE}/{ken.person_id}"
    await post(client, f"{card}/role", seen=card, role="admin")
    sql = "SELECT role FROM membership WHERE person_id = $1"
    assert await db.fetch_value(sql, ken.person_id) == "admin"
    await post(client, f"{card}/remove", seen=card)
    assert "ken@hikari.example" not in words(await client.get(PEOPLE))
    assert (await client.get(card)).status_code == 404
    own = f"{PEOPLE}/{admin.person_id}"
    alone = await post(client, f"{own}/role", seen=own, role="member")
    assert "管理者が一人もいなくなる" in words(alone)
    assert (await post(client, f"{own}/remove", seen=own)).status_code == 409


async def test_a_member_sees_colleagues_but_cannot_change_them(client: httpx.AsyncClient) -> None:
    member = await an_actor(role=Role.MEMBER)
    await enter(client, EMAIL, PASSWORD)
    shown = words(await client.get(PEOPLE))
    assert EMAIL in shown
    assert "招待する" not in shown.replace("招待したり外したりできるのは", "")
    assert (await client.get(f"{PEOPLE}/{member.person_id}")).status_code == 403
    assert (await post(client, PEOPLE, seen="/account", email=NEW, role="member")).status_code == 403


async def test_an_invitation_can_be_withdrawn(client: httpx.AsyncClient) -> None:
    await invite_colleague(await an_actor(), NEW, Role.MEMBER)
    link = f"/invitations/{await token_mailed_to(NEW)}"
    await enter(client, EMAIL, PASSWORD)
    shown = await client.get(PEOPLE)
    withdraw = re.search(r'action="([^"]+/withdraw)"', shown.text)
    assert withdraw
    await post(client, withdraw[1], seen=PEOPLE)
    assert (await client.get(link)).status_code == 404
