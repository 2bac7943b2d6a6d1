"""From what was found to the request: its days, its quantity, and the counter through which it can be had."""

import pytest
from litestar import Litestar

from loans.queries import LoanFilter, list_loans
from tests.factories import the_parties
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")


async def test_the_counter_and_quantity_that_were_found_are_those_that_are_asked(
    application: Litestar,
) -> None:
    parties, others = await the_parties(units=3), await the_parties()
    said = {"problem": "夜間", "goal": "半分", "place_of_use": "2階", "consent": "y"}
    contact = {"contact_name": "佐藤", "contact_phone": "097-000-0000"}
    async with visiting(application, parties.facility) as facility:
        found = await facility.get(f"/find/robot?product={parties.product_id}&quantity=2")
        links = [part.split('"')[0] for part in found.text.split('href="/loans/new?')[1:]]
        assert links
        assert all("quantity=2" in link and "counter=" in link for link in links)
        other = others.counter.organization_id
        form = await facility.get(f"/loans/new?product={parties.product_id}&quantity=2&counter={other}")
        assert forms_of(form)["/loans/new"]["quantity"] == ["2"]
        assert "この窓口に申し込みます" in form.text
        await follow(facility, await send(facility, form, "/loans/new", **said, **contact))
    (loan,) = (await list_loans(parties.facility, LoanFilter())).items
    assert (loan.counter_id, loan.quantity) == (other, 2)


async def test_an_address_that_names_no_counter_is_not_found(application: Litestar) -> None:
    parties = await the_parties()
    async with visiting(application, parties.facility) as facility:
        vendor = parties.vendor.organization_id
        answer = await facility.get(f"/loans/new?product={parties.product_id}&counter={vendor}")
        assert answer.status_code == 404
