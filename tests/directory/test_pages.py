from uuid import uuid4

import httpx

from directory.kinds import OrganizationKind
from tests.factories import an_organization


async def test_anybody_finds_a_counter_by_prefecture(client: httpx.AsyncClient) -> None:
    here = await an_organization(OrganizationKind.COUNTER, prefecture="高知県", phone="088-000-0000")
    lab = await an_organization(OrganizationKind.LIVING_LAB, prefecture="高知県")
    everybody = await client.get("/counters")
    assert f"/counters/{here}" in everybody.text
    local = await client.get("/counters", params={"prefecture": "高知県"})
    assert f"/counters/{here}" in local.text
    assert f"/counters/{lab}" in local.text
    elsewhere = await client.get("/counters", params={"prefecture": "沖縄県"})
    assert f"/counters/{here}" not in elsewhere.text
    page = await client.get(f"/counters/{here}")
    assert "tel:088-000-0000" in page.text


async def test_a_prefecture_without_a_counter_says_what_to_do(client: httpx.AsyncClient) -> None:
    answer = await client.get("/counters", params={"prefecture": "奈良県"})
    assert "この都道府県に相談窓口はありません" in answer.text


async def test_facilities_and_vendors_have_no_public_page(client: httpx.AsyncClient) -> None:
    for kind in (OrganizationKind.FACILITY, OrganizationKind.VENDOR):
        assert (await client.get(f"/counters/{await an_organization(kind)}")).status_code == 404
    assert (await client.get(f"/counters/{uuid4()}")).status_code == 404
