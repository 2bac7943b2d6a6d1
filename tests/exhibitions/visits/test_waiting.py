"""Waiting for a full time: offers in order, to parties that fit, for a while, never more than was freed."""

from datetime import timedelta

import httpx
import msgspec
import pytest

from accounts.domain import Actor, Via
from core.clock import frozen, now
from core.errors import Conflict, IllegalStep, Invalid
from core.ids import new_id
from directory.kinds import OrganizationKind
from exhibitions.visits.booking import confirm_visit
from exhibitions.visits.changing import cancel_visit, change_visit, lapse_unconfirmed
from exhibitions.visits.commands import ChangeVisit, SetPlan
from exhibitions.visits.domain import VisitState
from exhibitions.visits.planning import set_plan
from exhibitions.visits.queries import visit_behind, waiting_before
from exhibitions.visits.waiting.joining import confirm_wait, join_queue
from exhibitions.visits.waiting.offering import (
    accept_offer,
    end_waits,
    lapse_visit_offers,
    offer_free_visit_places,
)
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser, a_strangers_browser
from tests.exhibitions.visits.makers import (
    Show,
    a_party,
    a_show,
    a_waiting_visit,
    an_asked_visit,
    mails_to,
    taken,
    token_for,
)
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")


async def a_full_show(people: int = 4) -> tuple[Show, list[str]]:
    """A slot taken by two parties of half its places, and the links of both."""
    show = await a_show(people=people, groups=5)
    tokens = []
    for _party in range(2):
        _visit, token = await an_asked_visit(show, people // 2)
        await confirm_visit(token)
        tokens.append(token)
    return show, tokens


async def _state(token: str) -> VisitState:
    return (await visit_behind(token)).state


async def test_what_is_freed_is_offered_to_the_first_that_fits_and_held_for_it() -> None:
    show, booked = await a_full_show()
    _large, large = await a_waiting_visit(show, 3)
    _first, first = await a_waiting_visit(show, 2)
    second, later = await a_waiting_visit(show, 2)
    assert await waiting_before(second) == 2
    await cancel_visit(booked[0])
    assert [await _state(one) for one in (large, first, later)] == ["waiting", "offered", "waiting"]
    assert await taken(show.slots[0]) == (4, 2)
    with pytest.raises(Conflict):
        await an_asked_visit(show, 1)
    assert (await accept_offer(first)).state is VisitState.BOOKED
    assert (await accept_offer(first)).state is VisitState.BOOKED
    bodies = await mails_to(_first.email)
    assert len(bodies) == 4


async def test_the_page_of_an_offer_whose_time_is_up_says_what_can_be_done(client: httpx.AsyncClient) -> None:
    show, booked = await a_full_show()
    _visit, token = await a_waiting_visit(show)
    await cancel_visit(booked[0])
    assert "この時間に来場する" in (await client.get(f"/visits/{token}")).text
    with frozen(now() + timedelta(hours=25)):
        shown = (await client.get(f"/visits/{token}")).text
    assert "この時間に来場する" not in shown
    assert ("ご返事の期限が過ぎました" in shown, "もう一度日時を選ぶ" in shown) == (True, True)


async def test_an_offer_that_nobody_takes_goes_to_the_next() -> None:
    show, booked = await a_full_show()
    visit, first = await a_waiting_visit(show)
    _next, later = await a_waiting_visit(show)
    await cancel_visit(booked[0])
    with frozen(now() + timedelta(hours=25)):
        with pytest.raises(Conflict) as over:
            await accept_offer(first)
        assert over.value.reason == "offer-over"
        await lapse_visit_offers()
        await lapse_visit_offers()
        assert [await _state(first), await _state(later)] == ["lapsed", "offered"]
    assert sum("期限が過ぎた" in body for body in await mails_to(visit.email)) == 1
    assert await taken(show.slots[0]) == (4, 2)
    with pytest.raises(IllegalStep):
        await accept_offer(first)


async def test_who_stops_waiting_frees_nothing_and_who_lets_an_offer_go_frees_it_for_the_next() -> None:
    show, booked = await a_full_show()
    _one, first = await a_waiting_visit(show)
    _two, second = await a_waiting_visit(show)
    _three, third = await a_waiting_visit(show)
    await cancel_visit(first)
    assert await taken(show.slots[0]) == (4, 2)
    await cancel_visit(booked[0])
    await cancel_visit(second)
    assert [await _state(one) for one in (first, second, third)] == ["cancelled", "cancelled", "offered"]


async def test_smaller_parties_other_times_and_larger_slots_free_places_too() -> None:
    show, booked = await a_full_show(people=6)
    _one, first = await a_waiting_visit(show, 1)
    _two, second = await a_waiting_visit(show, 3)
    await change_visit(booked[0], ChangeVisit(party_size=2))
    assert [await _state(first), await _state(second)] == ["offered", "waiting"]
    await change_visit(booked[1], ChangeVisit(slot_id=show.slots[1].id))
    assert await _state(second) == "offered"
    _three, third = await a_waiting_visit(show, 2)
    await cancel_visit(second)
    assert await _state(third) == "offered"
    await offer_free_visit_places()
    assert await taken(show.slots[0]) == (5, 3)


async def test_nobody_is_offered_a_time_that_is_about_to_begin_and_is_told_so_once() -> None:
    show, booked = await a_full_show()
    visit, token = await a_waiting_visit(show)
    with frozen(visit.start - timedelta(minutes=40)):
        await cancel_visit(booked[0])
        assert await _state(token) == "waiting"
    with frozen(visit.start - timedelta(minutes=20)):
        await end_waits()
        await end_waits()
    assert await _state(token) == "lapsed"
    assert sum("空きが出ませんでした" in body for body in await mails_to(visit.email)) == 1


async def test_waiting_is_for_full_times_only_and_once_an_address() -> None:
    show, _booked = await a_full_show()
    with pytest.raises(Conflict) as room:
        await join_queue(Actor.anonymous(), show.id, a_party(show.slots[1]))
    assert room.value.reason == "slot-has-room"
    party = a_party(show.slots[0])
    await join_queue(Actor.anonymous(), show.id, party)
    with pytest.raises(Conflict) as twice:
        await join_queue(Actor.anonymous(), show.id, party)
    assert twice.value.reason == "waiting-already"
    with pytest.raises(Invalid) as large:
        await join_queue(Actor.anonymous(), show.id, a_party(show.slots[0], 5))
    assert large.value.fields == {"party_size": "party-too-large"}
    with frozen(show.slots[0].start), pytest.raises(Conflict) as past:
        await join_queue(Actor.anonymous(), show.id, a_party(show.slots[0]))
    assert past.value.reason == "slot-past"


async def test_who_has_no_account_waits_only_once_the_link_in_the_mail_was_used() -> None:
    show, booked = await a_full_show()
    visit = await join_queue(Actor.anonymous(), show.id, a_party(show.slots[0]))
    token = await token_for(visit)
    later, behind = await a_waiting_visit(show)
    assert visit.confirm_by is not None
    assert await waiting_before(later) == 0
    await cancel_visit(booked[0])
    assert [await _state(token), await _state(behind)] == ["waiting", "offered"]
    assert (await confirm_wait(token)).confirm_by is None
    assert (await confirm_wait(token)).state is VisitState.WAITING
    assert sum("キャンセル待ちに入りました" in body for body in await mails_to(visit.email)) == 1
    await cancel_visit(booked[1])
    assert await _state(token) == "offered"
    assert (await confirm_wait(token)).state is VisitState.OFFERED


async def test_a_wait_that_nobody_confirmed_ends_quietly_and_frees_nothing() -> None:
    show, _booked = await a_full_show()
    visit = await join_queue(Actor.anonymous(), show.id, a_party(show.slots[0]))
    token = await token_for(visit)
    with frozen(now() + timedelta(hours=2, minutes=1)):
        with pytest.raises(Conflict) as over:
            await confirm_wait(token)
        assert over.value.reason == "wait-over"
        await lapse_unconfirmed()
    assert await _state(token) == "lapsed"
    assert len(await mails_to(visit.email)) == 1
    assert await taken(show.slots[0]) == (4, 2)
    with pytest.raises(Conflict):
        await confirm_wait(token)


async def test_programs_join_and_leave_the_queue(client: httpx.AsyncClient) -> None:
    show, booked = await a_full_show()
    path = f"/api/v1/exhibitions/{show.id}/visits"
    party = msgspec.to_builtins(a_party(show.slots[0]))
    stranger = await client.post(f"{path}/wait", json=party)
    assert stranger.status_code == 201, stranger.text
    assert stranger.json()["next_steps"] == ["confirm-by-mail"]
    facility = await an_actor(await an_organization(OrganizationKind.FACILITY), via=Via.API)
    own = await a_caller(client, facility)
    joined = (await own.post(f"/exhibitions/{show.id}/visits/wait", party)).json()
    assert (joined["state"], joined["next_steps"]) == ("waiting", [])
    leaving = f"/exhibitions/{show.id}/visits/{joined['id']}/leave-queue"
    other = await a_caller(
        client, await an_actor(await an_organization(OrganizationKind.FACILITY), via=Via.API)
    )
    assert (await other.post(leaving)).status_code == 404
    await cancel_visit(booked[0])
    for _ in range(2):
        left = await own.post(leaving)
        assert (left.status_code, left.json()["state"]) == (200, "cancelled")
    assert await taken(show.slots[0]) == (2, 1)
    for token in booked[1:]:
        visit = await visit_behind(token)
        counter = await a_caller(client, msgspec.structs.replace(show.counter, via=Via.API))
        refused = await counter.post(f"/exhibitions/{show.id}/visits/{visit.id}/leave-queue")
        assert (refused.status_code, refused.json()["code"]) == (409, "not-waiting")


async def test_the_pages_of_who_waits(client: httpx.AsyncClient) -> None:
    show, booked = await a_full_show()
    await set_plan(show.counter, show.id, SetPlan(offer_hours=2))
    visitor = await a_browser(client, show.counter)
    times = (await visitor.get(f"/exhibitions/{show.id}/visits")).text
    assert f"visits/wait?slot={show.slots[0].id}" in times
    form = await visitor.get(f"/exhibitions/{show.id}/visits/wait?slot={show.slots[0].id}")
    assert "2時間のうちに" in form.text
    sent = {"slot_id": str(show.slots[0].id), "party_size": "2", "language": "ja", "name": "来場 四郎"}
    refused = await visitor.post(f"/exhibitions/{show.id}/visits/wait", data=sent)
    assert refused.status_code == 422
    email = "shiro@visitors.example"
    done = await visitor.post(f"/exhibitions/{show.id}/visits/wait", data={**sent, "email": email})
    assert done.status_code == 303
    token = (await mails_to(email))[-1].split("/visits/")[1].split()[0]
    assert "キャンセル待ちです" in (await visitor.get(f"/visits/{token}")).text
    assert (await visitor.get(f"/visits/{token}/cancel")).status_code == 200
    await cancel_visit(booked[0])
    assert "空きが出ました" in (await visitor.get(f"/visits/{token}")).text
    assert await _state(token) == "offered"
    assert (await visitor.post(f"/visits/{token}/accept")).status_code == 303
    assert await _state(token) == "booked"


async def test_a_stranger_confirms_on_the_page_behind_the_link_and_looking_changes_nothing(
    client: httpx.AsyncClient,
) -> None:
    show, _booked = await a_full_show()
    stranger, email = a_strangers_browser(client), f"v{new_id().hex}@visitors.example"
    sent = {"slot_id": str(show.slots[0].id), "party_size": "2", "language": "ja", "name": "来場 五郎"}
    told = await stranger.post(f"/exhibitions/{show.id}/visits/wait", data={**sent, "email": email})
    assert told.status_code == 303
    link = (await mails_to(email))[-1].split("/visits/")[1].split()[0]
    assert "まだキャンセル待ちに入っていません" in (await stranger.get(f"/visits/{link}")).text
    assert (await visit_behind(link)).confirm_by is not None
    assert (await stranger.post(f"/visits/{link}/confirm")).status_code == 303
    assert (await visit_behind(link)).confirm_by is None
    assert "キャンセル待ちです" in (await stranger.get(f"/visits/{link}")).text
