"""A vendor learns what was asked for, refused and waited for; nobody who asked is named."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from litestar import Litestar
from python_calamine import CalamineWorkbook

from accounts.domain import Actor
from core import db
from core.errors import Invalid, NotAllowed
from loans import usecases
from loans.bundles.usecases import request_loans
from loans.commands import GiveReason
from loans.demand.queries import DemandRow, demand_report
from loans.demand.spreadsheet import demand_workbook
from loans.demand.view import reasons_of, viewed
from loans.waiting.usecases import join_waitlist
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, a_product, a_request, a_wish, another_facility, the_parties
from tests.loans.report_world import on
from tests.loans.test_bundles import asking, item
from tests.loans.visiting import visiting

pytestmark = pytest.mark.usefixtures("database")

START = date(2029, 6, 4)
SECRET = "秘密の里"
APRIL, JULY = date(2029, 4, 1), date(2029, 7, 1)


async def the_demand() -> Parties:
    """April: one asked for and declined by the vendor, one held. May: refused in a basket, and waited for."""
    parties = await the_parties(units=1, policy={"max_units": 10}, name="見守り一号")
    await db.execute(
        "UPDATE organization SET name = $2 WHERE id = $1", parties.facility.organization_id, SECRET
    )
    free = await a_product(parties.vendor.acting_for(), units=1, name="見守り二号")
    rival = await another_facility(parties)
    with on(4, 10):
        declined = await usecases.request_loan(parties.facility, a_request(parties.product_id, start=START))
        await usecases.propose_loan(parties.counter, declined.id)
        await usecases.decline_loan(
            parties.vendor, declined.id, GiveReason(reason=f"{SECRET}には遠くて届けられない")
        )
        await usecases.request_loan(rival, a_request(parties.product_id, start=START))
    with on(5, 7):
        both = asking(item(parties.product_id), item(free), start=START, end=START + timedelta(days=14))
        await request_loans(parties.facility, both)
        await join_waitlist(parties.facility, a_wish(parties.product_id, start=START))
    return parties


async def rows_of(actor: Actor) -> dict[tuple[int, str], DemandRow]:
    report = await demand_report(actor, APRIL, JULY)
    return {(period.start.month, row.product_name): row for period in report.periods for row in period.rows}


async def test_what_was_asked_for_refused_and_waited_for_is_counted_by_month_and_counter() -> None:
    parties = await the_demand()
    rows = await rows_of(parties.vendor)
    assert set(rows) == {(4, "見守り一号"), (5, "見守り一号"), (5, "見守り二号")}
    april, may = rows[4, "見守り一号"], rows[5, "見守り一号"]
    assert (april.asked, april.refused, april.waited) == (2, 1, 0)
    assert april.reasons == {"declined-by-lender": 1}
    assert (may.asked, may.refused, may.waited) == (1, 1, 1)
    assert may.reasons == {"unit-taken": 1}
    assert april.counter_id == parties.counter.organization_id
    assert (rows[5, "見守り二号"].asked, rows[5, "見守り二号"].refused) == (1, 0)


async def test_wishes_for_any_product_of_an_item_count_apart() -> None:
    parties = await the_demand()
    other = await another_facility(parties)
    vendor_id = parties.vendor.organization_id  # an item that no other test waits for
    await db.execute("UPDATE product SET item_codes = ARRAY['TST-D'] WHERE vendor_id = $1", vendor_id)
    await db.execute(
        "INSERT INTO waiting_entry SELECT (jsonb_populate_record(e, jsonb_build_object("
        "'id', gen_random_uuid(), 'product_id', NULL, 'item', 'TST-D', 'facility_id', $2::uuid,"
        " 'joined_at', '2029-06-01T03:00:00Z'))).* FROM waiting_entry e WHERE e.facility_id = $1",
        parties.facility.organization_id,
        other.organization_id,
    )
    rows = await rows_of(parties.vendor)
    assert (rows[6, "見守り一号"].waited, rows[6, "見守り一号"].waited_for_item) == (0, 1)
    assert rows[6, "見守り二号"].waited_for_item == 1


async def test_nobody_who_asked_is_named_anywhere(client: httpx.AsyncClient, application: Litestar) -> None:
    parties = await the_demand()
    vendor = await a_caller(client, parties.vendor)
    answer = await vendor.get("/reports/demand", **{"from": "2029-04-01", "to": "2029-07-01"})
    assert answer.status_code == 200
    assert [period["start"] for period in answer.json()["periods"]] == [
        "2029-04-01",
        "2029-05-01",
        "2029-06-01",
    ]
    assert answer.json()["periods"][0]["rows"][0]["reasons"] == {"declined-by-lender": 1}
    async with visiting(application, parties.vendor) as browser:
        page = await browser.get("/reports/demand?from=2029-04-01&to=2029-06-30")
        book = await browser.get("/reports/demand.xlsx?from=2029-04-01&to=2029-06-30")
    for told in ("見守り一号", "貸主が断った 1", "日が埋まっていた 1"):
        assert told in words(page)
    sheet = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_name("集計").to_python()
    assert sheet[0][:4] == ["期間", "開始日", "機種", "相談窓口"]
    assert [row[4:8] for row in sheet[1:]] == [[2, 1, 0, 0], [1, 1, 1, 0], [1, 0, 0, 0]]
    hidden = (SECRET, str(parties.facility.organization_id))
    for text in (answer.text, page.text, str(sheet)):
        assert not [word for word in hidden if word in text]


async def test_another_vendor_learns_nothing_and_nobody_else_may_ask(application: Litestar) -> None:
    parties, other = await the_demand(), await the_parties()
    assert await rows_of(other.vendor) == {}
    for actor in (parties.facility, parties.counter):
        with pytest.raises(NotAllowed):
            await demand_report(actor, APRIL, JULY)
        async with visiting(application, actor) as browser:
            assert (await browser.get("/reports/demand")).status_code == 403
            assert (await browser.get("/reports/demand.xlsx")).status_code == 403
            assert "/reports/demand" not in (await browser.get("/reports/loans")).text
    async with visiting(application, other.vendor) as browser:
        empty = await browser.get("/reports/demand")
        assert "この期間に数えるものはありません" in words(empty)
        assert "/reports/demand" in (await browser.get("/reports/loans")).text


async def test_wrong_ranges_are_told(client: httpx.AsyncClient, application: Litestar) -> None:
    parties = await the_parties()
    vendor = await a_caller(client, parties.vendor)
    wrong: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {"from": "required", "to": "required"}),
        ({"from": "gestern", "to": "2029-07-01"}, {"from": "wrong-type"}),
        ({"from": "2029-07-01", "to": "2029-04-01"}, {"to": "end-before-start"}),
        ({"from": "2009-07-01", "to": "2029-04-01"}, {"to": "range-too-long"}),
        ({"from": "1900-07-01", "to": "2029-04-01"}, {"from": "out-of-range"}),
    ]
    for query, fields in wrong:
        answer = await vendor.get("/reports/demand", **query)
        assert (answer.status_code, answer.json()["fields"]) == (422, fields)
    with pytest.raises(Invalid):
        await demand_report(parties.vendor, JULY, APRIL)
    async with visiting(application, parties.vendor) as browser:
        page = await browser.get("/reports/demand?from=2029-07-01&to=2029-04-01")
        assert page.status_code == 422
        assert (await browser.get("/reports/demand.xlsx?from=x")).status_code == 422


def test_a_rule_met_is_named_and_an_unknown_reason_is_other() -> None:
    some: dict[str, Any] = {
        "product_id": None,
        "product_name": "=1+1",
        "counter_id": None,
        "counter_name": "窓口",
    }
    row = DemandRow(**some, asked=3, refused=3, reasons={"too-long": 2, "something-new": 1})
    assert [(str(said), times) for said, times in reasons_of([row])] == [
        ("決まりに合わなかった：いちばん長い期間", 2),
        ("そのほか", 1),
    ]


async def test_the_workbook_runs_nothing() -> None:
    parties = await the_demand()
    await db.execute("UPDATE product SET name = '=1+1' WHERE id = $1", parties.product_id)
    report = await demand_report(parties.vendor, APRIL, JULY)
    sheet = (
        CalamineWorkbook.from_filelike(BytesIO(demand_workbook(report))).get_sheet_by_name("集計").to_python()
    )
    assert "'=1+1" in {row[2] for row in sheet}
    assert viewed(report).products[0].name == "=1+1"
