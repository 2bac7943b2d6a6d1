"""The public catalogue, as people without an account see it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar

from catalog import occupancy
from catalog.domain import Purpose
from catalog.search import index_products
from catalog.terms import Days
from core import db
from core.clock import today
from core.ids import new_id
from core.secrets import readable_code
from directory.kinds import OrganizationKind
from tests.asking import noted_statements
from tests.factories import a_product, an_actor, an_organization, the_parties
from tests.loans.visiting import visiting


async def a_findable_product(name: str, **columns: Any) -> str:
    product_id = await a_product(await an_organization(OrganizationKind.VENDOR), name=name, **columns)
    await index_products([product_id])
    return str(product_id)


async def test_the_front_door_leads_everybody_in(client: httpx.AsyncClient, application: Litestar) -> None:
    door = await client.get("/")
    assert door.status_code == 200
    for way in ("/catalogue", "/counters", "/exhibitions", "/sign-in", "/catalogue?problem=night-watch"):
        assert f'"{way}' in door.text
    async with visiting(application, (await the_parties()).facility) as facility:
        home = await facility.get("/")
        assert (home.status_code, home.headers["location"]) == (303, "/home")


async def test_a_product_is_found_by_problem_item_and_words(client: httpx.AsyncClient) -> None:
    name = f"ミマモリ{readable_code(8)}"
    product_id = await a_findable_product(name, item="MON-F")
    for query in ("problem=night-watch", "item=MON-F", f"q={name}", f"q=みまもり+{name}", "view=all"):
        found, cursor = False, ""
        while not found:
            answer = await client.get(f"/catalogue?{query}{cursor}")
            assert answer.status_code == 200
            found = f"/products/{product_id}" in answer.text
            following = answer.text.partition('rel="next" href="')[2].partition('"')[0]
            if not following:
                break
            cursor = "&cursor=" + following.partition("cursor=")[2]
        assert found, query


async def test_the_version_of_the_taxonomy_stays_in_the_address(client: httpx.AsyncClient) -> None:
    old = await client.get("/catalogue?taxonomy=2017")
    new = await client.get("/catalogue?taxonomy=2025")
    assert "item=TRN" not in old.text
    assert "/catalogue?item=TRN&amp;taxonomy=2025" in new.text


async def test_a_list_without_rows_says_what_to_do(client: httpx.AsyncClient) -> None:
    answer = await client.get("/catalogue?q=そんなものはない")
    assert "あてはまる機種はありません" in answer.text
    assert "/counters" in answer.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("start=2020-01-01", 422),
        ("days=x&start=2030-01-01", 422),
        ("item=NONE", 422),
        ("cursor=!!&view=all", 422),
        ("problem=none", 404),
        ("vendor=none", 200),
        ("taxonomy=1999", 200),
    ],
)
async def test_wrong_searches_are_told_in_words(client: httpx.AsyncClient, query: str, status: int) -> None:
    answer = await client.get(f"/catalogue?{query}")
    assert answer.status_code == status
    assert "<h1" in answer.text


async def test_days_asked_for_are_judged_on_the_list(client: httpx.AsyncClient) -> None:
    name = readable_code(10)
    product_id = await a_findable_product(name, units=1)
    start = today() + timedelta(days=50)
    free = await client.get(f"/catalogue?q={name}&start={start}&days=7")
    assert "1台空き" in free.text
    await take_all(product_id, start, 7)
    taken = await client.get(f"/catalogue?q={name}&start={start}&days=7")
    assert "から空き" in taken.text


async def take_all(product_id: str, start: date, days: int) -> None:
    for row in await db.fetch("SELECT id FROM unit WHERE product_id = $1", product_id):
        await occupancy.take(row["id"], Days(start, start + timedelta(days=days)), Purpose.LOAN, new_id())


async def test_the_calendar_tells_free_and_taken_days_and_leads_to_the_request(
    client: httpx.AsyncClient, application: Litestar
) -> None:
    product_id = await a_findable_product("カレンダー", units=2)
    start = (today() + timedelta(days=70)).replace(day=10)
    await take_all(product_id, start, 1)
    page = await client.get(f"/products/{product_id}?month={start:%Y-%m}&days=7")
    assert "空きなし" in page.text
    taken = await client.get(f"/products/{product_id}?month={start:%Y-%m}&days=7&start={start}")
    assert "この日程は埋まっています。" in taken.text
    assert f"/sign-in?next=%2Floans%2Fnew%3Fproduct%3D{product_id}%26start%3D{start}" not in taken.text
    assert f"/sign-in?next=%2Fwaitlist%2Fnew%3Fproduct_id%3D{product_id}%26start%3D{start}" in taken.text
    free = start + timedelta(days=15)
    chosen = await client.get(f"/products/{product_id}?month={start:%Y-%m}&days=7&start={free}")
    request = f"/loans/new?product={product_id}&amp;start={free}&amp;days=7"
    assert "この日程で2台空いています。" in chosen.text
    assert request not in chosen.text
    assert f"/sign-in?next=%2Floans%2Fnew%3Fproduct%3D{product_id}" in chosen.text
    async with visiting(application, (await the_parties()).facility) as facility:
        page = await facility.get(f"/products/{product_id}?days=7&start={free}")
        assert request in page.text
    async with visiting(application, (await the_parties()).vendor) as vendor:
        page = await vendor.get(f"/products/{product_id}?days=7&start={free}")
        assert "/loans/new" not in page.text


@pytest.mark.parametrize(
    "query", ["month=9999-99", "month=2099-12", "month=2001-01", "days=-5", "days=9999", "start=9999-12-31"]
)
async def test_a_calendar_out_of_range_is_put_right(client: httpx.AsyncClient, query: str) -> None:
    product_id = await a_findable_product("ずれた日", units=1)
    assert (await client.get(f"/products/{product_id}?{query}")).status_code == 200


async def test_a_calendar_costs_the_same_at_200_units_as_at_10(client: httpx.AsyncClient) -> None:
    few, many = await a_findable_product("少し", units=10), await a_findable_product("たくさん", units=200)
    costs = []
    for product_id in (few, many):
        await take_all(product_id, today() + timedelta(days=20), 10)
        async with noted_statements() as statements:
            assert (await client.get(f"/products/{product_id}")).status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1] < 10


async def test_drafts_and_unknown_products_are_not_found_and_ended_ones_say_so(
    client: httpx.AsyncClient, application: Litestar
) -> None:
    vendor_id = await an_organization(OrganizationKind.VENDOR)
    draft = await a_product(vendor_id, status="draft")
    ended = await a_product(vendor_id, status="discontinued")
    assert (await client.get(f"/products/{draft}")).status_code == 404
    assert (await client.get(f"/products/{uuid4()}")).status_code == 404
    page = await client.get(f"/products/{ended}")
    assert "取扱終了" in page.text
    assert "calendar" not in page.text.replace("icons.svg#calendar", "")
    async with visiting(application, await an_actor(vendor_id)) as vendor:
        assert "下書き" in (await vendor.get(f"/products/{draft}")).text


async def test_pages_speak_english(client: httpx.AsyncClient) -> None:
    headers = {"accept-language": "en"}
    door = await client.get("/", headers=headers)
    assert "Try a care robot before you decide." in door.text
    product_id = await a_findable_product("日本語名", name_en="Robot in English", units=1)
    assert "<h1>Robot in English</h1>" in (await client.get(f"/products/{product_id}", headers=headers)).text


async def test_an_english_page_says_where_a_vendor_wrote_in_japanese_only(client: httpx.AsyncClient) -> None:
    vendor = (await the_parties()).vendor.acting_for()
    read = {"Accept-Language": "en"}
    told = "What its vendor wrote in Japanese only is in Japanese."
    only = await a_product(vendor, outline="見守るもの", area="全国", lecture="60分<の説明>")
    shown = await client.get(f"/products/{only}", headers=read)
    assert '<span lang="ja">見守るもの</span>' in shown.text
    assert "60分&lt;の説明&gt;" in shown.text
    assert told in shown.text
    assert "All of Japan" in shown.text
    assert told not in (await client.get(f"/products/{only}")).text
    both = await a_product(vendor, outline="見守るもの", outline_en="It watches")
    assert told not in (await client.get(f"/products/{both}", headers=read)).text
