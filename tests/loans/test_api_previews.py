"""Programs look first, too: every beginning and every step of a unit, by the order itself, taken back."""

from typing import Any

import httpx
import msgspec
import pytest

from accounts.domain import Actor
from core import db
from loans.bundles.usecases import request_loans
from loans.usecases import request_loan
from tests.callers import a_caller
from tests.factories import Parties, a_product, a_request, the_parties
from tests.loans.letters import a_confirmed_loan
from tests.loans.test_afterwards import from_paper
from tests.loans.test_bundles import asking, item
from tests.loans.test_handovers import REASON, a_counter, a_transfer, half_a_year, in_days, of_a_counter
from tests.loans.test_previews import the_whole_house

pytestmark = pytest.mark.usefixtures("database")

Json = dict[str, Any]


def as_json(command: msgspec.Struct) -> Json:
    body: Json = msgspec.to_builtins(command)
    return {name: value for name, value in body.items() if value is not None}


async def looked(client: httpx.AsyncClient, actor: Actor, path: str, body: object) -> Json:
    """What the look answers; the house is as it was before."""
    caller, before = await a_caller(client, actor), await the_whole_house()
    answer = await caller.post(f"{path}/preview", body)
    assert answer.status_code == 200, answer.text
    after = await the_whole_house()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"api_token"}  # it says when it was used last
    found: Json = answer.json()
    return found


def becomes(foreseen: Json) -> list[str]:
    return [change["becomes"] for change in foreseen["days"]]


async def unit_of(parties: Parties) -> str:
    return str(await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", parties.product_id))


async def test_before_units_are_offered_or_asked_for(client: httpx.AsyncClient) -> None:
    parties, other = await the_parties(), await a_counter()
    wish = as_json(half_a_year(parties))
    found = await looked(client, parties.counter, "/long-loans", wish)
    assert (becomes(found), len(found["told"])) == (["taken"], 1)
    offer = wish | {"taker_id": str(parties.counter.organization_id)}
    assert becomes(await looked(client, parties.vendor, "/long-loans/offers", offer)) == ["taken"]
    own = await the_parties(units=0)
    transfer = as_json(a_transfer(await of_a_counter(own), other))
    assert becomes(await looked(client, own.counter, "/transfers", transfer)) == ["taken"]


async def test_a_look_is_refused_like_its_order(client: httpx.AsyncClient) -> None:
    parties, other = await the_parties(), await a_counter()
    wish = as_json(half_a_year(parties))
    counter, stranger = await a_caller(client, parties.counter), await a_caller(client, other)
    await request_loan(parties.facility, a_request(parties.product_id))
    assert (await counter.post("/long-loans/preview", wish)).status_code == 409
    assert (await counter.post("/long-loans/preview", wish | {"quantity": 0})).status_code == 422
    reversed_days = wish | {"end": wish["start"]}
    assert (await counter.post("/long-loans/preview", reversed_days)).status_code == 422
    transfer = as_json(a_transfer(await of_a_counter(parties), other))
    assert (await stranger.post("/transfers/preview", transfer)).status_code == 422
    facility = await a_caller(client, parties.facility)
    assert (await facility.post("/transfers/preview", transfer)).status_code == 403


async def test_before_a_request_of_one_or_several_products(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=2, policy={"max_units": 10})
    more = await a_product(parties.vendor.acting_for(), units=1)
    found = await looked(client, parties.facility, "/loans", as_json(a_request(parties.product_id)))
    assert becomes(found) == ["taken"]
    assert found["told"]
    wish = msgspec.to_builtins(asking(item(parties.product_id), item(more)))
    found = await looked(client, parties.facility, "/loan-requests", wish)
    assert set(becomes(found)) == {"taken"}
    assert found["told"]
    bundle = await request_loans(parties.facility, asking(item(parties.product_id), item(more)))
    step = {"step": "cancel", "body": {"reason": "改修"}}
    found = await looked(client, parties.facility, f"/loan-requests/{bundle.id}", step)
    assert set(becomes(found)) == {"freed"}
    facility = await a_caller(client, parties.facility)
    path = f"/loan-requests/{bundle.id}/preview"
    assert (await facility.post(path, {"step": "cancel"})).status_code == 422
    assert (await facility.post(path, {"step": "confirm"})).status_code in {403, 409}


async def test_before_the_same_again_and_before_what_happened_on_paper(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=2)
    loan = await a_confirmed_loan(parties)
    days = {"start": str(in_days(60)), "end": str(in_days(74))}
    assert becomes(await looked(client, parties.facility, f"/loans/{loan.id}/repeat", days)) == ["taken"]
    paper = as_json(from_paper(parties))
    assert becomes(await looked(client, parties.counter, "/loans/past", paper)) == []
    found = await looked(client, parties.vendor, f"/loans/{loan.id}/exchanged-home", {})
    assert (found["days"], found["told"]) == ([], [])


async def test_before_a_unit_is_moved_retired_or_looked_after(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    path, vendor = f"/units/{await unit_of(parties)}", await a_caller(client, parties.vendor)
    days = {"start": str(in_days(5)), "end": str(in_days(8))}
    assert becomes(await looked(client, parties.vendor, path, {"step": "maintenance", "body": days})) == [
        "taken"
    ]
    reason = {"reason": REASON.reason}
    found = await looked(client, parties.vendor, path, {"step": "retire", "body": reason})
    assert becomes(found) == ["taken"]
    move = {"what": "custodian", "to": str(parties.counter.organization_id), **reason}
    found = await looked(client, parties.vendor, path, {"step": "move", "body": move})
    assert len(found["entrusted"]) == 1
    refused = await vendor.post(f"{path}/preview", {"step": "reinstate"})
    assert refused.status_code == 409
    planned = (await vendor.post(f"{path}/maintenance", days)).json()
    found = await looked(client, parties.vendor, f"/maintenance/{planned['id']}", {"step": "end"})
    assert becomes(found) == ["freed"]
    later = {"step": "move", "body": {"start": str(in_days(6)), "end": str(in_days(9))}}
    found = await looked(client, parties.vendor, f"/maintenance/{planned['id']}", later)
    assert sorted(becomes(found)) == ["freed", "taken"]
    assert (await vendor.post(f"{path}/retire", reason)).status_code == 200
    assert becomes(await looked(client, parties.vendor, path, {"step": "reinstate"})) == ["freed"]


async def test_strangers_look_at_nothing(client: httpx.AsyncClient) -> None:
    parties, others = await the_parties(), await the_parties()
    stranger = await a_caller(client, others.vendor)
    answer = await stranger.post(f"/units/{await unit_of(parties)}/preview", {"step": "retire"})
    assert answer.status_code == 404
    nothing = "00000000-0000-7000-8000-000000000000"
    assert (await stranger.post(f"/maintenance/{nothing}/preview", {"step": "end"})).status_code == 404
    assert (await stranger.post(f"/loan-requests/{nothing}/preview", {"step": "cancel"})).status_code == 404
