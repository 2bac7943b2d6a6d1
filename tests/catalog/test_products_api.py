from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from accounts.domain import Actor
from catalog.search import index_products
from core.ids import new_id
from directory.kinds import OrganizationKind
from tests.asking import noted_statements
from tests.callers import Caller, a_caller, ids
from tests.factories import a_product, an_actor, an_organization


async def a_vendor() -> Actor:
    return await an_actor(await an_organization(OrganizationKind.VENDOR))


def a_draft(**fields: Any) -> dict[str, Any]:
    return {"name": "ミマモリくん", "outline": "夜間の見守りセンサー", "item_codes": ["MON-F"]} | fields


async def test_both_versions_of_the_taxonomy_are_there(client: httpx.AsyncClient) -> None:
    nobody = Caller(client, None)
    old = (await nobody.get("/taxonomy", version="2017")).json()["items"]
    new = (await nobody.get("/taxonomy", version="2025")).json()["items"]
    assert len(old) == 13
    added = {item["code"] for item in new} - {item["code"] for item in old}
    assert {"TRN", "NUT", "DEM"} <= added
    assert {item["code"] for item in old} < {item["code"] for item in new}
    assert (await nobody.get("/taxonomy", version="1999")).status_code in (400, 422)


async def test_a_vendor_describes_a_product_and_anybody_finds_it(client: httpx.AsyncClient) -> None:
    vendor = await a_vendor()
    caller = await a_caller(client, vendor)
    made = await caller.post("/products", a_draft(tais_code="99999-000001"))
    assert made.status_code == 201
    nobody = Caller(client, None)
    product_id = made.json()["id"]
    assert (await nobody.get(f"/products/{product_id}")).json()["name"] == "ミマモリくん"
    narrowed = {"vendor": vendor.organization_id}
    for query in ("見守りｾﾝｻｰ", "みまもりくん", "夜間", "見守り ミマモリ"):
        assert product_id in ids(await nobody.get("/products", q=query, **narrowed)), query
    assert product_id not in ids(await nobody.get("/products", q="入浴", **narrowed))
    assert product_id in ids(await nobody.get("/products", item="MON-F", taxonomy="2025", **narrowed))
    assert product_id not in ids(await nobody.get("/products", item="BAT", **narrowed))


async def test_a_draft_is_its_vendors_own(client: httpx.AsyncClient) -> None:
    vendor, other = await a_caller(client, await a_vendor()), await a_caller(client, await a_vendor())
    product_id = (await vendor.post("/products", a_draft(status="draft"))).json()["id"]
    assert (await vendor.get(f"/products/{product_id}")).status_code == 200
    for stranger in (other, Caller(client, None)):
        assert (await stranger.get(f"/products/{product_id}")).status_code == 404
        assert product_id not in ids(await stranger.get("/products", q="ミマモリくん", limit=200))
    assert (await other.patch(f"/products/{product_id}", {"name": "x"})).status_code == 404


async def test_what_a_change_leaves_out_stays(client: httpx.AsyncClient) -> None:
    vendor = await a_caller(client, await a_vendor())
    product_id = (await vendor.post("/products", a_draft(max_days=21))).json()["id"]
    changed = await vendor.patch(f"/products/{product_id}", {"name": "ミマモリさん", "max_days": None})
    assert changed.status_code == 200
    assert (changed.json()["name"], changed.json()["max_days"]) == ("ミマモリさん", None)
    assert changed.json()["outline"] == "夜間の見守りセンサー"
    assert product_id in ids(await vendor.get("/products", q="ミマモリさん"))


async def test_only_its_vendor_changes_a_public_product(client: httpx.AsyncClient) -> None:
    vendor, other = await a_caller(client, await a_vendor()), await a_caller(client, await a_vendor())
    product_id = (await vendor.post("/products", a_draft())).json()["id"]
    assert (await other.patch(f"/products/{product_id}", {"name": "x"})).status_code == 403
    nobody = Caller(client, None)
    assert (await nobody.patch(f"/products/{product_id}", {"name": "x"})).status_code == 401
    assert (await nobody.post("/products", a_draft())).status_code == 401
    facility = await a_caller(client, await an_actor(await an_organization(OrganizationKind.FACILITY)))
    assert (await facility.post("/products", a_draft())).status_code == 403


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"name": " "}, "name"),
        ({"item_codes": []}, "item_codes"),
        ({"item_codes": ["NONE"]}, "item_codes"),
        ({"tais_code": "1234"}, "tais_code"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"min_days": 20, "max_days": 10}, "max_days"),
        ({"price_yen": -1}, "price_yen"),
        ({"name": "あ" * 201}, "name"),
        ({"status": "sold"}, "status"),
    ],
)
async def test_a_wrong_field_is_named(client: httpx.AsyncClient, fields: dict[str, Any], named: str) -> None:
    answer = await (await a_caller(client, await a_vendor())).post("/products", a_draft(**fields))
    assert answer.status_code == 422, answer.text
    assert named in answer.json()["fields"]


async def test_the_same_key_makes_one_product(client: httpx.AsyncClient) -> None:
    vendor = await a_caller(client, await a_vendor())
    key = str(new_id())
    first = await vendor.post("/products", a_draft(), idempotency_key=key)
    again = await vendor.post("/products", a_draft(), idempotency_key=key)
    assert first.content == again.content
    other = await vendor.post("/products", a_draft(name="ほか"), idempotency_key=key)
    assert other.status_code == 422


async def test_unknown_products_are_not_found(client: httpx.AsyncClient) -> None:
    nobody = Caller(client, None)
    assert (await nobody.get(f"/products/{uuid4()}")).status_code == 404
    assert (await nobody.get("/products/abc")).status_code == 404
    assert (await nobody.get("/products", cursor="!!")).status_code == 422


async def test_pages_of_products_show_each_once(client: httpx.AsyncClient) -> None:
    vendor = await a_vendor()
    made = {await a_product(await _id(vendor), units=0) for _ in range(7)}
    await index_products(list(made))
    nobody, seen, cursor = Caller(client, None), list[str](), ""
    while True:
        answer = (await nobody.get("/products", vendor=vendor.organization_id, limit=3, cursor=cursor)).json()
        seen += [item["id"] for item in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(str(product_id) for product_id in made)


async def test_a_list_costs_as_many_statements_at_200_rows_as_at_10(client: httpx.AsyncClient) -> None:
    vendor = await a_vendor()
    costs = []
    for size in (10, 190):
        for _ in range(size):
            await a_product(await _id(vendor), units=1)
        async with noted_statements() as statements:
            answer = await client.get(f"/api/v1/products?vendor={vendor.organization_id}&limit=200")
        costs.append((len(answer.json()["items"]), len(statements)))
    assert costs == [(10, 1), (200, 1)]


async def _id(actor: Actor) -> UUID:
    return actor.acting_for()
