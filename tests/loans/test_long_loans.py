"""Long loans keep the days that are planned and no more; vendors offer them, too; they move by scanning."""

from datetime import date, timedelta
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from accounts.domain import Actor
from catalog import tags as labels
from catalog.availability import availability, lending_of
from catalog.domain import Purpose, ScanAction, ScanOutcome
from catalog.finding import SoonestWish, find_soonest
from catalog.occupancy import UnitTaken
from catalog.terms import Days
from core import db
from core.clock import now, today
from core.errors import Invalid, NotAllowed, NotFound
from core.ids import new_id
from loans.commands import ConfirmLoan, GiveReason
from loans.handovers.commands import OfferLongLoan, TakeStep
from loans.handovers.days import gaps_between
from loans.handovers.domain import HandoverState, HandoverStep
from loans.handovers.queries import HandoverView, handover_for
from loans.handovers.usecases import UnitsBooked, ask_long_loan, offer_long_loan, take_step
from loans.scanning import RecordScans, Scan, ScanAnswer, record_scans
from loans.usecases import cancel_loan, confirm_loan, propose_loan, request_loan
from tests.accounts.browser import words
from tests.asking import a_bearer
from tests.factories import Parties, a_request, the_parties
from tests.loans.test_handovers import NOTHING, a_counter, a_running_loan, half_a_year, in_days, seen
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("database")

DONE, REFUSED = ScanOutcome.DONE, ScanOutcome.REFUSED


def day(number: int) -> date:
    return date(2030, 1, 1) + timedelta(days=number)


@pytest.mark.parametrize(
    ("busy", "free"),
    [
        ([], [(0, 10)]),
        ([(0, 10)], []),
        ([(-3, 2), (4, 5)], [(2, 4), (5, 10)]),
        ([(2, 4), (4, 6), (9, 20)], [(0, 2), (6, 9)]),
    ],
)
def test_what_lies_between_bookings(busy: list[tuple[int, int]], free: list[tuple[int, int]]) -> None:
    days = [Days(day(start), day(end)) for start, end in busy]
    found = list(gaps_between(Days(day(0), day(10)), days))
    assert found == [Days(day(start), day(end)) for start, end in free]


async def test_until_it_arrives_a_long_loan_keeps_what_is_planned_and_no_more() -> None:
    parties = await the_parties()
    await ask_long_loan(parties.counter, half_a_year(parties))
    for start in (20, 170):
        with pytest.raises(UnitTaken):
            await request_loan(parties.facility, a_request(parties.product_id, start=in_days(start)))
    after = await request_loan(parties.facility, a_request(parties.product_id, start=in_days(200)))
    assert after.lender_id == parties.vendor.organization_id


async def test_the_vendor_goes_on_promising_days_after_the_end_of_what_is_lent_out() -> None:
    parties = await the_parties()
    handover = await ask_long_loan(parties.counter, half_a_year(parties))
    early = await request_loan(parties.facility, a_request(parties.product_id, start=in_days(200)))
    await take_step(parties.vendor, handover.id, HandoverStep.ACCEPT, NOTHING)
    await take_step(parties.counter, handover.id, HandoverStep.RECEIVE, NOTHING)
    with pytest.raises(UnitTaken):  # over the end nobody lends it
        await request_loan(parties.facility, a_request(parties.product_id, start=in_days(175)))
    late = await request_loan(parties.facility, a_request(parties.product_id, start=in_days(300)))
    assert {early.lender_id, late.lender_id} == {parties.vendor.organization_id}
    meanwhile = await request_loan(parties.facility, a_request(parties.product_id, start=in_days(40)))
    assert meanwhile.lender_id == parties.counter.organization_id
    await cancel_loan(parties.facility, meanwhile.id, GiveReason(reason="都合により"))
    await take_step(parties.counter, handover.id, HandoverStep.SEND_BACK, NOTHING)
    done = await take_step(parties.vendor, handover.id, HandoverStep.TAKE_BACK, NOTHING)
    assert done.state is HandoverState.RETURNED
    kept = await db.fetch(
        "SELECT cause_id FROM occupancy WHERE unit_id = $1 AND status = 'active' AND upper(period) > $2",
        handover.unit_ids[0],
        in_days(1),
    )
    assert {row["cause_id"] for row in kept} == {early.id, late.id}


