"""The waitlist for programs: operation ids, answers, problem documents, keys that are used twice."""

from datetime import timedelta
from uuid import uuid4

import httpx

from core.web.problems import PROBLEM_JSON
from tests.callers import a_caller, ids
from tests.loans.waiting.queues import Queue, a_queue

OPERATIONS = {
    "joinWaitlist",
    "listWaitlist",
    "getWaitlistEntry",
    "leaveWaitlist",
    "acceptWaitlistOffer",
    "refuseWaitlistOffer",
    "waitAgain",
    "skipWaitlistEntry",
    "putBackWaitlistEntry",
}


def _body(queue: Queue, **more: object) -> dict[str, object]:
    days = {"start": str(queue.start), "end": str(queue.start + timedelta(days=14))}
    return {"product_id": str(queue.parties.product_id), **days, **more}


async def test_the_operations_are_those_of_the_contract(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/schema/openapi.json")).json()
    known = {
        operation.get("operationId")
        for path in schema["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict)
    }
    assert known >= OPERATIONS


async def test_from_joining_to_the_loan(client: httpx.AsyncClient) -> None:
    queue = await a_queue()
    facility = await a_caller(client, await queue.another_facility())
    joined = await facility.post("/waitlist", _body(queue, tolerance_days=2, problem="夜間の見守り"))
    assert joined.status_code == 201
    entry = joined.json()
    assert (entry["state"], entry["position"], entry["offer"]) == ("waiting", {"place": 1, "of": 1}, None)
    assert (entry["start"], entry["end"], entry["channel"]) == (
        str(queue.start),
        str(queue.start + timedelta(days=14)),
        "api",
    )
    early = await facility.post(f"/waitlist/{entry['id']}/accept")
    assert (early.status_code, early.json()["code"]) == (409, "illegal-step")
    assert early.json()["facts"] == {"step": "accept", "state": "waiting", "allowed": ["leave"]}
    await queue.free()
    await queue.match()
    offered = (await facility.get(f"/waitlist/{entry['id']}")).json()
    assert (offered["state"], offered["offer"]["start"]) == ("offered", str(queue.start))
    assert set(offered["next_steps"]) == {"accept", "refuse", "leave"}
    lacking = await facility.post(f"/waitlist/{entry['id']}/accept")
    assert (lacking.status_code, lacking.headers["content-type"]) == (422, PROBLEM_JSON)
    assert lacking.json()["fields"] == {"goal": "required", "place_of_use": "required"}
    answer = await facility.post(
        f"/waitlist/{entry['id']}/accept", {"goal": "訪室を半分に", "place_of_use": "2階"}
    )
    assert (answer.status_code, answer.json()["custody"]) == (201, "requested")
    after = (await facility.get(f"/waitlist/{entry['id']}")).json()
    assert (after["state"], after["loan_id"]) == ("accepted", answer.json()["id"])


async def test_the_same_key_joins_and_accepts_once(client: httpx.AsyncClient) -> None:
    queue = await a_queue()
    facility = await a_caller(client, await queue.another_facility())
    key = str(uuid4())
    twice = [await facility.post("/waitlist", _body(queue), idempotency_key=key) for _ in range(2)]
    assert [answer.status_code for answer in twice] == [201, 201]
    assert twice[0].content == twice[1].content
    other = await facility.post("/waitlist", _body(queue, quantity=2), idempotency_key=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    await queue.free()
    await queue.match()
    path, said = (
        f"/waitlist/{twice[0].json()['id']}/accept",
        {"problem": "p", "goal": "g", "place_of_use": "x"},
    )
    key = str(uuid4())
    loans = [await facility.post(path, said, idempotency_key=key) for _ in range(2)]
    assert [answer.status_code for answer in loans] == [201, 201]
    assert loans[0].content == loans[1].content


async def test_a_refusal_tells_a_program_where_to_go(client: httpx.AsyncClient) -> None:
    queue = await a_queue()
    facility = await a_caller(client, await queue.another_facility())
    later = queue.start + timedelta(days=60)
    days = {"start": str(later), "end": str(later + timedelta(days=14))}
    free = await facility.post("/waitlist", _body(queue) | days)
    assert (free.status_code, free.json()["code"]) == (409, "free-now")
    assert free.json()["facts"]["product_id"] == str(queue.parties.product_id)
    entry = (await facility.post("/waitlist", _body(queue))).json()
    again = await facility.post("/waitlist", _body(queue))
    assert (again.status_code, again.json()["facts"]["entry_id"]) == (409, entry["id"])
    assert "キャンセル待ち" in again.json()["detail"]
    for wrong in ({"quantity": 0}, {"tolerance_days": 99}, {"tolerance_days": -1}, {"start": "soon"}):
        assert (await facility.post("/waitlist", _body(queue) | wrong)).status_code == 422


async def test_each_sees_its_own_and_a_vendor_nothing(client: httpx.AsyncClient) -> None:
    queue, other = await a_queue(), await a_queue()
    facility, entry = await queue.join()
    _, foreign = await other.join()
    mine = await a_caller(client, facility)
    counter = await a_caller(client, queue.counter)
    vendor = await a_caller(client, queue.parties.vendor)
    assert ids(await mine.get("/waitlist")) == {str(entry.id)}
    assert ids(await counter.get("/waitlist", state="waiting", is_open=True)) == {str(entry.id)}
    assert ids(await counter.get("/waitlist", state="offered")) == set()
    assert (await mine.get(f"/waitlist/{foreign.id}")).status_code == 404
    assert (await vendor.get("/waitlist")).status_code == 403
    assert (await vendor.get(f"/waitlist/{entry.id}")).status_code == 404


async def test_long_lists_come_in_pages(client: httpx.AsyncClient) -> None:
    queue = await a_queue()
    entries = [str((await queue.join())[1].id) for _ in range(3)]
    counter = await a_caller(client, queue.counter)
    first = (await counter.get("/waitlist", limit=2)).json()
    second = (await counter.get("/waitlist", limit=2, cursor=first["next"])).json()
    assert [item["id"] for item in first["items"] + second["items"]] == entries
    assert second["next"] is None


async def test_a_counter_passes_over_and_a_facility_may_not(client: httpx.AsyncClient) -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    counter, mine = await a_caller(client, queue.counter), await a_caller(client, facility)
    assert (await mine.post(f"/waitlist/{entry.id}/skip", {"reason": "x"})).status_code == 403
    skipped = await counter.post(f"/waitlist/{entry.id}/skip", {"reason": "電話がつながらない"})
    assert (skipped.json()["skipped_reason"], skipped.json()["position"]) == ("電話がつながらない", None)
    assert (await counter.post(f"/waitlist/{entry.id}/put-back")).json()["position"]["place"] == 1
    assert (await mine.post(f"/waitlist/{entry.id}/leave")).json()["state"] == "left"
