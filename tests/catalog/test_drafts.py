"""A draft is its vendor's own: by whichever door somebody else comes, they hear nothing of it."""

import io
from datetime import timedelta
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar import Litestar
from python_calamine import CalamineWorkbook

from accounts.domain import Actor
from catalog import tags
from catalog.search import index_products
from core import db
from core.clock import today
from core.secrets import new_token, readable_code
from loans import usecases
from tests.exhibitions.makers import a_display, an_exhibit
from tests.factories import Parties, a_loan, a_material, the_parties
from tests.loans.visiting import send, visiting
from tests.loans.waiting.queues import CANCELLED

pytestmark = pytest.mark.usefixtures("database")


class Draft(msgspec.Struct, frozen=True):
    """A product that was public, stood on a display and bears labels, and is a draft again."""

    parties: Parties
    id: UUID
    name: str
    doors: list[str]


@pytest.fixture
async def draft() -> Draft:
    parties, name = await the_parties(), f"ひみつ{readable_code(8)}"
    product_id, counter_id = parties.product_id, parties.counter.acting_for()
    await db.execute("UPDATE product SET name = $2, outline = $2 WHERE id = $1", product_id, name)
    await index_products([product_id])
    photo_id = await a_material(parties.vendor, product_id)
    unit_id = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", product_id)
    async with db.transaction():
        tag = await tags.new_tag(unit_id)
    display_id = await a_display(counter_id)
    exhibit_id, token = await an_exhibit(display_id, product_id, parties.vendor.acting_for()), new_token(16)
    await db.execute("UPDATE exhibit SET token = $2 WHERE id = $1", exhibit_id, token)
    await db.execute("UPDATE product SET status = 'draft' WHERE id = $1", product_id)
    start = today() + timedelta(days=60)
    days = f"start={start}&end={start + timedelta(days=14)}"
    search = (f"q={name}", f"vendor={parties.vendor.organization_id}", f"q={name}&start={start}", "view=all")
    doors = [
        *(f"/catalogue?{query}" for query in search),
        *(f"/products/{product_id}", f"/products/{product_id}/materials/{photo_id}/full.jpg"),
        *(f"/find/robot?q={name}", f"/find/robot?product={product_id}"),
        f"/find/dates?start={start}&last_day={start + timedelta(days=14)}&item=MON-F",
        *(f"/t/{tag.token}", f"/e/{token}", f"/embed/{counter_id}", "/exhibitions"),
        *(f"/exhibitions/{display_id}", f"/counters/{counter_id}", "/exhibitions/calendar.ics"),
        *("/loan-list", "/loan-list.csv", f"/api/v1/products/{product_id}", f"/api/v1/products?q={name}"),
        *(f"/api/v1/availability?product_id={product_id}&{days}", f"/api/v1/exhibitions/{display_id}"),
        f"/api/v1/availability/soonest?product_id={product_id}",
        f"/api/v1/products/{product_id}/checklist",
        *(f"/loans/new?product={product_id}", f"/waitlist/new?product_id={product_id}&{days}"),
    ]
    return Draft(parties, product_id, name, doors)


async def _hears(browser: httpx.AsyncClient, draft: Draft) -> list[str]:
    """The doors behind which the product is spoken of, or its photo seen."""
    heard = []
    for door in draft.doors:
        answer = await browser.get(door, follow_redirects=True)
        assert answer.status_code < 500, door
        said = answer.text.replace(f'value="{draft.name}"', "").replace(f"「{draft.name}」", "")
        if answer.is_success and (draft.name in said or answer.headers["content-type"] == "image/jpeg"):
            heard.append(door)
    return heard


async def test_the_same_doors_speak_of_it_while_it_is_public(
    client: httpx.AsyncClient, application: Litestar, draft: Draft
) -> None:
    await db.execute("UPDATE product SET status = 'public' WHERE id = $1", draft.id)
    heard = " ".join(await _hears(client, draft))
    for door in ("/catalogue?q", "/products/", "/materials/", "/find/robot", "/t/", "/e/"):
        assert door in heard
    for door in ("/exhibitions/", "/counters/", "/loan-list.csv", "/api/v1/products/"):
        assert door in heard
    async with visiting(application, draft.parties.facility) as browser:
        heard = " ".join(await _hears(browser, draft))
    assert "/loans/new" in heard
    assert "/waitlist/new" in heard


async def test_nobody_hears_of_a_draft_by_any_door(
    client: httpx.AsyncClient, application: Litestar, draft: Draft
) -> None:
    assert await _hears(client, draft) == []
    stranger: Actor = (await the_parties()).vendor
    for actor in (draft.parties.facility, stranger):
        async with visiting(application, actor) as browser:
            assert await _hears(browser, draft) == []


async def test_the_workbook_of_the_loan_list_holds_no_draft(client: httpx.AsyncClient, draft: Draft) -> None:
    content = (await client.get("/loan-list.xlsx")).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert draft.name not in {row[1] for row in rows}


async def test_its_vendor_sees_it_and_a_discontinued_product_stays_readable(
    client: httpx.AsyncClient, application: Litestar, draft: Draft
) -> None:
    async with visiting(application, draft.parties.vendor) as vendor:
        assert draft.name in (await vendor.get(f"/products/{draft.id}")).text
    await db.execute("UPDATE product SET status = 'discontinued' WHERE id = $1", draft.id)
    shown = await client.get(f"/products/{draft.id}")
    assert "取扱終了" in shown.text
    assert f"/products/{draft.id}" not in (await client.get(f"/catalogue?q={draft.name}")).text


async def test_what_somebody_has_or_will_have_is_no_draft_again(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    path = f"/vendor/products/{parties.product_id}"
    wanted = {"outline": "夜の見守り", "status": "draft"}
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get(path)
        refused = await send(vendor, page, path, **wanted)
        assert refused.status_code == 422
        assert "下書きには戻せません" in refused.text
        await usecases.cancel_loan(parties.facility, loan.id, CANCELLED)
        saved = await send(vendor, await vendor.get(path), path, **wanted)
        assert saved.status_code == 303, saved.text
    assert await db.fetch_value("SELECT status FROM product WHERE id = $1", parties.product_id) == "draft"
