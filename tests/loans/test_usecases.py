from datetime import timedelta

import pytest

from catalog.domain import Condition, Way
from catalog.occupancy import UnitTaken
from core import db
from core.clock import today
from core.errors import IllegalStep, Invalid, NotAllowed, NotFound, StaleState
from loans import commands, queries, usecases
from loans.domain import Channel, Custody, Decision, ResultState, Stage
from tests.factories import a_loan, a_request, names, the_parties

pytestmark = pytest.mark.usefixtures("database")

PARCEL = commands.DispatchLoan(way=Way.PARCEL, carrier="試験運輸", tracking_number="1234-5678")
AFTER = commands.SubmitResult(
    stage=Stage.AFTER,
    answers={"days_used": 12, "target_reached": 4, "ease_of_use": 4, "safety": 5},
    decision=Decision.INTRODUCE,
    reason="訪室が半分になった",
)


async def test_a_loan_goes_from_request_to_closed_and_every_step_is_recorded() -> None:
    parties = await the_parties(units=2)
    loan = await a_loan(parties)
    assert loan.custody is Custody.REQUESTED
    assert names(loan.next_steps) == {"cancel", "revise"}
    assert len(loan.unit_ids) == 1
    await usecases.propose_loan(parties.counter, loan.id)
    confirmed = await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    assert names(confirmed.next_steps) == {"dispatch", "exchange", "offer", "recall", "reschedule"}
    await usecases.dispatch_loan(parties.vendor, loan.id, PARCEL)
    received = await usecases.receive_loan(
        parties.facility, loan.id, commands.ReceiveLoan(condition=Condition.OK, lecture_held_on=today())
    )
    assert received.custody is Custody.ON_TRIAL
    await usecases.send_back_loan(parties.facility, loan.id, commands.SendBackLoan(cleaned=True))
    back = await usecases.take_back_loan(
        parties.vendor, loan.id, commands.TakeBackLoan(condition=Condition.OK)
    )
    assert (back.custody, back.is_result_missing, back.is_closed) == (Custody.RETURNED, True, False)
    closed = await usecases.submit_result(parties.facility, loan.id, AFTER)
    assert (closed.result, closed.is_closed, closed.next_steps) == (ResultState.SUBMITTED, True, [])
    events = await queries.loan_events(parties.counter, loan.id)
    assert [event.step for event in events] == [
        "request",
        "propose",
        "confirm",
        "dispatch",
        "receive",
        "send_back",
        "take_back",
        "submit_result",
    ]
    for event in events:
        assert (
            await db.fetch_value("SELECT count(*) FROM outbox WHERE dedupe_key = $1", f"loan:{event.id}") == 1
        )


async def test_a_second_booker_of_the_same_days_is_told_until_when_and_what_instead() -> None:
    parties = await the_parties()
    first = await a_loan(parties)
    with pytest.raises(UnitTaken) as refused:
        await a_loan(parties, start=first.start + timedelta(days=3))
    facts = refused.value.facts
    assert facts["reasons"]
    assert str(facts["next_free_start"]) > str(first.end)


async def test_a_declined_loan_gives_its_days_back() -> None:
    parties = await the_parties()
    first = await a_loan(parties)
    await usecases.decline_loan(parties.counter, first.id, commands.GiveReason(reason="対象外です"))
    second = await a_loan(parties)
    assert second.unit_ids == first.unit_ids


async def test_a_step_out_of_order_says_where_the_loan_stands_and_what_is_allowed() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    with pytest.raises(IllegalStep) as refused:
        await usecases.dispatch_loan(parties.vendor, loan.id, PARCEL)
    assert refused.value.facts["state"] == "requested"
    assert refused.value.facts["allowed"] == ["decline", "exchange"]
    with pytest.raises(NotAllowed):
        await usecases.propose_loan(parties.facility, loan.id)


async def test_a_stale_form_is_told_what_changed() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    with pytest.raises(StaleState) as refused:
        await usecases.decline_loan(
            parties.counter, loan.id, commands.GiveReason(reason="x"), expected=Custody.REQUESTED
        )
    assert refused.value.facts["found"] == "proposed"


