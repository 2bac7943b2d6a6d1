"""A vendor's products, units and labels, through its pages."""

from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from catalog.domain import ProductStatus
from catalog.queries import ProductFilter, list_products, list_units
from catalog.queries.units import UnitFilter
from core import db
from core.clock import now
from directory.kinds import OrganizationKind
from tests.asking import noted_statements
from tests.factories import Parties, a_unit, an_actor, an_organization, the_parties
from tests.loans.visiting import follow, send, visiting

NEW = "/vendor/products/new"


async def its_unit(parties: Parties) -> UUID:
    found: UUID = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    return found


async def test_a_vendor_registers_a_product_and_its_unit(application: Litestar) -> None:
    actor = await an_actor(await an_organization(OrganizationKind.VENDOR))
    async with visiting(application, actor) as vendor:
        assert "機種はまだありません" in (await vendor.get("/vendor/products")).text
        blank = await vendor.get(NEW)
        thin = await send(vendor, blank, NEW, name="ミマモリくん", status="public")
        assert thin.status_code == 422
        assert 'value="ミマモリくん"' in thin.text
        given = {
            "name": "ミマモリくん",
            "outline": "見守ります",
            "item_codes": ["MON-F", "OPS"],
            "price_yen": "１２，０００",
        }
        units = await follow(vendor, await send(vendor, blank, NEW, **given))
        assert "個体はまだありません" in units.text
        (product,) = (await list_products(actor, ProductFilter(vendor_id=actor.organization_id))).items
        assert (product.status, product.price_yen) == (ProductStatus.DRAFT, 12000)
        path = f"/vendor/products/{product.id}/units"
        sent = await send(vendor, units, path, serial_number="SN-1", accessories="充電器\n説明書")
        listed = await follow(vendor, sent)
        assert "SN-1" in listed.text
        again = await send(vendor, listed, path, serial_number="SN-1")
        assert again.status_code == 422
        assert "すでに登録されています" in again.text
    (unit,) = (await list_units(actor, UnitFilter(product_id=product.id))).items
    assert unit.accessories == ["充電器", "説明書"]


async def test_what_a_product_needs_and_its_codes_are_told(
    application: Litestar, client: httpx.AsyncClient
) -> None:
    parties = await the_parties()
    path = f"/vendor/products/{parties.product_id}"
    given = {
        "outline": "紹介",
        "needs_floor": "段差のない床",
        "lecture": "訪問して60分",
        "ccta95_codes": "１２２７１８、123006",
        "video_url": "https://video.example/1",
    }
    async with visiting(application, parties.vendor) as vendor:
        seen = await vendor.get(path)
        wrong = await send(vendor, seen, path, **given | {"ccta95_codes": "12 34", "video_url": "ftp://x"})
        assert wrong.status_code == 422
        assert "6けたの数字で3つまで" in wrong.text
        assert 'value="ftp://x"' in wrong.text
        assert (await send(vendor, seen, path, **given)).status_code == 303
        assert 'value="122718 123006"' in (await vendor.get(path)).text
    page = (await client.get(f"/products/{parties.product_id}")).text
    for told in ("段差のない床", "訪問して60分", "122718、123006", "https://video.example/1"):
        assert told in page


async def test_a_form_overtaken_by_a_colleague_keeps_what_was_typed(application: Litestar) -> None:
    parties = await the_parties()
    path = f"/vendor/products/{parties.product_id}"
    async with visiting(application, parties.vendor) as vendor:
        seen = await vendor.get(path)
        await db.execute("UPDATE product SET updated_at = $2 WHERE id = $1", parties.product_id, now())
        late = await send(vendor, seen, path, name="わたしの名前", outline="わたしの紹介")
        assert late.status_code == 422
        assert "わたしの紹介" in late.text
        assert "先に進めました" in late.text
        retried = await send(vendor, await vendor.get(path), path, name="わたしの名前", outline="紹介")
        assert "わたしの名前" in (await follow(vendor, retried)).text


async def test_a_unit_is_corrected_and_relabelled(application: Litestar) -> None:
    parties = await the_parties()
    unit_id = await its_unit(parties)
    path = f"/units/{unit_id}/edit"
    async with visiting(application, parties.vendor) as vendor:
        sent = await send(vendor, await vendor.get(path), path, serial_number="NEW-1")
        shown = await follow(vendor, sent)
        assert "NEW-1" in shown.text
        wrong = await send(vendor, await vendor.get(path), path, tag="NOSUCH")
        assert wrong.status_code == 422


@pytest.mark.parametrize("who", ["facility", "counter", "stranger", "nobody"])
async def test_others_do_not_get_in(application: Litestar, client: httpx.AsyncClient, who: str) -> None:
    parties = await the_parties()
    unit_id = await its_unit(parties)
    paths = {
        "/vendor/products": {403, 200},
        f"/vendor/products/{parties.product_id}": {403, 404},
        f"/vendor/products/{parties.product_id}/units": {403, 404},
        f"/units/{unit_id}": {404},
        f"/units/{unit_id}/edit": {404},
        f"/units/{unit_id}/label.pdf": {404},
        f"/units/{unit_id}/qr.svg": {404},
        f"/units/labels.pdf?unit={unit_id}": {404},
        f"/units/labels.pdf?product={parties.product_id}": {404},
    }
    if who == "nobody":
        for path in paths:
            answer = await client.get(path)
            assert (answer.status_code, answer.headers["location"].startswith("/sign-in")) == (303, True)
        return
    actors = {
        "facility": parties.facility,
        "counter": parties.counter,
        "stranger": (await the_parties()).vendor,
    }
    async with visiting(application, actors[who]) as caller:
        for path, expected in paths.items():
            assert (await caller.get(path)).status_code in expected, path


async def test_the_counter_that_has_a_unit_corrects_its_register_but_not_its_label(
    application: Litestar,
) -> None:
    parties = await the_parties()
    unit_id = await its_unit(parties)
    await db.execute(
        "UPDATE unit SET custodian_id = $2 WHERE id = $1", unit_id, parties.counter.organization_id
    )
    async with visiting(application, parties.counter) as counter:
        assert (await counter.get(f"/units/{unit_id}")).status_code == 200
        assert (await counter.get(f"/units/{unit_id}/edit")).status_code == 200
        assert (await counter.get(f"/units/{unit_id}/maintenance")).status_code == 403
        assert (await counter.get(f"/units/{unit_id}/label.pdf")).status_code == 403


async def test_the_list_of_units_costs_the_same_at_50_rows_as_at_10(application: Litestar) -> None:
    parties = await the_parties(units=10)
    costs = []
    async with visiting(application, parties.vendor) as vendor:
        for _ in range(2):
            async with noted_statements() as statements:
                assert (await vendor.get("/units")).status_code == 200
            costs.append(len(statements))
            for _ in range(40):
                await a_unit(parties.product_id, parties.vendor.acting_for())
    assert costs[0] == costs[1]
