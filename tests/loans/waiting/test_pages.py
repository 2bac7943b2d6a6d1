"""The waitlist without JavaScript: joining, answering, what a counter sees, what a vendor learns."""

from datetime import timedelta

import httpx
import pytest
from litestar import Litestar

from catalog.availability import lending_of
from catalog.terms import Days, blocked_days
from core import db
from core.clock import today
from loans.waiting import usecases as waiting
from loans.waiting.domain import WaitingState
from loans.waiting.queries import EntryFilter, EntryView, entry_for, list_entries
from tests.loans.visiting import follow, send, visiting
from tests.loans.waiting.queues import Queue, a_queue


def _join_path(queue: Queue, **more: object) -> str:
    asked = {"product_id": queue.parties.product_id, "start": queue.start, "end": queue.start + timedelta(14)}
    return "/waitlist/new?" + "&".join(f"{name}={value}" for name, value in (asked | more).items())


async def _only(queue: Queue) -> EntryView:
    (entry,) = (await list_entries(queue.counter, EntryFilter())).items
    return entry


async def test_from_the_refused_request_to_the_request_for_freed_days(application: Litestar) -> None:
    queue = await a_queue()
    facility = await queue.another_facility()
    async with visiting(application, facility) as client:
        form = await client.get(_join_path(queue))
        assert "は埋まっています" in form.text
        joined = await send(client, form, "/waitlist/new", tolerance_days="0", problem="夜間の見守り")
        seen = await follow(client, joined)
        assert "空きを待っています" in seen.text
        assert "1番目（1件中）" in seen.text
        await queue.free()
        await queue.match()
        entry = await _only(queue)
        assert "順番が来ました。申し込みますか" in (await client.get("/home")).text
        accept = await client.get(f"/waitlist/{entry.id}/accept")
        assert "夜間の見守り" in accept.text
        incomplete = await send(client, accept, f"/waitlist/{entry.id}/accept")
        assert incomplete.status_code == 422
        answer = await send(
            client,
            accept,
            f"/waitlist/{entry.id}/accept",
            goal="訪室を半分に",
            place_of_use="2階",
            contact_name="試験 花子",
            contact_phone="097-000-0000",
        )
        loan = await follow(client, answer)
        assert "申し込みました" in loan.text
        again = await follow(client, await client.get(f"/waitlist/{entry.id}/accept"))
        assert "いまは、この手順に進めません" in again.text


async def test_looking_at_an_offer_changes_nothing(application: Litestar) -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    async with visiting(application, facility) as client:
        for step in ("", "/accept", "/refuse", "/leave"):
            assert (await client.get(f"/waitlist/{entry.id}{step}")).status_code == 200
    assert await queue.states(entry) == [WaitingState.OFFERED]


async def test_what_is_free_leads_to_the_request_form(application: Litestar) -> None:
    queue = await a_queue()
    start = queue.start + timedelta(days=60)
    async with visiting(application, await queue.another_facility()) as client:
        form = await client.get(_join_path(queue, start=start, end=start + timedelta(days=14)))
        assert "待たずに申し込む" in form.text
        answer = await send(client, form, "/waitlist/new")
        request = await follow(client, answer)
        assert request.request.url.path == "/loans/new"
        assert "その日はいま空いています" in request.text


async def test_mistakes_are_told_and_what_was_typed_stays(application: Litestar) -> None:
    queue = await a_queue()
    async with visiting(application, await queue.another_facility()) as client:
        form = await client.get(_join_path(queue))
        wrong = await send(
            client,
            form,
            "/waitlist/new",
            last_day=str(queue.start - timedelta(days=1)),
            quantity="0",
            goal="半分に",
        )
        assert wrong.status_code == 422
        assert wrong.text.count("field-error") == 2
        assert "半分に" in wrong.text
        many = await send(client, form, "/waitlist/new", quantity="3")
        assert "貸出用は全部で1台です" in many.text


async def test_a_wish_that_is_there_already_is_shown(application: Litestar) -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    async with visiting(application, facility) as client:
        again = await send(client, await client.get(_join_path(queue)), "/waitlist/new")
        assert again.headers["location"] == f"/waitlist/{entry.id}"


async def test_a_counter_chooses_the_facility_and_joins_for_it(application: Litestar) -> None:
    queue = await a_queue()
    facility = await queue.another_facility()
    async with visiting(application, queue.counter) as client:
        assert "事業所を選ぶ" in (await client.get(_join_path(queue))).text
        form = await client.get(_join_path(queue, facility_id=facility.organization_id))
        seen = await follow(client, await send(client, form, "/waitlist/new", channel="phone"))
        assert "順番を飛ばす" in seen.text
    assert (await _only(queue)).channel == "phone"


