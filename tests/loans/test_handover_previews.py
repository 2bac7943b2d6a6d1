"""Before a step of a handover: which days change, who keeps and lends the unit then, who hears of it."""

from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from core.errors import IllegalStep, Invalid, NotFound
from loans.handovers.domain import HandoverState, HandoverStep
from loans.handovers.previewing import (
    PreviewHandoverStep,
    foresee_beginning,
    preview_handover_step,
)
from loans.handovers.queries import handover_for
from loans.handovers.usecases import UnitsBooked, propose_transfer, take_step
from loans.usecases import request_loan
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import a_request, the_parties
from tests.loans.test_handovers import (
    NOTHING,
    REASON,
    a_counter,
    a_running_loan,
    a_transfer,
    half_a_year,
    in_days,
    of_a_counter,
    seen,
)
from tests.loans.test_previews import the_whole_house
from tests.loans.visiting import send, visiting

pytestmark = pytest.mark.usefixtures("database")


async def test_a_proposal_says_first_which_days_it_keeps_and_whom_it_tells() -> None:
    parties, other = await the_parties(units=0), await a_counter()
    (unit_id,) = await of_a_counter(parties)
    before = await the_whole_house()
    foreseen = await foresee_beginning(parties.counter, a_transfer([unit_id], other))
    assert await the_whole_house() == before
    (taken,) = foreseen.days
    assert (taken.becomes, taken.start, taken.is_for_good) == ("taken", in_days(1), True)
    assert "申し出です" in foreseen.told[0].subject
    await propose_transfer(parties.counter, a_transfer([unit_id], other))
    with pytest.raises(UnitsBooked):
        await foresee_beginning(parties.counter, a_transfer([unit_id], other))


async def test_the_arrival_says_who_keeps_and_lends_the_unit_from_then_on() -> None:
    parties, other = await the_parties(units=0), await a_counter()
    (unit_id,) = await of_a_counter(parties)
    made = await propose_transfer(parties.counter, a_transfer([unit_id], other))
    refused = await preview_handover_step(
        other, made.id, PreviewHandoverStep(step=HandoverStep.REFUSE, body={"reason": "置く所がない"})
    )
    assert [change.becomes for change in refused.days] == ["freed"]
    assert refused.entrusted == []
    await take_step(other, made.id, HandoverStep.ACCEPT, NOTHING)
    before = await the_whole_house()
    foreseen = await preview_handover_step(other, made.id, PreviewHandoverStep(step=HandoverStep.RECEIVE))
    assert await the_whole_house() == before
    (unit,) = foreseen.entrusted
    view = await handover_for(other, made.id)
    assert (unit.lender_name, unit.custodian_name) == (view.taker_name, view.taker_name)
    assert [one.name for one in foreseen.told] == [view.giver_name]
    assert view.state is HandoverState.ACCEPTED
    assert (await seen(unit_id)).lender_id == parties.counter.organization_id


async def test_a_preview_is_refused_like_its_step() -> None:
    parties, other = await the_parties(units=0), await a_counter()
    made = await propose_transfer(parties.counter, a_transfer(await of_a_counter(parties), other))
    with pytest.raises(NotFound):
        await preview_handover_step(await a_counter(), made.id, PreviewHandoverStep(step=HandoverStep.ACCEPT))
    with pytest.raises(IllegalStep):
        await preview_handover_step(other, made.id, PreviewHandoverStep(step=HandoverStep.RECEIVE, body={}))
    with pytest.raises(Invalid):
        await preview_handover_step(other, made.id, PreviewHandoverStep(step=HandoverStep.REFUSE))
    with pytest.raises(Invalid):
        await preview_handover_step(other, made.id, PreviewHandoverStep(step=HandoverStep.PROPOSE))


