import httpx
import pytest
from litestar.middleware.csrf import generate_csrf_token

from accounts.limits import RESETS_OF_EMAIL, SIGN_INS_AS_EMAIL, limiter
from accounts.middleware import SESSION_COOKIE
from accounts.queries import actor_of_session
from core import db
from core.secrets import digest
from core.web.languages import LANGUAGE_COOKIE
from tests.accounts.browser import enter, post, words
from tests.accounts.people import PASSWORD, a_person, an_actor, mails_to, token_mailed_to

pytestmark = pytest.mark.usefixtures("people")

EMAIL = "mai@hikari.example"


async def test_signing_in_leads_where_one_wanted_to_go_with_a_cookie_scripts_cannot_read(
    client: httpx.AsyncClient,
) -> None:
    await an_actor()
    answer = await post(client, "/sign-in", email=EMAIL, password=PASSWORD, next="/account?from=mail")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?from=mail")
    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith(SESSION_COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "佐藤 舞" in words(await client.get("/account"))


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
async def test_nobody_is_sent_to_another_site(client: httpx.AsyncClient, target: str) -> None:
    await an_actor()
    answer = await post(client, "/sign-in", email=EMAIL, password=PASSWORD, next=target)
    assert answer.headers["location"] == "/"


async def test_a_token_that_the_browser_brought_is_never_signed_in(client: httpx.AsyncClient) -> None:
    await an_actor()
    client.cookies.set(SESSION_COOKIE, "chosen-by-a-stranger")
    await enter(client, EMAIL, PASSWORD)
    assert client.cookies.get(SESSION_COOKIE, domain="test.example") != "chosen-by-a-stranger"
    assert await actor_of_session("chosen-by-a-stranger") is None


async def test_a_refused_sign_in_says_why_and_keeps_the_address(client: httpx.AsyncClient) -> None:
    await an_actor()
    answer = await post(client, "/sign-in", email=EMAIL, password="a wrong password", next="/account")
    assert answer.status_code == 422
    assert "メールアドレスかパスワードが違います" in words(answer)
    assert f'value="{EMAIL}"' in answer.text
    assert 'value="/account"' in answer.text
    assert "a wrong password" not in answer.text
    assert SESSION_COOKIE not in client.cookies


async def test_too_many_tries_are_told_to_wait(client: httpx.AsyncClient) -> None:
    await a_person()
    for _ in range(SIGN_INS_AS_EMAIL.amount):
        await limiter().count(SIGN_INS_AS_EMAIL, EMAIL)
    answer = await post(client, "/sign-in", email=EMAIL, password=PASSWORD)
    assert "しばらく待ってから" in words(answer)
    assert SESSION_COOKIE not in client.cookies


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/language", "/account", "/password-reset"])
async def test_a_form_without_its_csrf_token_is_refused(client: httpx.AsyncClient, path: str) -> None:
    await an_actor()
    await enter(client, EMAIL, PASSWORD)
    answer = await client.post(path, data={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 403
    assert "読み込み直して" in words(answer)
    assert (await client.get("/account")).status_code == 200


async def test_a_browser_that_knew_the_house_under_an_earlier_key_can_still_send_forms(
    client: httpx.AsyncClient,
) -> None:
    await client.get("/sign-in")
    (cookie,) = [name for name in client.cookies if name.startswith("tameshi_csrf")]
    earlier = cookie[:-8] + digest("an earlier key").hex()[:8]
    client.cookies.clear()
    client.cookies.set(earlier, generate_csrf_token("an earlier key"))
    assert (await post(client, "/language", locale="en", next="/sign-in")).status_code == 303


async def test_a_page_for_members_leads_a_stranger_to_the_sign_in_and_back(client: httpx.AsyncClient) -> None:
    answer = await client.get("/account/devices")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/account/devices")


async def test_whoever_is_signed_in_need_not_do_so_again(client: httpx.AsyncClient) -> None:
    await an_actor()
    await enter(client, EMAIL, PASSWORD)
    answer = await client.get("/sign-in?next=/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")


@pytest.mark.parametrize("path", ["/sign-out", "/sign-out-everywhere"])
async def test_after_signing_out_the_old_cookie_opens_nothing(client: httpx.AsyncClient, path: str) -> None:
    await an_actor()
    await enter(client, EMAIL, PASSWORD)
    old = client.cookies[SESSION_COOKIE]
    answer = await post(client, path, seen="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert SESSION_COOKIE not in client.cookies
    assert await actor_of_session(old) is None


async def test_a_stranger_may_choose_a_language(client: httpx.AsyncClient) -> None:
    answer = await post(client, "/language", locale="en", next="/password-reset")
    assert (answer.status_code, answer.headers["location"]) == (303, "/password-reset")
    assert client.cookies[LANGUAGE_COOKIE] == "en"
    assert "Reset your password" in words(await client.get("/password-reset"))


async def test_a_language_nobody_speaks_is_refused(client: httpx.AsyncClient) -> None:
    assert (await post(client, "/language", locale="xx", next="/")).status_code == 422


async def test_a_persons_language_is_kept_with_the_person(client: httpx.AsyncClient) -> None:
    actor = await an_actor()
    await enter(client, EMAIL, PASSWORD)
    await post(client, "/language", seen="/account", locale="en", next="/account")
    assert await db.fetch_value("SELECT locale FROM person WHERE id = $1", actor.person_id) == "en"
    client.cookies.delete(LANGUAGE_COOKIE)
    assert "Account and settings" in words(await client.get("/account"))


async def test_a_page_that_does_not_exist_says_so_in_the_readers_language(client: httpx.AsyncClient) -> None:
    english = await client.get("/no-such-page", headers={"Accept-Language": "en-GB,en;q=0.9,ja;q=0.1"})
    japanese = await client.get("/no-such-page")
    assert (english.status_code, japanese.status_code) == (404, 404)
    assert '<html lang="en">' in english.text
    assert '<html lang="ja">' in japanese.text


async def test_a_forgotten_password_is_replaced_through_the_mail(client: httpx.AsyncClient) -> None:
    await an_actor()
    asked = await post(client, "/password-reset", email=EMAIL)
    assert "申し出を受け付けました" in words(asked)
    link = f"/password-reset/{await token_mailed_to(EMAIL)}"
    refused = await post(client, link, seen=link, password="short")
    assert refused.status_code == 422
    assert "10文字以上" in words(refused)
    done = await post(client, link, seen=link, password="another long sentence")
    assert done.headers["location"] == "/sign-in"
    spent = await client.get(link)
    assert spent.status_code == 404
    assert "使用済み" in words(spent)
    await enter(client, EMAIL, "another long sentence")


async def test_the_answer_does_not_tell_whether_an_address_is_known(client: httpx.AsyncClient) -> None:
    await an_actor()
    known = await post(client, "/password-reset", email=EMAIL)
    unknown = await post(client, "/password-reset", email="nobody@hikari.example")
    assert words(known).replace(EMAIL, "…") == words(unknown).replace("nobody@hikari.example", "…")
    assert await mails_to("nobody@hikari.example") == []


async def test_asking_for_mail_after_mail_is_told_to_wait(client: httpx.AsyncClient) -> None:
    for _ in range(RESETS_OF_EMAIL.amount):
        await limiter().count(RESETS_OF_EMAIL, EMAIL)
    assert "しばらく待ってから" in words(await post(client, "/password-reset", email=EMAIL))
