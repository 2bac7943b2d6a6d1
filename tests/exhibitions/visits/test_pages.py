"""Visits in a browser without JavaScript: by anybody, and by the counter that receives them."""

import httpx
import pytest

from accounts.domain import Actor
from core import db
from core.clock import today
from exhibitions.visits.booking import confirm_visit, reserve_visit
from exhibitions.visits.changing import cancel_visit
from exhibitions.visits.queries import list_slots, rules_of, visit_behind, visit_of, visitors_on
from tests.accounts.browser import post, words
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.visits.makers import (
    AHEAD,
    a_confirmed_visit,
    a_party,
    a_show,
    a_waiting_visit,
    an_asked_visit,
    mails_to,
    token_for,
)


async def test_anybody_books_confirms_changes_and_cancels(client: httpx.AsyncClient) -> None:
    show = await a_show(people=4)
    base = f"/exhibitions/{show.id}"
    assert f"{base}/visits" in (await client.get(base)).text
    chosen = await client.get(f"{base}/visits")
    assert f"/visits/new?slot={show.slots[0].id}" in chosen.text
    form = f"{base}/visits/new?slot={show.slots[0].id}"
    given = {"slot_id": str(show.slots[0].id), "name": "来場 花子", "email": "hanako@visitors.example"}
    refused = await post(client, f"{base}/visits/new", seen=form, party_size="9", **given)
    assert (refused.status_code, "1組は4人まで" in words(refused)) == (422, True)
    assert "hanako@visitors.example" in refused.text
    sent = await post(client, f"{base}/visits/new", seen=form, party_size="2", **given)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{base}/visits/thanks?state=asked")
    [visit] = await visitors_on(show.counter, show.id, show.slots[0].day)
    own = f"/visits/{await token_for(visit)}"
    assert "まだ予約は終わっていません" in words(await client.get(own))
    await post(client, f"{own}/confirm", seen=own)
    assert "予約済み" in words(await client.get(own))
    change = {"slot_id": str(show.slots[1].id), "party_size": "3"}
    moved = await post(client, f"{own}/change", seen=f"{own}/change", **change)
    assert (moved.status_code, (await visit_behind(own[8:])).party_size) == (303, 3)
    await post(client, f"{own}/cancel", seen=f"{own}/cancel")
    assert "この予約は取り消されました" in words(await client.get(own))
    assert (await client.get(f"{own}/change")).status_code == 409


async def test_a_page_behind_a_link_is_kept_by_no_browser(client: httpx.AsyncClient) -> None:
    _visit, token = await an_asked_visit(await a_show())
    assert (await client.get(f"/visits/{token}")).headers["cache-control"] == "no-store"
    assert (await client.get("/visits/unknown")).status_code == 404


async def test_a_party_that_finds_no_room_is_told_and_keeps_what_it_typed(client: httpx.AsyncClient) -> None:
    show = await a_show(people=4)
    await an_asked_visit(show, 3)
    form = f"/exhibitions/{show.id}/visits/new?slot={show.slots[0].id}"
    given = {"slot_id": str(show.slots[0].id), "name": "花", "email": "f@visitors.example", "party_size": "2"}
    refused = await post(client, f"/exhibitions/{show.id}/visits/new", seen=form, **given)
    assert (refused.status_code, "空いている席は1人分" in words(refused)) == (422, True)


async def test_a_display_without_slots_says_whom_to_ask(client: httpx.AsyncClient) -> None:
    show = await a_show()
    answer = await client.get(f"/exhibitions/{show.id}/visits?page=12")
    assert "この期間に来場できる日時はありません" in words(answer)
    assert "03-5550-1234" in answer.text
    for query in ("slot=x", ""):
        answer = await client.get(f"/exhibitions/{show.id}/visits/new?{query}")
        assert answer.headers["location"] == f"/exhibitions/{show.id}/visits"


