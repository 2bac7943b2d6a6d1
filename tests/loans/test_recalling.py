"""A lender calls its units back: other ones in their place, an end that is true at once, told to all."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from litestar import Litestar

from catalog.maintenance import PlanMaintenance, plan_maintenance
from core import db
from core.clock import frozen, local_day, now, today
from core.errors import Conflict, IllegalStep, Invalid, NotAllowed, NotFound
from core.secrets import new_token
from directory.kinds import OrganizationKind
from loans import usecases
from loans.commands import ExtendLoan, RecallLoan, SendBackLoan
from loans.domain import Custody, StepName
from loans.previewing import PreviewStep, preview_step
from loans.queries import LoanView, loan_events, loan_for
from loans.recalls import RecallState
from tests.accounts.browser import words
from tests.factories import Parties, a_product, a_unit, an_organization, another_facility, the_parties
from tests.loans.letters import a_confirmed_loan, a_loan_on_trial, subjects
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("own_database")

_ACTIVE = """
SELECT lower(period) AS start, upper(period) AS "end", purpose FROM occupancy
WHERE unit_id = $1 AND status = 'active' ORDER BY 1
"""
REASON = "部品の点検のため"


async def a_running_loan(parties: Parties) -> LoanView:
    """On trial since its first day."""
    loan = await a_loan_on_trial(parties)
    days = today() - timedelta(days=3), today() + timedelta(days=10)
    await db.execute("UPDATE loan SET starts_on = $2, ends_on = $3 WHERE id = $1", loan.id, *days)
    await db.execute(
        "UPDATE occupancy SET period = daterange($2, $3) WHERE cause_id = $1 AND status = 'active'",
        loan.id,
        days[0] - timedelta(days=4),
        days[1] + timedelta(days=5),
    )
    return await loan_for(parties.vendor, loan.id)


def by(day: date, *units: UUID) -> RecallLoan:
    return RecallLoan(reason=REASON, back_by=day, unit_ids=list(units) or None)


async def days_of(unit: UUID) -> list[tuple[date, date, str]]:
    return [tuple(row) for row in await db.fetch(_ACTIVE, unit)]


SOON = timedelta(days=2)


async def test_without_another_unit_the_trial_ends_on_the_day_named() -> None:
    parties = await the_parties()
    loan = await a_running_loan(parties)
    (before,) = await days_of(loan.unit_ids[0])
    recalled = await usecases.recall_loan(parties.vendor, loan.id, by(today() + SOON))
    assert (recalled.custody, recalled.last_day) == (Custody.ON_TRIAL, today() + SOON)
    assert recalled.recall is not None
    assert (recalled.recall.state, recalled.recall.ends_before) == (RecallState.CLOSED, loan.end)
    (after,) = await days_of(loan.unit_ids[0])
    assert today() + SOON < after[1] < before[1]
    for reader in (parties.facility, parties.counter):
        assert [one for one in await subjects(reader, loan) if "返却のお願い" in one or "呼び戻し" in one]
    assert StepName.ACCEPT_REPLACEMENT not in recalled.next_steps
    with frozen(now() + timedelta(days=4)):
        assert (await loan_for(parties.facility, loan.id)).is_overdue


async def test_another_unit_is_held_and_taking_it_restores_the_end() -> None:
    parties = await the_parties()
    loan = await a_running_loan(parties)
    (old,), spare = loan.unit_ids, await a_unit(parties.product_id, loan.lender_id)
    (planned,) = await days_of(old)
    recalled = await usecases.recall_loan(parties.vendor, loan.id, by(today() + SOON))
    assert recalled.recall is not None
    assert recalled.recall.is_open
    assert [one[2] for one in await days_of(spare)] == ["hold"]
    assert (await subjects(parties.facility, loan))[-1] == "早めの返却と、代わりの個体のご案内"
    taken = await usecases.accept_replacement(parties.facility, loan.id)
    assert (taken.unit_ids, taken.end) == ([spare], loan.end)
    assert await days_of(spare) == [(today(), planned[1], "loan")]
    assert (await days_of(old))[0][1] < planned[1]
    kept = await db.fetch_row("SELECT custodian_id, place_id FROM unit WHERE id = $1", spare)
    assert tuple(kept or ()) == (parties.facility.organization_id,) * 2
    assert "代わりの個体が受け入れられました" in await subjects(parties.vendor, loan)
    steps = [event.step for event in await loan_events(parties.counter, loan.id)]
    assert steps[-2:] == ["recall", "accept_replacement"]


async def test_refused_lapsed_sent_back_or_extended_the_other_unit_is_free_again() -> None:
    longer = timedelta(days=2)
    for how in ("refuse", "lapse", "send back", "extend"):
        parties = await the_parties(policy={"max_days": 90})
        loan = await a_running_loan(parties)
        spare = await a_unit(parties.product_id, loan.lender_id)
        await usecases.recall_loan(parties.vendor, loan.id, by(today() + SOON))
        if how == "refuse":
            await usecases.refuse_replacement(parties.counter, loan.id)
        elif how == "lapse":
            with frozen(now() + timedelta(days=30)):
                assert await usecases.lapse_replacements() >= 1
                told = await subjects(parties.facility, loan)
            assert "代わりの個体の返事の期限が過ぎました" in told
        elif how == "send back":
            await usecases.send_back_loan(parties.facility, loan.id, SendBackLoan(cleaned=True))
        else:
            end = ExtendLoan(end=loan.end - timedelta(days=5) + longer)
            await usecases.extend_loan(parties.vendor, loan.id, end)
        assert await days_of(spare) == [], how
        found = await loan_for(parties.facility, loan.id)
        assert found.recall is not None
        assert not found.recall.is_open
        with pytest.raises(IllegalStep):
            await usecases.accept_replacement(parties.facility, loan.id)


async def test_before_dispatch_another_unit_takes_its_place_at_once() -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    with pytest.raises(Invalid) as none_free:
        await usecases.recall_loan(parties.vendor, loan.id, RecallLoan(reason=REASON))
    assert none_free.value.fields == {"reason": "nothing-instead"}
    spare = await a_unit(parties.product_id, loan.lender_id)
    recalled = await usecases.recall_loan(parties.vendor, loan.id, RecallLoan(reason=REASON))
    assert (recalled.unit_ids, recalled.end, recalled.custody) == ([spare], loan.end, Custody.CONFIRMED)
    assert await days_of(loan.unit_ids[0]) == []
    assert "貸し出す個体が替わりました" in await subjects(parties.facility, loan)


async def test_wrong_input_and_other_organisations_are_refused() -> None:
    parties, others = await the_parties(), await the_parties()
    loan = await a_running_loan(parties)
    foreign = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", others.product_id)
    for command, fields in (
        (RecallLoan(reason=REASON), {"back_by": "required"}),
        (RecallLoan(reason=" ", back_by=today()), {"reason": "required"}),
        (by(today() - timedelta(days=1)), {"back_by": "end-in-past"}),
        (by(loan.last_day), {"back_by": "not-within-trial"}),
        (by(today() + SOON, foreign), {"unit_ids": "unknown"}),
        (by(today() + SOON, *loan.unit_ids), {"unit_ids": "same-units"}),
        (by(today() + SOON, foreign, *loan.unit_ids), {"unit_ids": "wrong-number-of-units"}),
    ):
        with pytest.raises(Invalid) as wrong:
            await usecases.recall_loan(parties.vendor, loan.id, command)
        assert wrong.value.fields == fields
    for actor, refusal in (
        (parties.facility, NotAllowed),
        (parties.counter, NotAllowed),
        (others.vendor, NotFound),
        (await another_facility(parties), NotFound),
    ):
        with pytest.raises(refusal):
            await usecases.recall_loan(actor, loan.id, by(today() + SOON))
    with pytest.raises(IllegalStep):
        await usecases.accept_replacement(parties.facility, loan.id)


async def test_a_named_unit_that_is_taken_says_for_what() -> None:
    parties = await the_parties(units=1)
    loan = await a_running_loan(parties)
    spare = await a_unit(parties.product_id, loan.lender_id)
    await db.execute(
        "INSERT INTO occupancy (id, unit_id, period, purpose, status, note, created_at)"
        " VALUES (gen_random_uuid(), $1, daterange($2, $3), 'maintenance', 'active', '', now())",
        spare,
        today(),
        today() + timedelta(days=3),
    )
    with pytest.raises(Conflict) as taken:
        await usecases.recall_loan(parties.vendor, loan.id, by(today() + SOON, spare))
    assert taken.value.reason == "unit-taken"
    assert "maintenance" in str(taken.value.facts["reasons"])
    assert (await loan_for(parties.vendor, loan.id)).end == loan.end


async def test_a_preview_says_what_is_freed_held_and_told() -> None:
    parties = await the_parties()
    loan = await a_running_loan(parties)
    spare = await a_unit(parties.product_id, loan.lender_id)
    body = {"reason": REASON, "back_by": (today() + SOON).isoformat()}
    shown = await preview_step(parties.vendor, loan.id, PreviewStep(step=StepName.RECALL, body=body))
    assert {(one.unit_id, one.becomes) for one in shown.days} == {
        (loan.unit_ids[0], "freed"),
        (spare, "taken"),
    }
    assert {one.party for one in shown.told} == {"facility", "counter"}
    assert await days_of(spare) == []


async def test_the_pages_of_both_sides(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_running_loan(parties)
    await a_unit(parties.product_id, loan.lender_id)
    path = f"/loans/{loan.id}"
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get(f"{path}/recall")
        for part in ("空いています", "この操作で変わること"):
            assert part in words(page)
        assert (await send(vendor, page, f"{path}/recall")).status_code == 422
        done = await follow(vendor, await send(vendor, page, f"{path}/recall", reason=REASON))
        assert "事業所の返事を待っています" in words(done)
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        assert "代わりの個体で続けられます" in words(page)
        asked = await facility.get(f"{path}/refuse-replacement")
        assert REASON in words(asked)
        done = await follow(facility, await send(facility, page, f"{path}/accept-replacement"))
        assert "代わりの個体で続けます" in words(done)


async def test_a_unit_is_held_in_the_place_of_another_only_until_that_is_due_back() -> None:
    parties = await the_parties(policy={"hold_hours": 24 * 30})
    loan = await a_running_loan(parties)
    spare = await a_unit(parties.product_id, loan.lender_id)
    recalled = await usecases.recall_loan(parties.vendor, loan.id, by(today() + SOON))
    assert recalled.recall is not None
    assert recalled.recall.expires_at is not None
    assert local_day(recalled.recall.expires_at) == today() + SOON
    with frozen(now() + SOON + timedelta(days=1)):
        await usecases.lapse_replacements()
        assert await days_of(spare) == []


async def _a_product_of_another_vendor(parties: Parties) -> UUID:
    code = await db.fetch_value("SELECT item_codes[1] FROM product WHERE id = $1", parties.product_id)
    vendor_id = await an_organization(OrganizationKind.VENDOR)
    return await a_product(vendor_id, item=code, name="別の機種")


async def test_where_no_unit_is_left_another_product_of_the_item_is_one_press_away(
    application: Litestar,
) -> None:
    parties = await the_parties()
    await db.execute("UPDATE product SET item_codes = $2 WHERE id = $1", parties.product_id, [new_token(8)])
    loan = await a_running_loan(parties)
    other = await _a_product_of_another_vendor(parties)
    # The unit that comes back is not to be lent any more.
    await plan_maintenance(
        parties.vendor,
        loan.unit_ids[0],
        PlanMaintenance(start=today() + timedelta(days=20), end=today() + timedelta(days=90)),
    )
    await usecases.recall_loan(parties.vendor, loan.id, by(today() + SOON))
    event = (await loan_events(parties.facility, loan.id))[-1]
    assert event.facts["elsewhere"] == "別の機種"
    path = f"/loans/{loan.id}"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        assert "返したあとに借りられるもの" in words(page)
        address = re.search(rf'href="(/loans/new\?product={other}[^"]+)"', page.text)
        assert address is not None
        form = await facility.get(address[1].replace("&amp;", "&"))
        fields = forms_of(form)["/loans/new"]
        assert fields["problem"] == [loan.problem]
        contact = {"contact_name": "佐藤", "contact_phone": "097-000-0000", "consent": "yes"}
        assert fields["start"][0] > str(today() + SOON)
        await follow(facility, await send(facility, form, "/loans/new", **contact))
    async with visiting(application, parties.vendor) as vendor:
        assert "返したあとに借りられるもの" not in words(await vendor.get(path))
