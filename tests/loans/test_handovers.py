"""Units go from one lender to another, for good or until a day, and the ledger knows of every day."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from accounts.domain import Actor
from catalog import tags as labels
from catalog.domain import ScanAction, ScanOutcome
from catalog.notices import tell_of_unit
from catalog.occupancy import UnitTaken
from catalog.queries import UnitView, unit_for
from core import db
from core.clock import frozen, now, today
from core.errors import Conflict, IllegalStep, Invalid, NotAllowed, NotFound
from directory.kinds import OrganizationKind
from loans.handovers.commands import AskLongLoan, ProposeTransfer, TakeStep
from loans.handovers.days import bookings_past
from loans.handovers.domain import HandoverState, HandoverStep
from loans.handovers.queries import HandoverView, handover_for
from loans.handovers.usecases import UnitsBooked, ask_long_loan, propose_transfer, remind_of_ends, take_step
from loans.scanning import RecordScans, Scan, record_scans
from loans.usecases import request_loan
from tests.asking import a_bearer
from tests.factories import Parties, a_loan, a_request, a_unit, an_actor, an_organization, the_parties
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")
NOTHING = TakeStep()
REASON = TakeStep(reason="都合により")


async def a_counter() -> Actor:
    return await an_actor(await an_organization(OrganizationKind.COUNTER))


def in_days(count: int) -> date:
    return today() + timedelta(days=count)


async def units_of(parties: Parties) -> list[UUID]:
    rows = await db.fetch("SELECT id FROM unit WHERE product_id = $1 ORDER BY id", parties.product_id)
    return [row["id"] for row in rows]


async def of_a_counter(parties: Parties, count: int = 1) -> list[UUID]:
    """Units that the counter lends and keeps, owned by the vendor."""
    made = [await a_unit(parties.product_id, parties.counter.acting_for()) for _ in range(count)]
    await db.execute("UPDATE unit SET owner_id = $2 WHERE id = ANY($1)", made, parties.vendor.organization_id)
    return sorted(made)


def a_transfer(units: list[UUID], to: Actor, **fields: Any) -> ProposeTransfer:
    given: dict[str, Any] = {"start": in_days(1), "end": in_days(4), "reason": "巡回展示のため", **fields}
    return ProposeTransfer(taker_id=to.acting_for(), unit_ids=units, **given)


async def seen(unit_id: UUID) -> UnitView:
    return await unit_for(await an_actor(await an_organization(OrganizationKind.CENTRE)), unit_id)


async def test_a_unit_goes_to_another_counter_and_its_owner_stays() -> None:
    parties, other = await the_parties(units=0), await a_counter()
    (unit_id,) = await of_a_counter(parties)
    handover = await propose_transfer(parties.counter, a_transfer([unit_id], other))
    with pytest.raises(Conflict):
        await request_loan(parties.facility, a_request(parties.product_id))
    with pytest.raises(NotAllowed):
        await take_step(parties.counter, handover.id, HandoverStep.ACCEPT, NOTHING)
    await take_step(other, handover.id, HandoverStep.ACCEPT, NOTHING)
    with pytest.raises(IllegalStep):
        await take_step(other, handover.id, HandoverStep.REFUSE, REASON)
    sent = TakeStep(carrier="ヤマノ運輸", tracking_number="1234")
    await take_step(parties.counter, handover.id, HandoverStep.DISPATCH, sent)
    done = await take_step(other, handover.id, HandoverStep.RECEIVE, NOTHING)
    assert done.state is HandoverState.RECEIVED
    assert done.next_steps == []
    unit = await seen(unit_id)
    to = other.organization_id
    assert (unit.custodian_id, unit.place_id, unit.lender_id) == (to, to, to)
    assert unit.owner_id == parties.vendor.organization_id
    assert unit.occupied_until is None


async def test_who_has_the_days_is_told_and_nothing_changes() -> None:
    parties, other = await the_parties(), await a_counter()
    loan = await a_loan(parties)
    (unit_id,) = loan.unit_ids
    lender = parties.counter.organization_id
    await db.execute("UPDATE unit SET lender_id = $2 WHERE id = $1", unit_id, lender)
    with pytest.raises(UnitsBooked) as refused:
        await propose_transfer(parties.counter, a_transfer([unit_id], other))
    (touched,) = refused.value.facts["touched"]  # type: ignore[misc]
    assert touched.loan.id == loan.id  # type: ignore[has-type]


@pytest.mark.parametrize("step", [HandoverStep.REFUSE, HandoverStep.WITHDRAW])
async def test_what_comes_to_nothing_gives_the_days_back(step: HandoverStep) -> None:
    parties, other = await the_parties(units=0), await a_counter()
    units = await of_a_counter(parties)
    handover = await propose_transfer(parties.counter, a_transfer(units, other))
    who = other if step is HandoverStep.REFUSE else parties.counter
    with pytest.raises(Invalid) as refused:
        await take_step(who, handover.id, step, NOTHING)
    assert refused.value.fields == {"reason": "required"}
    await take_step(who, handover.id, step, REASON)
    assert (await request_loan(parties.facility, a_request(parties.product_id))).unit_ids == units


async def test_wrong_input_is_named_and_strangers_learn_of_nothing() -> None:
    parties, other, stranger = await the_parties(), await a_counter(), await a_counter()
    units = await of_a_counter(parties)
    theirs = await units_of(parties)
    cases = [
        (a_transfer(theirs, other), {"unit_ids": "not-yours-to-lend"}),
        (a_transfer(units, parties.counter), {"taker_id": "another-counter"}),
        (a_transfer(units, parties.vendor), {"taker_id": "another-counter"}),
        (a_transfer(units, other, start=in_days(-1)), {"start": "start-in-past"}),
        (
            a_transfer(units, other, end=in_days(1), reason=" "),
            {"end": "end-before-start", "reason": "required"},
        ),
    ]
    for command, fields in cases:
        with pytest.raises(Invalid) as refused:
            await propose_transfer(parties.counter, command)
        assert refused.value.fields == fields
    handover = await propose_transfer(parties.counter, a_transfer(units, other))
    for actor in (stranger, parties.facility):
        with pytest.raises(NotFound):
            await handover_for(actor, handover.id)
        with pytest.raises(NotFound):
            await take_step(actor, handover.id, HandoverStep.ACCEPT, NOTHING)
    with pytest.raises(NotAllowed):
        await propose_transfer(parties.vendor, a_transfer(theirs, other))


async def test_units_are_received_one_by_one_by_scanning() -> None:
    parties, other, stranger = await the_parties(units=0), await a_counter(), await a_counter()
    units = await of_a_counter(parties, 2)
    tags = {}
    for unit_id in units:
        tags[unit_id] = await _tag(unit_id)
    handover = await propose_transfer(parties.counter, a_transfer(units, other))
    await take_step(other, handover.id, HandoverStep.ACCEPT, NOTHING)
    await take_step(parties.counter, handover.id, HandoverStep.DISPATCH, NOTHING)
    for number, unit_id in enumerate(units):
        scan = Scan(key=str(unit_id), tag=tags[unit_id], action=ScanAction.RECEIVE, scanned_at=now())
        (strange,) = (await record_scans(stranger, RecordScans(scans=[scan]))).scans
        assert (strange.outcome, strange.reason) == (ScanOutcome.REFUSED, "unit-not-yours")
        for outcome in (ScanOutcome.DONE, ScanOutcome.REPEATED):
            (answer,) = (await record_scans(other, RecordScans(scans=[scan]))).scans
            assert answer.outcome is outcome
        state = HandoverState.RECEIVED if number else HandoverState.DISPATCHED
        assert (await handover_for(other, handover.id)).state is state
        assert (await seen(unit_id)).lender_id == other.organization_id


async def _tag(unit_id: UUID) -> str:
    async with db.transaction():
        return (await labels.new_tag(unit_id)).token


def half_a_year(parties: Parties, **fields: Any) -> AskLongLoan:
    days = {"start": in_days(1), "end": in_days(4), "until": in_days(180)}
    given: dict[str, Any] = {**days, "reason": "展示と試用のため"}
    return AskLongLoan(product_id=parties.product_id, **(given | fields))


async def a_running_loan(parties: Parties) -> HandoverView:
    handover = await ask_long_loan(parties.counter, half_a_year(parties))
    await take_step(parties.vendor, handover.id, HandoverStep.ACCEPT, NOTHING)
    await take_step(parties.vendor, handover.id, HandoverStep.DISPATCH, NOTHING)
    return await take_step(parties.counter, handover.id, HandoverStep.RECEIVE, NOTHING)


async def test_for_its_time_the_counter_is_the_lender_and_nothing_is_lent_past_the_end() -> None:
    parties = await the_parties()
    handover = await a_running_loan(parties)
    (unit_id,) = handover.unit_ids
    assert (await seen(unit_id)).owner_id == parties.vendor.organization_id
    loan = await request_loan(parties.facility, a_request(parties.product_id))
    assert loan.lender_id == parties.counter.organization_id
    late = a_request(parties.product_id, start=in_days(165), days=14)
    with pytest.raises(UnitTaken):
        await request_loan(parties.facility, late)


async def test_it_goes_back_when_nothing_is_out_and_is_the_vendors_again() -> None:
    parties = await the_parties()
    handover = await a_running_loan(parties)
    (unit_id,) = handover.unit_ids
    loan = await request_loan(parties.facility, a_request(parties.product_id))
    with pytest.raises(UnitsBooked):
        await take_step(parties.counter, handover.id, HandoverStep.SEND_BACK, NOTHING)
    await db.execute("UPDATE occupancy SET status = 'released' WHERE cause_id = $1", loan.id)
    await take_step(parties.counter, handover.id, HandoverStep.SEND_BACK, NOTHING)
    with pytest.raises(NotAllowed):
        await take_step(parties.counter, handover.id, HandoverStep.TAKE_BACK, NOTHING)
    done = await take_step(parties.vendor, handover.id, HandoverStep.TAKE_BACK, NOTHING)
    assert done.state is HandoverState.RETURNED
    unit, vendor = await seen(unit_id), parties.vendor.organization_id
    assert (unit.lender_id, unit.custodian_id, unit.occupied_until) == (vendor, vendor, None)
    again = await request_loan(parties.facility, a_request(parties.product_id, start=in_days(190)))
    assert again.lender_id == vendor


async def test_a_recall_ends_it_earlier_or_names_what_is_in_the_way() -> None:
    parties = await the_parties()
    handover = await a_running_loan(parties)
    sooner = TakeStep(reason="別の展示に使います", back_by=in_days(100))
    recalled = await take_step(parties.vendor, handover.id, HandoverStep.RECALL, sooner)
    assert recalled.until == in_days(100)
    with pytest.raises(UnitTaken):
        await request_loan(parties.facility, a_request(parties.product_id, start=in_days(90)))
    loan = await request_loan(parties.facility, a_request(parties.product_id, start=in_days(60)))
    booked = TakeStep(reason="別の展示に使います", back_by=in_days(62))
    asked = await take_step(parties.vendor, handover.id, HandoverStep.RECALL, booked)
    assert (asked.until, asked.recall_by) == (in_days(100), in_days(62))
    (touched,) = await bookings_past(parties.counter, asked, in_days(62))
    assert touched.loan is not None
    assert touched.loan.id == loan.id
    (anonymous,) = await bookings_past(parties.vendor, asked, in_days(62))
    assert anonymous.loan is None
    for day in (in_days(0), in_days(200), handover.end, None):
        command = TakeStep(reason="x", back_by=day)
        with pytest.raises(Invalid):
            await take_step(parties.vendor, handover.id, HandoverStep.RECALL, command)


async def test_both_are_reminded_once_before_the_end() -> None:
    parties = await the_parties()
    handover = await a_running_loan(parties)
    assert not await _reminded(handover)
    with frozen(now() + timedelta(days=170)):
        await remind_of_ends()
        await remind_of_ends()
    rows = await _reminded(handover)
    assert len(rows) == 2
    for row in rows:
        await tell_of_unit(db.from_json(row["payload"]), row["dedupe_key"])


async def _reminded(handover: HandoverView) -> list[Any]:
    key = f"unit:{handover.id}:%"
    return list(await db.fetch("SELECT dedupe_key, payload FROM outbox WHERE dedupe_key LIKE $1", key))


async def test_a_vendor_without_free_units_cannot_be_asked() -> None:
    parties = await the_parties()
    await a_loan(parties, start=in_days(40))
    with pytest.raises(UnitTaken):
        await ask_long_loan(parties.counter, half_a_year(parties))
    with pytest.raises(Invalid) as refused:
        await ask_long_loan(parties.counter, half_a_year(parties, until=in_days(3)))
    assert refused.value.fields == {"until": "end-before-start"}


async def test_the_pages_lead_from_proposal_to_arrival(application: Litestar) -> None:
    parties, other = await the_parties(units=0), await a_counter()
    (unit_id,) = await of_a_counter(parties)
    async with visiting(application, parties.counter) as counter:
        assert "引き渡しも長期借用もありません" in (await counter.get("/handovers")).text
        assert f"/handovers/transfer?unit={unit_id}" in (await counter.get(f"/units/{unit_id}")).text
        path = "/handovers/transfer"
        form = await counter.get(f"{path}?unit={unit_id}")
        assert forms_of(form)[path]["units"] == [str(unit_id)]
        form = await counter.get(path)
        assert (await send(counter, form, path)).status_code == 422
        given = {
            "taker": str(other.organization_id),
            "units": str(unit_id),
            "start": str(in_days(1)),
            "arrival": str(in_days(3)),
            "way": "parcel",
            "reason": "巡回展示",
        }
        early = await send(counter, form, path, **given | {"arrival": str(today())})
        assert "届く日は、発送する日と同じか、あとの日にしてください" in early.text
        begun = await send(counter, form, path, **given)
        here = begun.headers["location"]
        assert "返事待ち" in (await follow(counter, begun)).text
        again = await send(counter, form, path, **given)
        assert again.status_code == 409
    async with visiting(application, other) as taker:
        assert "引き渡し" in (await taker.get("/handovers")).text
        for step in ("accept", "receive"):
            form = await taker.get(f"{here}/{step}")
            await send(taker, form, f"{here}/{step}")
        assert "受け取り済み" in (await taker.get(here)).text
        assert (await taker.get(f"{here}/accept")).status_code == 404
        assert (await taker.get(f"{here}/nonsense")).status_code == 404


async def test_a_long_loan_is_asked_for_and_recalled_on_pages(application: Litestar) -> None:
    parties = await the_parties()
    path = f"/handovers/long-loan?product_id={parties.product_id}"
    async with visiting(application, parties.counter) as counter:
        form = await counter.get(path)
        given = {
            "quantity": "1",
            "start": str(in_days(1)),
            "arrival": str(in_days(3)),
            "last_day": str(in_days(180)),
            "way": "parcel",
            "reason": "展示と試用",
        }
        assert (await send(counter, form, path, **(given | {"last_day": str(in_days(2))}))).status_code == 422
        here = (await send(counter, form, path, **given)).headers["location"]
    async with visiting(application, parties.vendor) as vendor:
        await send(vendor, await vendor.get(f"{here}/accept"), f"{here}/accept")
        await send(vendor, await vendor.get(f"{here}/dispatch"), f"{here}/dispatch", way="parcel")
    async with visiting(application, parties.counter) as counter:
        await send(counter, await counter.get(f"{here}/receive"), f"{here}/receive")
        assert "借用中" in (await counter.get(here)).text
    async with visiting(application, parties.vendor) as vendor:
        recall = f"{here}/recall"
        form = await vendor.get(recall)
        assert (await send(vendor, form, recall, reason="x")).status_code == 422
        day = str(in_days(90))
        await send(vendor, form, recall, reason="別の展示", back_by=day)
        assert "別の展示" in (await vendor.get(here)).text


async def test_programs_hand_over_as_well(client: httpx.AsyncClient) -> None:
    parties, other = await the_parties(units=0), await a_counter()
    units = await of_a_counter(parties)
    body = {
        "taker_id": str(other.organization_id),
        "unit_ids": [str(unit) for unit in units],
        "start": str(in_days(1)),
        "end": str(in_days(3)),
        "reason": "巡回展示",
    }
    headers = await a_bearer(parties.counter)
    made = (await client.post("/api/v1/transfers", json=body, headers=headers)).json()
    refused = await client.post("/api/v1/transfers", json=body, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "handover-booked")
    path = f"/api/v1/handovers/{made['id']}"
    theirs = await a_bearer(other)
    accepted = (await client.post(f"{path}/accept", json={}, headers=theirs)).json()
    assert (accepted["state"], accepted["next_steps"]) == ("accepted", ["receive"])
    listed = (await client.get("/api/v1/handovers", headers=theirs)).json()
    assert [one["id"] for one in listed["items"]] == [made["id"]]