async def test_days_that_are_given_up_after_the_end_are_the_vendors_again() -> None:
    parties = await the_parties()
    await a_running_loan(parties)
    wish = a_request(parties.product_id, start=in_days(220))
    loan = await request_loan(parties.facility, wish)
    await cancel_loan(parties.facility, loan.id, GiveReason(reason="都合により"))
    assert (await request_loan(parties.facility, wish)).lender_id == parties.vendor.organization_id


async def test_whoever_asks_elsewhere_is_told_when_a_long_loan_ends() -> None:
    parties = await the_parties()
    handover = await a_running_loan(parties)
    there = await a_counter()
    lending = await lending_of(parties.product_id, there.acting_for(), today())
    assert lending.unit_count == 1
    wished = Days(in_days(60), in_days(74))
    found = await availability(lending, wished, 1, today())
    (reason,) = found.reasons
    ready = await db.fetch_value("SELECT next_lender_from FROM unit WHERE id = $1", handover.unit_ids[0])
    assert (reason.code, reason.purpose, reason.until) == ("taken", Purpose.TRANSIT, ready)
    assert found.next_free_start is not None
    assert found.next_free_start >= ready > in_days(180)
    start = found.next_free_start
    again = await availability(lending, Days(start, start + timedelta(days=14)), 1, today())
    assert (again.free_units, again.reasons) == (1, [])
    wish = SoonestWish(product_id=parties.product_id, weeks=2, since=wished.start)
    (soonest,) = (await find_soonest(there, wish)).items
    assert soonest.start == start
    assert soonest.free_units == 1


async def test_the_vendor_may_choose_the_very_unit_for_days_after_the_end() -> None:
    parties = await the_parties(units=2)
    handover = await a_running_loan(parties)
    (away,) = handover.unit_ids
    later = await request_loan(parties.facility, a_request(parties.product_id, start=in_days(230)))
    assert later.lender_id == parties.vendor.organization_id
    await propose_loan(parties.counter, later.id)
    done = await confirm_loan(parties.vendor, later.id, ConfirmLoan(unit_ids=[away]))
    assert done.unit_ids == [away]


async def test_a_vendor_cannot_give_a_unit_before_the_long_loan_has_ended() -> None:
    parties = await the_parties(units=2)
    handover = await a_running_loan(parties)
    (away,) = handover.unit_ids
    other = await the_parties()
    loan = await request_loan(other.facility, a_request(parties.product_id, start=in_days(60)))
    assert loan.unit_ids != [away]
    await propose_loan(other.counter, loan.id)
    with pytest.raises(Invalid):
        await confirm_loan(parties.vendor, loan.id, ConfirmLoan(unit_ids=[away]))


async def test_a_recall_lets_the_vendor_promise_days_earlier() -> None:
    parties = await the_parties()
    handover = await a_running_loan(parties)
    command = TakeStep(reason="展示に使うため", back_by=in_days(60))
    await take_step(parties.vendor, handover.id, HandoverStep.RECALL, command)
    loan = await request_loan(parties.facility, a_request(parties.product_id, start=in_days(100)))
    assert loan.lender_id == parties.vendor.organization_id


async def test_what_the_counter_has_lent_must_be_home_before_it_goes_back() -> None:
    parties = await the_parties()
    handover = await a_running_loan(parties)
    loan = await request_loan(parties.facility, a_request(parties.product_id))
    for who, step in (
        (parties.counter, HandoverStep.SEND_BACK),
        (parties.vendor, HandoverStep.TAKE_BACK),
    ):
        with pytest.raises(UnitsBooked) as refused:
            await take_step(who, handover.id, step, NOTHING)
        assert len(refused.value.facts["touched"]) == 1  # type: ignore[arg-type]
    await cancel_loan(parties.facility, loan.id, GiveReason(reason="都合により"))
    await take_step(parties.counter, handover.id, HandoverStep.SEND_BACK, NOTHING)


