"""At the entrance: scans in any order and twice, parties without a booking, people found by name."""

import itertools
import re
from datetime import datetime, timedelta
from uuid import UUID

import httpx
import pytest

from accounts.domain import Actor
from core import db
from core.clock import frozen
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.ids import new_id
from directory.kinds import OrganizationKind
from exhibitions.visits.arriving import people_in_room, release_no_shows
from exhibitions.visits.booking import confirm_visit, reserve_visit
from exhibitions.visits.domain import VisitChannel, VisitState
from exhibitions.visits.queries import named, visit_behind, visitors_on
from exhibitions.visits.reception.domain import ReceptionAction
from exhibitions.visits.reception.refused import REFUSALS
from exhibitions.visits.reception.scanning import (
    RecordVisitScans,
    VisitScan,
    VisitScanAnswer,
    record_visit_scans,
)
from exhibitions.visits.reception.walking_in import ReceiveWalkIn, receive_walk_in
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.visits.makers import Show, a_party, a_show, an_asked_visit, taken
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")

LEAVE = ReceptionAction.LEAVE


def a_scan(tag: str, at: datetime, action: ReceptionAction = ReceptionAction.ARRIVE) -> VisitScan:
    return VisitScan(key=new_id().hex, tag=tag, action=action, scanned_at=at)


async def _sent(actor: Actor, *scans: VisitScan) -> list[VisitScanAnswer]:
    return (await record_visit_scans(actor, RecordVisitScans(scans=list(scans)))).scans


async def a_booked_visit(show: Show, people: int = 2) -> tuple[str, datetime, str]:
    """The token, the start and the number of a visit that is booked."""
    visit, token = await an_asked_visit(show, people)
    await confirm_visit(token)
    return token, visit.start, visit.number


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
async def test_scans_sent_late_in_any_order_and_twice_end_the_same(order: tuple[int, ...]) -> None:
    show = await a_show()
    token, start, number = await a_booked_visit(show)
    came, left = start + timedelta(minutes=3), start + timedelta(minutes=50)
    scans = [
        a_scan(f"https://tameshi.example/visits/{token}", came),
        a_scan(number.lower(), came + timedelta(minutes=2)),
        a_scan(token, left - timedelta(minutes=20), LEAVE),
        a_scan(token, left, LEAVE),
    ]
    with frozen(start + timedelta(hours=3)):
        await release_no_shows()
        answers = [(await _sent(show.counter, scans[at]))[0] for at in order]
        again = [(await _sent(show.counter, scans[at]))[0] for at in reversed(order)]
        visit = await visit_behind(token)
    assert (visit.state, visit.arrived_at, visit.left_at) == (VisitState.LEFT, came, left)
    assert sorted(answer.outcome.value for answer in answers) == ["done", "done", "refused", "refused"]
    assert {answer.outcome.value for answer in again} == {"repeated"}
    assert [one.first_outcome for one in reversed(again)] == [one.outcome for one in answers]


async def test_what_cannot_be_applied_is_listed_until_somebody_settles_it() -> None:
    show, others = await a_show(), await a_show()
    theirs, start, _number = await a_booked_visit(others)
    own, _visit_token = await an_asked_visit(show)
    with frozen(start):
        answers = await _sent(
            show.counter,
            a_scan(theirs, start),
            a_scan(own.number, start),
            a_scan("NOSUCH23", start),
            a_scan(own.number, start + timedelta(hours=1)),
        )
    assert [answer.reason for answer in answers] == [
        "visit-code-unknown",
        "visit-not-booked",
        "visit-code-unknown",
        "scanned-in-future",
    ]
    waiting = (await REFUSALS.page(show.counter)).items
    assert [one.code_read for one in waiting] == [own.number, "NOSUCH23", "", ""]
    assert await REFUSALS.open(show.counter) == 4
    await REFUSALS.settle(show.counter, waiting[0].id, "窓口で確かめた")
    await REFUSALS.settle(show.counter, waiting[0].id, "もう一度")
    [settled] = (await REFUSALS.page(show.counter, settled=True)).items
    assert settled.settled_note == "窓口で確かめた"
    with pytest.raises(NotFound):
        await REFUSALS.settle(others.counter, waiting[1].id, "")
    with pytest.raises(NotAllowed):
        await _sent(await an_actor(await an_organization(OrganizationKind.VENDOR)), a_scan("X", start))


async def test_a_party_that_was_there_before_its_places_were_given_away_counts() -> None:
    show = await a_show(people=2, groups=1)
    token, start, _number = await a_booked_visit(show)
    with frozen(start + timedelta(minutes=40)):
        await release_no_shows()
        await receive_walk_in(show.counter, show.id, ReceiveWalkIn(party_size=2))
    with frozen(start + timedelta(minutes=50)):
        [late] = await _sent(show.counter, a_scan(token, start + timedelta(minutes=45)))
        assert late.reason == "places-given-away"
        [there] = await _sent(show.counter, a_scan(token, start + timedelta(minutes=5)))
        assert there.outcome.value == "done"
        assert await people_in_room(show.id) == 4


