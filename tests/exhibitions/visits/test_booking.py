"""A visit from the wish to the day: by mail link, by account, by the counter; changed and cancelled."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from accounts.domain import Actor
from core import db
from core.clock import frozen, now
from core.errors import Conflict, IllegalStep, Invalid, NotFound
from directory.kinds import OrganizationKind
from exhibitions.commands import MoveExhibition
from exhibitions.domain import ExhibitionStep
from exhibitions.usecases import move_exhibition
from exhibitions.visits.booking import confirm_visit, reserve_visit
from exhibitions.visits.changing import cancel_for, cancel_visit, change_visit, lapse_unconfirmed
from exhibitions.visits.commands import ChangeVisit
from exhibitions.visits.domain import VisitState
from exhibitions.visits.queries import list_slots, visit_behind, visitors_on
from tests.callers import Caller, a_caller
from tests.exhibitions.visits.makers import a_party, a_show, an_asked_visit, mails_to, taken, token_for
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")
NOBODY = Actor.anonymous()


async def test_without_an_account_the_mail_confirms_and_only_its_button_acts() -> None:
    show = await a_show()
    visit, token = await an_asked_visit(show, 3)
    assert (visit.state, await taken(show.slots[0])) == (VisitState.ASKED, (3, 1))
    assert (await visit_behind(token)).state is VisitState.ASKED
    booked = await confirm_visit(token)
    again = await confirm_visit(token)
    assert (booked.state, again.state) == (VisitState.BOOKED, VisitState.BOOKED)
    assert len(await mails_to(visit.email)) == 2


async def test_what_nobody_confirms_is_free_again() -> None:
    show = await a_show()
    visit, token = await an_asked_visit(show, 3)
    with frozen(now() + timedelta(hours=2, minutes=1)):
        await lapse_unconfirmed()
        with pytest.raises(IllegalStep):
            await confirm_visit(token)
    assert ((await visit_behind(token)).state, await taken(show.slots[0])) == (VisitState.LAPSED, (0, 0))
    assert visit.state is VisitState.ASKED


async def test_a_facility_has_its_visit_at_once_under_its_own_name() -> None:
    show = await a_show()
    facility = await an_actor(await an_organization(OrganizationKind.FACILITY))
    visit = await reserve_visit(facility, show.id, a_party(show.slots[0], name="", email=""))
    assert (visit.state, visit.facility_id) == (VisitState.BOOKED, facility.organization_id)
    assert visit.email == await db.fetch_value("SELECT email FROM person WHERE id = $1", facility.person_id)


async def test_a_counter_books_for_somebody_on_the_telephone_without_a_mail_address() -> None:
    show = await a_show()
    visit = await reserve_visit(show.counter, show.id, a_party(show.slots[0], email=""))
    assert (visit.state, visit.channel.value) == (VisitState.BOOKED, "counter")
    assert [one.number for one in await visitors_on(show.counter, show.id, visit.day)] == [visit.number]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"party_size": 0}, {"party_size": "party-too-small"}),
        ({"party_size": -1}, {"party_size": "party-too-small"}),
        ({"party_size": 11}, {"party_size": "party-too-large"}),
        ({"name": " "}, {"name": "required"}),
        ({"name": "名" * 101}, {"name": "too-long-for-a-line"}),
        ({"email": ""}, {"email": "required"}),
        ({"email": "x@y"}, {"email": "bad-email"}),
        ({"interests": ["NOPE"]}, {"interests": "interest-unknown"}),
        ({"access_note": "長" * 501}, {"access_note": "too-long-for-a-note"}),
        ({"slot_id": str(uuid4())}, {"slot_id": "slot-unknown"}),
    ],
)
async def test_a_wish_that_cannot_be_is_refused_at_its_field(
    fields: dict[str, Any], wrong: dict[str, str]
) -> None:
    show = await a_show(people=10)
    with pytest.raises(Invalid) as refused:
        await reserve_visit(NOBODY, show.id, a_party(show.slots[0], **fields))
    assert refused.value.fields == wrong
    assert await taken(show.slots[0]) == (0, 0)


async def test_a_full_slot_says_how_many_are_left_and_when_else() -> None:
    show = await a_show(people=5)
    await reserve_visit(NOBODY, show.id, a_party(show.slots[0], 3))
    with pytest.raises(Conflict) as refused:
        await reserve_visit(NOBODY, show.id, a_party(show.slots[0], 3))
    facts = refused.value.facts
    assert (refused.value.reason, facts["free_people"]) == ("slot-full", 2)
    assert [one["id"] for one in facts["slots"]] == [show.slots[1].id]  # type: ignore[attr-defined]


async def test_groups_are_counted_too() -> None:
    show = await a_show(people=50, groups=1)
    await reserve_visit(NOBODY, show.id, a_party(show.slots[0], 1))
    with pytest.raises(Conflict):
        await reserve_visit(NOBODY, show.id, a_party(show.slots[0], 1))
    assert (await list_slots(NOBODY, show.id))[0].reason == "slot-full"


async def test_lead_time_holds_for_visitors_and_not_for_the_counter_and_the_past_for_all() -> None:
    show = await a_show()
    with frozen(show.slots[0].start - timedelta(hours=5)):
        with pytest.raises(Conflict) as late:
            await reserve_visit(NOBODY, show.id, a_party(show.slots[0]))
        await reserve_visit(show.counter, show.id, a_party(show.slots[0]))
    with frozen(show.slots[0].start), pytest.raises(Conflict) as past:
        await reserve_visit(show.counter, show.id, a_party(show.slots[0]))
    assert (late.value.reason, past.value.reason) == ("slot-too-soon", "slot-past")


async def test_a_visit_moves_to_another_time_and_size_or_stays_as_it_is() -> None:
    show = await a_show(people=5)
    visit, token = await an_asked_visit(show, 2)
    await confirm_visit(token)
    changed = await change_visit(token, ChangeVisit(slot_id=show.slots[1].id, party_size=4))
    assert (changed.slot_id, await taken(show.slots[0]), await taken(show.slots[1])) == (
        show.slots[1].id,
        (0, 0),
        (4, 1),
    )
    await reserve_visit(NOBODY, show.id, a_party(show.slots[0], 3))
    with pytest.raises(Conflict):
        await change_visit(token, ChangeVisit(slot_id=show.slots[0].id))
    await change_visit(token, ChangeVisit(party_size=1))
    assert (await taken(show.slots[0]), await taken(show.slots[1])) == ((3, 1), (1, 1))
    assert len(await mails_to(visit.email)) == 4


async def test_a_cancelled_visit_frees_its_places_once_and_cannot_be_changed() -> None:
    show = await a_show()
    _visit, token = await an_asked_visit(show, 2)
    await confirm_visit(token)
    await cancel_visit(token)
    await cancel_visit(token)
    assert await taken(show.slots[0]) == (0, 0)
    with pytest.raises(IllegalStep):
        await change_visit(token, ChangeVisit(party_size=1))


async def test_the_counter_calls_off_with_a_reason_that_is_mailed() -> None:
    show = await a_show()
    visit, _token = await an_asked_visit(show)
    with pytest.raises(Invalid):
        await cancel_for(show.counter, show.id, visit.id, " ")
    await cancel_for(show.counter, show.id, visit.id, "停電のため")
    assert "停電のため" in (await mails_to(visit.email))[-1]
    other = await an_actor(await an_organization(OrganizationKind.COUNTER))
    with pytest.raises(NotFound):
        await cancel_for(other, show.id, visit.id, "x")


async def test_calling_off_a_display_tells_every_visitor_once_and_nobody_books_any_more() -> None:
    show = await a_show()
    first, _ = await an_asked_visit(show)
    second, token = await an_asked_visit(show, slot=1)
    await confirm_visit(token)
    command = MoveExhibition(reason="会場の工事")
    await move_exhibition(show.counter, show.id, ExhibitionStep.CANCEL, command)
    for visit in (first, second):
        told = [body for body in await mails_to(visit.email) if "会場の工事" in body]
        assert len(told) == 1
    assert await taken(show.slots[0]) == (0, 0)
    with pytest.raises(Conflict) as refused:
        await reserve_visit(NOBODY, show.id, a_party(show.slots[0]))
    assert refused.value.reason == "exhibition-not-receiving"


async def test_a_link_that_nobody_mailed_opens_nothing() -> None:
    with pytest.raises(NotFound) as refused:
        await visit_behind("nothing")
    assert refused.value.reason == "visit-link-unknown"


async def test_a_program_lists_slots_and_books_without_a_token_and_never_sees_the_link(
    client: httpx.AsyncClient,
) -> None:
    show = await a_show()
    nobody = Caller(client, None)
    slots = (await nobody.get(f"/exhibitions/{show.id}/slots")).json()["items"]
    assert [slot["free_people"] for slot in slots] == [10, 10]
    body = {"slot_id": slots[0]["id"], "party_size": 2, "name": "花", "email": "api@visitors.example"}
    answer = await nobody.post(f"/exhibitions/{show.id}/visits", body)
    assert (answer.status_code, answer.json()["state"]) == (201, "asked")
    [visit] = await visitors_on(show.counter, show.id, show.slots[0].day)
    assert await token_for(visit) not in answer.text
    too_many = await nobody.post(f"/exhibitions/{show.id}/visits", body | {"party_size": 9})
    assert (too_many.status_code, too_many.json()["code"]) == (409, "slot-full")


async def test_the_same_key_books_once(client: httpx.AsyncClient) -> None:
    show = await a_show()
    facility = await a_caller(client, await an_actor(await an_organization(OrganizationKind.FACILITY)))
    body = {"slot_id": str(show.slots[0].id), "party_size": 2}
    path = f"/exhibitions/{show.id}/visits"
    answers = [await facility.post(path, body, idempotency_key="once") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert await taken(show.slots[0]) == (2, 1)