def an_offer(parties: Parties, **fields: object) -> OfferLongLoan:
    wish = half_a_year(parties)
    given = {name: getattr(wish, name) for name in wish.__struct_fields__}
    return OfferLongLoan(**(given | {"taker_id": parties.counter.acting_for()} | fields))


async def test_a_vendor_offers_a_long_loan_and_the_counter_answers() -> None:
    parties = await the_parties()
    offered = await offer_long_loan(parties.vendor, an_offer(parties))
    assert offered.next_steps == [HandoverStep.WITHDRAW]
    with pytest.raises(NotAllowed):
        await take_step(parties.vendor, offered.id, HandoverStep.ACCEPT, NOTHING)
    await take_step(parties.counter, offered.id, HandoverStep.ACCEPT, NOTHING)
    await take_step(parties.vendor, offered.id, HandoverStep.DISPATCH, NOTHING)
    running = await take_step(parties.counter, offered.id, HandoverStep.RECEIVE, NOTHING)
    assert running.next_steps == [HandoverStep.SEND_BACK]
    assert (await seen(running.unit_ids[0])).lender_id == parties.counter.organization_id


async def test_an_offer_that_cannot_be_is_refused_by_its_fields() -> None:
    parties, others = await the_parties(), await the_parties()
    facility = parties.facility.acting_for()
    wrong = an_offer(parties, taker_id=facility, start=in_days(-1), until=in_days(2), reason=" ")
    with pytest.raises(Invalid) as refused:
        await offer_long_loan(parties.vendor, wrong)
    fields = {
        "taker_id": "a-counter",
        "start": "start-in-past",
        "until": "end-before-start",
        "reason": "required",
    }
    assert refused.value.fields == fields
    with pytest.raises(NotFound):
        await offer_long_loan(others.vendor, an_offer(parties))
    for stranger in (parties.counter, parties.facility):
        with pytest.raises(NotAllowed):
            await offer_long_loan(stranger, an_offer(parties))