async def test_who_has_no_booking_comes_in_while_there_is_room() -> None:
    show = await a_show(people=5)
    walk_in = ReceiveWalkIn(party_size=3, interests=["MON-F"])
    with frozen(show.slots[0].start + timedelta(minutes=10)):
        visit = await receive_walk_in(show.counter, show.id, walk_in)
        assert (visit.state, visit.channel) == (VisitState.ARRIVED, VisitChannel.WALK_IN)
        assert (visit.slot_id, await taken(show.slots[0])) == (show.slots[0].id, (3, 1))
        assert await people_in_room(show.id) == 3
        contacts = await db.fetch_value("SELECT count(*) FROM visit_contact WHERE visit_id = $1", visit.id)
        assert contacts == 0
        with pytest.raises(Conflict) as refusal:
            await receive_walk_in(show.counter, show.id, walk_in)
        assert (refusal.value.reason, refusal.value.facts["free_people"]) == ("slot-full", 2)
        with pytest.raises(Invalid) as wrong:
            await receive_walk_in(show.counter, show.id, ReceiveWalkIn(party_size=6))
        assert wrong.value.fields == {"party_size": "party-too-large"}


async def test_a_name_at_the_door_is_kept_with_consent_only() -> None:
    show = await a_show()
    with frozen(show.slots[0].start):
        told = ReceiveWalkIn(party_size=1, name="来場 次郎", email="jiro@visitors.example")
        with pytest.raises(Invalid) as wrong:
            await receive_walk_in(show.counter, show.id, told)
        assert wrong.value.fields == {"consents": "consent-needed"}
        agreed = ReceiveWalkIn(party_size=1, name="来場 次郎", email="jiro@visitors.example", consents=True)
        assert (await receive_walk_in(show.counter, show.id, agreed)).name == "来場 次郎"


async def test_without_a_slot_today_nobody_comes_in_and_the_reason_is_told() -> None:
    show = await a_show()
    with pytest.raises(Conflict) as refusal:
        await receive_walk_in(show.counter, show.id, ReceiveWalkIn(party_size=1))
    assert refusal.value.reason == "no-slot-today"
    other = await an_actor(await an_organization(OrganizationKind.COUNTER))
    with pytest.raises(NotFound):
        await receive_walk_in(other, show.id, ReceiveWalkIn(party_size=1))


async def test_a_party_is_found_by_its_name_whatever_its_kana_and_width() -> None:
    show = await a_show()
    party = a_party(show.slots[0], name="ｽｽﾞｷ　はなこ", organization_name="特別養護老人ホーム みどり")
    visit = await reserve_visit(show.counter, show.id, party)
    everybody = await visitors_on(show.counter, show.id, show.slots[0].day)
    for wanted in ("すずき ハナコ", "ミドリ", visit.number.lower(), ""):
        assert [one.id for one in named(wanted, everybody)] == [visit.id]
    assert named("田中", everybody) == []


async def test_the_pages_of_the_entrance(client: httpx.AsyncClient) -> None:
    show = await a_show()
    token, start, number = await a_booked_visit(show)
    here = f"/exhibitions/{show.id}/visitors"
    with frozen(start):
        counter = await a_browser(client, show.counter)
        found = (await counter.get(f"{here}?q={number[:4]}&day={start.date()}")).text
        assert number in found
        assert f'action="{here}/' in found  # whatever stands in the address
        assert "見つかりません" in (await counter.get(f"{here}?q=nobody&day={start.date()}")).text
        done = await counter.post("/scan/visits", data={"action": "arrive", "code": token, "key": "k1"})
        assert (done.status_code, "受付をしました" in done.text) == (200, True)
        again = await counter.post("/scan/visits", data={"action": "arrive", "code": number, "key": "k2"})
        assert "もう受付が済んでいます" in again.text
        scans = {"scans": [{"key": "k3", "tag": number, "action": "leave", "scanned_at": start.isoformat()}]}
        [told] = (await counter.post("/scan/visits/records", json=scans)).json()
        assert told == {"key": "k3", "is_done": True, "said": "退場を記録しました", "about": f"{number} 2人"}
        listed = await counter.get("/scan/visits/refused")
        assert (number in listed.text, "もう受付が済んでいます" in listed.text) == (True, True)
        form = (await counter.get(f"{here}/walk-in")).text
        assert re.search(f'<option value="{show.slots[0].id}"[^>]* selected', form)
        assert "空き8人" in form
        full = await counter.post(
            f"{here}/walk-in", data={"slot_id": str(show.slots[0].id), "party_size": "9"}
        )
        assert (full.status_code, "空いている席は8人分" in full.text) == (422, True)
        sent = {"slot_id": str(show.slots[0].id), "party_size": "2", "language": "ja"}
        assert (await counter.post(f"{here}/walk-in", data=sent)).status_code == 303


async def test_a_program_receives_and_sees_off(client: httpx.AsyncClient) -> None:
    show = await a_show()
    with frozen(show.slots[0].start):
        counter = await a_caller(client, show.counter)
        visits = f"/exhibitions/{show.id}/visits"
        visit = (await counter.post(f"{visits}/walk-in", {"party_size": 2})).json()
        assert visit["state"] == "arrived"
        left = await counter.post(f"{visits}/{UUID(visit['id'])}/check-out", {})
        assert (left.status_code, left.json()["state"]) == (200, "left")
        scan = {"key": "a", "tag": visit["number"], "scanned_at": show.slots[0].start.isoformat()}
        answer = (await counter.post("/visit-scans", {"scans": [scan]})).json()["scans"][0]
        assert (answer["outcome"], answer["reason"]) == ("refused", "arrived-already")
