"""The facility sends a unit back with its label in hand: from the tag's page, and on the scan page."""

from datetime import timedelta
from uuid import UUID

import httpx
from litestar import Litestar

from catalog import tags
from catalog.domain import Condition
from core import db
from core.clock import now, today
from loans import usecases
from loans.commands import ReceiveLoan
from loans.domain import Custody
from loans.queries import LoanView, loan_events, loan_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, another_facility, the_parties
from tests.loans.test_partial_return import FINE, of, on_trial, state_of
from tests.loans.test_scans import a_dispatched_loan, a_scan, sent
from tests.loans.visiting import follow, forms_of, send, visiting


async def a_label(unit_id: UUID) -> str:
    async with db.transaction():
        return (await tags.new_tag(unit_id)).token


async def scanned(browser: httpx.AsyncClient, page: httpx.Response, label: str) -> httpx.Response:
    """Send the form of the scan page."""
    fields = forms_of(page)["/scan"] | {"action": ["send_back"], "code": [label]}
    return await browser.post("/scan", data=fields)


async def sent_back(parties: Parties, loan: LoanView) -> list[UUID]:
    seen = await loan_for(parties.facility, loan.id)
    return [unit.unit_id for unit in seen.units if unit.sent_back_on is not None]


async def test_a_scan_sends_back_just_the_unit_in_hand(client: httpx.AsyncClient) -> None:
    parties, loan = await on_trial(2)
    first, second = loan.unit_ids
    labels = [await a_label(unit) for unit in loan.unit_ids]
    facility = await a_caller(client, parties.facility)
    (answer,) = await sent(facility, a_scan(labels[1], "send_back", key="one"))
    assert (answer["outcome"], answer["unit_id"]) == ("done", str(second))
    assert await sent_back(parties, loan) == [second]
    (again,) = await sent(facility, a_scan(labels[1], "send_back", key="one"))
    (other,) = await sent(facility, a_scan(labels[1], "send_back"))
    assert (again["outcome"], other["outcome"]) == ("repeated", "refused")
    assert (await sent(facility, a_scan(labels[0], "send_back")))[0]["outcome"] == "done"
    seen = await loan_for(parties.facility, loan.id)
    assert (seen.custody, seen.sent_back_on) == (Custody.RETURNING, today())
    event = (await loan_events(parties.facility, loan.id))[-1]
    assert (event.via, event.step, event.facts["way"], event.facts["cleaned"]) == (
        "scan",
        "send_back",
        "brought",
        True,
    )
    assert first in await sent_back(parties, loan)


async def test_nobody_else_sends_back_by_scan(client: httpx.AsyncClient) -> None:
    parties, loan = await on_trial(1)
    label = await a_label(loan.unit_ids[0])
    strangers = [await another_facility(parties), (await the_parties()).counter, parties.vendor]
    outcomes = [
        (await sent(await a_caller(client, actor), a_scan(label, "send_back")))[0] for actor in strangers
    ]
    assert [one["outcome"] for one in outcomes] == ["refused"] * 3
    assert [one["reason"] for one in outcomes[:2]] == ["unit-not-yours"] * 2
    assert (await loan_for(parties.facility, loan.id)).custody is Custody.ON_TRIAL
    counter = await a_caller(client, parties.counter)  # on the facility's behalf, as on the page
    assert (await sent(counter, a_scan(label, "send_back")))[0]["outcome"] == "done"


async def test_what_has_not_arrived_cannot_be_sent_back(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await a_dispatched_loan(parties)
    label = await a_label(loan.unit_ids[0])
    facility = await a_caller(client, parties.facility)
    assert (await sent(facility, a_scan(label, "send_back")))[0]["reason"] == "illegal-step"


async def test_a_scan_that_comes_late_tells_when_it_was_sent_back(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await a_dispatched_loan(parties)
    await usecases.receive_loan(parties.facility, loan.id, ReceiveLoan(condition=Condition.OK))
    label = await a_label(loan.unit_ids[0])
    facility = await a_caller(client, parties.facility)
    answers = await sent(facility, a_scan(label, "send_back", now() - timedelta(seconds=30)))
    assert answers[0]["outcome"] == "done"
    assert (await loan_for(parties.facility, loan.id)).custody is Custody.RETURNING


async def test_the_scan_page_offers_it_to_facilities_and_counters_only(application: Litestar) -> None:
    parties, loan = await on_trial(2)
    label = await a_label(loan.unit_ids[0])
    async with visiting(application, parties.facility) as facility:
        page = await facility.get("/scan")
        assert "きれいにして返送する" in words(page)
        done = await scanned(facility, page, label)
        assert "返送を記録しました" in words(done)
    assert await sent_back(parties, loan) == [loan.unit_ids[0]]
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get("/scan")
        assert 'value="send_back"' not in page.text
        refused = await scanned(vendor, page, label)
        assert refused.status_code == 422


async def test_the_tags_page_leads_the_facility_to_sending_back_this_unit(application: Litestar) -> None:
    parties, loan = await on_trial(2)
    first, second = loan.unit_ids
    label = await a_label(second)
    path = f"/loans/{loan.id}/send-back"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(f"/t/{label}")
        assert "この個体を返送する" in words(page)
        assert f"{path}?unit={second}" in page.text
        form = await facility.get(f"{path}?unit={second}")
        states = {state_of(str(second)): "ok"}
        await follow(facility, await send(facility, form, path, cleaned="1", way="brought", **states))
        assert await sent_back(parties, loan) == [second]
        assert "この個体を返送する" not in words(await facility.get(f"/t/{label}"))
    others = (parties.vendor, parties.counter, await another_facility(parties))
    label = await a_label(first)
    for actor in others:
        async with visiting(application, actor) as other:
            assert "この個体を返送する" not in words(await other.get(f"/t/{label}"))
    await usecases.take_back_loan(parties.vendor, loan.id, of(FINE, first))
    async with visiting(application, parties.facility) as facility:
        assert "この個体を返送する" not in words(await facility.get(f"/t/{label}"))