async def test_a_counter_sees_the_queue_and_passes_over_with_a_reason(application: Litestar) -> None:
    queue = await a_queue()
    _, first = await queue.join()
    _, second = await queue.join()
    await queue.free()
    await queue.match()
    async with visiting(application, queue.counter) as client:
        page = await client.get("/waitlist")
        assert page.text.index(str(first.id)) < page.text.index(str(second.id))
        assert "2番目（2件中）" in page.text
        assert "返事待ち1件" in (await client.get("/desk")).text
        skip = f"/waitlist/{first.id}/skip"
        form = await client.get(skip)
        assert (await send(client, form, skip)).status_code == 422
        seen = await follow(client, await send(client, form, skip, reason="電話がつながらない"))
        assert "電話がつながらない" in seen.text
        back = await send(client, seen, f"/waitlist/{first.id}/put-back")
        assert "もとの順番に戻しました" in (await follow(client, back)).text


async def test_refusing_asks_whether_to_wait_on(application: Litestar) -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    async with visiting(application, facility) as client:
        path = f"/waitlist/{entry.id}/refuse"
        form = await client.get(path)
        assert (await send(client, form, path)).status_code == 422
        await send(client, form, path, keep_waiting="no", reason="人手が足りない")
    seen = await entry_for(facility, entry.id)
    assert (seen.state, seen.ended_reason) == (WaitingState.REFUSED, "人手が足りない")


async def test_one_press_says_that_one_still_waits(application: Litestar) -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    await queue.lapse(entry)
    await queue.lapse(entry)
    async with visiting(application, facility) as client:
        seen = await client.get(f"/waitlist/{entry.id}")
        answer = await send(client, seen, f"/waitlist/{entry.id}/wait-again")
        assert "もとの順番に戻りました" in (await follow(client, answer)).text


async def test_a_vendor_learns_how_many_wait_and_not_who(application: Litestar) -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    name = await db.fetch_value("SELECT name FROM organization WHERE id = $1", facility.organization_id)
    async with visiting(application, queue.parties.vendor) as client:
        page = await client.get("/vendor")
        assert 'data-label="順番待ち" class="number"><span class="cell">1</span>' in page.text
        assert name not in page.text
        assert (await client.get("/waitlist")).status_code == 403
        assert (await client.get(f"/waitlist/{entry.id}")).status_code == 404


@pytest.mark.parametrize("who", ["facility", "counter"])
async def test_an_empty_list_says_what_to_do(application: Litestar, who: str) -> None:
    queue = await a_queue()
    async with visiting(application, getattr(queue.parties, who)) as client:
        page = await client.get("/waitlist")
        assert "キャンセル待ちはありません" in page.text
        assert "機種のページから" in page.text


async def test_taken_days_of_the_calendar_lead_to_the_waitlist(application: Litestar) -> None:
    queue = await a_queue()
    lending = await lending_of(queue.parties.product_id, queue.counter.organization_id, today())
    taken = Days(queue.start, queue.start + timedelta(days=14))
    assert blocked_days(taken, lending.terms, lending.working).meets(taken)
    async with visiting(application, queue.parties.facility) as client:
        path = f"/products/{queue.parties.product_id}?days=14&start={queue.start}"
        page: httpx.Response = await client.get(path)
        assert f"/waitlist/new?product_id={queue.parties.product_id}&amp;start={queue.start}" in page.text
        form = await client.get(f"/loans/new?product={queue.parties.product_id}&start={queue.start}")
        fields = {"problem": "p", "goal": "g", "place_of_use": "x", "contact_name": "n", "contact_phone": "1"}
        refused = await send(client, form, "/loans/new", **fields)
        assert refused.status_code == 409
        assert f"/waitlist/new?product_id={queue.parties.product_id}" in refused.text


async def test_whoever_answers_late_is_told_where_things_stand(application: Litestar) -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    async with visiting(application, facility) as client:
        form = await client.get(f"/waitlist/{entry.id}/refuse")
        await queue.lapse(entry)
        await waiting.lapse_offers()
        await db.execute("UPDATE unit SET status = 'retired' WHERE product_id = $1", queue.parties.product_id)
        await queue.lapse(entry)
        late = await send(client, form, f"/waitlist/{entry.id}/refuse", keep_waiting="no")
        assert "いまは、この手順に進めません" in (await follow(client, late)).text


async def test_the_page_of_a_unit_leads_to_loans_and_never_to_what_a_lender_may_not_see(
    application: Litestar,
) -> None:
    queue = await a_queue()
    _, entry = await queue.join()
    unit = f"/units/{queue.loan.unit_ids[0]}"
    async with visiting(application, queue.parties.vendor) as client:
        assert f"/loans/{queue.loan.id}" in (await client.get(unit)).text
        await queue.free()
        await queue.match()
        page = await client.get(unit)
        assert str(entry.id) not in page.text
        assert "仮押さえ" in page.text
