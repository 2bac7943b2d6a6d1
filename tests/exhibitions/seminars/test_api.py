"""Courses for programs: a facility applies, waits, takes a place, cancels; the counter answers and counts."""

from typing import Any

import httpx
import pytest

from core.clock import frozen
from directory.kinds import OrganizationKind
from exhibitions.seminars.asking.questions import ask_the_usual
from exhibitions.seminars.queries import sessions_of
from tests.callers import Caller, a_caller
from tests.exhibitions.seminars.makers import a_confirmed, a_counter, a_seminar
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")


async def _a_facility(client: httpx.AsyncClient) -> Caller:
    return await a_caller(client, await an_actor(await an_organization(OrganizationKind.FACILITY)))


async def _state(facility: Caller) -> str:
    [own] = (await facility.get("/seminar-applications")).json()["items"]
    return str(own["state"])


async def test_a_facility_waits_takes_the_offered_place_and_cancels(client: httpx.AsyncClient) -> None:
    seminar = await a_seminar(capacity=1)
    first, second = await _a_facility(client), await _a_facility(client)
    path = f"/seminars/{seminar.id}/applications"
    taken = (await first.post(path, {"participants": ["一"]})).json()
    assert taken["state"] == "accepted"
    full = await second.post(path, {"participants": ["二"]})
    assert (full.status_code, full.json()["code"]) == (409, "seminar-full")
    waiting = (await second.post(path, {"participants": ["二"], "may_wait": True})).json()
    assert (waiting["state"], await _state(second)) == ("waiting", "waiting")
    theirs = await second.post(f"/seminar-applications/{taken['id']}/cancel", {})
    assert theirs.status_code == 404
    gone = await first.post(f"/seminar-applications/{taken['id']}/cancel", {})
    assert (gone.status_code, gone.json()["state"], await _state(second)) == (200, "cancelled", "offered")
    got = await second.post(f"/seminar-applications/{waiting['id']}/take")
    assert (got.status_code, got.json()["state"], got.json()["places"]) == (200, "accepted", 1)


async def test_a_counter_needs_a_reason_and_puts_on_the_waitlist(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, admission="approval")
    program, facility = await a_caller(client, counter), await _a_facility(client)
    applied = (await facility.post(f"/seminars/{seminar.id}/applications", {"participants": ["一"]})).json()
    one = f"/seminar-applications/{applied['id']}"
    refused = await program.post(f"{one}/refuse", {})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["reason"])
    waiting = await program.post(f"{one}/wait")
    assert (waiting.status_code, waiting.json()["state"]) == (200, "waiting")


async def test_sessions_attendance_certificates_and_results(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, session_count=2, item_codes=["MON-F"])
    await ask_the_usual(counter, seminar.id)
    person = (await a_confirmed(seminar))[0].participants[0]
    program = await a_caller(client, counter)
    base = f"/seminars/{seminar.id}"
    first, second = await sessions_of(seminar.id)
    moved = {"start": first.start.isoformat(), "end": second.end.isoformat(), "form": "online"}
    told: Any = (
        await client.put(f"/api/v1{base}/sessions/{first.id}", json=moved, headers=program.headers)
    ).json()
    assert told["fields"] == {"end": "session-length"}
    assert (await program.delete(f"{base}/sessions/{second.id}")).status_code == 204
    assert (await program.delete(f"{base}/sessions/{first.id}")).json()["code"] == "last-session"
    with frozen(first.start):
        await program.post(f"{base}/sessions/{first.id}/attendance", {"number": person.number})
    with frozen(first.end):
        assert (await program.post(f"{base}/certificates")).json() == {"issued": 1}
        assert (await program.post(f"{base}/certificates")).json() == {"issued": 0}
    [listed] = (await program.get(f"{base}/attendance")).json()["items"]
    assert (listed["number"], listed["session_ids"], len(listed["certificate"])) == (
        person.number,
        [str(first.id)],
        12,
    )
    results = (await program.get(f"{base}/results")).json()
    assert (results["replies"], len(results["questions"])) == (0, 3)
    assert (await program.get(base)).json()["item_codes"] == ["MON-F"]
    wrong = await program.patch(base, {"item_codes": ["NO-SUCH"]})
    assert list(wrong.json()["fields"]) == ["item_codes"]