async def test_the_counter_lays_down_its_times(client: httpx.AsyncClient) -> None:
    show = await a_show()
    browser = await a_browser(client, show.counter)
    plan = f"/exhibitions/{show.id}/visit-plan"
    assert "1日だけの枠" in words(await browser.get(plan))
    hours = {"from_minute": "780", "until_minute": "960", "slot_minutes": "60"}
    size = {"capacity_people": "5", "capacity_groups": "2"}
    rule = {**hours, **size, "first_on": today().isoformat()}
    refused = await browser.post(f"{plan}/rules", data=rule)
    assert (refused.status_code, "曜日" in words(refused)) == (422, True)
    weekdays = ["0", "1", "2", "3", "4"]
    assert (await browser.post(f"{plan}/rules", data={**rule, "weekdays": weekdays})).status_code == 303
    overlapping = await browser.post(f"{plan}/rules", data={**rule, "weekdays": ["0"]})
    assert "もう枠があります" in words(overlapping)
    extra = {**hours, **size, "first_on": (today() + AHEAD).isoformat()}
    assert (await browser.post(f"{plan}/extra-days", data=extra)).status_code == 303
    closed = {"day": (today() + AHEAD).isoformat(), "note": "棚卸し"}
    seen = words(await browser.post(f"{plan}/closed-days", data=closed | {"look": "1"}))
    assert "5枠がなくなります" in seen
    assert "棚卸し" not in (await browser.get(plan)).text
    assert (await browser.post(f"{plan}/closed-days", data=closed)).status_code == 303
    assert "棚卸し" in (await browser.get(plan)).text
    await browser.post(f"{plan}/closed-days/open", data=closed)
    settings = {"lead_hours": "3", "horizon_days": "30", "largest_party": "9", "no_show_minutes": "20"}
    changed = await browser.post(
        f"{plan}/settings",
        data={
            **settings,
            "keep_days": "365",
            "reminder_hours": "48",
            "offer_hours": "12",
            "note": "正面から",
        },
    )
    assert changed.status_code == 303
    assert "正面から" in (await browser.get(f"/exhibitions/{show.id}/visits")).text
    for one in await rules_of(show.id):
        await browser.post(f"{plan}/rules/{one.id}/end")
    assert await list_slots(show.counter, show.id) == []
    assert "来場の枠はまだありません" in words(await browser.get(plan))


async def test_the_counter_sees_who_comes_and_calls_off_with_a_reason(client: httpx.AsyncClient) -> None:
    show = await a_show()
    visit, _token = await an_asked_visit(show)
    browser = await a_browser(client, show.counter)
    page = f"/exhibitions/{show.id}/visitors?day={visit.day}"
    assert visit.number in (await browser.get(page)).text
    cancel = f"/exhibitions/{show.id}/visitors/{visit.id}/cancel"
    assert (await browser.get(cancel)).status_code == 200
    assert (await browser.post(cancel, data={"reason": ""})).status_code == 422
    assert (await browser.post(cancel, data={"reason": "停電"})).headers["location"] == page
    assert "この日の来場予約はありません" in words(await browser.get(page))


@pytest.mark.parametrize("locale", ["ja", "en"])
async def test_the_counter_books_on_behalf_of_a_caller(client: httpx.AsyncClient, locale: str) -> None:
    show = await a_show()
    browser = await a_browser(client, show.counter)
    given = {"slot_id": str(show.slots[0].id), "name": "電話の方", "party_size": "2", "language": locale}
    answer = await browser.post(f"/exhibitions/{show.id}/visits/new", data=given)
    assert answer.headers["location"] == f"/exhibitions/{show.id}/visitors?day={show.slots[0].day}"


async def test_closing_a_day_is_looked_at_first_and_calls_off_who_booked(client: httpx.AsyncClient) -> None:
    show = await a_show()
    visit, _token = await a_confirmed_visit(show)
    browser = await a_browser(client, show.counter)
    path = f"/exhibitions/{show.id}/visit-plan/closed-days"
    sent = {"day": (today() + AHEAD).isoformat(), "look": "1"}
    assert "予約が1件あります" in words(await browser.post(path, data=sent))
    seen = words(await browser.post(path, data=sent | {"reason": "停電のため"}))
    for said in ("2枠がなくなります", visit.number, "予約済み → 取消、メールで知らせます"):
        assert said in seen, said
    rule_id = (await rules_of(show.id))[0].id
    end = f"/exhibitions/{show.id}/visit-plan/rules/{rule_id}/end"
    assert "「予約済み」のまま残ります" in words(await browser.get(end))
    elsewhere = await a_show()
    assert (await browser.get(end.replace(str(show.id), str(elsewhere.id)))).status_code == 404
    caller = await a_caller(client, show.counter)
    day = {"day": sent["day"]}
    closed = f"/exhibitions/{show.id}/closed-days"
    assert (await caller.post(f"{closed}/preview", day)).json()["code"] == "day-has-visitors"
    foreseen = (await caller.post(f"{closed}/preview", day | {"reason": "停電"})).json()
    assert [(one["number"], one["after"]) for one in foreseen["touched"]] == [(visit.number, "cancelled")]
    assert (await caller.post(closed, day | {"reason": "停電"})).json() == day
    assert (await visit_of(visit.id)).ended_reason == "停電"


async def test_what_the_counter_tells_visitors_reaches_them_and_each_reads_their_own_language(
    client: httpx.AsyncClient,
) -> None:
    show = await a_show(title="見学の展示", title_en="Robots to try")
    await db.execute("UPDATE visit_plan SET note = '裏の入口へ' WHERE exhibition_id = $1", show.id)
    browser = await a_browser(client, show.counter)
    visit = await reserve_visit(Actor.anonymous(), show.id, a_party(show.slots[0], language="en"))
    token = await token_for(visit)
    await confirm_visit(token)
    told = (await mails_to(visit.email))[-1]
    assert ("Robots to try" in told, "裏の入口へ" in told) == (True, True)
    sql = "SELECT payload->>'body' FROM outbox WHERE dedupe_key LIKE 'visit-counter-booked:' || $1 || ':%'"
    assert "展示: 見学の展示" in await db.fetch_value(sql, str(visit.id))
    assert "裏の入口へ" in words(await browser.get(f"/visits/{token}"))
    await cancel_visit(token)
    assert "裏の入口へ" not in (await mails_to(visit.email))[-1]
    assert "裏の入口へ" not in words(await browser.get(f"/visits/{token}"))