async def test_a_recall_looks_anew_at_the_day_that_is_typed(application: Litestar) -> None:
    parties = await the_parties()
    running = await a_running_loan(parties)
    path = f"/handovers/{running.id}/recall"
    async with visiting(application, parties.vendor) as vendor:
        form = await vendor.get(path)
        given = {"back_by": str(in_days(90)), "reason": "別の展示", "look": "1"}
        looked = await send(vendor, form, path, **given)
        assert looked.status_code == 200
        assert "別の展示" in looked.text
        assert "から先を押さえます" in looked.text or "を押さえます" in looked.text
        assert f"{running.taker_name}に知らせます" in words(looked)
    assert (await handover_for(parties.vendor, running.id)).recall_by is None


async def test_what_stands_in_the_way_of_the_way_back_is_shown_at_once(application: Litestar) -> None:
    parties = await the_parties()
    running = await a_running_loan(parties)
    await request_loan(parties.facility, a_request(parties.product_id))
    async with visiting(application, parties.counter) as counter:
        page = await counter.get(f"/handovers/{running.id}/send-back")
        assert "まだ何も変えていません" in page.text
        assert "この操作で変わること" not in page.text


async def test_the_pages_say_it_before_the_button(application: Litestar) -> None:
    parties, other = await the_parties(units=0), await a_counter()
    (unit_id,) = await of_a_counter(parties)
    given = {
        "taker": str(other.organization_id),
        "units": str(unit_id),
        "start": str(in_days(1)),
        "arrival": str(in_days(3)),
        "way": "parcel",
        "reason": "巡回展示",
    }
    async with visiting(application, parties.counter) as counter:
        path = "/handovers/transfer"
        form = await counter.get(path)
        assert "変わることを確かめる" in form.text
        looked = await send(counter, form, path, look="1", **given)
        assert (looked.status_code, "から先を押さえます" in looked.text) == (200, True)
        assert "巡回展示" in looked.text
        here = (await send(counter, looked, path, **given)).headers["location"]
    async with visiting(application, other) as taker:
        refuse = await taker.get(f"{here}/refuse")
        assert "「理由」を入力してください。" in words(await send(taker, refuse, f"{here}/refuse"))
        accept = await taker.get(f"{here}/accept")
        assert "申し出が承諾されました" in accept.text
        await send(taker, accept, f"{here}/accept")
        receive = await taker.get(f"{here}/receive")
        name = (await handover_for(other, UUID(here.rsplit("/", 1)[-1]))).taker_name
        assert f"預かるのは{name}、貸主は{name}になります" in words(receive)


async def test_the_other_proposals_are_looked_at_first_as_well(application: Litestar) -> None:
    parties = await the_parties()
    wish = half_a_year(parties)
    assert (await foresee_beginning(parties.counter, wish)).days[0].becomes == "taken"
    given = {
        "quantity": "1",
        "start": str(in_days(1)),
        "arrival": str(in_days(3)),
        "last_day": str(in_days(180)),
        "way": "parcel",
        "reason": "展示と試用",
        "look": "1",
    }
    async with visiting(application, parties.counter) as counter:
        path = f"/handovers/long-loan?product_id={parties.product_id}"
        assert "を押さえます" in (await send(counter, await counter.get(path), path, **given)).text
    async with visiting(application, parties.vendor) as vendor:
        path, counter_id = "/handovers/offer", str(parties.counter.organization_id)
        more = {"product": str(parties.product_id), "taker": counter_id}
        assert "を押さえます" in (await send(vendor, await vendor.get(path), path, **given, **more)).text


async def test_programs_ask_the_same(client: httpx.AsyncClient) -> None:
    parties, other = await the_parties(units=0), await a_counter()
    made = await propose_transfer(parties.counter, a_transfer(await of_a_counter(parties), other))
    caller = await a_caller(client, other)
    body = {"step": "refuse", "body": {"reason": REASON.reason}}
    answer = await caller.post(f"/handovers/{made.id}/preview", body)
    assert [change["becomes"] for change in answer.json()["days"]] == ["freed"]
    assert (await caller.post(f"/handovers/{made.id}/preview", {"step": "refuse"})).status_code == 422
