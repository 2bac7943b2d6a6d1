"""The basket on pages: kept on the server, checked before it is sent, answered product by product."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from core import db
from core.clock import today
from loans import usecases
from loans.queries import LoanFilter, list_loans
from tests.factories import Parties, a_product, a_request, another_facility, the_parties
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")

START = today() + timedelta(days=30)
LAST = START + timedelta(days=13)


async def two_products(**policy: object) -> tuple[Parties, UUID]:
    parties = await the_parties(units=2, policy={"max_units": 10, **policy}, needs_consent=False)
    return parties, await a_product(parties.vendor.acting_for(), units=2, needs_consent=False)


async def put_in(browser: httpx.AsyncClient, *products: UUID, **fields: object) -> httpx.Response:
    """Put products in as their pages do; the basket as it is then."""
    for product_id in products:
        seen = await browser.get("/loans")
        token = forms_of(seen)["/language"]["_csrf_token"]
        sent = {"_csrf_token": token, "product_id": str(product_id), **fields}
        answer = await follow(browser, await browser.post("/basket/items", data=sent))
    return answer


def filled(seen: httpx.Response, **changes: object) -> dict[str, Any]:
    """The basket's form with everything that it asks for."""
    fields = forms_of(seen)["/basket"]
    parts = {name: "夜間の見守り" for name in fields if name.endswith(("-problem", "-goal"))}
    common = {"start": START.isoformat(), "last_day": LAST.isoformat(), "place_of_use": "2階"}
    contact = {"contact_name": "河野", "contact_phone": "097-555-0101"}
    return {**parts, **common, **contact, **changes}


async def test_a_basket_outlives_the_browser_and_asks_for_all_at_once(application: Litestar) -> None:
    parties, other = await two_products()
    async with visiting(application, parties.facility) as browser:
        assert "まだ何も入っていません" in (await browser.get("/basket")).text
        product = await browser.get(f"/products/{parties.product_id}")
        assert "申込にまとめる" in product.text
        await put_in(browser, parties.product_id, other, start=START.isoformat(), days="14")
    async with visiting(application, parties.facility) as browser:
        seen = await browser.get("/basket")
        assert seen.text.count('-quantity"') >= 2
        assert forms_of(seen)["/basket"]["start"] == [START.isoformat()]
        looked = await send(browser, seen, "/basket", act="check", **filled(seen))
        assert looked.text.count("この日は2台空いています。") == 2
        done = await send(browser, looked, "/basket", act="ask", **filled(looked))
        shown = await follow(browser, done)
        assert "まとめた申込" in shown.text
        bundle_path = str(shown.url.path)
        paper = await browser.get(f"{bundle_path}/delivery.pdf")
        assert paper.headers["content-type"] == "application/pdf"
        assert "まだ何も入っていません" in (await browser.get("/basket")).text
    loans = (await list_loans(parties.facility, LoanFilter())).items
    assert {loan.product_id for loan in loans} == {parties.product_id, other}
    assert {loan.start for loan in loans} == {START}
    async with visiting(application, parties.vendor) as browser:
        assert (await browser.get(bundle_path)).status_code == 200
    async with visiting(application, await another_facility(parties)) as browser:
        assert (await browser.get(bundle_path)).status_code == 404
        assert (await browser.get(f"{bundle_path}/delivery.pdf")).status_code == 404


async def test_what_cannot_be_had_stays_in_the_basket_with_ways_out(application: Litestar) -> None:
    parties, other = await two_products()
    rival = await another_facility(parties)
    await usecases.request_loan(rival, a_request(other, start=START, quantity=2))
    async with visiting(application, parties.facility) as browser:
        seen = await put_in(browser, parties.product_id, other)
        looked = await send(browser, seen, "/basket", act="check", **filled(seen))
        assert "このままでは借りられません" in looked.text
        assert "この操作で変わること" in looked.text  # what can be had of it would be held
        whole = await send(browser, looked, "/basket", act="ask", **filled(looked, whole="whole"))
        assert whole.status_code == 409
        assert "どの機種も押さえていません" in whole.text
        assert "/waitlist/new?product_id=" in whole.text
        others = re.findall(rf"/loans/new\?product={other}&start=([0-9-]+)", whole.text)
        assert min(others) < START.isoformat() < max(others)  # earlier and later days
        shown = await follow(browser, await send(browser, whole, "/basket", act="ask", whole="part"))
        assert "借りられなかった機種" in shown.text
        assert f"/waitlist/new?product_id={other}" in shown.text
        left = await browser.get("/basket")
        assert forms_of(left)["/basket"]["start"] == [START.isoformat()]
        assert "夜間の見守り" in left.text


async def test_mistakes_are_told_with_the_product_they_are_about(application: Litestar) -> None:
    parties, other = await two_products(max_units=2)
    async with visiting(application, parties.facility) as browser:
        seen = await put_in(browser, parties.product_id, other)
        empty = await send(browser, seen, "/basket", act="ask")
        assert empty.status_code == 422
        names = [name for name in forms_of(empty)["/basket"] if name.endswith("-quantity")]
        too_many = {**filled(empty), names[0]: "2"}
        over = await send(browser, empty, "/basket", act="ask", **too_many)
        assert over.status_code == 422
        assert "合わせて2台までです" in over.text
        odd = {**filled(empty), names[0]: "0"}
        assert (await send(browser, empty, "/basket", act="ask", **odd)).status_code == 422
        gone = await send(browser, empty, "/basket", remove=str(other))
        assert (await follow(browser, gone)).text.count('-quantity"') >= 1
    rows = await db.fetch(
        "SELECT product_id FROM basket_item WHERE person_id = $1", parties.facility.person_id
    )
    assert [row["product_id"] for row in rows] == [parties.product_id]


async def test_a_product_may_have_days_of_its_own(application: Litestar) -> None:
    parties, other = await two_products()
    later: date = START + timedelta(days=30)
    async with visiting(application, parties.facility) as browser:
        seen = await put_in(browser, parties.product_id, other)
        prefix = next(name for name in forms_of(seen)["/basket"] if name.endswith("-start"))[: -len("start")]
        own = {
            f"{prefix}start": later.isoformat(),
            f"{prefix}last_day": (later + timedelta(days=6)).isoformat(),
        }
        await follow(browser, await send(browser, seen, "/basket", act="ask", **filled(seen), **own))
    loans = (await list_loans(parties.facility, LoanFilter())).items
    assert sorted(loan.start for loan in loans) == [START, later]


async def test_a_counter_keeps_a_basket_for_each_facility(application: Litestar) -> None:
    parties, other = await two_products()
    facility_id = parties.facility.acting_for()
    async with visiting(application, parties.counter) as browser:
        assert "まとめている申込はありません" in (await browser.get("/basket")).text
        asking = await browser.get(f"/loans/new?product={other}&for={facility_id}")
        basket = await follow(browser, await send(browser, asking, "/basket/items"))
        assert "に代わって申し込みます" in basket.text
        assert f"/basket?for={facility_id}" in (await browser.get("/basket")).text
        done = await send(browser, basket, "/basket", act="ask", **filled(basket, channel="fax"))
        assert "押さえた機種" in (await follow(browser, done)).text
    (loan,) = (await list_loans(parties.counter, LoanFilter())).items
    assert (loan.facility_id, loan.channel) == (facility_id, "fax")
    async with visiting(application, (await the_parties()).counter) as browser:
        assert (await browser.get(f"/basket?for={facility_id}")).status_code == 404
    async with visiting(application, parties.vendor) as browser:
        assert (await browser.get("/basket")).status_code == 403
