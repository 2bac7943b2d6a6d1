"""A refused request names the counter that can help, with its telephone: on pages and to programs."""

from datetime import timedelta

import httpx
import pytest
from litestar import Litestar

from core import db
from core.clock import today
from loans import usecases
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, a_product, a_request, another_facility, the_parties
from tests.loans.test_basket_pages import filled, put_in
from tests.loans.test_pages_request import WISHES
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("database")

START = today() + timedelta(days=30)
PHONE = "097-555-0199"
CALL = "困ったときは、相談窓口にお電話ください"


async def taken_parties(phone: str = PHONE) -> Parties:
    """Parties whose one unit somebody else has; their counter can be called."""
    parties = await the_parties(policy={"max_units": 10}, needs_consent=False)
    sql = "UPDATE organization SET phone = $2 WHERE id = $1"
    await db.execute(sql, parties.counter.organization_id, phone)
    rival = await another_facility(parties)
    await usecases.request_loan(rival, a_request(parties.product_id, start=START))
    return parties


async def test_a_request_for_days_that_are_taken_names_the_counter(application: Litestar) -> None:
    parties = await taken_parties()
    path = f"/loans/new?product={parties.product_id}&start={START}&days=14"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        assert CALL not in words(page)
        answer = await send(facility, page, "/loans/new", **WISHES)
        assert answer.status_code == 409
        assert CALL in words(answer)
        assert f'href="tel:{PHONE}"' in answer.text
        wrong = await send(facility, page, "/loans/new", **{**WISHES, "goal": ""})
        assert (wrong.status_code, f"tel:{PHONE}" in wrong.text) == (422, True)


async def test_a_counter_is_not_told_to_call_itself(application: Litestar) -> None:
    parties = await taken_parties()
    path = f"/loans/new?product={parties.product_id}&for={parties.facility.organization_id}&start={START}"
    async with visiting(application, parties.counter) as counter:
        page = await counter.get(path)
        answer = await send(counter, page, "/loans/new", **WISHES, contact_name="河野", channel="phone")
    assert answer.status_code == 409
    assert CALL not in words(answer)


async def test_a_refused_basket_names_the_counter_and_so_does_what_was_had_in_part(
    application: Litestar,
) -> None:
    parties = await taken_parties()
    free = await a_product(parties.vendor.acting_for(), needs_consent=False)
    async with visiting(application, parties.facility) as browser:
        seen = await put_in(browser, parties.product_id, free)
        assert CALL not in words(seen)
        whole = await send(browser, seen, "/basket", act="ask", **filled(seen, whole="whole"))
        assert (whole.status_code, f'href="tel:{PHONE}"' in whole.text) == (409, True)
        part = await follow(browser, await send(browser, whole, "/basket", act="ask", whole="part"))
    assert "借りられなかった機種" in words(part)
    assert f'href="tel:{PHONE}"' in part.text


async def test_a_counter_without_a_telephone_is_named_all_the_same(application: Litestar) -> None:
    parties = await taken_parties(phone="")
    path = f"/loans/new?product={parties.product_id}&start={START}&days=14"
    async with visiting(application, parties.facility) as facility:
        answer = await send(facility, await facility.get(path), "/loans/new", **WISHES)
    assert CALL in words(answer)
    assert "tel:" not in answer.text


async def test_a_program_reads_the_counter_in_every_refusal(client: httpx.AsyncClient) -> None:
    parties = await taken_parties()
    facility = await a_caller(client, parties.facility)
    name = await db.fetch_value(
        "SELECT name FROM organization WHERE id = $1", parties.counter.organization_id
    )
    counter = {"id": str(parties.counter.organization_id), "name": name, "phone": PHONE}
    asked = {"start": str(START), "end": str(START + timedelta(days=14)), "place_of_use": "2階"}
    asked |= {"problem": "夜間の見守り", "goal": "訪室を半分に"}
    one = {**asked, "product_id": str(parties.product_id)}
    several = {**asked, "items": [{"product_id": str(parties.product_id)}]}
    for path, body, status in (
        ("/loans", one, 409),
        ("/loans", {**one, "goal": ""}, 422),
        ("/loans", {**one, "start": "2020-01-01"}, 422),
        ("/loan-requests", several, 409),
        ("/loan-requests", {**several, "goal": ""}, 422),
    ):
        answer = await facility.post(path, body)
        assert answer.status_code == status
        assert answer.json()["facts"]["counter"] == counter


async def test_a_refused_wish_for_the_waitlist_names_the_counter(
    application: Litestar, client: httpx.AsyncClient
) -> None:
    parties = await taken_parties()
    sql = "UPDATE policy SET waitlist_wishes = 1 WHERE counter_id = $1"
    await db.execute(sql, parties.counter.organization_id)
    facility = await a_caller(client, parties.facility)
    wish = {"product_id": str(parties.product_id), "start": str(START), "end": str(START + timedelta(days=7))}
    later = START + timedelta(days=7)
    other = {**wish, "start": str(later), "end": str(later + timedelta(days=7))}
    for body, status in (({**wish, "quantity": 5}, 422), ({**wish, "end": str(START)}, 422), (wish, 201)):
        answer = await facility.post("/waitlist", body)
        assert answer.status_code == status
        assert status == 201 or answer.json()["facts"]["counter"]["phone"] == PHONE
    full = await facility.post("/waitlist", other)
    assert (full.status_code, full.json()["code"]) == (409, "too-many-waiting")
    assert full.json()["facts"]["counter"]["phone"] == PHONE
    path = f"/waitlist/new?product_id={parties.product_id}&start={later}&days=7"
    async with visiting(application, parties.facility) as browser:
        page = await browser.get(path)
        assert CALL not in words(page)
        refused = await send(browser, page, "/waitlist/new")
        assert (refused.status_code, f'href="tel:{PHONE}"' in refused.text) == (409, True)
