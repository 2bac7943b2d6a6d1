"""Exceptions on the pages: the form comes back with a field for the reason, or says who may write one."""

from datetime import timedelta

import pytest
from litestar import Litestar

from accounts.domain import Actor
from catalog.domain import Condition, Way
from core import db
from core.clock import today
from loans import commands, usecases
from tests.factories import Parties, a_loan, another_facility, the_parties
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")

NEW = "/loans/new"
REASON = "理由を書いて例外として認める"
START = today() + timedelta(days=30)
WISHES = {
    "problem": "夜勤の見守り",
    "goal": "訪室を半分に",
    "place_of_use": "2階",
    "contact_name": "佐藤",
    "contact_phone": "097-000-0000",
}


async def reachable(actor: Actor, phone: str) -> str:
    """The name of the actor's organisation, which can be telephoned now."""
    found: str = await db.fetch_value(
        "UPDATE organization SET phone = $2 WHERE id = $1 RETURNING name", actor.organization_id, phone
    )
    return found


def address(parties: Parties, more: str = "") -> str:
    return f"{NEW}?product={parties.product_id}&start={START}&days=14{more}"


async def test_a_counter_writes_its_reason_and_finds_it_on_the_loan_for_ever(
    application: Litestar,
) -> None:
    parties = await the_parties(policy={"notice_days": 60, "max_units": 1})
    why = "見学会に合わせて使うため"
    async with visiting(application, parties.counter) as counter:
        form = await counter.get(address(parties, f"&for={parties.facility.organization_id}"))
        assert REASON not in form.text
        back = await send(counter, form, NEW, **WISHES, channel="phone")
        assert back.status_code == 422
        assert "決まりに合いませんが、例外として認められます" in back.text
        assert "申込の締切" in back.text
        assert REASON in back.text
        assert forms_of(back)[NEW]["problem"] == [WISHES["problem"]]
        looked = await send(counter, back, NEW, override_reason=why, look="1")
        assert "書いた理由で、例外として申し込めます" in looked.text
        assert "この日は空いていません" not in looked.text
        loan = await follow(counter, await send(counter, back, NEW, override_reason=why))
        assert "例外として認めたこと" in loan.text
        assert loan.text.count(why) == 2  # in the card and in the history
        assert parties.counter.name in loan.text
    async with visiting(application, parties.facility) as facility:
        assert why in (await facility.get(loan.request.url.path)).text


async def test_a_facility_is_told_whom_to_telephone(application: Litestar) -> None:
    parties = await the_parties(policy={"notice_days": 60})
    name = await reachable(parties.counter, "097-123-4567")
    async with visiting(application, parties.facility) as facility:
        back = await send(facility, await facility.get(address(parties)), NEW, **WISHES)
    assert back.status_code == 422
    assert f"例外を認められるのは{name}です" in back.text
    assert "tel:097-123-4567" in back.text
    assert REASON not in back.text


async def test_a_counter_that_meets_a_vendors_rule_is_told_to_ask_the_vendor(application: Litestar) -> None:
    parties = await the_parties(max_days=10)
    name = await reachable(parties.vendor, "03-0000-1111")
    async with visiting(application, parties.counter) as counter:
        form = await counter.get(address(parties, f"&for={parties.facility.organization_id}"))
        back = await send(counter, form, NEW, **WISHES, channel="fax")
    assert f"例外を認められるのは{name}です" in back.text
    assert "tel:03-0000-1111" in back.text


async def test_a_mistake_of_another_kind_is_mended_while_the_reason_is_written(application: Litestar) -> None:
    parties = await the_parties(policy={"notice_days": 60})
    async with visiting(application, parties.counter) as counter:
        form = await counter.get(address(parties, f"&for={parties.facility.organization_id}"))
        back = await send(counter, form, NEW, **{**WISHES, "goal": ""}, channel="phone")
        assert "申込の締切" not in back.text  # the form itself is mended first
        back = await send(counter, back, NEW, goal="訪室を減らす")
        assert REASON in back.text


async def test_a_lender_offers_days_that_break_its_own_rule_with_a_reason(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    soon = today() + timedelta(days=1)
    path = f"/loans/{loan.id}/offer"
    days = {"start": str(soon), "last_day": str(soon + timedelta(days=6))}
    async with visiting(application, parties.vendor) as vendor:
        form = await vendor.get(path)
        assert REASON not in form.text
        back = await send(vendor, form, path, **days)
        assert back.status_code == 422
        assert "届けるのに必要な日数" in back.text
        assert forms_of(back)[path]["start"] == [str(soon)]
        done = await follow(vendor, await send(vendor, back, path, override_reason="社員が届けます"))
        assert "社員が届けます" in done.text


async def test_a_lender_that_grants_days_between_two_loans_is_offered_to_leave_out_the_inspection(
    application: Litestar,
) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    await usecases.dispatch_loan(parties.vendor, loan.id, commands.DispatchLoan(way=Way.BROUGHT))
    await usecases.receive_loan(parties.facility, loan.id, commands.ReceiveLoan(condition=Condition.OK))
    rival = Parties(await another_facility(parties), parties.counter, parties.vendor, parties.product_id)
    later = await a_loan(rival, start=loan.end + timedelta(days=14))
    last = await db.fetch_value(
        "SELECT lower(period) - 1 FROM occupancy WHERE cause_id = $1 AND status = 'active'", later.id
    )
    path = f"/loans/{loan.id}/extend"
    async with visiting(application, parties.vendor) as vendor:
        back = await send(vendor, await vendor.get(path), path, last_day=str(last))
        assert back.status_code == 409
        assert "前後の配送と点検の日" in back.text
        assert REASON in back.text
        done = await follow(vendor, await send(vendor, back, path, override_reason="そのまま次へ運びます"))
        assert "そのまま次へ運びます" in done.text