async def test_programs_offer_as_well(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    body = {
        "product_id": str(parties.product_id),
        "taker_id": str(parties.counter.organization_id),
        "start": str(in_days(1)),
        "end": str(in_days(4)),
        "until": str(in_days(180)),
        "reason": "展示と試用のため",
    }
    headers = {**await a_bearer(parties.vendor), "Idempotency-Key": new_id().hex}
    made = [await client.post("/api/v1/long-loans/offers", json=body, headers=headers) for _ in range(2)]
    assert [one.status_code for one in made] == [201, 201]
    assert made[0].content == made[1].content
    assert (made[0].json()["kind"], made[0].json()["next_steps"]) == ("long_loan", ["withdraw"])


async def test_the_vendors_page_offers_and_tells_what_is_wrong(application: Litestar) -> None:
    parties = await the_parties()
    path = "/handovers/offer"
    async with visiting(application, parties.vendor) as vendor:
        form = await vendor.get(f"{path}?product_id={parties.product_id}")
        refused = await send(vendor, form, path, reason="展示と試用")
        assert refused.status_code == 422
        assert "借りる最後の日" in words(refused)
        given = {
            "taker": str(parties.counter.organization_id),
            "start": str(in_days(1)),
            "arrival": str(in_days(3)),
            "last_day": str(in_days(180)),
            "reason": "展示と試用",
        }
        many = await send(vendor, form, path, **given, quantity="9")
        assert many.status_code == 422
        shown = await follow(vendor, await send(vendor, form, path, **given))
        assert "返事待ち" in words(shown)
    async with visiting(application, parties.counter) as counter:
        listed = await counter.get("/handovers")
        assert "承諾する" in words(listed)


async def a_label(unit_id: UUID) -> str:
    async with db.transaction():
        return (await labels.new_tag(unit_id)).token


async def scanned(actor: Actor, label: str, action: ScanAction) -> ScanAnswer:
    scan = Scan(key=new_id().hex, tag=label, action=action, scanned_at=now())
    (answer,) = (await record_scans(actor, RecordScans(scans=[scan]))).scans
    return answer


async def an_accepted_loan(parties: Parties, quantity: int) -> tuple[HandoverView, list[str]]:
    handover = await ask_long_loan(parties.counter, half_a_year(parties, quantity=quantity))
    accepted = await take_step(parties.vendor, handover.id, HandoverStep.ACCEPT, NOTHING)
    return accepted, [await a_label(unit_id) for unit_id in accepted.unit_ids]


async def test_a_long_loan_goes_out_and_comes_back_by_scanning_its_labels() -> None:
    parties = await the_parties(units=2)
    handover, (first, second) = await an_accepted_loan(parties, 2)
    walk = [
        (parties.vendor, ScanAction.DISPATCH, HandoverState.DISPATCHED, HandoverState.DISPATCHED),
        (parties.counter, ScanAction.RECEIVE, HandoverState.DISPATCHED, HandoverState.RECEIVED),
        (parties.counter, ScanAction.SEND_BACK, HandoverState.RETURNING, HandoverState.RETURNING),
        (parties.vendor, ScanAction.TAKE_BACK, HandoverState.RETURNING, HandoverState.RETURNED),
    ]
    for who, action, after_one, after_both in walk:
        for label, state in ((first, after_one), (second, after_both)):
            assert (await scanned(who, label, action)).outcome is DONE
            assert (await handover_for(who, handover.id)).state is state
    vendor = parties.vendor.organization_id
    assert [(await seen(unit)).lender_id for unit in handover.unit_ids] == [vendor, vendor]


async def test_one_unit_that_is_back_is_its_vendors_while_the_other_is_still_lent_on() -> None:
    parties = await the_parties(units=2)
    handover, labels_read = await an_accepted_loan(parties, 2)
    await take_step(parties.counter, handover.id, HandoverStep.RECEIVE, NOTHING)
    loan = await request_loan(parties.facility, a_request(parties.product_id))
    (out,) = loan.unit_ids
    (home,) = set(handover.unit_ids) - {out}
    label_of = dict(zip(handover.unit_ids, labels_read, strict=True))
    refused = await scanned(parties.vendor, label_of[out], ScanAction.TAKE_BACK)
    assert (refused.outcome, refused.reason) == (REFUSED, "handover-booked")
    assert (await scanned(parties.vendor, label_of[home], ScanAction.TAKE_BACK)).outcome is DONE
    assert (await seen(home)).lender_id == parties.vendor.organization_id
    assert (await seen(out)).lender_id == parties.counter.organization_id
    command = TakeStep(unit_ids=[new_id()])
    with pytest.raises(Invalid):
        await take_step(parties.vendor, handover.id, HandoverStep.TAKE_BACK, command)


async def test_a_scan_that_sends_off_nothing_says_why() -> None:
    parties, stranger = await the_parties(), await a_counter()
    (unit_id,) = [row["id"] for row in await db.fetch(_UNITS, parties.product_id)]
    label = await a_label(unit_id)
    answer = await scanned(parties.vendor, label, ScanAction.DISPATCH)
    assert (answer.outcome, answer.reason) == (REFUSED, "no-loan")
    answer = await scanned(stranger, label, ScanAction.DISPATCH)
    assert (answer.outcome, answer.reason) == (REFUSED, "unit-not-yours")


_UNITS = "SELECT id FROM unit WHERE product_id = $1"


async def test_the_page_behind_the_label_leads_each_side_to_its_next_step(application: Litestar) -> None:
    parties, stranger = await the_parties(), await a_counter()
    handover, (label,) = await an_accepted_loan(parties, 1)
    next_of = {"dispatch": parties.vendor, "receive": parties.counter}
    for step, who in next_of.items():
        async with visiting(application, who) as reader:
            shown = await reader.get(f"/t/{label}")
            assert f"/handovers/{handover.id}/{step}" in shown.text
    await take_step(parties.counter, handover.id, HandoverStep.RECEIVE, NOTHING)
    async with visiting(application, parties.counter) as reader:
        assert "次にすること" not in words(await reader.get(f"/t/{label}"))  # half a year is left
    async with visiting(application, stranger) as reader:
        assert "/handovers/" not in (await reader.get(f"/t/{label}")).text
