"""The result through the API: its form, answers with gaps, answers to what was not asked."""

from typing import Any

import httpx
import pytest
import pytest_asyncio

from loans.result_form import QUESTIONS
from tests.callers import Caller
from tests.factories import a_token, the_parties
from tests.loans.letters import a_loan_on_trial


@pytest_asyncio.fixture
async def facility(client: httpx.AsyncClient, database: str) -> tuple[Caller, str]:
    """The program of a facility with a loan on trial, and the path of its results."""
    assert database
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    return Caller(client, await a_token(parties.facility)), f"/loans/{loan.id}"


async def test_the_form_tells_every_key_and_its_bounds(facility: tuple[Caller, str]) -> None:
    caller, _ = facility
    form = (await caller.get("/result-form")).json()
    told = {stage["stage"]: [one["key"] for one in stage["questions"]] for stage in form["items"]}
    assert told == {stage: [one.key for one in questions] for stage, questions in QUESTIONS.items()}
    (after,) = (await caller.get("/result-form", stage="after")).json()["items"]
    ease = next(one for one in after["questions"] if one["key"] == "ease_of_use")
    assert (ease["kind"], ease["least"], ease["greatest"], after["needs_decision"]) == ("grade", 1, 5, True)


async def test_a_result_with_gaps_is_taken_and_what_was_not_asked_is_kept(
    facility: tuple[Caller, str],
) -> None:
    caller, path = facility
    reports: list[tuple[dict[str, Any], str]] = [
        ({"stage": "before"}, "before"),
        ({"stage": "mid", "answers": {"days_used": 3, "夜勤の人数": 2, "静かだった": True}}, "mid"),
        ({"stage": "after", "answers": {"ease_of_use": 4}, "decision": "introduce"}, "submitted"),
    ]
    for report, state in reports:
        answer = await caller.post(f"{path}/results", report)
        assert (answer.status_code, answer.json()["result"]) == (200, state), answer.text


@pytest.mark.parametrize(
    ("report", "field", "code"),
    [
        ({"stage": "after", "answers": {}}, "decision", "required"),
        ({"stage": "after", "decision": "not_introduce"}, "reason", "required"),
        ({"stage": "mid", "answers": {"days_used": "three"}}, "answers.days_used", "wrong-type"),
        ({"stage": "mid", "answers": {"days_used": -1}}, "answers.days_used", "out-of-range"),
        ({"stage": "mid", "answers": {"more": {"a": 1}}}, "answers.more", "wrong-type"),
        ({"stage": "mid", "answers": {"more": 10**400}}, "answers.more", "out-of-range"),
        ({"stage": "mid", "answers": {"more": "x" * 4001}}, "answers.more", "wrong-type"),
        ({"stage": "mid", "answers": {str(one): 1 for one in range(101)}}, "answers", "out-of-range"),
        ({"stage": "never"}, "stage", "wrong-type"),
        ({}, "stage", "required"),
    ],
)
async def test_what_cannot_be_kept_is_named(
    facility: tuple[Caller, str], report: dict[str, Any], field: str, code: str
) -> None:
    caller, path = facility
    refused = await caller.post(f"{path}/results", report)
    assert (refused.status_code, refused.json()["fields"].get(field)) == (422, code), refused.text
