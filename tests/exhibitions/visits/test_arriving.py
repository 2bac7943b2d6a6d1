"""Arriving: once, on the day, by the counter or by the party; who does not come gives the places back."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from core.clock import frozen
from core.errors import Conflict, Invalid, NotFound
from directory.kinds import OrganizationKind
from exhibitions.visits.arriving import arrive, check_in, check_out, people_in_room, release_no_shows
from exhibitions.visits.booking import confirm_visit
from exhibitions.visits.commands import CheckInVisit
from exhibitions.visits.domain import VisitState
from exhibitions.visits.queries import visit_behind
from tests.callers import a_caller
from tests.exhibitions.visits.makers import a_show, an_asked_visit, taken
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")


async def _outcome(counter: object, show_id: object, command: CheckInVisit) -> str:
    try:
        return (await check_in(counter, show_id, command)).state.value  # type: ignore[arg-type]
    except Conflict as refusal:
        return refusal.reason


async def test_of_eight_scans_at_once_exactly_one_succeeds() -> None:
    show = await a_show()
    visit, token = await an_asked_visit(show, 3)
    await confirm_visit(token)
    with frozen(visit.start):
        scans = [CheckInVisit(token=token) if at % 2 else CheckInVisit(visit_id=visit.id) for at in range(8)]
        outcomes = await asyncio.gather(*(_outcome(show.counter, show.id, one) for one in scans))
        assert sorted(outcomes) == ["arrived"] + ["arrived-already"] * 7
        assert await people_in_room(show.id) == 3
        await check_out(show.counter, show.id, visit.id)
        assert await people_in_room(show.id) == 0


async def test_a_party_says_itself_that_it_is_there_within_its_time_only() -> None:
    show = await a_show()
    visit, token = await an_asked_visit(show)
    await confirm_visit(token)
    for moment in (visit.start - timedelta(minutes=61), visit.end):
        with frozen(moment), pytest.raises(Conflict):
            await arrive(token)
    with frozen(visit.start - timedelta(minutes=30)):
        assert (await arrive(token)).state is VisitState.ARRIVED


async def test_who_does_not_come_gives_the_places_back_and_may_still_come_while_there_is_room() -> None:
    show = await a_show()
    visit, token = await an_asked_visit(show, 3)
    await confirm_visit(token)
    with frozen(visit.start + timedelta(minutes=29)):
        await release_no_shows()
    assert await taken(show.slots[0]) == (3, 1)
    with frozen(visit.start + timedelta(minutes=31)):
        await release_no_shows()
        assert ((await visit_behind(token)).state, await taken(show.slots[0])) == (VisitState.NO_SHOW, (0, 0))
        await arrive(token)
    assert await taken(show.slots[0]) == (3, 1)


async def test_what_cannot_be_received_is_refused_with_the_reason() -> None:
    show = await a_show()
    visit, _token = await an_asked_visit(show)
    command = CheckInVisit(visit_id=visit.id)
    assert await _outcome(show.counter, show.id, command) == "arrival-on-another-day"
    with frozen(visit.start):
        assert await _outcome(show.counter, show.id, command) == "visit-not-booked"
        with pytest.raises(Invalid):
            await check_in(show.counter, show.id, CheckInVisit())
        other = await an_actor(await an_organization(OrganizationKind.COUNTER))
        with pytest.raises(NotFound):
            await check_in(other, show.id, command)


async def test_a_program_checks_in_once(client: httpx.AsyncClient) -> None:
    show = await a_show()
    visit, token = await an_asked_visit(show)
    await confirm_visit(token)
    with frozen(visit.start):
        counter = await a_caller(client, show.counter)
        path = f"/exhibitions/{show.id}/visits/check-in"
        answers = [await counter.post(path, {"token": token}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 409]
        assert answers[1].json()["code"] == "arrived-already"
        code = await client.get(f"/visits/{token}/qr.svg")
        assert code.headers["content-type"].startswith("image/svg")
