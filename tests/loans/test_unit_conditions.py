"""Units of one loan that come back together, each in its own condition."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from catalog.domain import Condition
from core import db
from core.errors import Invalid
from core.ids import new_id
from loans import usecases
from loans.commands import SendBackLoan, TakeBackLoan, UnitCondition
from loans.domain import Custody
from loans.notice_texts import Notice
from loans.notices import loan_news, notices_of
from loans.queries import loan_events, loan_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import another_facility
from tests.loans.test_partial_return import on_the_way, on_trial, state_of
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("database")


def found(unit_id: UUID, condition: str, note: str = "") -> dict[str, str]:
    return {"unit_id": str(unit_id), "condition": condition, "note": note}


async def checks_of(loan_id: UUID, moment: str) -> dict[UUID, tuple[str, str]]:
    rows = await db.fetch(
        "SELECT unit_id, condition, note FROM condition_check WHERE loan_id = $1 AND check_moment = $2",
        loan_id,
        moment,
    )
    return {row["unit_id"]: (row["condition"], row["note"]) for row in rows}


async def test_a_program_takes_units_of_different_condition_back_in_one_go(
    client: httpx.AsyncClient,
) -> None:
    parties, loan = await on_trial(3)
    first, second, third = loan.unit_ids
    vendor = await a_caller(client, parties.vendor)
    path = f"/loans/{loan.id}/take-back"
    each = [found(second, "damaged", "角が欠けている"), found(third, "missing_parts", "充電器がない")]
    answer = await vendor.post(
        path, {"condition": "ok", "unit_ids": list(map(str, loan.unit_ids)), "conditions": each}
    )
    assert (answer.status_code, answer.json()["custody"]) == (200, "returned")
    kept = {unit["unit_id"]: unit["condition"] for unit in answer.json()["units"]}
    assert kept == {str(first): "ok", str(second): "damaged", str(third): "missing_parts"}
    assert await checks_of(loan.id, "take_back") == {
        first: ("ok", ""),
        second: ("damaged", "角が欠けている"),
        third: ("missing_parts", "充電器がない"),
    }
    rows = await db.fetch("SELECT id, condition FROM unit WHERE id = ANY($1::uuid[])", loan.unit_ids)
    assert {row["id"]: row["condition"] for row in rows}[third] == "missing_parts"
    event = (await loan_events(parties.vendor, loan.id))[-1]
    assert event.facts["condition"] == "damaged"
    assert "充電器がない" in str(event.facts["note"])
    news = await loan_news(loan.id, event.id)
    assert news is not None
    assert list(notices_of("take_back", news)) == [Notice.TAKEN_BACK, Notice.DAMAGED]


async def test_the_register_knows_at_once_what_is_wrong_and_only_the_lender_calls_it_right_again(
    client: httpx.AsyncClient,
) -> None:
    parties, loan = await on_the_way(2)
    first, second = loan.unit_ids
    facility, vendor = await a_caller(client, parties.facility), await a_caller(client, parties.vendor)
    arrived = {"condition": "ok", "conditions": [found(second, "damaged", "角が欠けている")]}
    assert (await facility.post(f"/loans/{loan.id}/receive", arrived)).status_code == 200
    assert await conditions_of(first, second) == ["ok", "damaged"]
    gone = {
        "cleaned": True,
        "conditions": [found(first, "missing_parts", "充電器がない"), found(second, "ok")],
    }
    assert (await facility.post(f"/loans/{loan.id}/send-back", gone)).status_code == 200
    assert await conditions_of(first, second) == ["missing_parts", "damaged"]
    assert (await vendor.post(f"/loans/{loan.id}/take-back", {"condition": "ok"})).status_code == 200
    assert await conditions_of(first, second) == ["ok", "ok"]


async def conditions_of(*units: UUID) -> list[str]:
    sql = "SELECT condition FROM unit WHERE id = $1"
    return [str(await db.fetch_value(sql, unit)) for unit in units]


async def test_without_units_named_those_with_a_condition_are_meant(client: httpx.AsyncClient) -> None:
    parties, loan = await on_trial(2)
    facility = await a_caller(client, parties.facility)
    first, second = loan.unit_ids
    body = {"cleaned": True, "conditions": [found(second, "missing_parts", "電源コードがない")]}
    answer = await facility.post(f"/loans/{loan.id}/send-back", body)
    assert answer.json()["custody"] == "on_trial"
    assert await checks_of(loan.id, "send_back") == {second: ("missing_parts", "電源コードがない")}
    assert [unit.sent_back_on is None for unit in (await loan_for(parties.facility, loan.id)).units] == [
        unit == first for unit in loan.unit_ids
    ]


async def test_what_is_wrong_is_told_beside_its_unit(client: httpx.AsyncClient) -> None:
    parties, loan = await on_trial(2)
    first, second = loan.unit_ids
    vendor = await a_caller(client, parties.vendor)
    wrong: list[tuple[dict[str, Any], dict[str, str]]] = [
        ({}, {"condition": "required"}),
        ({"conditions": [found(first, "damaged")]}, {"conditions.0.note": "describe-damage"}),
        ({"conditions": [found(first, "missing_parts", " ")]}, {"conditions.0.note": "describe-damage"}),
        ({"conditions": [found(first, "ok"), found(first, "ok")]}, {"conditions": "unit-twice"}),
        ({"conditions": [found(new_id(), "ok")]}, {"unit_ids": "unknown"}),
        ({"unit_ids": [str(first)], "conditions": [found(second, "ok")]}, {"conditions": "unknown"}),
        (
            {"unit_ids": [str(first), str(second)], "conditions": [found(second, "ok")]},
            {"condition": "required"},
        ),
        ({"unit_ids": []}, {"unit_ids": "choose-unit"}),
    ]
    for body, fields in wrong:
        answer = await vendor.post(f"/loans/{loan.id}/take-back", body)
        assert (answer.status_code, answer.json()["fields"]) == (422, fields)
    answer = await vendor.post(f"/loans/{loan.id}/take-back", {"conditions": [found(first, "broken")]})
    assert answer.status_code == 422
    assert (await loan_for(parties.vendor, loan.id)).custody is Custody.ON_TRIAL


async def test_others_units_are_as_if_they_were_not_there(client: httpx.AsyncClient) -> None:
    parties, loan = await on_trial(2)
    stranger = await a_caller(client, await another_facility(parties))
    body = {"cleaned": True, "conditions": [found(loan.unit_ids[0], "ok")]}
    assert (await stranger.post(f"/loans/{loan.id}/send-back", body)).status_code == 404


async def test_a_unit_that_has_gone_on_cannot_be_found_again() -> None:
    parties, loan = await on_trial(2)
    one = UnitCondition(unit_id=loan.unit_ids[0], condition=Condition.OK)
    await usecases.take_back_loan(parties.vendor, loan.id, TakeBackLoan(conditions=[one]))
    with pytest.raises(Invalid) as refusal:
        await usecases.send_back_loan(parties.facility, loan.id, SendBackLoan(cleaned=True, conditions=[one]))
    assert refusal.value.fields == {"unit_ids": "unit-moved-on"}


async def test_a_page_has_a_part_for_each_unit_and_keeps_what_was_typed(application: Litestar) -> None:
    parties, loan = await on_trial(3)
    first, second, third = map(str, loan.unit_ids)
    path = f"/loans/{loan.id}/take-back"
    states = {state_of(first): "ok", state_of(second): "damaged", state_of(third): "later"}
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get(path)
        refused = await send(vendor, page, path, **states)
        assert refused.status_code == 422
        assert "様子を書いてください" in words(refused)
        untouched = await send(vendor, page, path)
        assert untouched.status_code == 422
        note = {state_of(second).replace("state", "note"): "車輪が割れている"}
        shown = await follow(vendor, await send(vendor, refused, path, **note))
        assert "関係する全員に知らせました" in words(shown)
        assert "車輪が割れている" in words(shown)
        assert "3台中2台返却済み" in words(shown)
        rest = await vendor.get(path)
        assert state_of(first) not in rest.text
    kept = {str(unit.unit_id): unit.condition for unit in (await loan_for(parties.vendor, loan.id)).units}
    assert kept == {first: "ok", second: "damaged", third: ""}
