"""The steps of a loan as pages: wrong input, somebody quicker, and what is possible instead."""

from datetime import timedelta

import pytest
from litestar import Litestar

from catalog.domain import Condition, Way
from core import db
from core.clock import now, today
from loans import commands, usecases
from loans.queries import LoanView
from tests.accounts.browser import words
from tests.factories import Parties, a_loan, a_unit, the_parties
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")

BROUGHT = commands.DispatchLoan(way=Way.BROUGHT)


async def a_confirmed_loan(parties: Parties) -> LoanView:
    loan = await a_loan(parties, start=today())
    await usecases.propose_loan(parties.counter, loan.id)
    return await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())


async def a_loan_on_trial(parties: Parties) -> LoanView:
    loan = await a_confirmed_loan(parties)
    await usecases.dispatch_loan(parties.vendor, loan.id, BROUGHT)
    return await usecases.receive_loan(
        parties.facility, loan.id, commands.ReceiveLoan(condition=Condition.OK)
    )


async def test_a_form_made_for_an_earlier_state_tells_what_changed_and_keeps_what_was_typed(
    application: Litestar,
) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    path = f"/loans/{loan.id}/cancel"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        await usecases.propose_loan(parties.counter, loan.id)
        answer = await send(facility, page, path, reason="改装が入りました")
        assert answer.status_code == 409
        assert "状態が変わっています" in words(answer)
        assert "貸主に打診しました" in words(answer)
        assert forms_of(answer)[path]["reason"] == ["改装が入りました"]
        ended = await follow(facility, await send(facility, answer, path))
    assert "この申込は取り消されました" in words(ended)
    assert "改装が入りました" in words(ended)


async def test_a_step_that_is_gone_shows_what_was_typed_and_what_can_be_done_now(
    application: Litestar,
) -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    path = f"/loans/{loan.id}/cancel"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        await usecases.dispatch_loan(parties.vendor, loan.id, BROUGHT)
        answer = await send(facility, page, path, reason="改装が入りました")
    assert answer.status_code == 409
    said = words(answer)
    assert "いまは、この手順に進めません" in said
    assert "まだ送られていません" in said
    assert "改装が入りました" in said
    assert "届きましたか" in said


