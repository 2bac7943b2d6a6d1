"""The loan through the API alone, with the names of the contract."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest_asyncio

from core.clock import today
from tests.callers import Caller
from tests.factories import Parties, a_token, the_parties

START = today() + timedelta(days=30)
END = START + timedelta(days=14)
PARCEL = {"way": "parcel", "carrier": "試験運輸", "tracking_number": "1"}
ARRIVED = {"condition": "ok", "lecture_held_on": today().isoformat()}


class Callers:
    """The three parties of a loan."""

    def __init__(self, parties: Parties, facility: Caller, counter: Caller, vendor: Caller) -> None:
        self.parties, self.facility, self.counter, self.vendor = parties, facility, counter, vendor

    def request(self, **fields: Any) -> dict[str, Any]:
        body = {
            "product_id": str(self.parties.product_id),
            "start": START.isoformat(),
            "end": END.isoformat(),
            "problem": "夜間の見守り",
            "goal": "訪室を半分に",
            "place_of_use": "2階 居室",
            "consent": True,
        }
        return body | fields


@pytest_asyncio.fixture
async def callers(client: httpx.AsyncClient) -> Callers:
    parties = await the_parties(units=1)
    tokens = [await a_token(actor) for actor in (parties.facility, parties.counter, parties.vendor)]
    return Callers(parties, *(Caller(client, token) for token in tokens))


async def test_a_loan_from_request_to_result_through_the_api(callers: Callers) -> None:
    asked = await callers.facility.post("/loans", callers.request())
    assert asked.status_code == 201
    loan = asked.json()
    assert (loan["custody"], loan["result"], loan["next_steps"]) == (
        "requested",
        "none",
        ["cancel", "revise"],
    )
    assert {"id", "number", "unit_ids", "counter_id", "lender_id", "hold_expires_at"} <= loan.keys()
    path = f"/loans/{loan['id']}"
    steps: list[tuple[Caller, str, dict[str, Any] | None, str]] = [
        (callers.counter, "/propose", None, "proposed"),
        (callers.vendor, "/confirm", {}, "confirmed"),
        (callers.vendor, "/dispatch", PARCEL, "dispatched"),
        (callers.facility, "/receive", ARRIVED, "on_trial"),
        (callers.facility, "/extend", {"end": (END + timedelta(days=7)).isoformat()}, "on_trial"),
        (callers.vendor, "/extend", {"end": (END + timedelta(days=7)).isoformat()}, "on_trial"),
        (callers.facility, "/send-back", {"cleaned": True}, "returning"),
        (callers.vendor, "/take-back", {"condition": "ok"}, "returned"),
    ]
    for caller, step, body, custody in steps:
        answer = await caller.post(path + step, body)
        assert (answer.status_code, answer.json()["custody"]) == (200, custody), answer.text
    result = {
        "stage": "after",
        "answers": {"days_used": 10, "target_reached": 4, "ease_of_use": 4, "safety": 5},
        "decision": "introduce",
        "reason": "訪室が減った",
    }
    submitted = await callers.facility.post(path + "/results", result)
    assert submitted.json()["result"] == "submitted"
    events = (await callers.facility.get(path + "/events")).json()["items"]
    assert [event["step"] for event in events][-1] == "submit_result"
    assert len(events) == len(steps) + 2
    assert await _this_month(callers.counter, callers.parties) == {
        "requested": 1,
        "confirmed": 1,
        "returned": 1,
        "results": 1,
        "introduce": 1,
        "declined": 0,
        "on_trial": 0,
        "overdue": 0,
    }


async def _this_month(caller: Caller, parties: Parties) -> dict[str, int]:
    first = today().replace(day=1)
    asked = f"from={first}&to={today() + timedelta(days=1)}&by=month&group=product"
    report = (await caller.get(f"/reports/loans?{asked}")).json()
    groups = [group for period in report["periods"] for group in period["groups"]]
    (mine,) = [group for group in groups if group["key"] == str(parties.product_id)]
    names = ("requested", "confirmed", "returned", "results", "introduce", "declined", "on_trial", "overdue")
    return {name: mine[name] for name in names}


async def test_a_counter_asks_on_behalf_of_a_facility(callers: Callers) -> None:
    facility_id = str(callers.parties.facility.organization_id)
    asked = await callers.counter.post("/loans", callers.request(facility_id=facility_id, channel="fax"))
    assert asked.status_code == 201, asked.text
    assert asked.json()["facility_id"] == facility_id
    seen = await callers.facility.get(f"/loans/{asked.json()['id']}")
    assert seen.json()["channel"] == "fax"


async def test_the_same_key_and_body_get_the_same_bytes(callers: Callers) -> None:
    key = str(uuid4())
    first = await callers.facility.post("/loans", callers.request(), idempotency_key=key)
    again = await callers.facility.post("/loans", callers.request(), idempotency_key=key)
    assert (again.status_code, again.content) == (201, first.content)
    other = await callers.facility.post("/loans", callers.request(quantity=2), idempotency_key=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_a_refusal_is_repeated_as_well(callers: Callers) -> None:
    await callers.facility.post("/loans", callers.request())
    key = str(uuid4())
    first = await callers.facility.post("/loans", callers.request(), idempotency_key=key)
    again = await callers.facility.post("/loans", callers.request(), idempotency_key=key)
    assert first.status_code == 409
    assert (again.status_code, again.content) == (409, first.content)


async def test_a_taken_unit_is_409_with_reasons_and_the_next_free_start(callers: Callers) -> None:
    await callers.facility.post("/loans", callers.request())
    refused = await callers.facility.post("/loans", callers.request())
    problem = refused.json()
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert (refused.status_code, problem["code"]) == (409, "unit-taken")
    assert problem["facts"]["reasons"][0]["purpose"] == "hold"
    assert problem["facts"]["next_free_start"] > END.isoformat()


async def test_wrong_dates_name_the_field(callers: Callers) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    wrong = {
        "start-in-past": callers.request(start=yesterday),
        "end-before-start": callers.request(end=START.isoformat()),
        "too-long": callers.request(end=(START + timedelta(days=60)).isoformat()),
    }
    for code, body in wrong.items():
        refused = await callers.facility.post("/loans", body)
        assert refused.status_code == 422
        assert code in refused.json()["fields"].values()


async def test_unknown_and_foreign_ids_are_the_same_404(callers: Callers) -> None:
    loan = (await callers.facility.post("/loans", callers.request())).json()
    stranger = await the_parties()
    foreign = Caller(callers.facility.client, await a_token(stranger.facility))
    unknown = await foreign.get(f"/loans/{uuid4()}")
    hidden = await foreign.get(f"/loans/{loan['id']}")
    assert unknown.status_code == hidden.status_code == 404
    assert unknown.json() == hidden.json()
    assert (await callers.facility.get("/loans/not-an-id")).status_code == 404
    product = await callers.facility.post("/loans", callers.request(product_id=str(uuid4())))
    assert product.status_code == 404


async def test_a_step_out_of_order_is_409_with_the_state_and_what_is_allowed(callers: Callers) -> None:
    loan = (await callers.facility.post("/loans", callers.request())).json()
    refused = await callers.vendor.post(f"/loans/{loan['id']}/confirm", {})
    assert refused.status_code == 409
    facts = refused.json()["facts"]
    assert (facts["state"], facts["allowed"]) == ("requested", ["decline", "exchange"])


async def test_bodies_that_cannot_be_read(callers: Callers) -> None:
    client, headers = callers.facility.client, callers.facility.headers
    path = "/api/v1/loans"
    malformed = await client.post(
        path, content=b'{"product_id": ', headers=headers | {"Content-Type": "application/json"}
    )
    assert (malformed.status_code, malformed.json()["code"]) == (400, "malformed")
    large = await client.post(
        path, content=b'"' + b"x" * 1_100_000 + b'"', headers=headers | {"Content-Type": "application/json"}
    )
    assert (large.status_code, large.json()["code"]) == (413, "too-large")
    typed = await callers.facility.post("/loans", callers.request(quantity="many"))
    assert typed.status_code == 422
    assert "quantity" in typed.json()["fields"]
    nul = await callers.facility.post("/loans", callers.request(problem="a\x00b"))
    assert nul.status_code == 422


async def test_nobody_without_a_token_gets_in(client: httpx.AsyncClient) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}):
        answer = await client.get("/api/v1/loans", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["content-type"].startswith("application/problem+json")


async def test_lists_have_pages_without_gaps(callers: Callers) -> None:
    for offset in range(3):
        start = START + timedelta(days=40 * offset)
        body = callers.request(start=start.isoformat(), end=(start + timedelta(days=7)).isoformat())
        assert (await callers.facility.post("/loans", body)).status_code == 201
    first = (await callers.facility.get("/loans?limit=2")).json()
    second = (await callers.facility.get(f"/loans?limit=2&cursor={first['next']}")).json()
    seen = [loan["id"] for loan in first["items"] + second["items"]]
    assert (len(seen), len(set(seen)), second["next"]) == (3, 3, None)
    assert (await callers.facility.get("/loans?cursor=nonsense")).status_code == 422


async def test_one_of_64_programs_gets_the_only_unit_and_the_others_learn_why_not(callers: Callers) -> None:
    answers = await asyncio.gather(*(callers.facility.post("/loans", callers.request()) for _ in range(64)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 63}
    refusals = [answer.json() for answer in answers if answer.status_code == 409]
    assert {refusal["code"] for refusal in refusals} == {"unit-taken"}
    assert all(refusal["facts"]["reasons"][0]["until"] for refusal in refusals)


async def test_64_requests_with_one_key_are_one_request(callers: Callers) -> None:
    key = str(uuid4())
    asking = (callers.facility.post("/loans", callers.request(), idempotency_key=key) for _ in range(64))
    answers = await asyncio.gather(*asking)
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert len((await callers.facility.get("/loans")).json()["items"]) == 1


async def test_what_is_missing_is_named(callers: Callers) -> None:
    loan = (await callers.facility.post("/loans", callers.request())).json()
    refused = await callers.counter.post(f"/loans/{loan['id']}/decline", {})
    assert (refused.status_code, refused.json()["fields"]) == (422, {"reason": "required"})
    scan = {"key": "1", "tag": "x", "action": "locate"}
    refused = await callers.counter.post("/scans", {"scans": [scan]})
    assert refused.json()["fields"] == {"scans[0].scanned_at": "required"}
    bodies: list[object] = [[], "x", None]
    for body in bodies:
        refused = await callers.counter.post(f"/loans/{loan['id']}/decline", body)
        assert (refused.status_code, refused.json()["fields"]) == (422, {"body": "wrong-type"})


async def test_json_nested_beyond_reason_is_malformed(callers: Callers) -> None:
    headers = callers.facility.headers | {"Content-Type": "application/json"}
    refused = await callers.facility.client.post("/api/v1/loans", content=b"[" * 100_000, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed")


async def test_a_step_that_carries_nothing_needs_no_body(callers: Callers) -> None:
    loan = (await callers.facility.post("/loans", callers.request())).json()
    for caller, step, custody in (
        (callers.counter, "propose", "proposed"),
        (callers.vendor, "confirm", "confirmed"),
    ):
        path = f"/api/v1/loans/{loan['id']}/{step}"
        answer = await caller.client.post(path, headers=caller.headers)
        assert (answer.status_code, answer.json()["custody"]) == (200, custody), answer.text


async def test_an_exception_is_offered_made_and_kept_through_the_api(callers: Callers) -> None:
    far = {
        "start": (today() + timedelta(days=366)).isoformat(),
        "end": (today() + timedelta(days=380)).isoformat(),
    }
    body = callers.request(facility_id=str(callers.parties.facility.organization_id), channel="phone", **far)
    refused = await callers.counter.post("/loans", body)
    assert refused.status_code == 422
    facts = refused.json()["facts"]
    assert facts["overridable"] == ["too-far-ahead"]
    assert [(one["field"], one["whose"]) for one in facts["objections"]] == [("start", "counter")]
    made = await callers.counter.post("/loans", body | {"override_reason": "研修に合わせて"})
    assert made.status_code == 201
    (kept,) = made.json()["overrides"]
    assert (kept["code"], kept["reason"], kept["step"]) == ("too-far-ahead", "研修に合わせて", "request")
    again = await callers.facility.get(f"/loans/{made.json()['id']}")
    assert again.json()["overrides"][0]["person_name"] == ""