async def test_foreign_loans_do_not_exist() -> None:
    mine, theirs = await the_parties(), await the_parties()
    loan = await a_loan(mine)
    for stranger in (theirs.facility, theirs.counter, theirs.vendor):
        with pytest.raises(NotFound):
            await queries.loan_for(stranger, loan.id)


async def test_the_lender_learns_the_facility_only_after_confirming() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    assert (await queries.loan_for(parties.vendor, loan.id)).facility_id is None
    confirmed = await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    assert confirmed.facility_id == parties.facility.organization_id


async def test_the_lender_offers_other_dates_and_the_facility_accepts() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    later = loan.start + timedelta(days=40)
    offered = await usecases.offer_loan(
        parties.vendor,
        loan.id,
        commands.OfferLoan(start=later, end=later + timedelta(days=14), message="点検のため"),
    )
    assert offered.custody is Custody.REQUESTED
    seen = await queries.loan_for(parties.facility, loan.id)
    assert names(seen.next_steps) == {"accept_offer", "refuse_offer", "cancel"}
    accepted = await usecases.accept_offer(parties.facility, loan.id)
    assert (accepted.custody, accepted.start) == (Custody.PROPOSED, later)


async def test_an_extension_is_asked_granted_and_refused_when_the_days_are_taken() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    await usecases.dispatch_loan(parties.vendor, loan.id, PARCEL)
    await usecases.receive_loan(parties.facility, loan.id, commands.ReceiveLoan(condition=Condition.OK))
    wish = commands.ExtendLoan(end=loan.end + timedelta(days=5))
    asked = await usecases.extend_loan(parties.facility, loan.id, wish)
    assert asked.end == loan.end
    granted = await usecases.extend_loan(parties.vendor, loan.id, wish)
    assert granted.end == wish.end
    await a_loan(parties, start=wish.end + timedelta(days=11))
    with pytest.raises(UnitTaken):
        await usecases.extend_loan(
            parties.facility, loan.id, commands.ExtendLoan(end=loan.start + timedelta(days=30))
        )


async def test_a_request_is_checked_field_by_field() -> None:
    parties = await the_parties(needs_consent=True)
    with pytest.raises(Invalid) as refused:
        await a_loan(
            parties, start=today() - timedelta(days=1), days=40, consent=False, problem=" ", quantity=9
        )
    assert refused.value.fields == {
        "start": "start-in-past",
        "end": "too-long",
        "quantity": "too-many-units",
        "consent": "consent-needed",
        "problem": "required",
    }


async def test_a_counter_requests_for_a_facility_of_its_own_and_for_no_other() -> None:
    parties, others = await the_parties(), await the_parties()
    command = a_request(parties.product_id, facility_id=parties.facility.organization_id, channel=Channel.FAX)
    loan = await usecases.request_loan(parties.counter, command)
    assert loan.channel == "fax"
    event = (await queries.loan_events(parties.counter, loan.id))[0]
    assert event.on_behalf_of == parties.facility.organization_id
    with pytest.raises(NotFound):
        await usecases.request_loan(others.counter, command)


async def test_an_expired_hold_frees_the_days_and_the_counter_can_hold_anew() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await db.execute("UPDATE loan SET hold_expires_at = now() - interval '1 hour' WHERE id = $1", loan.id)
    await usecases.expire_holds()
    other = await a_loan(parties)
    with pytest.raises(UnitTaken):
        await usecases.propose_loan(parties.counter, loan.id)
    await usecases.cancel_loan(parties.facility, other.id, commands.GiveReason(reason="取りやめ"))
    assert (await usecases.propose_loan(parties.counter, loan.id)).custody is Custody.PROPOSED


async def test_a_discontinued_product_is_not_lent_anew_but_its_loans_go_on() -> None:
    parties = await the_parties(units=2)
    loan = await a_loan(parties)
    for status in ("discontinued", "draft"):
        await db.execute("UPDATE product SET status = $2 WHERE id = $1", parties.product_id, status)
        with pytest.raises((Invalid, NotFound)):
            await a_loan(parties)
    assert (await usecases.propose_loan(parties.counter, loan.id)).custody is Custody.PROPOSED


async def test_events_cannot_be_changed() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    with pytest.raises(Exception, match="never changed"):
        await db.execute("UPDATE loan_event SET step = 'x' WHERE loan_id = $1", loan.id)