async def test_whoever_only_opens_a_step_that_is_gone_has_typed_nothing(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    async with visiting(application, parties.facility) as facility:
        answer = await facility.get(f"/loans/{loan.id}/send-back")
    assert answer.status_code == 409
    said = words(answer)
    assert "いまは、この手順に進めません" in said
    assert "まだ送られていません" not in said


async def test_a_step_out_of_order_says_what_is_possible(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    async with visiting(application, parties.facility) as facility:
        answer = await facility.get(f"/loans/{loan.id}/send-back")
    assert answer.status_code == 409
    assert "いまは「申込中」です" in words(answer)
    assert f"/loans/{loan.id}/cancel" in answer.text


async def test_nobody_takes_a_step_of_another_party_nor_sees_others_loans(application: Litestar) -> None:
    parties, others = await the_parties(), await the_parties()
    loan = await a_loan(parties)
    async with visiting(application, parties.facility) as facility:
        assert (await facility.get(f"/loans/{loan.id}/propose")).status_code == 403
    async with visiting(application, others.facility) as stranger:
        for path in ("", "/cancel", "/request.pdf", "/calendar.ics"):
            assert (await stranger.get(f"/loans/{loan.id}{path}")).status_code == 404


async def test_a_lender_offers_other_days_and_the_facility_takes_them(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    later = loan.start + timedelta(days=60)
    path = f"/loans/{loan.id}"
    async with (
        visiting(application, parties.vendor) as vendor,
        visiting(application, parties.facility) as facility,
    ):
        page = await vendor.get(f"{path}/offer")
        days = {"start": str(later), "last_day": str(later + timedelta(days=6)), "message": "整備のあとなら"}
        await follow(vendor, await send(vendor, page, f"{path}/offer", **days))
        page = await facility.get(path)
        assert "別の日程の提案があります" in words(page)
        assert "整備のあとなら" in words(page)
        page = await follow(facility, await send(facility, page, f"{path}/accept-offer"))
    assert "貸主の返事を待っています" in words(page)
    ends_on = await db.fetch_value("SELECT ends_on FROM loan WHERE id = $1", loan.id)
    assert ends_on == later + timedelta(days=7)


async def test_an_offer_is_refused_with_a_reason(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    later = loan.start + timedelta(days=60)
    offer = commands.OfferLoan(start=later, end=later + timedelta(days=7))
    await usecases.offer_loan(parties.vendor, loan.id, offer)
    path = f"/loans/{loan.id}/refuse-offer"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        assert "提案された期間" in words(page)
        assert (await send(facility, page, path)).status_code == 422
        ended = await follow(facility, await send(facility, page, path, reason="間に合いません"))
    assert "この申込は取り消されました" in words(ended)


async def test_a_lender_agrees_with_another_unit(application: Litestar) -> None:
    parties = await the_parties(units=1)
    loan = await a_loan(parties)
    spare = await a_unit(parties.product_id, loan.lender_id)
    await usecases.propose_loan(parties.counter, loan.id)
    path = f"/loans/{loan.id}/confirm"
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get(path)
        both = await send(vendor, page, path, unit_ids=[str(loan.unit_ids[0]), str(spare)])
        assert both.status_code == 422
        assert "個体を1台選んでください" in words(both)
        await follow(vendor, await send(vendor, page, path, unit_ids=[str(spare)]))
    sql = "SELECT unit_id FROM loan_unit WHERE loan_id = $1 AND released_at IS NULL"
    assert await db.fetch_value(sql, loan.id) == spare


async def test_a_late_yes_to_days_that_are_gone_says_who_has_them(application: Litestar) -> None:
    parties, others = await the_parties(), await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    path = f"/loans/{loan.id}"
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get(path)
        moment = now() - timedelta(hours=1)
        await db.execute("UPDATE loan SET hold_expires_at = $2 WHERE id = $1", loan.id, moment)
        await usecases.expire_holds()
        rival = Parties(others.facility, others.counter, parties.vendor, parties.product_id)
        await a_loan(rival, start=loan.start)
        answer = await send(vendor, page, f"{path}/confirm")
    assert answer.status_code == 409
    assert "ほかの予定と重なっています" in words(answer)


async def test_damage_is_described_and_shown_beside_the_outgoing_check(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    await usecases.dispatch_loan(parties.vendor, loan.id, BROUGHT)
    path = f"/loans/{loan.id}/receive"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        answer = await send(facility, page, path, condition="damaged")
        assert answer.status_code == 422
        assert "傷や故障、足りないものの様子を書いてください" in words(answer)
        page = await follow(facility, await send(facility, answer, path, note="角が欠けています"))
    said = words(page)
    assert "異常なし" in said
    assert "角が欠けています" in said


async def test_a_counter_that_takes_a_step_of_the_facility_is_told_so(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    await usecases.dispatch_loan(parties.vendor, loan.id, BROUGHT)
    path = f"/loans/{loan.id}/receive"
    async with visiting(application, parties.counter) as counter:
        page = await counter.get(path)
        assert f"{loan.facility_name}に代わって記録します" in words(page)
        done = await follow(counter, await send(counter, page, path, condition="ok"))
    assert f"({loan.facility_name}に代わって)" in words(done)


async def test_more_days_are_wished_for_and_granted_with_one_press(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    path = f"/loans/{loan.id}"
    longer = loan.last_day + timedelta(days=5)
    async with (
        visiting(application, parties.facility) as facility,
        visiting(application, parties.vendor) as vendor,
    ):
        page = await facility.get(f"{path}/extend")
        same = await send(facility, page, f"{path}/extend", last_day=str(loan.last_day))
        assert "いまの返却日よりあと" in words(same)
        await follow(facility, await send(facility, same, f"{path}/extend", last_day=str(longer)))
        page = await vendor.get(path)
        assert "延長の希望に返事してください" in words(page)
        page = await follow(vendor, await send(vendor, page, f"{path}/extend"))
    assert "延長を認めました" in words(page)
    assert await db.fetch_value("SELECT ends_on FROM loan WHERE id = $1", loan.id) == longer + timedelta(
        days=1
    )


async def test_more_days_that_somebody_else_has_are_refused_with_who_and_until_when(
    application: Litestar,
) -> None:
    parties, others = await the_parties(), await the_parties()
    loan = await a_loan_on_trial(parties)
    rival = Parties(others.facility, others.counter, parties.vendor, parties.product_id)
    await a_loan(rival, start=loan.end + timedelta(days=14))
    path = f"/loans/{loan.id}/extend"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        longer = str(loan.last_day + timedelta(days=14))
        answer = await send(facility, page, path, last_day=longer, message="もう少し")
    assert answer.status_code == 409
    assert "仮押さえ中" in words(answer)
    assert forms_of(answer)[path]["message"] == ["もう少し"]


async def test_a_lost_unit_ends_the_loan_and_its_counter_waives_the_report(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    path = f"/loans/{loan.id}"
    async with visiting(application, parties.counter) as counter:
        page = await counter.get(f"{path}/write-off")
        page = await follow(counter, await send(counter, page, f"{path}/write-off", reason="火災で焼失"))
        assert "結果の報告をどうするか" in words(page)
        page = await counter.get(f"{path}/waive-result")
        page = await follow(counter, await send(counter, page, f"{path}/waive-result", reason="個体なし"))
    assert "この貸出は終わりました" in words(page)


async def test_a_report_needs_its_answers_and_a_decision(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    path = f"/loans/{loan.id}/results/after"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        answer = await send(facility, page, path, days_used="たくさん", physical_burden="2", comment="軽い")
    assert answer.status_code == 422
    for mistake in ("「使った日数」は数字で", "「導入するかどうか」を選んで", "「使いやすさ」を選んで"):
        assert mistake in words(answer)
    fields = forms_of(answer)[path]
    assert (fields["days_used"], fields["physical_burden"], fields["comment"]) == (
        ["たくさん"],
        ["2"],
        ["軽い"],
    )


async def test_a_report_too_early_is_told_so(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    path = f"/loans/{loan.id}/results/mid"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        answer = await send(facility, page, path, days_used="1")
    assert answer.status_code == 422
    assert "試用が始まってから報告してください" in words(answer)