async def test_a_mail_address_may_be_typed_in_wide_characters(client: httpx.AsyncClient) -> None:
    show = await a_show()
    form = f"/exhibitions/{show.id}/visits/new?slot={show.slots[0].id}"
    # a browser would refuse it in words of its own
    assert 'type="email"' not in (await client.get(form)).text
    given = {
        "slot_id": str(show.slots[0].id),
        "name": "花",
        "email": "ｗ＠visitors.example",
        "party_size": "2",
    }
    sent = await post(client, f"/exhibitions/{show.id}/visits/new", seen=form, **given)
    assert sent.headers["location"].endswith("/visits/thanks?state=asked")
    [visit] = await visitors_on(show.counter, show.id, show.slots[0].day)
    assert visit.email == "w@visitors.example"


async def test_whoever_waits_is_told_to_read_the_mail_and_that_the_wait_is_over(
    client: httpx.AsyncClient,
) -> None:
    show = await a_show(people=2)
    await a_confirmed_visit(show)
    base = f"/exhibitions/{show.id}/visits"
    given = {"slot_id": str(show.slots[0].id), "name": "待つ人", "email": "wait@visitors.example"}
    sent = await post(
        client, f"{base}/wait", seen=f"{base}/wait?slot={show.slots[0].id}", party_size="1", **given
    )
    assert "「キャンセル待ちに入る」を押して" in words(await client.get(sent.headers["location"]))
    _visit, token = await a_waiting_visit(show)
    ended = await post(client, f"/visits/{token}/cancel", seen=f"/visits/{token}/cancel")
    assert "キャンセル待ちをやめました" in words(await client.get(ended.headers["location"]))


async def test_a_visit_is_booked_changed_and_called_off_in_plain_japanese(client: httpx.AsyncClient) -> None:
    show = await a_show(people=4)
    base = f"/exhibitions/{show.id}/visits"
    shown = await client.get(f"{base}?lang=plain", headers={"accept-language": "en"})
    assert '<html lang="ja">' in shown.text
    assert f"{base}/new?slot={show.slots[0].id}&amp;lang=plain" in shown.text
    form = f"{base}/new?slot={show.slots[0].id}&lang=plain"
    given = {"slot_id": str(show.slots[0].id), "email": "plain.hoa@visitors.example", "language": "easy_ja"}
    wrong = await post(client, f"{base}/new?lang=plain", seen=form, **given, party_size="2", name="")
    assert (wrong.status_code, "「あなたの 名前（なまえ）」を入力して" in words(wrong)) == (422, True)
    sent = await post(client, f"{base}/new?lang=plain", seen=form, **given, party_size="2", name="ホア")
    assert "<rt>おく</rt>" in (await client.get(sent.headers["location"])).text
    [mail] = await mails_to("plain.hoa@visitors.example")
    own = "/visits/" + mail.split("/visits/")[1].split()[0]
    assert own.endswith("?lang=plain")
    assert "まだ <ruby>予約" in (await client.get(own)).text
    for step, told in (("confirm", "予約（よやく）が 決（き）まりました"), ("cancel", "やめました")):
        done = await post(client, own.replace("?", f"/{step}?"), seen=own)
        assert told in words(await client.get(done.headers["location"]))


async def test_whoever_finds_no_room_waits_in_plain_japanese(client: httpx.AsyncClient) -> None:
    show = await a_show(people=2)
    await a_confirmed_visit(show)
    wait = f"/exhibitions/{show.id}/visits/wait"
    form = f"{wait}?slot={show.slots[0].id}&lang=plain"
    given = {
        "slot_id": str(show.slots[0].id),
        "email": "waits@plain.example",
        "language": "easy_ja",
    }
    sent = await post(client, f"{wait}?lang=plain", seen=form, **given, party_size="1", name="ホア")
    assert "まだ <ruby>終<rt>お</rt></ruby>わって" in (await client.get(sent.headers["location"])).text
    [mail] = await mails_to("waits@plain.example")
    own = "/visits/" + mail.split("/visits/")[1].split()[0]
    waiting = await post(client, own.replace("?", "/confirm?"), seen=own)
    shown = (await client.get(waiting.headers["location"])).text
    assert "0<ruby>組<rt>くみ</rt></ruby>" in shown
    for page in ("change", "cancel"):
        answer = await client.get(own.replace("?", f"/{page}?"))
        assert answer.status_code == (409 if page == "change" else 200)
