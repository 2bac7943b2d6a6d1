"""Units of one loan that answer the checklist each for itself: one answer for all, and exceptions from it."""

from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from catalog.checklists.domain import ChecklistLine, LineKind, WriteChecklist
from catalog.checklists.usecases import write_checklist
from catalog.domain import CheckMoment, Condition
from core.ids import new_id
from loans import usecases
from loans.commands import ConfirmLoan
from loans.domain import Custody
from loans.incidents.queries import incidents_of
from loans.queries import LoanView, loan_events
from loans.records import record_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, a_loan, the_parties
from tests.loans.test_partial_return import state_of
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")

LINES = [
    ChecklistLine(kind=LineKind.YES_NO, text="電源が入る"),
    ChecklistLine(kind=LineKind.COUNT, text="ケーブル", expected=2),
]


async def a_confirmed_loan(units: int = 2) -> tuple[Parties, LoanView, list[ChecklistLine]]:
    parties = await the_parties(units=units)
    lines = (await write_checklist(parties.vendor, parties.product_id, WriteChecklist(lines=LINES))).lines
    loan = await a_loan(parties, quantity=units)
    await usecases.propose_loan(parties.counter, loan.id)
    return parties, await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan()), lines


async def answers_at(parties: Parties, loan: LoanView, moment: CheckMoment) -> dict[UUID, list[object]]:
    record = await record_for(parties.vendor, loan.id)
    checks = {unit: record.check_of(unit, moment) for unit in loan.unit_ids}
    return {unit: [line.value for line in check.items] for unit, check in checks.items() if check}


async def test_a_program_answers_for_all_and_for_single_units(client: httpx.AsyncClient) -> None:
    parties, loan, (power, cable) = await a_confirmed_loan()
    first, second = loan.unit_ids
    vendor = await a_caller(client, parties.vendor)
    fine = {power.key: True, cable.key: 2}
    sent = {"way": "brought", "checklist": fine}
    wrong: list[tuple[list[tuple[UUID, dict[str, int]]], dict[str, str]]] = [
        ([(new_id(), {})], {"checklists": "unknown"}),
        ([(first, {}), (first, {})], {"checklists": "unit-twice"}),
        ([(first, {power.key: 3})], {"checklist": "answer-does-not-fit"}),
    ]
    for named, fields in wrong:
        each = [{"unit_id": str(unit), "answers": answers} for unit, answers in named]
        answer = await vendor.post(f"/loans/{loan.id}/dispatch", {**sent, "checklists": each})
        assert (answer.status_code, answer.json()["fields"]) == (422, fields)
    own = [{"unit_id": str(second), "answers": {cable.key: 1}}]
    answer = await vendor.post(f"/loans/{loan.id}/dispatch", {**sent, "checklists": own})
    assert answer.status_code == 200
    kept = await answers_at(parties, loan, CheckMoment.DISPATCH)
    assert kept == {first: [True, 2], second: [True, 1]}


async def test_only_the_unit_that_came_otherwise_gets_an_incident(client: httpx.AsyncClient) -> None:
    parties, loan, (power, cable) = await a_confirmed_loan()
    first, second = loan.unit_ids
    vendor, facility = await a_caller(client, parties.vendor), await a_caller(client, parties.facility)
    fine = {power.key: True, cable.key: 2}
    await vendor.post(f"/loans/{loan.id}/dispatch", {"way": "brought", "checklist": fine})
    arrived = {
        "condition": "ok",
        "checklist": fine,
        "conditions": [{"unit_id": str(first), "condition": "damaged", "note": "角に傷"}],
        "checklists": [{"unit_id": str(first), "answers": {power.key: False}}],
    }
    assert (await facility.post(f"/loans/{loan.id}/receive", arrived)).status_code == 200
    assert {one.unit_id for one in await incidents_of(loan.id)} == {first}
    record = await record_for(parties.facility, loan.id)
    conditions = {one.unit_id: one.condition for one in record.checks if one.check_moment == "receive"}
    assert conditions == {first: Condition.DAMAGED, second: Condition.OK}
    event = (await loan_events(parties.vendor, loan.id))[-1]
    assert event.facts["condition"] == "damaged"


async def test_a_page_asks_once_and_takes_exceptions(application: Litestar) -> None:
    parties, loan, (power, cable) = await a_confirmed_loan()
    first, second = loan.unit_ids
    path = f"/loans/{loan.id}"
    of_all = {f"checklist-{power.key}": "yes", f"checklist-{cable.key}": "2"}
    own = f"unit-{second.hex}-checklist-{cable.key}"
    async with (
        visiting(application, parties.vendor) as vendor,
        visiting(application, parties.facility) as facility,
    ):
        out = await vendor.get(f"{path}/dispatch")
        assert "ここの答えを、すべての個体に使います" in words(out)
        assert words(out).count("この個体だけ答えがちがう") == 4  # what opens the part, and its name
        wrong = await send(vendor, out, f"{path}/dispatch", way="brought", **of_all, **{own: "二"})
        assert wrong.status_code == 422
        assert "点検票の「ケーブル」に答えてください" in words(wrong)
        assert forms_of(wrong)[f"{path}/dispatch"][own] == ["二"]
        await follow(vendor, await send(vendor, wrong, f"{path}/dispatch", **{own: "１"}))
        arrived = await facility.get(f"{path}/receive")
        assert words(arrived).count("前の受け渡し：1") == 1
        assert words(arrived).count("前の受け渡し：2") == 1
        states = {state_of(str(unit)): "ok" for unit in (first, second)}
        shown = await follow(
            facility, await send(facility, arrived, f"{path}/receive", **of_all, **states, **{own: "0"})
        )
        assert words(shown).count("ちがいあり") == 1
    assert await answers_at(parties, loan, CheckMoment.RECEIVE) == {first: [True, 2], second: [True, 0]}


async def test_whoever_is_left_for_later_is_not_asked(application: Litestar) -> None:
    parties, loan, (power, cable) = await a_confirmed_loan()
    first, second = loan.unit_ids
    of_all = {f"checklist-{power.key}": "yes", f"checklist-{cable.key}": "2"}
    path, states = f"/loans/{loan.id}/take-back", {state_of(str(first)): "ok", state_of(str(second)): "later"}
    async with visiting(application, parties.vendor) as vendor:
        out = f"/loans/{loan.id}/dispatch"
        await follow(vendor, await send(vendor, await vendor.get(out), out, way="brought", **of_all))
        await follow(vendor, await send(vendor, await vendor.get(path), path, **of_all, **states))
    record = await record_for(parties.vendor, loan.id)
    assert record.check_of(second, CheckMoment.TAKE_BACK) is None
    assert record.loan.custody is not Custody.RETURNED
