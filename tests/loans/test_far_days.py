"""Days at the end of the calendar: refused with what is wrong about them, wherever a program may send one."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from core.clock import today
from tests.callers import a_caller
from tests.factories import a_loan, the_parties
from tests.loans.letters import a_loan_on_trial
from tests.loans.test_handovers import a_counter, of_a_counter

pytestmark = pytest.mark.usefixtures("database")

FAR = ("9999-12-31", "9999-12-30", "9998-01-01")


@pytest.mark.parametrize("far", FAR)
async def test_no_hold_is_made_longer_than_days_can_be_counted(client: httpx.AsyncClient, far: str) -> None:
    parties = await the_parties()
    loan = await a_loan(parties, start=today() + timedelta(days=60))
    counter = await a_caller(client, parties.counter)
    answer = await counter.post(f"/loans/{loan.id}/prolong-hold", {"until": far, "reason": "待つため"})
    assert (answer.status_code, answer.json()["fields"]) == (422, {"until": "held-into-trial"})


@pytest.mark.parametrize("far", FAR)
async def test_an_extension_without_end_is_too_long_like_any_other(
    client: httpx.AsyncClient, far: str
) -> None:
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    for actor in (parties.facility, parties.vendor):
        answer = await (await a_caller(client, actor)).post(f"/loans/{loan.id}/extend", {"end": far})
        assert (answer.status_code, answer.json()["fields"]) == (422, {"end": "too-long"})


@pytest.mark.parametrize("far", FAR)
async def test_nothing_is_handed_over_in_another_age(client: httpx.AsyncClient, far: str) -> None:
    parties, other = await the_parties(units=0), await a_counter()
    (unit_id,) = await of_a_counter(parties)
    counter = await a_caller(client, parties.counter)
    start, arrival = (str(date.fromisoformat(far) - timedelta(days=days)) for days in (9, 6))
    days: dict[str, Any] = {"start": start, "end": far, "reason": "巡回展示のため"}
    transfer = days | {"taker_id": str(other.acting_for()), "unit_ids": [str(unit_id)]}
    long_loan = days | {"product_id": str(parties.product_id), "end": arrival, "until": far}
    for path, body in (("/transfers", transfer), ("/long-loans", long_loan)):
        answer = await counter.post(path, body)
        assert answer.status_code == 422
        assert answer.json()["fields"]["start"] == "too-far-ahead"
    soon = transfer | {"start": str(today() + timedelta(days=1))}
    assert (await counter.post("/transfers", soon)).json()["fields"] == {"end": "too-far-ahead"}
    repair = {"start": start, "end": far, "note": ""}
    answer = await counter.post(f"/units/{unit_id}/maintenance", repair)
    assert (answer.status_code, answer.json()["fields"]) == (422, {"start": "too-far-ahead"})


async def test_where_days_cannot_be_counted_the_year_is_asked_for(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    facility = await a_caller(client, parties.facility)
    wish = {"product_id": str(parties.product_id), "tolerance_days": 7}
    answer = await facility.post("/waitlist", wish | {"start": "9999-12-20", "end": "9999-12-31"})
    assert (answer.status_code, answer.json()["code"]) == (422, "beyond-calendar")
    assert "年を確かめて" in answer.json()["detail"]
