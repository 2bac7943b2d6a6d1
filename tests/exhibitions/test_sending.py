"""A lender sends a unit to a display: how it goes, who hears of it, what can still be done, by scan, too."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from accounts.domain import Actor
from catalog import occupancy
from catalog.domain import Purpose, Way
from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Conflict, IllegalStep, Invalid, NotAllowed, NotFound, StaleState
from exhibitions import usecases
from exhibitions.commands import DispatchExhibit
from exhibitions.conditions.queries import condition_of
from exhibitions.domain import ExhibitStatus, ExhibitStep
from exhibitions.exhibits import Exhibit, exhibit_for
from exhibitions.queries import ExhibitionView
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.test_displays import a_draft, move
from tests.exhibitions.test_exhibits import add, mails_about, spoken_for, step
from tests.factories import Parties, a_unit, the_parties

pytestmark = pytest.mark.usefixtures("database")

PARCEL: dict[str, Any] = {"way": Way.PARCEL, "carrier": "見本運輸", "tracking_number": "1234-5678"}


async def agreed(
    parties: Parties, *, starts_in: int = 7, days: int = 60, **fields: Any
) -> tuple[ExhibitionView, Exhibit]:
    """A planned display, and a unit that its lender has agreed to."""
    start = today() + timedelta(days=starts_in)
    display = await a_draft(parties.counter, start=start, end=start + timedelta(days=days))
    asked = await add(parties.counter, display, parties.product_id, **fields)
    confirmed = await step(parties.vendor, asked, "confirm")
    return await move(parties.counter, display, "plan"), confirmed


async def send(actor: Actor, exhibit: Exhibit, **said: Any) -> Exhibit:
    return await usecases.dispatch_exhibit(actor, exhibit.id, DispatchExhibit(**(PARCEL | said)))


async def test_a_unit_is_sent_and_the_counter_told_once_by_which_number() -> None:
    parties = await the_parties()
    display, exhibit = await agreed(parties)
    assert exhibit.next_steps == [ExhibitStep.DISPATCH, ExhibitStep.DECLINE]
    kept_by = "SELECT custodian_id FROM unit WHERE id = $1"
    custodian = await db.fetch_value(kept_by, exhibit.unit_id)
    sent = await send(parties.vendor, exhibit, reason="箱は2つです")
    assert (sent.status, sent.is_on_the_road) == (ExhibitStatus.CONFIRMED, True)
    assert (sent.way, sent.carrier, sent.tracking_number) == ("parcel", "見本運輸", "1234-5678")
    assert await db.fetch_value(kept_by, exhibit.unit_id) == custodian, "the counter has nothing yet"
    assert (await mails_about(display))[-1] == "展示の機器が発送されました"
    body = await db.fetch_value(
        "SELECT payload->>'body' FROM outbox WHERE kind = 'mail' AND payload->>'body' LIKE $1"
        " AND payload->>'subject' LIKE '%発送されました%'",
        f"%/exhibits/{exhibit.id}%",
    )
    for said in ("見本運輸", "1234-5678", "箱は2つです"):
        assert said in body
    event = await db.fetch_row(
        "SELECT before, after, facts->>'carrier' AS carrier FROM exhibition_event"
        " WHERE exhibit_id = $1 AND step = 'dispatch'",
        exhibit.id,
    )
    assert event is not None
    assert dict(event) == {"before": "confirmed", "after": "confirmed", "carrier": "見本運輸"}


async def test_what_it_looked_like_out_and_in_stand_side_by_side() -> None:
    parties = await the_parties()
    _, exhibit = await agreed(parties)
    await send(parties.vendor, exhibit)
    arrived = await step(parties.counter, exhibit, "deliver", is_damaged=True, reason="角にへこみ")
    assert (arrived.status, arrived.is_on_the_road) == (ExhibitStatus.DELIVERED, False)
    assert arrived.dispatched_at is not None, "how it came stays written down"
    looked = [(one.check_moment, one.condition, one.note) for one in (await condition_of(arrived)).checks]
    assert looked == [("dispatch", "ok", ""), ("receive", "damaged", "角にへこみ")]


async def test_only_its_lender_sends_what_is_agreed_and_only_once() -> None:
    parties, others = await the_parties(), await the_parties()
    display = await a_draft(parties.counter)
    asked = await add(parties.counter, display, parties.product_id)
    with pytest.raises(IllegalStep):
        await send(parties.vendor, asked)
    await step(parties.vendor, asked, "confirm")
    for stranger in (others.vendor, others.counter, parties.facility):
        with pytest.raises(NotFound):
            await send(stranger, asked)
    with pytest.raises(NotAllowed):
        await send(parties.counter, asked)
    with pytest.raises(StaleState):
        await send(parties.vendor, asked, expected=ExhibitStatus.ASKED)
    await send(parties.vendor, asked)
    with pytest.raises(Conflict) as again:
        await send(parties.vendor, asked)
    assert again.value.reason == "exhibit-on-the-road"


async def test_a_parcel_needs_carrier_and_number_and_what_is_brought_needs_neither() -> None:
    parties = await the_parties()
    _, exhibit = await agreed(parties)
    for missing in ("carrier", "tracking_number"):
        with pytest.raises(Invalid) as refusal:
            await send(parties.vendor, exhibit, **{missing: " "})
        assert refusal.value.fields == {missing: "required"}
    assert not (await exhibit_for(parties.vendor, exhibit.id)).is_on_the_road
    sent = await send(parties.vendor, exhibit, way=Way.BROUGHT, carrier="", tracking_number="")
    assert sent.way == "brought"


async def test_what_is_on_the_road_is_neither_declined_nor_withdrawn_but_may_come_back() -> None:
    parties = await the_parties()
    _, exhibit = await agreed(parties)
    sent = await send(parties.vendor, exhibit)
    assert sent.next_steps == [ExhibitStep.RETURN]
    assert (await exhibit_for(parties.counter, exhibit.id)).next_steps == [
        ExhibitStep.DELIVER,
        ExhibitStep.RETURN,
    ]
    for actor, name in ((parties.vendor, "decline"), (parties.counter, "withdraw")):
        with pytest.raises(Conflict):
            await step(actor, exhibit, name, reason="都合により")
    back = await step(parties.vendor, exhibit, "return")
    assert (back.status, back.is_on_the_road) == (ExhibitStatus.RETURNED, False)


async def test_a_unit_is_sent_home_and_its_lender_told_once_by_which_number() -> None:
    parties = await the_parties()
    display, exhibit = await agreed(parties, starts_in=0)
    await send(parties.vendor, exhibit)
    await step(parties.counter, exhibit, "deliver")
    await move(parties.counter, display, "open")
    (planned,) = await spoken_for(exhibit)
    with pytest.raises(NotAllowed):
        await step(parties.vendor, exhibit, "send_back", **PARCEL)
    for wrong in ({}, {"way": Way.PARCEL}):
        with pytest.raises(Invalid):
            await step(parties.counter, exhibit, "send_back", **wrong)
    sent = await step(parties.counter, exhibit, "send_back", **PARCEL, is_damaged=True, reason="角にへこみ")
    assert (sent.status, sent.is_going_home) == (ExhibitStatus.DELIVERED, True)
    assert (sent.way_home, sent.carrier_home, sent.tracking_number_home) == tuple(PARCEL.values())
    assert sent.next_steps == [ExhibitStep.RETURN]
    with pytest.raises(Conflict) as again:
        await step(parties.counter, exhibit, "send_back", **PARCEL)
    assert again.value.reason == "exhibit-going-home"
    (left,) = await spoken_for(exhibit)
    assert today() < left.end < planned.end, "the way home and the inspection, and no more"
    assert (await mails_about(display))[-1] == "展示の機器が返送されました"
    back = await step(parties.vendor, exhibit, "return")
    assert (back.status, back.is_going_home) == (ExhibitStatus.RETURNED, False)
    looked = [(one.check_moment, one.condition) for one in (await condition_of(back)).checks]
    assert looked == [
        ("dispatch", "ok"),
        ("receive", "ok"),
        ("send_back", "damaged"),
        ("take_back", "ok"),
    ]


async def test_what_was_sent_home_is_not_put_on_show_when_the_display_opens() -> None:
    parties = await the_parties()
    display, exhibit = await agreed(parties, starts_in=0)
    await step(parties.counter, exhibit, "deliver")
    await step(parties.counter, exhibit, "send_back", way=Way.BROUGHT)
    await move(parties.counter, display, "open")
    assert (await exhibit_for(parties.vendor, exhibit.id)).is_going_home


async def test_a_unit_that_came_before_its_days_keeps_its_way_home() -> None:
    parties = await the_parties()
    _, exhibit = await agreed(parties, starts_in=40)
    await step(parties.counter, exhibit, "deliver")
    await step(parties.counter, exhibit, "send_back", way=Way.BROUGHT)
    (left,) = await spoken_for(exhibit)
    assert left.start == today() < left.end


async def test_a_counters_own_unit_is_not_sent_to_it() -> None:
    parties = await the_parties()
    await a_unit(parties.product_id, parties.counter.acting_for())
    display = await a_draft(parties.counter)
    own = await add(parties.counter, display, parties.product_id)
    assert ExhibitStep.DISPATCH not in own.next_steps
    with pytest.raises(Conflict) as refusal:
        await send(parties.counter, own)
    assert refusal.value.reason == "exhibit-is-here"
    here = await step(parties.counter, own, "deliver")
    assert here.next_steps == [ExhibitStep.SHOW, ExhibitStep.RETURN], "nor home from it"


async def test_sent_early_its_days_begin_early_unless_somebody_else_has_them() -> None:
    parties = await the_parties()
    _, exhibit = await agreed(parties, starts_in=40)
    (planned,) = await spoken_for(exhibit)
    assert planned.start > today()
    assert exhibit.unit_id is not None
    between = Days(today() + timedelta(days=3), today() + timedelta(days=5))
    other = await occupancy.take(exhibit.unit_id, between, Purpose.MAINTENANCE, None)
    with pytest.raises(Conflict) as refusal:
        await send(parties.vendor, exhibit)
    assert (refusal.value.reason, refusal.value.facts["start"]) == ("exhibit-sent-too-early", planned.start)
    await occupancy.release([other.id])
    await send(parties.vendor, exhibit)
    assert await spoken_for(exhibit) == [Days(today(), planned.end)]


@pytest.mark.parametrize("ending", ["cancel", "close"])
async def test_what_is_on_the_road_keeps_its_way_home_when_the_display_ends_early(ending: str) -> None:
    parties = await the_parties(units=2)
    display, sent = await agreed(parties, starts_in=0)
    waiting = await add(parties.counter, display, parties.product_id)
    await step(parties.vendor, waiting, "confirm")
    await send(parties.vendor, sent)
    if ending == "close":
        await move(parties.counter, display, "open")
    (planned,) = await spoken_for(sent)
    await move(parties.counter, display, ending, reason="台風")
    (left,) = await spoken_for(sent)
    assert today() < left.end < planned.end, "the way home and the inspection, and no more"
    assert await spoken_for(waiting) == []
    after = await exhibit_for(parties.counter, sent.id)
    assert (after.status, after.is_on_the_road) == (ExhibitStatus.CONFIRMED, True)
    arrived = await step(parties.counter, after, "deliver")
    assert (await step(parties.vendor, arrived, "return")).status is ExhibitStatus.RETURNED


async def test_sending_is_looked_at_first_and_done_on_the_page_of_its_lender(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties()
    display, exhibit = await agreed(parties, starts_in=1)
    vendor, path = await a_browser(client, parties.vendor), f"/exhibits/{exhibit.id}"
    assert "展示に送る機器が1台あります" in (await vendor.get("/vendor")).text
    assert "発送を記録する" in words(await vendor.get("/exhibits"))
    assert f'href="{path}/dispatch"' in (await vendor.get(path)).text
    page = words(await vendor.get(f"{path}/dispatch"))
    for said in ("送り方", "送り状の番号", "展示の機器が発送されました"):
        assert said in page, said
    refused = await vendor.post(
        f"{path}/dispatch", data={"way": "parcel", "carrier": "見本運輸", "condition": "ok"}
    )
    assert refused.status_code == 422
    assert 'value="見本運輸"' in refused.text
    form = {"condition": "ok", "way": "parcel", "carrier": "見本運輸", "tracking_number": "1234-5678"}
    assert (await vendor.post(f"{path}/dispatch", data=form)).status_code == 303
    again = await vendor.post(f"{path}/dispatch", data=form)
    assert (again.status_code, "もう発送されています" in again.text) == (422, True)
    for address in (path, "/exhibits"):
        assert "発送済み" in words(await vendor.get(address)), address
    assert "展示に送る機器" not in (await vendor.get("/vendor")).text
    counter = await a_browser(client, parties.counter)
    workshop = words(await counter.get(f"/exhibitions/{display.id}/prepare"))
    for said in ("発送済み", "送り状 1234-5678", "搬入を記録する", "見本運輸 1234-5678"):
        assert said in workshop, said
    assert (await counter.post(f"{path}/deliver", data={})).status_code == 422, "how was it found?"
    assert (await counter.post(f"{path}/deliver", data={"condition": "ok"})).status_code == 303
    assert "返送を記録する" in words(await counter.get(path))
    assert (await counter.post(f"{path}/send_back", data={"way": "parcel"})).status_code == 422
    assert (await counter.post(f"{path}/send_back", data=form)).status_code == 303
    for browser, address in ((counter, f"/exhibitions/{display.id}/prepare"), (vendor, path)):
        assert "返送済み" in words(await browser.get(address)), address


async def test_programs_send_units_to_displays(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    _, exhibit = await agreed(parties)
    vendor, counter = await a_caller(client, parties.vendor), await a_caller(client, parties.counter)
    path, body = f"/exhibits/{exhibit.id}/dispatch", {"way": "parcel", "carrier": "見本運輸"}
    refused = await vendor.post(path, body)
    assert (refused.status_code, refused.json()["fields"].keys()) == (422, {"tracking_number"})
    assert (await vendor.post(path, {})).status_code == 422
    assert (await counter.post(path, body)).status_code == 403
    foreseen = await vendor.post(
        f"/exhibits/{exhibit.id}/preview", {"step": "dispatch", "body": {"way": "brought"}}
    )
    assert [one["name"] for one in foreseen.json()["told"]] == [exhibit.counter_name]
    sent = await vendor.post(path, body | {"tracking_number": "1234-5678"})
    assert (sent.json()["tracking_number"], sent.json()["next_steps"]) == ("1234-5678", ["return"])
    again = await vendor.post(path, body | {"tracking_number": "1234-5678"})
    assert (again.status_code, again.json()["code"]) == (409, "exhibit-on-the-road")
