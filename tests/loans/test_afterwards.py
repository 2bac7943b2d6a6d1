"""What happened on paper is written down afterwards, with the days on which it really happened."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from catalog.occupancy import UnitTaken
from catalog.reporting.periods import By
from core import clock, db
from core.clock import local_day, now, today
from core.errors import Invalid, NotAllowed, NotFound
from loans import usecases
from loans.commands import RecordPastLoan
from loans.desks.queries import shelves
from loans.desks.sections import Section
from loans.domain import Channel, Custody, Decision, ResultState
from loans.notice_texts import Notice
from loans.notices import loan_news, notices_of
from loans.pages.views import looks
from loans.queries import loan_events
from loans.reminders import enqueue_due_reminders
from loans.reports.domain import Grouping
from loans.reports.queries import ReportQuestion, loan_report
from tests.callers import a_caller
from tests.factories import Parties, a_unit, the_parties
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("database")


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def from_paper(parties: Parties, **changes: Any) -> RecordPastLoan:
    given: dict[str, Any] = {
        "product_id": parties.product_id,
        "facility_id": parties.facility.organization_id,
        "channel": Channel.FAX,
        "requested_on": ago(60),
        "received_on": ago(50),
        "returned_on": ago(36),
    }
    return RecordPastLoan(**(given | changes))


async def test_a_loan_from_paper_keeps_its_real_days_and_says_that_it_was_written_down_later() -> None:
    parties = await the_parties()
    loan = await usecases.record_past_loan(
        parties.counter, from_paper(parties, decision=Decision.INTRODUCE, reason="夜勤が楽になった")
    )
    assert (loan.custody, loan.result, loan.is_closed) == (Custody.RETURNED, ResultState.SUBMITTED, True)
    assert (loan.received_on, loan.returned_on, loan.channel) == (ago(50), ago(36), "fax")
    assert loan.recorded_afterwards
    assert "後から記録" in [str(look.label) for look in looks(loan)]
    events = await loan_events(parties.counter, loan.id)
    told = [(event.step, event.occurred_on) for event in events]
    assert told == [
        ("request", ago(60)),
        ("confirm", ago(60)),
        ("receive", ago(50)),
        ("take_back", ago(36)),
        ("submit_result", ago(36)),
    ]
    assert {local_day(event.at) for event in events} == {today()}


async def test_its_days_are_taken_and_never_twice() -> None:
    parties = await the_parties()
    first = await usecases.record_past_loan(parties.counter, from_paper(parties))
    with pytest.raises(UnitTaken) as refusal:
        await usecases.record_past_loan(
            parties.counter, from_paper(parties, received_on=ago(40), returned_on=ago(30))
        )
    holders: Any = refusal.value.facts["holders"]
    holder = holders[0]
    assert (holder.loan_number, holder.end) == (first.number, ago(36))
    after = from_paper(parties, received_on=ago(36), returned_on=ago(30))
    assert (await usecases.record_past_loan(parties.counter, after)).unit_ids == first.unit_ids


async def test_a_unit_that_is_still_there_goes_on_as_any_loan() -> None:
    parties = await the_parties()
    there = from_paper(parties, received_on=ago(20), returned_on=None, end=ago(3))
    loan = await usecases.record_past_loan(parties.counter, there)
    assert (loan.custody, loan.is_overdue) == (Custody.ON_TRIAL, True)
    keeper = await db.fetch_value("SELECT custodian_id FROM unit WHERE id = $1", loan.unit_ids[0])
    assert keeper == loan.facility_id
    shelf = await shelves(parties.counter, [Section.OVERDUE])
    assert [row.loan.id for row in shelf[Section.OVERDUE].rows] == [loan.id]


async def test_units_are_named_by_their_serial_numbers() -> None:
    parties = await the_parties(units=3)
    rows = await db.fetch("SELECT id, serial_number FROM unit WHERE product_id = $1", parties.product_id)
    wished = rows[:2]
    serials = [row["serial_number"] for row in wished]
    loan = await usecases.record_past_loan(parties.counter, from_paper(parties, serial_numbers=serials))
    assert loan.unit_ids == sorted(row["id"] for row in wished)
    assert loan.quantity == 2
    mixed = await a_unit(parties.product_id, parties.counter.acting_for())
    wrong = {
        "unknown-unit": from_paper(parties, serial_numbers=["無い番号"]),
        "several-lenders": from_paper(parties, unit_ids=[rows[2]["id"], mixed]),
    }
    for code, command in wrong.items():
        with pytest.raises(Invalid) as refused:
            await usecases.record_past_loan(parties.counter, command)
        assert code in refused.value.fields.values()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"returned_on": ago(-1)}, {"returned_on": "in-future"}),
        ({"received_on": ago(70)}, {"received_on": "before-the-step-ahead"}),
        ({"returned_on": ago(55)}, {"returned_on": "before-the-step-ahead"}),
        ({"returned_on": None}, {"end": "end-needed"}),
        ({"returned_on": None, "end": ago(50)}, {"end": "end-before-start"}),
        ({"returned_on": None, "end": date.max}, {"end": "range-too-long"}),
        ({"requested_on": ago(9000)}, {"requested_on": "too-long-ago"}),
        ({"decision": Decision.NOT_INTRODUCE}, {"reason": "required"}),
        (
            {"decision": Decision.INTRODUCE, "returned_on": None, "end": ago(-9)},
            {"decision": "stage-too-early"},
        ),
    ],
)
async def test_days_out_of_order_or_to_come_are_refused(
    changes: dict[str, Any], fields: dict[str, str]
) -> None:
    parties = await the_parties()
    with pytest.raises(Invalid) as refused:
        await usecases.record_past_loan(parties.counter, from_paper(parties, **changes))
    assert refused.value.fields == fields


async def test_only_the_facilitys_own_counter_writes_it_down() -> None:
    parties, others = await the_parties(), await the_parties()
    for actor in (parties.facility, parties.vendor):
        with pytest.raises(NotAllowed):
            await usecases.record_past_loan(actor, from_paper(parties))
    with pytest.raises(NotFound):
        await usecases.record_past_loan(others.counter, from_paper(parties))
    await db.execute("UPDATE product SET status = 'draft' WHERE id = $1", parties.product_id)
    with pytest.raises(NotFound):
        await usecases.record_past_loan(parties.counter, from_paper(parties))


async def test_it_is_told_once_and_no_reminder_follows() -> None:
    parties = await the_parties()
    loan = await usecases.record_past_loan(parties.counter, from_paper(parties))
    told = []
    for event in await loan_events(parties.counter, loan.id):
        news = await loan_news(loan.id, event.id)
        assert news is not None
        told += list(notices_of(event.step, news))
    assert told == [Notice.RECORDED_AFTERWARDS]
    await enqueue_due_reminders()
    keys = await db.fetch("SELECT dedupe_key FROM outbox WHERE dedupe_key LIKE $1", f"reminder:{loan.id}%")
    assert keys == []


async def test_the_report_counts_it_on_its_days_and_says_how_many_came_later() -> None:
    with clock.frozen(now() - timedelta(days=1)):
        parties = await the_parties()
    await usecases.record_past_loan(
        parties.counter, from_paper(parties, decision=Decision.INTRODUCE, reason="楽になった")
    )
    question = ReportQuestion(
        start=ago(60), end=ago(36) + timedelta(days=1), by=By.MONTH, group=Grouping.PRODUCT
    )
    report = await loan_report(parties.counter, question)
    totals = [period.total for period in report.periods]
    assert sum(one.requested for one in totals) == sum(one.afterwards for one in totals) == 1
    assert sum(one.returned for one in totals) == sum(one.introduce for one in totals) == 1


async def test_a_program_writes_down_and_repeats_safely(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    counter, facility = await a_caller(client, parties.counter), await a_caller(client, parties.facility)
    body = {
        "product_id": str(parties.product_id),
        "facility_id": str(parties.facility.organization_id),
        "channel": "fax",
        "requested_on": ago(60).isoformat(),
        "received_on": ago(50).isoformat(),
        "returned_on": ago(36).isoformat(),
    }
    answer = await counter.post("/loans/past", body)
    assert (answer.status_code, answer.json()["recorded_afterwards"]) == (201, True)
    taken = await counter.post("/loans/past", body)
    assert (taken.status_code, taken.json()["code"]) == (409, "unit-taken")
    assert taken.json()["facts"]["holders"][0]["loan_number"] == answer.json()["number"]
    assert (await facility.post("/loans/past", body)).status_code == 403


async def test_a_counter_types_in_a_paper_file(application: Litestar) -> None:
    parties = await the_parties()
    async with visiting(application, parties.counter) as browser:
        assert "/loans/past" in (await browser.get("/loans")).text
        assert "事業所を選ぶ" in (await browser.get("/loans/past")).text
        address = f"/loans/past?for={parties.facility.organization_id}&product={parties.product_id}"
        form = await browser.get(address)
        typed = {
            "channel": "fax",
            "requested_on": ago(60).isoformat(),
            "received_on": ago(50).isoformat(),
            "returned_on": ago(80).isoformat(),
        }
        refused = await send(browser, form, "/loans/past", **typed)
        assert refused.status_code == 422
        again = {"returned_on": ago(36).isoformat()}
        shown = await follow(browser, await send(browser, refused, "/loans/past", **again))
        assert "後から記録" in shown.text
        assert "後から記録" in (await browser.get("/loans")).text
        taken = await send(browser, refused, "/loans/past", **again)
        assert taken.status_code == 409
        assert "その日は、ほかの予定があります" in taken.text
    async with visiting(application, parties.facility) as browser:
        assert (await browser.get("/loans/past")).status_code == 403


async def test_what_came_from_paper_is_marked_wherever_the_loan_is_shown(application: Litestar) -> None:
    """On the board, in the life of its unit and in calendars, beside its page and the reports."""
    parties = await the_parties()
    still = {"returned_on": None, "received_on": ago(5), "end": today() + timedelta(days=5)}
    loan = await usecases.record_past_loan(parties.counter, from_paper(parties, **still))
    (unit,) = loan.unit_ids
    async with visiting(application, parties.counter) as counter:
        calendar = (await counter.get(f"/loans/{loan.id}/calendar.ics")).text
        board = (await counter.get("/board/units")).text
        life = (await counter.get(f"/units/{unit}")).text
    async with visiting(application, parties.vendor) as vendor:
        life += (await vendor.get(f"/units/{unit}")).text
    assert "後から記録" in calendar.replace("\r\n ", "")
    assert "後から記録" in board
    assert "後から記録" in life
