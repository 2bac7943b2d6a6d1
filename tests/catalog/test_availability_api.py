from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from catalog import occupancy
from catalog.domain import Purpose
from catalog.terms import Days
from core import db
from core.clock import today
from core.ids import new_id
from core.secrets import readable_code
from directory.kinds import OrganizationKind
from directory.prefectures import PREFECTURES
from tests.asking import noted_statements
from tests.callers import Caller, a_caller
from tests.factories import Parties, a_product, an_organization, the_parties

START = today() + timedelta(days=40)


async def taken(product_id: UUID, days: int = 14, purpose: Purpose = Purpose.LOAN) -> date:
    """All units of the product are taken for `days` around START; the first day that is free again."""
    end = START + timedelta(days=days)
    for row in await db.fetch("SELECT id FROM unit WHERE product_id = $1", product_id):
        await occupancy.take(row["id"], Days(START, end), purpose, new_id())
    return end


async def asked(client: httpx.AsyncClient, parties: Parties, **query: Any) -> httpx.Response:
    caller = await a_caller(client, parties.facility)
    given = {"product_id": parties.product_id, "start": START, "days": 14} | query
    return await caller.get("/availability", **{name: value for name, value in given.items() if value})


async def test_a_free_product_says_how_many_units(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=3)
    (item,) = (await asked(client, parties)).json()["items"]
    assert (item["unit_count"], item["free_units"], item["reasons"]) == (3, 3, [])
    assert item["next_free_start"] == START.isoformat()


async def test_a_taken_product_says_why_until_when_and_what_instead(client: httpx.AsyncClient) -> None:
    code = f"T-{readable_code(6)}"
    parties = await the_parties(units=2, item=code)
    end = await taken(parties.product_id, purpose=Purpose.EXHIBITION)
    instead = await a_product(parties.vendor.acting_for(), item=code)
    answer = (await asked(client, parties, days=None, end=START + timedelta(days=14))).json()
    (item,) = answer["items"]
    assert item["free_units"] == 0
    assert item["reasons"] == [{"code": "taken", "purpose": "exhibition", "until": end.isoformat()}]
    assert date.fromisoformat(item["next_free_start"]) > end
    kinds = {other["kind"]: other for other in answer["alternatives"]}
    assert list(kinds) == ["product", "earlier", "later"]
    assert kinds["product"]["product_id"] == str(instead)
    assert kinds["earlier"]["start"] < START.isoformat() < kinds["later"]["start"]
    assert kinds["later"]["start"] == item["next_free_start"]


async def an_item() -> str:
    """A code that only the products of one test have."""
    code = f"T-{readable_code(6)}"
    await db.execute("INSERT INTO taxonomy_item (id, version, code) VALUES ($1, '2025', $2)", new_id(), code)
    return code


async def test_all_products_of_an_item_are_judged_like_one_alone(client: httpx.AsyncClient) -> None:
    code = await an_item()
    parties = await the_parties(units=2, item=code)
    await taken(parties.product_id)
    short = await a_product(parties.vendor.acting_for(), item=code, max_days=7)
    free = await a_product(parties.vendor.acting_for(), item=code)
    answer = (await asked(client, parties, product_id=None, item=code)).json()
    assert {UUID(item["product_id"]) for item in answer["items"]} == {parties.product_id, short, free}
    for item in answer["items"]:
        (alone,) = (await asked(client, parties, product_id=item["product_id"])).json()["items"]
        assert {name: item[name] for name in item if name != "alternatives"} == {
            name: alone[name] for name in alone if name != "alternatives"
        }
    assert {other["product_id"] for other in answer["alternatives"]} == {str(free)}
    await db.execute("DELETE FROM taxonomy_item WHERE code = $1", code)


async def test_a_search_costs_the_same_for_200_products_as_for_10(client: httpx.AsyncClient) -> None:
    code = await an_item()
    parties = await the_parties(units=1, item=code)
    await taken(parties.product_id)
    caller = await a_caller(client, parties.facility)
    costs = []
    for size in (9, 190):
        for _ in range(size):
            await a_product(parties.vendor.acting_for(), item=code)
        async with noted_statements() as statements:
            answer = await caller.get("/availability", item=code, start=START, days=14)
        costs.append((len(answer.json()["items"]), len(statements)))
    assert [count for count, _ in costs] == [10, 200]
    assert costs[0][1] == costs[1][1] < 12
    await db.execute("DELETE FROM taxonomy_item WHERE code = $1", code)


async def test_the_rules_of_the_prefectures_counter_hold(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=1)
    # other tests leave counters of their own in this prefecture: the first code comes first
    counter = await an_organization(OrganizationKind.COUNTER, code=f"!{readable_code(6)}")
    await db.execute(
        "INSERT INTO counter_area (id, counter_id, prefecture) VALUES ($1, $2, $3)",
        new_id(),
        counter,
        PREFECTURES[-1],
    )
    await db.execute(
        "INSERT INTO policy (id, counter_id, max_days, updated_at) VALUES ($1, $2, 20, now())",
        new_id(),
        counter,
    )
    there = await asked(client, parties, days=21, prefecture=PREFECTURES[-1])
    assert [reason["code"] for reason in there.json()["items"][0]["reasons"]] == ["too-long"]
    here = await asked(client, parties, days=21)
    assert here.json()["items"][0]["reasons"] == []
    await db.execute("DELETE FROM counter_area WHERE counter_id = $1", counter)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"start": None}, "start"),
        ({"start": today() - timedelta(days=1)}, "start"),
        ({"start": "9999-12-31"}, "start"),
        ({"start": "tomorrow"}, "start"),
        ({"end": START, "days": None}, "end"),
        ({"end": "9999-12-31", "days": None}, "end"),
        ({"days": 100000}, "days"),
        ({"quantity": 10**6}, "quantity"),
        ({"prefecture": "火星"}, "prefecture"),
        ({"product_id": None}, "product_id"),
        ({"product_id": None, "item": "NONE"}, "item"),
    ],
)
async def test_a_wrong_wish_names_its_field(
    client: httpx.AsyncClient, query: dict[str, Any], named: str
) -> None:
    answer = await asked(client, await the_parties(), **query)
    assert answer.status_code == 422, answer.text
    assert named in answer.json()["fields"]


async def test_strangers_drafts_and_unknown_products(client: httpx.AsyncClient) -> None:
    parties = await the_parties(status="draft")
    assert (await asked(client, parties)).status_code == 404
    assert (await asked(client, parties, product_id=uuid4())).status_code == 404
    nobody = Caller(client, None)
    assert (await nobody.get("/availability", product_id=uuid4(), start=START)).status_code == 401
