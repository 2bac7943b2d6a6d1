"""A counter that enters people by hand is asked before the same person stands in a course twice."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from core import db
from core.clock import frozen, now
from core.errors import Invalid
from directory.kinds import OrganizationKind
from exhibitions.piccolo_migrations.exhibitions_2026_11_21t18_27_00_000000 import STATEMENTS as EARLIER
from exhibitions.seminars.applying import deciding, likeness
from exhibitions.seminars.applying.erasing import erase_old_applicants
from exhibitions.seminars.applying.joining import apply_for_seminar
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.seminars.makers import a_confirmed, a_counter, a_seminar, an_applicant, promised
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")
HANAKO = {"name": "大分 花子", "organization_name": "ひまわり苑", "email": ""}


@pytest.mark.parametrize(
    "again",
    [
        {"name": "別名 太郎", "email": "hanako@learners.example"},
        {"name": "大分花子", "organization_name": "ひまわり 苑", "email": ""},
        {"name": "大分 花子", "organization_name": "ヒﾏﾜﾘ苑", "email": ""},
        {
            "name": "代表 一",
            "organization_name": "ひまわり苑",
            "participants": ["大分 花子", "次郎"],
            "email": "",
        },
    ],
)
async def test_the_same_address_or_the_same_name_of_the_same_office_is_asked_about(
    again: dict[str, object],
) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    first = an_applicant(**(HANAKO | {"email": "hanako@learners.example"}))
    known = await apply_for_seminar(counter, seminar.id, first)
    with pytest.raises(Invalid) as asked:
        await apply_for_seminar(counter, seminar.id, an_applicant(**again))
    assert asked.value.fields == {"is_another": "applicant-known"}
    assert asked.value.facts["numbers"] == known.number
    assert (await promised(seminar.id))[0] == 1
    await apply_for_seminar(counter, seminar.id, an_applicant(**again, is_another=True))
    assert (await promised(seminar.id))[0] > 1


async def test_others_and_whoever_cancelled_are_entered_without_a_question() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    one = await apply_for_seminar(counter, seminar.id, an_applicant(**HANAKO))
    await apply_for_seminar(
        counter, seminar.id, an_applicant(**(HANAKO | {"organization_name": "あおぞら苑"}))
    )
    await apply_for_seminar(counter, seminar.id, an_applicant(**(HANAKO | {"name": "大分 次郎"})))
    await deciding.cancel_for(counter, one.id, "都合により")
    await apply_for_seminar(counter, seminar.id, an_applicant(**HANAKO))
    assert (await promised(seminar.id))[0] == 3


async def test_who_applied_before_is_asked_of_indexes_alone() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, capacity=500)
    one = await apply_for_seminar(counter, seminar.id, an_applicant(**HANAKO))
    for sql in (likeness.NUMBERS, likeness.COLLEAGUES):
        plan = "\n".join(row[0] for row in await db.fetch("EXPLAIN " + sql, one.id))
        assert "Seq Scan" not in plan, plan
        assert "seminar_likeness_alike" in plan


async def test_what_is_kept_to_know_somebody_again_goes_with_the_contact() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    one = await apply_for_seminar(counter, seminar.id, an_applicant(**HANAKO))
    kept = "SELECT kind, position, digest FROM seminar_likeness WHERE seminar_id = $1 ORDER BY 1, 2"
    written = await db.fetch(kept, seminar.id)
    assert [row["kind"] for row in written] == ["name"]
    contact = "UPDATE seminar_contact SET email = $2 WHERE application_id = $1"
    await db.execute(contact, one.id, "hanako@learners.example")
    assert [row["kind"] for row in await db.fetch(kept, seminar.id)] == ["mail", "name"]
    with frozen(now() + timedelta(days=400)):
        await erase_old_applicants()
    assert await db.fetch(kept, seminar.id) == []


async def test_those_who_applied_before_it_was_kept_are_known_too() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    facility = await an_actor(await an_organization(OrganizationKind.FACILITY))
    await apply_for_seminar(counter, seminar.id, an_applicant(name="別府 太郎"))
    await apply_for_seminar(facility, seminar.id, an_applicant(participants=["別府 太郎", "次郎"]))
    kept = """
    SELECT contact_id, kind, position, digest FROM seminar_likeness WHERE seminar_id = $1 ORDER BY 1, 2, 3
    """
    written = await db.fetch(kept, seminar.id)
    assert sorted(row["kind"] for row in written) == ["colleague"] * 2 + ["mail"] * 2 + ["name"] * 3
    await db.execute("DELETE FROM seminar_likeness WHERE seminar_id = $1", seminar.id)
    for statement in EARLIER:
        await db.execute(statement)
    assert await db.fetch(kept, seminar.id) == written


async def test_two_colleagues_at_once_enter_somebody_once() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    orders = (apply_for_seminar(counter, seminar.id, an_applicant(**HANAKO)) for _ in range(4))
    answers = await asyncio.gather(*orders, return_exceptions=True)
    assert sum(isinstance(one, Invalid) for one in answers) == 3
    assert (await promised(seminar.id))[0] == 1


async def test_the_page_keeps_what_was_typed_and_names_the_application(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    applied, _token = await a_confirmed(seminar, name="大分 花子")
    browser = await a_browser(client, counter)
    path = f"/seminars/{seminar.id}/apply"
    typed = {"name": "受付 一郎", "email": applied.email, "audience": "public", "participants": "受付 一郎"}
    asked = await browser.post(path, data=typed)
    assert asked.status_code == 422
    for words in (applied.number, "受付 一郎", "もう申し込んでいる人ではない"):
        assert words in asked.text, words
    assert (await browser.post(path, data=typed | {"is_another": "y"})).status_code == 303
    caller = await a_caller(client, counter)
    body = {"name": "受付 一郎", "email": applied.email}
    refused = await caller.post(f"/seminars/{seminar.id}/applications", body)
    assert (refused.status_code, refused.json()["fields"]) == (422, {"is_another": "applicant-known"})
