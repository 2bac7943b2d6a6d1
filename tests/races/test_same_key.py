"""The same request at the same moment: one loan, and one answer for all; without a key as many as asked."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import Conflict
from core.web.idempotency import KEPT_FOR, answer_once, forget_old_answers
from directory.kinds import OrganizationKind
from loans.queries import LoanView
from tests.callers import Caller, a_caller
from tests.factories import Parties, a_request, a_token, an_organization, the_parties

CALLERS = 16


async def _parties(units: int) -> Parties:
    return await the_parties(units=units, policy={"max_units": 1000})


def _body(parties: Parties) -> dict[str, object]:
    wish = a_request(parties.product_id)
    told = ("problem", "goal", "place_of_use", "consent")
    words = {name: getattr(wish, name) for name in told}
    return {"product_id": str(wish.product_id), "start": str(wish.start), "end": str(wish.end), **words}


async def _all_at_once(caller: Caller, parties: Parties, **headers: str) -> list[httpx.Response]:
    return await asyncio.gather(*(caller.post("/loans", _body(parties), **headers) for _ in range(CALLERS)))


async def _loans(parties: Parties) -> int:
    count: int = await db.fetch_value("SELECT count(*) FROM loan WHERE product_id = $1", parties.product_id)
    return count


async def test_sixteen_with_one_key_get_one_loan_and_the_same_bytes(client: httpx.AsyncClient) -> None:
    parties = await _parties(CALLERS)
    caller = await a_caller(client, parties.facility)
    answers = await _all_at_once(caller, parties, idempotency_key=str(uuid4()))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await _loans(parties) == 1


async def test_sixteen_without_a_key_get_sixteen_loans(client: httpx.AsyncClient) -> None:
    parties = await _parties(CALLERS)
    answers = await _all_at_once(await a_caller(client, parties.facility), parties)
    assert {answer.status_code for answer in answers} == {201}
    assert await _loans(parties) == CALLERS


async def test_sixteen_with_one_key_are_all_refused_in_the_same_words(client: httpx.AsyncClient) -> None:
    parties = await _parties(0)
    caller = await a_caller(client, parties.facility)
    answers = await _all_at_once(caller, parties, idempotency_key=str(uuid4()))
    assert {answer.status_code for answer in answers} == {409}
    assert len({answer.content for answer in answers}) == 1


async def test_sixteen_keys_and_one_unit_make_one_loan(client: httpx.AsyncClient) -> None:
    parties = await _parties(1)
    caller = await a_caller(client, parties.facility)
    answers = await asyncio.gather(
        *(caller.post("/loans", _body(parties), idempotency_key=str(uuid4())) for _ in range(CALLERS))
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [201] + [409] * (CALLERS - 1)
    assert await _loans(parties) == 1


async def test_nobody_reads_an_answer_by_somebody_elses_key(client: httpx.AsyncClient) -> None:
    parties, key = await _parties(3), str(uuid4())
    mine = await (await a_caller(client, parties.facility)).post(
        "/loans", _body(parties), idempotency_key=key
    )
    counter = await a_caller(client, parties.counter)
    body = _body(parties) | {"facility_id": str(parties.facility.organization_id)}
    theirs = await counter.post("/loans", body, idempotency_key=key)
    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert mine.json()["id"] != theirs.json()["id"]


async def test_a_person_of_two_organisations_keeps_their_answers_apart(client: httpx.AsyncClient) -> None:
    parties, key = await _parties(3), str(uuid4())
    counter_id = parties.counter.organization_id
    other_id = await an_organization(OrganizationKind.FACILITY, counter_id=counter_id)
    person_id = parties.facility.person_id
    await db.execute(
        "INSERT INTO membership (id, person_id, organization_id, role, created_at)"
        " VALUES ($1, $2, $3, 'member', now())",
        uuid4(),
        person_id,
        other_id,
    )
    elsewhere = Actor(person_id=person_id, organization_id=other_id, kind=OrganizationKind.FACILITY)
    first, second = [
        await Caller(client, await a_token(actor)).post("/loans", _body(parties), idempotency_key=key)
        for actor in (parties.facility, elsewhere)
    ]
    assert first.json()["facility_id"] == str(parties.facility.organization_id)
    assert second.json()["facility_id"] == str(other_id)


class _Asking:
    """As much of a request as the record needs."""

    def __init__(self, actor: Actor, key: str) -> None:
        self.user, self.headers, self.method = actor, {"idempotency-key": key}, "POST"
        self.url = httpx.URL("/api/v1/loans")

    async def body(self) -> bytes:
        return b"{}"


async def test_a_passing_trouble_is_not_kept(database: str) -> None:
    assert database
    parties = await _parties(1)
    asking = _Asking(parties.facility, str(uuid4()))

    async def run_into_others() -> LoanView:
        raise Conflict("busy")

    async def pass_through() -> dict[str, str]:
        return {"id": "1"}

    with pytest.raises(Conflict):
        await answer_once(asking, run_into_others)  # type: ignore[arg-type]  # as much as is looked at
    answer = await answer_once(asking, pass_through)  # type: ignore[arg-type]  # as above
    assert (answer.status_code, answer.content) == (200, b'{"id":"1"}')


async def test_answers_are_forgotten_after_a_week(client: httpx.AsyncClient) -> None:
    parties, key = await _parties(2), str(uuid4())
    caller = await a_caller(client, parties.facility)
    first = await caller.post("/loans", _body(parties), idempotency_key=key)
    await db.execute(
        "UPDATE idempotency_record SET created_at = $2 WHERE idempotency_key = $1", key, now() - KEPT_FOR
    )
    assert await forget_old_answers() >= 1
    again = await caller.post("/loans", _body(parties), idempotency_key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] != again.json()["id"]
