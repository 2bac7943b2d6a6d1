"""Calling a display off, or discarding it: everybody who relies on it hears once, and its days are free."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from accounts.domain import Actor
from catalog.in_the_way import in_the_way
from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Conflict, Invalid, NotFound
from exhibitions import usecases
from exhibitions.commands import AddExhibit, AddVenue, ChangeExhibition, MoveExhibition
from exhibitions.domain import ExhibitionKind, ExhibitionStatus, ExhibitionStep
from exhibitions.exhibits import exhibits_on
from exhibitions.queries import exhibition_for
from exhibitions.touring.planning import ChangeLeg, change_leg
from exhibitions.touring.queries import legs_of
from exhibitions.usecases import change_exhibition, move_exhibition
from exhibitions.visits.booking import confirm_visit, reserve_visit
from exhibitions.visits.changing import cancel_visit
from exhibitions.visits.domain import VisitState
from exhibitions.visits.planning import add_rule, lay_coming_slots
from exhibitions.visits.queries import list_slots, visit_behind
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.test_displays import a_draft, move
from tests.exhibitions.test_exhibits import mails_about
from tests.exhibitions.visits.makers import (
    a_party,
    a_show,
    a_waiting_visit,
    an_asked_visit,
    an_extra_day,
    mails_to,
)
from tests.factories import Parties, a_product, the_parties

CANCEL = MoveExhibition(reason="台風")


async def visitors_of(counter: Actor, display_id: UUID, count: int) -> list[str]:
    """The display receives visitors in a month; the addresses of parties that have booked."""
    await add_rule(counter, display_id, an_extra_day(days=timedelta(days=31)))
    slot = (await list_slots(counter, display_id))[0]
    parties = [a_party(slot, 1) for _ in range(count)]
    for party in parties:
        await reserve_visit(Actor.anonymous(), display_id, party)
    return [party.email for party in parties]


async def test_every_visitor_and_every_lender_hears_once_and_the_days_are_free(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    for product in (parties.product_id, await a_product(parties.vendor.acting_for())):
        await usecases.add_exhibit(parties.counter, display.id, AddExhibit(product_id=product, ask=False))
    asked = await usecases.ask_all(parties.counter, display.id)
    await move(parties.counter, display, "plan")
    visitors = await visitors_of(parties.counter, display.id, 3)

    caller = await a_caller(client, parties.counter)
    path = f"/exhibitions/{display.id}/cancel"
    answers = await asyncio.gather(*(caller.post(path, {"reason": "台風"}) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [200, 409, 409, 409]
    assert await mails_about(display) == ["展示への貸出の依頼です", "展示が中止になりました"]
    for address in visitors:
        told = [mail for mail in await mails_to(address) if "台風" in mail]
        assert len(told) == 1, address
    days = Days(display.start, display.end)
    assert [await in_the_way(one.product_id, days) for one in asked] == [[], []]
    states = await db.fetch("SELECT DISTINCT state FROM visit WHERE exhibition_id = $1", display.id)
    assert [row["state"] for row in states] == ["cancelled"]


async def test_a_display_with_visitors_is_not_discarded_and_it_is_said_what_can_be_done(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    await move(parties.counter, display, "plan")
    await visitors_of(parties.counter, display.id, 1)
    with pytest.raises(Conflict, match="exhibition-has-visitors"):
        await usecases.discard_exhibition(parties.counter, display.id, "x")
    caller = await a_caller(client, parties.counter)
    refused = await caller.delete(f"/exhibitions/{display.id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "exhibition-has-visitors")
    assert "展示を中止する" in refused.json()["detail"]
    browser = await a_browser(client, parties.counter)
    told = await browser.post(f"/exhibitions/{display.id}/discard")
    assert told.status_code == 303
    assert (await exhibition_for(parties.counter, display.id)).status is ExhibitionStatus.PLANNED


async def test_what_was_asked_for_or_announced_is_called_off_and_not_discarded() -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    await usecases.add_exhibit(parties.counter, display.id, AddExhibit(product_id=parties.product_id))
    with pytest.raises(Conflict, match="exhibition-has-units"):
        await usecases.discard_exhibition(parties.counter, display.id, "x")
    announced = await a_draft(parties.counter)
    await move(parties.counter, announced, "plan")
    with pytest.raises(Conflict, match="exhibition-announced"):
        await usecases.discard_exhibition(parties.counter, announced.id, "x")


async def test_a_discarded_draft_is_nobodys_business(client: httpx.AsyncClient) -> None:
    parties, others = await the_parties(), await the_parties()
    display = await a_draft(parties.counter)
    await usecases.add_exhibit(
        parties.counter, display.id, AddExhibit(product_id=parties.product_id, ask=False)
    )
    browser = await a_browser(client, parties.counter)
    assert "下書きを捨てる" in (await browser.get(f"/exhibitions/{display.id}/prepare")).text
    assert (await browser.post(f"/exhibitions/{display.id}/discard")).headers["location"] == "/exhibitions"
    gone = await exhibition_for(parties.counter, display.id)
    assert gone.status is ExhibitionStatus.CANCELLED
    with pytest.raises(NotFound):
        await exhibition_for(others.counter, display.id)
    assert (await exhibits_on(parties.counter, display.id))[0].status == "withdrawn"
    called_off = await a_draft(parties.counter)
    await move(parties.counter, called_off, "plan")
    await usecases.move_exhibition(parties.counter, called_off.id, ExhibitionStep.CANCEL, CANCEL)
    assert (await exhibition_for(others.counter, called_off.id)).status is ExhibitionStatus.CANCELLED


async def test_stops_and_legs_in_the_past_are_refused() -> None:
    parties: Parties = await the_parties()
    start = today() - timedelta(days=10)
    show = await a_draft(
        parties.counter, kind=ExhibitionKind.TOURING, start=today(), end=today() + timedelta(days=20)
    )
    await db.execute("UPDATE exhibition SET starts_on = $2 WHERE id = $1", show.id, start)
    for first, last in ((0, 3), (2, 10)):
        past = AddVenue(
            name="過ぎた会場", start=start + timedelta(days=first), end=start + timedelta(days=last)
        )
        with pytest.raises(Invalid) as refusal:
            await usecases.add_venue(parties.counter, show.id, past)
        assert refusal.value.fields["end"] == "start-in-past"
    coming = AddVenue(name="会場", start=today() + timedelta(days=3), end=today() + timedelta(days=6))
    await usecases.add_venue(parties.counter, show.id, coming)
    leg = (await legs_of(show.id))[0]
    yesterday = ChangeLeg(departs_on=today() - timedelta(days=1))
    with pytest.raises(Invalid) as refusal:
        await change_leg(parties.counter, show.id, leg.id, yesterday)
    assert refusal.value.fields == {"departs_on": "start-in-past"}


async def test_a_display_that_expects_visitors_neither_closes_nor_moves_away_from_them() -> None:
    show = await a_show()
    _visit, token = await an_asked_visit(show)
    await confirm_visit(token)
    day = show.slots[0].day
    with pytest.raises(Conflict) as refusal:
        await move_exhibition(show.counter, show.id, ExhibitionStep.CLOSE, MoveExhibition())
    assert refusal.value.reason == "exhibition-expects-visitors"
    assert refusal.value.facts == {"count": 1, "day": day}
    with pytest.raises(Invalid) as outside:
        await change_exhibition(show.counter, show.id, ChangeExhibition(end=day))
    assert outside.value.fields == {"end": "visits-outside"}
    await change_exhibition(show.counter, show.id, ChangeExhibition(end=day + timedelta(days=1)))
    await lay_coming_slots()
    assert {one.day for one in await list_slots(show.counter, show.id)} == {day}
    await cancel_visit(token)
    closed = await move_exhibition(show.counter, show.id, ExhibitionStep.CLOSE, MoveExhibition())
    assert closed.status is ExhibitionStatus.CLOSED


async def test_whoever_waits_when_a_display_ends_is_told_once() -> None:
    show = await a_show(people=2)
    visit, booked = await an_asked_visit(show)
    await confirm_visit(booked)
    waiting, token = await a_waiting_visit(show)
    await db.execute("UPDATE visit SET state = 'no_show' WHERE id = $1", visit.id)
    await move_exhibition(show.counter, show.id, ExhibitionStep.CLOSE, MoveExhibition())
    assert (await visit_behind(token)).state is VisitState.CANCELLED
    assert sum("キャンセル待ちは終わりました" in body for body in await mails_to(waiting.email)) == 1
