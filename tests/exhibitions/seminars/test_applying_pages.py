"""The pages of applicants and of the counter that answers them."""

from typing import Any

import httpx
import pytest

from directory.kinds import OrganizationKind
from exhibitions.seminars.applying.queries import applications_for
from tests.accounts.browser import post, words
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.seminars.makers import (
    a_confirmed,
    a_counter,
    a_seminar,
    an_applied,
    an_asked,
)
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")


async def test_an_applicant_goes_all_the_way_on_pages(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    browser = await a_browser(client, counter)
    _asked, token = await an_asked(seminar)
    own = f"/seminar-applications/{token}"
    before = await client.get(own)
    assert "申込を確定する" in before.text
    assert "研修室1" not in before.text
    assert (await browser.post(f"{own}/confirm")).status_code == 303
    after = await client.get(own)
    assert "研修室1" in after.text
    [found] = await applications_for(counter, seminar.id)
    number = found.participants[0].number
    assert (await client.get(f"{own}/codes/{number}")).text.startswith("<svg")
    assert (await client.get(f"{own}/codes/XXXX")).status_code == 404
    assert (await client.get(f"{own}/cancel")).status_code == 200
    assert (await browser.post(f"{own}/cancel")).status_code == 303
    assert (await client.get(f"{own}/cancel")).status_code == 409
    assert (await client.get("/seminar-applications/nonsense")).status_code == 404


async def test_the_form_shows_all_mistakes_and_keeps_what_was_typed(client: httpx.AsyncClient) -> None:
    seminar = await a_seminar(capacity=1)
    facility = await an_actor(await an_organization(OrganizationKind.FACILITY))
    browser = await a_browser(client, facility)
    path = f"/seminars/{seminar.id}/apply"
    assert "受講する人の名前" in (await browser.get(path)).text
    two = await browser.post(path, data={"participants": "山田\n鈴木"})
    assert two.status_code == 422
    assert "山田" in two.text
    assert "空いている席は1人分です" in two.text
    one = await browser.post(path, data={"participants": "山田"})
    assert one.headers["location"].startswith("/seminar-applications/")
    assert "山田" in (await browser.get(one.headers["location"])).text
    assert "受講決定" in (await browser.get("/seminar-applications")).text


async def test_a_counter_answers_on_pages(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, admission="approval", capacity=1)
    one, two = [(await a_confirmed(seminar))[0] for _ in range(2)]
    browser = await a_browser(client, counter)
    base = f"/seminars/{seminar.id}/applications"
    assert "2人が返事を待っています" in (await browser.get(f"/seminars/{seminar.id}/prepare")).text
    seen = words(await browser.get(f"{base}/{one.id}/approve"))
    for said in (one.number, "窓口の返事待ち → 受講決定、メールで知らせます", "0人分 → 1人分（定員1人）"):
        assert said in seen, said
    assert (await browser.post(f"{base}/{one.id}/approve")).status_code == 303
    assert "空いている席は0人分" in words(await browser.get(f"{base}/{two.id}/approve"))
    full = await browser.post(f"{base}/{two.id}/approve")
    assert (full.status_code, "キャンセル待ちに入れてください" in full.text) == (409, True)
    assert "窓口の返事待ち → キャンセル待ち" in words(await browser.get(f"{base}/{two.id}/wait"))
    assert (await browser.post(f"{base}/{two.id}/wait")).status_code == 303
    moves_up = words(await browser.get(f"{base}/{one.id}/cancel"))
    for said in ("受講決定 → 取消", f"{two.number} {two.name}", "キャンセル待ち → 空きを案内中、メールで"):
        assert said in moves_up, said
    assert "決まっている席" not in moves_up, "as many as before"
    assert (await browser.get(f"{base}/{two.id}/refuse")).status_code == 200
    assert (await browser.post(f"{base}/{two.id}/refuse", data={"reason": ""})).status_code == 422
    assert (await browser.post(f"{base}/{two.id}/refuse", data={"reason": "満員"})).status_code == 303
    assert (await browser.post(f"{base}/{one.id}/cancel", data={"reason": "都合"})).status_code == 303
    assert "受講決定" not in (await browser.get(f"{base}?state=refused")).text
    other = await a_seminar(counter)
    assert (await browser.post(f"/seminars/{other.id}/applications/{one.id}/approve")).status_code == 404


async def test_a_program_applies_and_its_counter_answers(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, admission="approval")
    nobody, program = await a_caller(client, None), await a_caller(client, counter)
    body = {"name": "受講 花子", "email": "hanako@learners.example"}
    asked = await nobody.post(f"/seminars/{seminar.id}/applications", body)
    assert (asked.status_code, asked.json()["next_steps"]) == (201, ["confirm-by-mail"])
    assert "hanako" not in asked.text
    waiting = await an_applied(seminar.id)
    seen = await program.post(f"/seminar-applications/{waiting}/preview", {"step": "approve"})
    assert seen.status_code == 200
    assert seen.json()["places"] == {"capacity": 10, "before": 0, "after": 1}
    assert [(one["id"], one["after"], one["is_mailed"]) for one in seen.json()["moved"]] == [
        (str(waiting), "accepted", False)
    ]
    done = await program.post(f"/seminar-applications/{waiting}/approve")
    assert (done.status_code, done.json()["state"]) == (200, "accepted")
    listed = await program.get(f"/seminars/{seminar.id}/applications")
    assert {item["state"] for item in listed.json()["items"]} == {"asked", "accepted"}
    refused = await program.post(f"/seminar-applications/{waiting}/refuse", {"reason": "満員"})
    assert refused.status_code == 409
    looked = await program.post(f"/seminar-applications/{waiting}/preview", {"step": "refuse"})
    assert looked.status_code == 409


async def test_the_page_and_the_form_are_there_in_plain_japanese(client: httpx.AsyncClient) -> None:
    seminar = await a_seminar(audiences=["care_provider"], description="夜勤を楽にします。")
    base = f"/seminars/{seminar.id}"
    assert f'href="{base}?lang=plain"' in (await client.get(base)).text
    shown = (await client.get(f"{base}?lang=plain", headers={"accept-language": "en"})).text
    assert '<html lang="ja">' in shown
    assert "<ruby>研修会<rt>けんしゅうかい</rt></ruby>" in (await client.get(f"{base}/apply?lang=plain")).text
    assert "夜勤を楽にします。" in shown
    wrong = await post(client, f"{base}/apply?lang=plain", name="", email="x")
    assert (wrong.status_code, "「名前（なまえ）」を入力して" in wrong.text) == (422, True)
    sent = {"name": "グエン", "email": "nguyen@learners.example", "audience": "care_provider"}
    done = await post(client, f"{base}/apply?lang=plain", **sent)
    thanks = (await client.get(done.headers["location"])).text
    assert "メールを <ruby>送<rt>おく</rt></ruby>りました" in thanks


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        ({}, "申込が決まります", "申込を確定しました"),
        ({"admission": "approval"}, "申込が窓口に届きます", "申込を窓口に届けました"),
        ({"capacity": 1}, "申込が決まります", "キャンセル待ちに入りました"),
    ],
)
async def test_an_applicant_is_told_no_more_than_is_so(
    client: httpx.AsyncClient, fields: dict[str, Any], before: str, after: str
) -> None:
    seminar = await a_seminar(**fields)
    if "capacity" in fields:
        await a_confirmed(seminar)
    _asked, token = await an_asked(seminar, may_wait=True)
    own = f"/seminar-applications/{token}"
    assert before in words(await client.get(own))
    sent = await post(client, f"{own}/confirm", seen=own)
    assert after in words(await client.get(sent.headers["location"]))
