"""Looking for days: dates first, robot first, and the soonest over all counters."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
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
from tests.callers import a_caller
from tests.factories import Parties, a_policy, a_product, an_organization, the_parties
from tests.loans.visiting import forms_of, visiting

START = today() + timedelta(days=40)
LAST = START + timedelta(days=13)


@pytest_asyncio.fixture
async def item() -> AsyncIterator[str]:
    """An item of the taxonomy that only the products of one test have."""
    code = f"T-{readable_code(6)}"
    await db.execute(
        "INSERT INTO taxonomy_item (id, version, code, item_ja) VALUES ($1, '2025', $2, $2)", new_id(), code
    )
    yield code
    await db.execute("DELETE FROM taxonomy_item WHERE code = $1", code)


async def take_all(product_id: UUID, start: date, end: date, purpose: Purpose = Purpose.LOAN) -> None:
    """Nothing of the product is free on these days."""
    for row in await db.fetch("SELECT id FROM unit WHERE product_id = $1", product_id):
        await occupancy.take(row["id"], Days(start, end), purpose, new_id())


async def soonest(client: httpx.AsyncClient, parties: Parties, **query: Any) -> httpx.Response:
    """What the facility is told."""
    caller = await a_caller(client, parties.facility)
    return await caller.get("/availability/soonest", **({"product_id": parties.product_id} | query))


def by_dates(item: str) -> dict[str, Any]:
    """The address of the page that looks for these days."""
    return {"start": START, "last_day": LAST, "item": item, "quantity": 1}


async def test_the_soonest_days_are_those_that_the_search_calls_free(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=2)
    await take_all(parties.product_id, today(), START)
    found = (await soonest(client, parties, weeks=3)).json()
    (one,) = [one for one in found["items"] if one["counter_id"] == str(parties.counter.organization_id)]
    start = date.fromisoformat(one["start"])
    assert START < start < START + timedelta(days=14)
    assert (one["end"], one["free_units"]) == ((start + timedelta(days=21)).isoformat(), 2)
    caller = await a_caller(client, parties.facility)
    for day, reasons in ((start, 0), (start - timedelta(days=1), 1)):
        answer = await caller.get("/availability", product_id=parties.product_id, start=day, days=21)
        assert len(answer.json()["items"][0]["reasons"]) == reasons


async def test_all_counters_are_looked_at_and_the_soonest_comes_first(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=1)
    slow = await an_organization(OrganizationKind.COUNTER)
    await a_policy(slow, notice_days=60)
    short = await an_organization(OrganizationKind.COUNTER)
    await a_policy(short, max_days=7, default_days=7)
    for counter_id in (
        parties.counter.organization_id,
        slow,
        short,
    ):  # other tests have counters by the hundred
        sql = "INSERT INTO counter_area (id, counter_id, prefecture) VALUES ($1, $2, '佐賀県')"
        await db.execute(sql, new_id(), counter_id)
    caller = await a_caller(client, parties.vendor)
    wanted = {"product_id": parties.product_id, "days": 14, "prefecture": "佐賀県"}
    found = (await caller.get("/availability/soonest", **wanted)).json()
    counters = [one["counter_id"] for one in found["items"]]
    assert {str(parties.counter.organization_id), str(slow)} <= set(counters)
    assert str(short) not in counters
    assert [one["start"] for one in found["items"]] == sorted(one["start"] for one in found["items"])
    late = next(one for one in found["items"] if one["counter_id"] == str(slow))
    assert date.fromisoformat(late["start"]) >= today() + timedelta(days=60)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"weeks": 5}, "weeks"),
        ({"days": 0}, "days"),
        ({"quantity": 0}, "quantity"),
        ({"from": "tomorrow"}, "from"),
        ({"from": "2001-01-01"}, "from"),
        ({"prefecture": "火星"}, "prefecture"),
        ({"product_id": None}, "product_id"),
        ({"product_id": None, "item": "NONE"}, "item"),
    ],
)
async def test_a_wrong_wish_names_its_field(
    client: httpx.AsyncClient, query: dict[str, Any], named: str
) -> None:
    parties = await the_parties()
    given = {"product_id": parties.product_id} | query
    caller = await a_caller(client, parties.facility)
    answer = await caller.get(
        "/availability/soonest", **{name: one for name, one in given.items() if one is not None}
    )
    assert answer.status_code == 422, answer.text
    assert named in answer.json()["fields"]


async def test_unknown_products_are_not_found(client: httpx.AsyncClient) -> None:
    parties = await the_parties(status="draft")
    assert (await soonest(client, parties)).status_code == 404
    assert (await soonest(client, parties, product_id=uuid4())).status_code == 404


async def test_dates_first_shows_what_is_free_why_not_and_the_way_to_the_form(
    application: Litestar, item: str
) -> None:
    parties = await the_parties(units=2, item=item)
    taken = await a_product(parties.vendor.acting_for(), item=item)
    await take_all(taken, START, LAST, Purpose.EXHIBITION)
    async with visiting(application, parties.facility) as facility:
        assert "いつもの相談窓口" in (await facility.get("/find/dates")).text
        answer = await facility.get("/find/dates", params=by_dates(item))
    assert answer.status_code == 200
    assert f"/loans/new?product={parties.product_id}&amp;start={START}&amp;days=14" in answer.text
    assert answer.text.index(str(parties.product_id)) < answer.text.index(str(taken))
    put_in = forms_of(answer)["/basket/items"]  # together with others, on the very days
    assert (put_in["product_id"], put_in["start"], put_in["days"]) == (
        [str(parties.product_id)],
        [str(START)],
        ["14"],
    )
    assert "展示" in answer.text
    assert "からなら借りられます" in answer.text


async def test_too_many_days_are_told_once_with_the_number_that_can_be_had(
    application: Litestar, item: str
) -> None:
    parties = await the_parties(item=item, policy={"max_days": 40})
    await db.execute("UPDATE product SET max_days = 21 WHERE id = $1", parties.product_id)
    wish = by_dates(item) | {"last_day": START + timedelta(days=59)}
    async with visiting(application, parties.facility) as facility:
        found = (await facility.get("/find/dates", params=wish)).text
        assert found.count("試用の日数が長すぎます") == 1
        assert "（21日まで）" in found
        assert "21日間で申し込む" in found
        assert "days=21" in found


async def test_dates_first_refuses_wrong_input_in_words(client: httpx.AsyncClient, item: str) -> None:
    asked = await client.get("/find/dates")
    assert asked.status_code == 200
    assert "いつもの相談窓口" not in asked.text, "whoever has not signed in has none"
    for changes, words in (
        ({"item": ""}, "困りごとか項目のどちらかを選んでください。"),
        ({"last_day": START - timedelta(days=1)}, "最後の日は、始まりの日と同じか、あとの日にしてください。"),
        ({"start": "soon"}, "使い始めたい日"),
        ({"quantity": 0}, "台数"),
        ({"prefecture": "火星"}, "都道府県"),
    ):
        answer = await client.get("/find/dates", params=by_dates(item) | changes)
        assert answer.status_code == 422, changes
        assert words in answer.text
    assert "あてはまる機種はありません" in (await client.get("/find/dates", params=by_dates(item))).text


async def test_robot_first_shows_four_lengths_and_the_way_to_the_form(application: Litestar) -> None:
    parties = await the_parties(units=1)
    async with visiting(application, parties.facility) as facility:
        answer = await facility.get("/find/robot", params={"product": str(parties.product_id)})
    assert answer.status_code == 200
    for weeks in (1, 2, 3, 4):
        assert f"{weeks}週間" in answer.text
        assert f"&amp;days={7 * weeks}" in answer.text
    assert f"/loans/new?product={parties.product_id}&amp;start=" in answer.text


async def test_robot_first_finds_the_product_by_words_and_says_what_is_missing(
    client: httpx.AsyncClient,
) -> None:
    name = f"サガシ{readable_code(8)}"
    product_id = await a_product(await an_organization(OrganizationKind.VENDOR), name=name)
    await index_products([product_id])
    named = await client.get("/find/robot", params={"q": name})
    assert f"product={product_id}" in named.text
    assert "機種か項目を選んでください" in (await client.get("/find/robot")).text
    assert (
        "にあてはまる機種はありません" in (await client.get("/find/robot", params={"q": "ない機種名"})).text
    )
    assert (await client.get("/find/robot", params={"product": "x"})).status_code == 404
    past = {"product": str(product_id), "start": "2001-01-01"}
    assert (await client.get("/find/robot", params=past)).status_code == 422
    stranger = await client.get("/find/robot", params={"product": str(product_id)})
    assert "/sign-in?next=" in stranger.text or "見つかりません" in stranger.text


_UNITS = """
INSERT INTO unit (id, product_id, serial_number, owner_id, lender_id, custodian_id, place_id, created_at)
SELECT gen_random_uuid(), $1, 'Q' || n, $2, $2, $2, $2, now() FROM generate_series($3::int, $4::int) n
"""
_TAKEN = """
INSERT INTO occupancy (id, unit_id, period, purpose, status, note, created_at)
SELECT gen_random_uuid(), u.id, daterange($2::date, $2::date + 30), 'loan', 'active', '', now()
FROM unit u WHERE u.product_id = $1 AND NOT EXISTS (SELECT 1 FROM occupancy o WHERE o.unit_id = u.id)
ORDER BY u.id
"""


async def test_the_search_asks_as_often_with_10_rows_as_with_10000(
    application: Litestar, client: httpx.AsyncClient, item: str
) -> None:
    parties = await the_parties(units=0, item=item)
    paths = (
        f"/find/robot?product={parties.product_id}",
        f"/find/robot?item={item}",
        f"/find/dates?start={START}&last_day={LAST}&item={item}",
        f"/products/{parties.product_id}",
        f"/api/v1/availability?product_id={parties.product_id}&start={START}&days=14",
        f"/api/v1/availability/soonest?item={item}&weeks=2",
    )
    caller = await a_caller(client, parties.facility)
    costs: list[list[int]] = []
    rows = 0
    async with visiting(application, parties.facility) as facility:
        for size in (10, 10_000):
            await db.execute(_UNITS, parties.product_id, parties.vendor.organization_id, rows + 1, size)
            await db.execute(_TAKEN, parties.product_id, START - timedelta(days=5))
            await db.execute("ANALYZE unit")
            rows = size
            counts = []
            for path in paths:
                async with noted_statements() as statements:
                    if path.startswith("/api"):
                        answer = await caller.client.get(path, headers=caller.headers)
                    else:
                        answer = await facility.get(path)
                assert answer.status_code == 200, answer.text
                counts.append(len(statements))
            costs.append(counts)
    assert costs[0] == costs[1]
    assert max(costs[1]) <= 16
