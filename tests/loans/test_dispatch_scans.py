"""Trial loans sent off by scanning: way and carrier are said once, for all that is scanned after it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from catalog import tags
from core import db
from core.clock import now, today
from loans import usecases
from loans.commands import ConfirmLoan
from loans.queries import LoanView, loan_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, a_loan, the_parties
from tests.loans.test_scans import a_scan, sent
from tests.loans.visiting import send, visiting

pytestmark = pytest.mark.usefixtures("database")

PARCEL = {"way": "parcel", "carrier": "見本運輸"}


async def agreed(parties: Parties, days: int = 1, **fields: Any) -> LoanView:
    """A loan that is confirmed and waits to be sent off."""
    loan = await a_loan(parties, start=today() + timedelta(days=days), **fields)
    await usecases.propose_loan(parties.counter, loan.id)
    return await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())


async def a_label(unit_id: UUID) -> str:
    async with db.transaction():
        return (await tags.new_tag(unit_id)).token


def off(label: str, **said: Any) -> dict[str, Any]:
    return a_scan(label, "dispatch") | said


async def shipments(loan: LoanView) -> list[tuple[str, str, str]]:
    rows = await db.fetch("SELECT way, carrier, tracking_number FROM shipment WHERE loan_id = $1", loan.id)
    return [(row["way"], row["carrier"], row["tracking_number"]) for row in rows]


async def test_what_is_scanned_one_after_another_goes_by_the_same_carrier(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=2)
    loans = [await agreed(parties, days) for days in (1, 1)]
    vendor = await a_caller(client, parties.vendor)
    scans = [off(await a_label(loan.unit_ids[0]), **PARCEL) for loan in loans]
    assert [one["outcome"] for one in await sent(vendor, *scans)] == ["done", "done"]
    assert [one["outcome"] for one in await sent(vendor, *scans)] == ["repeated", "repeated"]
    for loan in loans:
        assert (await loan_for(parties.vendor, loan.id)).custody == "dispatched"
        assert await shipments(loan) == [("parcel", "見本運輸", "")]


async def test_a_parcel_needs_its_carrier_and_what_is_brought_needs_none(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await agreed(parties)
    label, vendor = await a_label(loan.unit_ids[0]), await a_caller(client, parties.vendor)
    for said in ({}, {"way": "parcel"}, {"way": "parcel", "carrier": " "}):
        (answer,) = await sent(vendor, off(label, **said))
        assert (answer["outcome"], answer["reason"]) == ("refused", "dispatch-needs-carrier")
    assert await shipments(loan) == []
    (answer,) = await sent(vendor, off(label, way="brought"))
    assert answer["outcome"] == "done"
    assert await shipments(loan) == [("brought", "", "")]


async def test_a_number_may_be_given_for_all(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await agreed(parties)
    vendor = await a_caller(client, parties.vendor)
    await sent(vendor, off(await a_label(loan.unit_ids[0]), **PARCEL, tracking_number="1234-5678"))
    assert await shipments(loan) == [("parcel", "見本運輸", "1234-5678")]


async def test_units_of_one_loan_leave_together(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=2)
    loan = await agreed(parties, quantity=2)
    vendor = await a_caller(client, parties.vendor)
    scans = [off(await a_label(unit), **PARCEL) for unit in loan.unit_ids]
    assert [one["outcome"] for one in await sent(vendor, *scans)] == ["done", "done"]
    assert len(await shipments(loan)) == 1


async def test_of_several_agreed_loans_the_next_one_is_meant(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    soon = await agreed(parties, 2)
    later = await agreed(parties, 60)
    assert soon.unit_ids == later.unit_ids
    label, vendor = await a_label(soon.unit_ids[0]), await a_caller(client, parties.vendor)
    (answer,) = await sent(vendor, off(label, **PARCEL))
    assert answer["outcome"] == "done"
    assert (await loan_for(parties.vendor, soon.id)).custody == "dispatched"


async def test_what_begins_much_later_is_not_sent_off_by_mistake(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await agreed(parties, 60)
    vendor = await a_caller(client, parties.vendor)
    (answer,) = await sent(vendor, off(await a_label(loan.unit_ids[0]), **PARCEL))
    assert (answer["outcome"], answer["reason"]) == ("refused", "dispatch-too-early")


async def test_a_facility_sends_nothing_off(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await agreed(parties)
    facility = await a_caller(client, parties.facility)
    (answer,) = await sent(facility, off(await a_label(loan.unit_ids[0]), **PARCEL))
    assert answer["outcome"] == "refused"
    assert (await loan_for(parties.vendor, loan.id)).custody == "confirmed"


async def test_a_scan_that_was_kept_for_a_day_is_of_that_day(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await agreed(parties)
    before = now() - timedelta(days=3)
    await db.execute("UPDATE loan SET custody_since = $2, created_at = $2 WHERE id = $1", loan.id, before)
    vendor = await a_caller(client, parties.vendor)
    label = await a_label(loan.unit_ids[0])
    await db.execute("UPDATE tag SET created_at = $2 WHERE token = $1", label, before)
    scan = a_scan(label, "dispatch", now() - timedelta(days=1)) | PARCEL
    (answer,) = await sent(vendor, scan)
    assert answer["outcome"] == "done", answer
    assert (await loan_for(parties.vendor, loan.id)).dispatched_on == today() - timedelta(days=1)


async def test_the_page_keeps_way_and_carrier_for_the_next_label(application: Litestar) -> None:
    parties = await the_parties()
    loan = await agreed(parties)
    label = await a_label(loan.unit_ids[0])
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get("/scan?action=dispatch")
        assert "発送する" in words(page)
        given = {"code": label, "carrier": "見本運輸"}
        told = await send(vendor, page, "/scan", **given)
        assert "発送を記録しました" in words(told)
        assert 'value="見本運輸"' in told.text
    async with visiting(application, parties.facility) as facility:
        assert "運送会社" not in words(await facility.get("/scan"))
