"""Units that went together come back one by one."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from catalog import tags
from catalog.availability import availability, lending_of
from catalog.domain import Condition, Way
from catalog.terms import Days
from core import clock, db
from core.clock import now, today
from core.errors import Invalid
from loans import usecases
from loans.commands import (
    ConfirmLoan,
    DispatchLoan,
    ExtendLoan,
    ReceiveLoan,
    SendBackLoan,
    TakeBackLoan,
    WriteOffLoan,
)
from loans.domain import Custody
from loans.next_things import next_thing
from loans.notice_texts import Notice
from loans.notices import loan_news, notices_of
from loans.pages.views import looks
from loans.queries import LoanView, loan_events, loan_for
from loans.reports.domain import Grouping
from loans.reports.queries import ReportQuestion, loan_report
from tests.callers import a_caller
from tests.factories import Parties, a_loan, an_actor, an_organization, the_parties
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("database")

CLEAN = SendBackLoan(cleaned=True, way=Way.BROUGHT)
FINE = TakeBackLoan(condition=Condition.OK)


async def on_the_way(quantity: int = 2, **product: Any) -> tuple[Parties, LoanView]:
    parties = await the_parties(units=quantity, **product)
    loan = await a_loan(parties, quantity=quantity, start=today() + timedelta(days=1))
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    return parties, await usecases.dispatch_loan(parties.vendor, loan.id, DispatchLoan(way=Way.BROUGHT))


async def on_trial(quantity: int = 2, **product: Any) -> tuple[Parties, LoanView]:
    parties, loan = await on_the_way(quantity, **product)
    return parties, await usecases.receive_loan(
        parties.facility, loan.id, ReceiveLoan(condition=Condition.OK)
    )


def of(command: Any, *units: UUID, **changes: Any) -> Any:
    fields = {name: getattr(command, name) for name in command.__struct_fields__}
    return type(command)(**(fields | {"unit_ids": list(units)} | changes))


def state_of(unit_id: str) -> str:
    """The field that asks for the state of this unit."""
    return f"unit-{UUID(unit_id).hex}-state"


async def days_of(unit_id: UUID) -> Any:
    return await db.fetch_value(
        "SELECT max(upper(period)) FROM occupancy WHERE unit_id = $1 AND status = 'active'", unit_id
    )


async def test_a_loan_goes_back_with_the_last_of_its_units() -> None:
    parties, loan = await on_trial()
    first = loan.unit_ids[0]
    seen = await usecases.send_back_loan(parties.facility, loan.id, of(CLEAN, first))
    assert (seen.custody, seen.sent_back_on) == (Custody.ON_TRIAL, None)
    seen = await usecases.take_back_loan(parties.vendor, loan.id, of(FINE, first))
    assert (seen.custody, seen.returned_on) == (Custody.ON_TRIAL, None)
    assert [unit.returned_on for unit in seen.units] == [today(), None]
    seen = await usecases.send_back_loan(parties.facility, loan.id, CLEAN)
    assert (seen.custody, seen.sent_back_on) == (Custody.RETURNING, today())
    seen = await usecases.take_back_loan(parties.vendor, loan.id, FINE)
    assert (seen.custody, seen.returned_on) == (Custody.RETURNED, today())
    steps = [(one.step, one.custody_to) for one in await loan_events(parties.vendor, loan.id)][-4:]
    assert steps == [
        ("send_back", "on_trial"),
        ("take_back", "on_trial"),
        ("send_back", "returning"),
        ("take_back", "returned"),
    ]


async def test_days_of_a_unit_that_is_back_are_free_at_once_and_stay_so() -> None:
    parties, loan = await on_trial(inspection_working_days=0)
    first, second = loan.unit_ids
    planned = await days_of(second)
    await usecases.take_back_loan(parties.vendor, loan.id, of(FINE, first))
    lending = await lending_of(parties.product_id, loan.counter_id, today())
    trial = Days(loan.start + timedelta(days=5), loan.start + timedelta(days=7))
    assert (await availability(lending, trial, 1, today())).free_units == 1
    extended = await usecases.extend_loan(
        parties.vendor, loan.id, ExtendLoan(end=loan.end + timedelta(days=3))
    )
    assert extended.end == loan.end + timedelta(days=3)
    assert await days_of(second) > planned
    assert (await availability(lending, trial, 1, today())).free_units == 1


async def test_a_booking_of_the_unit_that_is_back_does_not_stop_an_extension() -> None:
    parties, loan = await on_trial(inspection_working_days=0, transit_working_days=0)
    await usecases.take_back_loan(parties.vendor, loan.id, of(FINE, loan.unit_ids[0]))
    other_id = await an_organization(parties.facility.kind, counter_id=loan.counter_id)  # type: ignore[arg-type]
    other = await an_actor(other_id)
    taken = await a_loan(
        Parties(other, parties.counter, parties.vendor, parties.product_id),
        start=loan.end - timedelta(days=1),
        days=5,
    )
    assert taken.unit_ids == [loan.unit_ids[0]]
    wished = await usecases.extend_loan(
        parties.facility, loan.id, ExtendLoan(end=loan.end + timedelta(days=2))
    )
    assert wished.offer is not None


async def test_a_unit_of_several_is_lost_and_the_others_go_on() -> None:
    parties, loan = await on_trial(3)
    lost, *others = loan.unit_ids
    write_off = WriteOffLoan(reason="水害で失われた", unit_ids=[lost])
    seen = await usecases.write_off_loan(parties.counter, loan.id, write_off)
    assert seen.custody is Custody.ON_TRIAL
    assert await db.fetch_value("SELECT status FROM unit WHERE id = $1", lost) == "retired"
    assert (
        await db.fetch_value("SELECT count(*) FROM unit WHERE id = ANY($1) AND status = 'active'", others)
        == 2
    )
    seen = await usecases.take_back_loan(parties.vendor, loan.id, FINE)
    assert seen.custody is Custody.RETURNED
    assert sorted(unit.unit_id for unit in seen.units if unit.returned_on) == sorted(others)


async def test_a_loan_is_lost_only_when_all_its_units_are() -> None:
    parties, loan = await on_trial()
    first = loan.unit_ids[0]
    write_off = WriteOffLoan(reason="紛失", unit_ids=[first])
    assert (await usecases.write_off_loan(parties.vendor, loan.id, write_off)).custody is Custody.ON_TRIAL
    rest = await usecases.write_off_loan(parties.vendor, loan.id, WriteOffLoan(reason="紛失"))
    assert (rest.custody, rest.ended_reason) == (Custody.LOST, "紛失")
    parties, loan = await on_trial()
    await usecases.take_back_loan(parties.vendor, loan.id, of(FINE, loan.unit_ids[0]))
    rest = await usecases.write_off_loan(parties.vendor, loan.id, WriteOffLoan(reason="紛失"))
    assert (rest.custody, rest.returned_on) == (Custody.RETURNED, today())


@pytest.mark.parametrize("named", ["none", "twice-back", "foreign"])
async def test_units_that_cannot_be_meant_are_refused(named: str) -> None:
    parties, loan = await on_trial()
    _, other = await on_trial(1)
    await usecases.take_back_loan(parties.vendor, loan.id, of(FINE, loan.unit_ids[0]))
    units = {"none": [], "twice-back": [loan.unit_ids[0]], "foreign": other.unit_ids}[named]
    code = {"none": "choose-unit", "twice-back": "unit-moved-on", "foreign": "unknown"}[named]
    with pytest.raises(Invalid) as refusal:
        await usecases.take_back_loan(parties.vendor, loan.id, of(FINE, *units))
    assert refusal.value.fields == {"unit_ids": code}


async def test_the_rest_of_a_loan_is_overdue_and_says_what_is_back() -> None:
    parties, loan = await on_trial()
    await usecases.send_back_loan(parties.facility, loan.id, of(CLEAN, loan.unit_ids[0]))
    coming = await loan_for(parties.vendor, loan.id)
    assert next_thing(coming, today()).step == "take_back"
    assert "2台中1台返送中" in [str(look.label) for look in looks(coming)]
    await usecases.take_back_loan(parties.vendor, loan.id, of(FINE, loan.unit_ids[0]))
    with clock.frozen(now() + timedelta(days=40)):
        late = await loan_for(parties.counter, loan.id)
        assert late.is_overdue
        assert "2台中1台返却済み" in next_thing(late, today()).text


async def test_each_part_is_told_and_counted_as_what_it_is() -> None:
    parties, loan = await on_trial()
    first, second = loan.unit_ids
    await usecases.send_back_loan(parties.facility, loan.id, of(CLEAN, first))
    await usecases.take_back_loan(parties.vendor, loan.id, of(FINE, first))
    await usecases.write_off_loan(parties.vendor, loan.id, WriteOffLoan(reason="水没した", unit_ids=[second]))
    told = []
    for event in (await loan_events(parties.vendor, loan.id))[-3:]:
        news = await loan_news(loan.id, event.id)
        assert news is not None
        told += list(notices_of(event.step, news))
    assert told == [Notice.PARTLY_SENT_BACK, Notice.PARTLY_TAKEN_BACK, Notice.WRITTEN_OFF]
    question = ReportQuestion(start=today(), end=today() + timedelta(days=1), group=Grouping.PRODUCT)
    (period,) = (await loan_report(parties.counter, question)).periods
    assert (period.total.returned, period.total.on_trial) == (1, 0)


async def test_each_scanned_unit_comes_back_by_itself(client: httpx.AsyncClient) -> None:
    parties, loan = await on_trial()
    async with db.transaction():
        tokens = [(await tags.new_tag(unit_id)).token for unit_id in loan.unit_ids]
    vendor = await a_caller(client, parties.vendor)

    async def scanned(token: str, key: str) -> tuple[str, str | None]:
        scan = {"key": key, "tag": token, "action": "take_back", "scanned_at": now().isoformat()}
        (answer,) = (await vendor.post("/scans", {"scans": [scan]})).json()["scans"]
        return answer["outcome"], answer["reason"]

    assert await scanned(tokens[0], "a") == ("done", None)
    assert (await loan_for(parties.vendor, loan.id)).custody is Custody.ON_TRIAL
    assert await scanned(tokens[0], "b") == ("refused", "invalid")
    assert await scanned(tokens[1], "c") == ("done", None)
    assert (await loan_for(parties.vendor, loan.id)).custody is Custody.RETURNED


async def test_a_page_asks_which_units_and_a_tag_means_one(application: Litestar) -> None:
    parties, loan = await on_trial()
    first, second = map(str, loan.unit_ids)
    path = f"/loans/{loan.id}/send-back"
    async with visiting(application, parties.facility) as browser:
        form = await browser.get(f"{path}?unit={second}")
        assert form.text.count('-state"') >= 2
        nothing = await send(browser, form, path, cleaned="1", way="brought", **{state_of(second): "later"})
        assert nothing.status_code == 422
        shown = await follow(
            browser, await send(browser, form, path, cleaned="1", way="brought", **{state_of(second): "ok"})
        )
        assert "2台中1台返送中" in shown.text
    seen = await loan_for(parties.facility, loan.id)
    assert {str(unit.unit_id) for unit in seen.units if unit.sent_back_on} == {second}
    async with visiting(application, parties.vendor) as browser:
        desk = await browser.get("/vendor")
        assert f"/loans/{loan.id}" in desk.text
        assert "2台中1台返送中" in desk.text
        path = f"/loans/{loan.id}/take-back"
        page = await browser.get(f"/loans/{loan.id}/take-back")
        damaged = {state_of(first): "later", state_of(second): "damaged"}
        damaged |= {state_of(second).replace("state", "note"): "角が欠けている"}
        shown = await follow(browser, await send(browser, page, path, **damaged))
        assert "2台中1台返却済み" in shown.text
        assert "角が欠けている" in shown.text
    kept = {str(unit.unit_id): unit.condition for unit in (await loan_for(parties.vendor, loan.id)).units}
    assert kept == {first: "", second: "damaged"}
