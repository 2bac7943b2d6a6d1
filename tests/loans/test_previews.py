"""Before a step: what it will change for whom; looking changes nothing and tells no secrets."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from catalog.day_changes import Becomes
from core import db
from core.errors import Conflict, IllegalStep, NotAllowed, NotFound
from loans import commands, usecases
from loans.domain import STEPS, Party, StepName
from loans.pages.step_table import STEP_PAGES
from loans.previewing import STEPS_OF_API, PreviewStep, StepPreview, preview_step
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, a_loan, a_unit, the_parties
from tests.loans.letters import a_confirmed_loan, a_loan_on_trial
from tests.loans.visiting import forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")

REASON: dict[str, Any] = {"reason": "都合により"}


async def the_whole_house() -> dict[str, str]:
    """Every table with the number of its rows and a digest of all of them."""
    tables = await db.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    digest = (
        "SELECT count(*) || ':' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') FROM {} t"
    )
    return {row[0]: await db.fetch_value(digest.format(f'"{row[0]}"')) for row in tables}


def wished(step: StepName, **body: Any) -> PreviewStep:
    return PreviewStep(step=step, body=body)


def test_every_step_of_the_table_can_be_previewed() -> None:
    assert set(STEPS_OF_API) == set(STEPS)


async def test_after_a_preview_the_house_is_as_it_was_and_nobody_was_woken() -> None:
    parties = await the_parties(units=2)
    loan = await a_confirmed_loan(parties)
    before = await the_whole_house()
    woken: list[str] = []
    async with db.rehearsal():
        await usecases.cancel_loan(parties.facility, loan.id, commands.GiveReason(**REASON))
        db.after_commit(lambda: woken.append("rehearsal"))
    await preview_step(parties.facility, loan.id, wished(StepName.CANCEL, **REASON))
    with pytest.raises(IllegalStep):
        await preview_step(parties.facility, loan.id, wished(StepName.SEND_BACK, cleaned=True))
    assert await the_whole_house() == before
    assert woken == []


async def test_a_rehearsal_inside_a_transaction_takes_back_its_own_part_only() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    woken: list[str] = []
    async with db.transaction():
        await db.execute("UPDATE loan SET wishes = 'kept' WHERE id = $1", loan.id)
        async with db.rehearsal():
            await db.execute("UPDATE loan SET wishes = 'rehearsed' WHERE id = $1", loan.id)
            db.after_commit(lambda: woken.append("rehearsal"))
        db.after_commit(lambda: woken.append("transaction"))
    assert await db.fetch_value("SELECT wishes FROM loan WHERE id = $1", loan.id) == "kept"
    assert woken == ["transaction"]


async def test_cancelling_frees_all_days_and_tells_counter_and_lender() -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    preview = await preview_step(parties.facility, loan.id, wished(StepName.CANCEL, **REASON))
    (change,) = preview.days
    assert change.becomes is Becomes.FREED
    assert (change.start <= loan.start, change.end >= loan.end) == (True, True)
    assert {one.party for one in preview.told} == {Party.COUNTER, Party.LENDER}
    assert preview.others == []


async def test_an_extension_shows_the_days_it_takes_and_is_refused_like_the_step_itself() -> None:
    parties = await the_parties(policy={"max_days": 90})
    loan = await a_loan_on_trial(parties)
    end = loan.end + timedelta(days=5)
    preview = await preview_step(parties.vendor, loan.id, wished(StepName.EXTEND, end=str(end)))
    (change,) = preview.days
    assert (change.becomes, change.end - change.start >= timedelta(days=5)) == (Becomes.TAKEN, True)
    assert preview.end == end
    await a_loan(parties, start=loan.end + timedelta(days=20))
    far = loan.end + timedelta(days=30)
    with pytest.raises(Conflict, match="unit-taken"):
        await preview_step(parties.vendor, loan.id, wished(StepName.EXTEND, end=str(far)))


async def test_a_lender_is_not_told_by_a_preview_who_the_facility_is() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    for step, body in ((StepName.CONFIRM, {}), (StepName.DECLINE, REASON)):
        preview = await preview_step(parties.vendor, loan.id, wished(step, **body))
        told = {one.party: one.organization_name for one in preview.told}
        assert told[Party.FACILITY] == ""
        assert told[Party.COUNTER] == loan.counter_name
        assert loan.facility_name not in repr(preview)


async def test_a_lost_unit_touches_later_bookings_and_strangers_learn_only_when() -> None:
    parties, others = await the_parties(), await the_parties()
    loan = await a_loan_on_trial(parties)
    rival = Parties(others.facility, others.counter, parties.vendor, parties.product_id)
    later = await a_loan(rival, start=loan.end + timedelta(days=30))
    await a_unit(parties.product_id, loan.lender_id)

    async def seen_by_counter_and_lender() -> list[StepPreview]:
        return [
            await preview_step(actor, loan.id, wished(StepName.WRITE_OFF, **REASON))
            for actor in (parties.counter, parties.vendor)
        ]

    counter, lender = await seen_by_counter_and_lender()
    assert [(one.loan, one.spare_unit) for one in counter.others] == [(None, None)]
    (touched,) = lender.others
    assert touched.loan is not None
    assert (touched.loan.id, touched.loan.facility_name) == (later.id, "")
    assert touched.spare_unit is not None
    assert later.facility_name not in repr([counter, lender])


async def test_nobody_previews_what_they_may_not_do_or_see() -> None:
    parties, others = await the_parties(), await the_parties()
    loan = await a_loan(parties)
    with pytest.raises(NotAllowed):
        await preview_step(parties.facility, loan.id, wished(StepName.CONFIRM))
    with pytest.raises(NotFound):
        await preview_step(others.facility, loan.id, wished(StepName.CANCEL, **REASON))


async def test_programs_preview_a_step_and_are_told_what_is_wrong_with_it(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    caller = await a_caller(client, parties.facility)
    path = f"/loans/{loan.id}/preview"
    answer = await caller.post(path, {"step": "cancel", "body": REASON})
    assert answer.status_code == 200
    assert [change["becomes"] for change in answer.json()["days"]] == ["freed"]
    for body in (
        {"step": "cancel"},
        {"step": "extend", "body": {"end": 3}},
        {"step": "request"},
        {"step": "x"},
    ):
        wrong = await caller.post(path, body)
        assert wrong.status_code in (400, 422), wrong.text
    assert (await caller.post(path, {"step": "send_back", "body": {"cleaned": True}})).status_code == 409


async def test_the_page_of_a_step_shows_what_changes_before_the_button(application: Litestar) -> None:
    parties = await the_parties(policy={"max_days": 90})
    loan = await a_loan_on_trial(parties)
    path = f"/loans/{loan.id}/extend"
    last_day = loan.end + timedelta(days=3)
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get(path)
        looked = await send(vendor, page, path, last_day=str(last_day), look="1")
        assert looked.status_code == 200
        said = words(looked)
        assert "この操作で変わること" in said
        assert "を押さえます" in said
        assert forms_of(looked)[path]["last_day"] == [str(last_day)]
        too_long = await send(vendor, looked, path, last_day=str(loan.end + timedelta(days=200)), look="1")
        assert too_long.status_code == 422
    unchanged = await db.fetch_value("SELECT ends_on FROM loan WHERE id = $1", loan.id)
    assert unchanged == loan.end


def test_every_page_of_a_step_shows_what_changes_but_those_of_reports() -> None:
    assert {page.name for page in STEP_PAGES if not page.is_previewed} == {StepName.SUBMIT_RESULT}


async def test_proposing_and_sending_out_show_who_hears_of_it(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    async with visiting(application, parties.counter) as counter:
        for path in (f"/loans/{loan.id}", f"/loans/{loan.id}/propose"):
            assert "試用貸出の打診です" in words(await counter.get(path))
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    path = f"/loans/{loan.id}/dispatch"
    async with visiting(application, parties.vendor) as vendor:
        looked = await send(vendor, await vendor.get(path), path, way="brought", look="1")
    assert looked.status_code == 200
    assert "発送されました" in words(looked)
    assert await db.fetch_value("SELECT custody FROM loan WHERE id = $1", loan.id) == "confirmed"


async def test_cancelling_shows_at_first_sight_what_it_frees(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    async with visiting(application, parties.facility) as facility:
        said = words(await facility.get(f"/loans/{loan.id}/cancel"))
    assert "この操作で変わること" in said
    assert "が空きます" in said
