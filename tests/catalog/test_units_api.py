from uuid import uuid4

import httpx
import pytest

from catalog import tags
from catalog.queries import unit_for
from core import db
from directory.kinds import OrganizationKind
from tests.asking import noted_statements
from tests.callers import Caller, a_caller, ids
from tests.factories import a_product, a_unit, an_actor, an_organization, the_parties


async def test_a_registered_unit_has_a_tag_of_its_own(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=0)
    vendor = await a_caller(client, parties.vendor)
    body = {"product_id": str(parties.product_id), "serial_number": " SN-1 ", "accessories": ["充電器", " "]}
    unit = (await vendor.post("/units", body)).json()
    assert (unit["serial_number"], unit["accessories"]) == ("SN-1", ["充電器"])
    assert (
        unit["owner_id"] == unit["lender_id"] == unit["custodian_id"] == str(parties.vendor.organization_id)
    )
    assert len(unit["tag_token"]) >= 16
    assert (await vendor.post("/units", body)).json()["fields"] == {"serial_number": "serial-taken"}
    assert (await vendor.post("/units", body | {"serial_number": ""})).status_code == 422


async def test_a_label_printed_before_is_tied_to_a_new_unit_once(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=0)
    vendor = await a_caller(client, parties.vendor)
    async with db.transaction():
        blank = await tags.new_tag()
    body = {"product_id": str(parties.product_id), "serial_number": "SN-1", "tag": blank.code.lower()}
    assert (await vendor.post("/units", body)).json()["tag_token"] == blank.token
    taken = await vendor.post("/units", body | {"serial_number": "SN-2"})
    assert (taken.status_code, taken.json()["fields"]) == (422, {"tag": "tag-in-use"})
    unknown = await vendor.post("/units", body | {"serial_number": "SN-2", "tag": "NOSUCH"})
    assert unknown.json()["fields"] == {"tag": "unknown-tag"}


async def test_a_counter_lends_a_unit_of_its_own_or_for_its_owner(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=0)
    counter, vendor = await a_caller(client, parties.counter), await a_caller(client, parties.vendor)
    body = {"product_id": str(parties.product_id), "serial_number": "SN-1"}
    own = (await counter.post("/units", body)).json()
    assert own["owner_id"] == own["lender_id"] == str(parties.counter.organization_id)
    lent = body | {"serial_number": "SN-2", "lender_id": str(parties.counter.organization_id)}
    entrusted = (await vendor.post("/units", lent)).json()
    assert entrusted["owner_id"] == str(parties.vendor.organization_id)
    assert entrusted["lender_id"] == entrusted["custodian_id"] == str(parties.counter.organization_id)
    assert ids(await counter.get("/units", product_id=parties.product_id)) == {own["id"], entrusted["id"]}
    assert ids(await vendor.get("/units", product_id=parties.product_id)) == {entrusted["id"]}
    to_facility = lent | {"serial_number": "SN-3", "lender_id": str(parties.facility.organization_id)}
    assert (await vendor.post("/units", to_facility)).json()["fields"] == {"lender_id": "unknown"}


async def test_others_learn_nothing_of_a_unit(client: httpx.AsyncClient) -> None:
    parties, strangers = await the_parties(), await the_parties()
    unit_id = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    for actor in (parties.facility, parties.counter, strangers.vendor, strangers.counter):
        caller = await a_caller(client, actor)
        assert (await caller.get(f"/units/{unit_id}")).status_code == 404
        assert ids(await caller.get("/units", product_id=parties.product_id)) == set()
    assert (await Caller(client, None).get("/units")).status_code == 401
    owner = await a_caller(client, parties.vendor)
    assert (await owner.get(f"/units/{unit_id}")).status_code == 200
    assert (await owner.get(f"/units/{uuid4()}")).status_code == 404
    centre = await a_caller(client, await an_actor(await an_organization(OrganizationKind.CENTRE)))
    assert (await centre.get(f"/units/{unit_id}")).status_code == 200


async def test_a_vendor_registers_no_unit_of_anothers_product(client: httpx.AsyncClient) -> None:
    parties, other = await the_parties(), await the_parties()
    caller = await a_caller(client, other.vendor)
    body = {"product_id": str(parties.product_id), "serial_number": "SN-1"}
    assert (await caller.post("/units", body)).status_code == 403
    assert (await caller.post("/units", body | {"product_id": str(uuid4())})).status_code == 404
    facility = await a_caller(client, parties.facility)
    assert (await facility.post("/units", body)).status_code == 403


async def test_a_tag_moves_to_another_label_and_the_old_one_is_dead(database: str) -> None:
    assert database
    parties = await the_parties()
    unit_id = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    async with db.transaction():
        old = await tags.new_tag(unit_id)
        new = await tags.new_tag()
        await tags.tie(f"https://house.example/t/{new.token}?x=1", unit_id)
    assert (await unit_for(parties.vendor, unit_id)).tag_code == new.code
    dead = await tags.find_tag(old.token)
    assert dead is not None
    assert dead.unit_id is None


@pytest.mark.parametrize("query", ["", "SN"])
async def test_a_list_costs_as_many_statements_at_200_rows_as_at_10(
    client: httpx.AsyncClient, query: str
) -> None:
    vendor_id = await an_organization(OrganizationKind.VENDOR)
    caller = await a_caller(client, await an_actor(vendor_id))
    product_id = await a_product(vendor_id, units=0)
    costs = []
    for size in (10, 190):
        for _ in range(size):
            await a_unit(product_id, vendor_id)
        await db.execute(
            "UPDATE unit SET serial_number = 'SN' || right(serial_number, 8) WHERE product_id = $1",
            product_id,
        )
        async with noted_statements() as statements:
            answer = await caller.get("/units", limit=200, q=query)
        costs.append((len(answer.json()["items"]), len(statements)))
    assert costs == [(10, 2), (200, 2)]
