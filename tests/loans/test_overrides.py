"""Exceptions from the rules: who may make them, what they change in the ledger, and that they stay."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from accounts.domain import Actor
from catalog.domain import Condition, Way
from catalog.occupancy import UnitTaken
from core import db
from core.clock import today
from core.errors import Invalid
from directory.kinds import OrganizationKind
from loans import commands, usecases
from loans.pages.views import exceptions_told, happenings
from loans.queries import LoanView, loan_events, loan_for
from loans.records import record_for
from tests.factories import (
    Parties,
    a_loan,
    a_product,
    a_request,
    a_unit,
    an_actor,
    an_organization,
    another_facility,
    the_parties,
)

pytestmark = pytest.mark.usefixtures("database")

WHY = "窓口の車で届けます"
SOON = today() + timedelta(days=1)


async def by_phone(parties: Parties, *, reason: str = "", **fields: Any) -> LoanView:
    """What the counter asks for on behalf of the facility."""
    command = a_request(
        parties.product_id,
        facility_id=parties.facility.organization_id,
        override_reason=reason,
        **fields,
    )
    return await usecases.request_loan(parties.counter, command)


async def blocked(loan: LoanView) -> tuple[date, date]:
    """The days that the loan's first unit has in the ledger."""
    row = await db.fetch_row(
        'SELECT lower(period) AS start, upper(period) AS "end" FROM occupancy'
        " WHERE cause_id = $1 AND status = 'active'",
        loan.id,
    )
    assert row is not None
    return row["start"], row["end"]


async def test_a_counter_sets_its_own_rule_aside_and_that_stays_with_the_loan() -> None:
    parties = await the_parties(policy={"notice_days": 60})
    in_time = today() + timedelta(days=60)
    with pytest.raises(Invalid) as refused:
        await by_phone(parties)
    assert refused.value.fields == {"start": "too-short-notice"}
    assert str(refused.value.facts["earliest_start"]) >= str(in_time)  # one press away on the page
    assert refused.value.facts["overridable"] == ["too-short-notice"]
    loan = await by_phone(parties, reason=WHY)
    (made,) = loan.overrides
    assert (made.code, made.whose, made.reason, made.step) == ("too-short-notice", "counter", WHY, "request")
    assert (made.start, made.end, made.facts) == (loan.start, loan.end, made.facts)
    assert (made.facts["notice_days"], made.facts["earliest_start"] >= str(in_time)) == (60, True)
    assert made.person_name == parties.counter.name
    (event,) = await loan_events(parties.counter, loan.id)
    assert event.facts["overridden"] == ["too-short-notice"]
    assert event.facts["overridden_rules"] == [{"code": "too-short-notice", "whose": "counter"}]
    assert event.facts["override_reason"] == WHY


async def test_a_facility_gives_no_exception_to_itself() -> None:
    parties = await the_parties(policy={"notice_days": 60})
    with pytest.raises(Invalid) as refused:
        await a_loan(parties, override_reason=WHY)
    assert refused.value.facts["overridable"] == []


async def test_an_exception_is_never_changed_nor_deleted() -> None:
    loan = await by_phone(await the_parties(policy={"notice_days": 60}), reason=WHY)
    for sql in ("UPDATE loan_override SET reason = 'x' WHERE loan_id = $1", "DELETE FROM loan_override"):
        with pytest.raises(asyncpg.RaiseError):
            await db.execute(sql, *([loan.id] if "$1" in sql else []))


async def test_names_of_people_are_for_their_own_organisation() -> None:
    parties = await the_parties(policy={"notice_days": 60})
    loan = await by_phone(parties, reason=WHY)
    seen = (await loan_for(parties.facility, loan.id)).overrides[0]
    assert (seen.person_name, seen.reason) == ("", WHY)
    await usecases.propose_loan(parties.counter, loan.id)
    hidden = (await loan_for(parties.vendor, loan.id)).overrides[0]
    assert (hidden.person_name, hidden.reason, hidden.code) == ("", "", "too-short-notice")
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    assert (await loan_for(parties.vendor, loan.id)).overrides[0].reason == WHY


async def test_days_that_are_over_are_nobodys_to_set_aside() -> None:
    parties = await the_parties()
    with pytest.raises(Invalid) as refused:
        await by_phone(parties, start=today() - timedelta(days=1), reason=WHY)
    assert refused.value.fields["start"] == "start-in-past"
    assert "start-in-past" not in str(refused.value.facts["overridable"])


async def test_the_transit_of_a_vendor_is_not_the_counters_to_cut_unless_the_unit_is_at_hand() -> None:
    parties = await the_parties()
    with pytest.raises(Invalid) as refused:
        await by_phone(parties, start=SOON, reason=WHY)
    assert refused.value.fields == {"start": "too-soon-to-arrive"}
    assert refused.value.facts["overridable"] == []
    at_hand = await a_unit(parties.product_id, parties.vendor.acting_for())
    await db.execute("UPDATE unit SET custodian_id = $2 WHERE id = $1", at_hand, parties.counter.acting_for())
    loan = await by_phone(parties, start=SOON, reason=WHY)
    assert loan.unit_ids == [at_hand]
    assert (await blocked(loan))[0] == today()
    assert [one.code for one in loan.overrides] == ["too-soon-to-arrive"]


async def lending_counter() -> tuple[Parties, UUID]:
    """A counter that lends a unit of its own besides the vendor's."""
    parties = await the_parties(units=0)
    return parties, await a_unit(parties.product_id, parties.counter.acting_for())


async def test_a_counter_cuts_the_transit_of_its_own_unit() -> None:
    parties, unit_id = await lending_counter()
    loan = await by_phone(parties, start=SOON, reason=WHY)
    assert loan.unit_ids == [unit_id]
    assert (await blocked(loan))[0] == today()


async def test_a_counter_lends_its_own_unit_between_two_loans_without_buffers() -> None:
    parties, unit_id = await lending_counter()
    first = await by_phone(parties, days=14)
    inspected = (await blocked(first))[1]
    with pytest.raises(UnitTaken) as refused:
        await by_phone(parties, start=first.end, days=7)
    assert "overridable" not in refused.value.facts
    with pytest.raises(UnitTaken) as refused:
        await by_phone(parties, start=inspected, days=7)
    assert refused.value.facts["overridable"] == ["buffer-taken"]
    second = await by_phone(parties, start=inspected, days=7, reason=WHY)
    assert second.unit_ids == [unit_id]
    assert await blocked(second) == (inspected, inspected + timedelta(days=7))
    assert [one.code for one in second.overrides] == ["buffer-taken"]


async def test_days_that_somebody_has_are_never_given_twice_whatever_the_reason() -> None:
    parties, _ = await lending_counter()
    first = await by_phone(parties)
    with pytest.raises(UnitTaken):
        await by_phone(parties, start=first.start + timedelta(days=3), reason=WHY)
    assert (
        await db.fetch_value(
            "SELECT count(*) FROM occupancy o JOIN unit u ON u.id = o.unit_id WHERE u.product_id = $1",
            parties.product_id,
        )
        == 1
    )


async def closed_on(actor: Actor, day: date) -> None:
    await db.execute(
        "INSERT INTO closing_day (id, organization_id, day) VALUES (gen_random_uuid(), $1, $2)",
        actor.organization_id,
        day,
    )


async def test_a_counter_lets_a_trial_end_on_a_closing_day_of_the_facility() -> None:
    parties = await the_parties()
    start = today() + timedelta(days=30)
    await closed_on(parties.facility, start + timedelta(days=13))
    with pytest.raises(Invalid) as refused:
        await a_loan(parties, start=start)
    assert refused.value.fields == {"end": "facility-closed-on-last-day"}
    loan = await by_phone(parties, start=start, reason="職員が出てきて受け渡します")
    assert [(one.code, one.whose) for one in loan.overrides] == [("facility-closed-on-last-day", "facility")]


async def test_a_lender_offers_days_that_transit_cannot_reach_and_nobody_elses_rule() -> None:
    parties = await the_parties(policy={"notice_days": 1})
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    end = SOON + timedelta(days=7)
    with pytest.raises(Invalid) as refused:
        await usecases.offer_loan(parties.vendor, loan.id, commands.OfferLoan(start=SOON, end=end))
    assert refused.value.facts["overridable"] == ["too-soon-to-arrive"]
    offer = commands.OfferLoan(start=SOON, end=end, override_reason="今日、社員が届けます")
    await usecases.offer_loan(parties.vendor, loan.id, offer)
    accepted = await usecases.accept_offer(parties.facility, loan.id)
    assert (await blocked(accepted))[0] == today()
    tomorrow = commands.OfferLoan(start=today(), end=end, override_reason="今日、社員が届けます")
    with pytest.raises(Invalid) as refused:
        await usecases.offer_loan(parties.vendor, loan.id, tomorrow)
    assert refused.value.fields["start"] == "too-short-notice"


async def on_trial(parties: Parties, loan: LoanView) -> None:
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    await usecases.dispatch_loan(parties.vendor, loan.id, commands.DispatchLoan(way=Way.BROUGHT))
    await usecases.receive_loan(parties.facility, loan.id, commands.ReceiveLoan(condition=Condition.OK))


async def test_more_days_than_the_counter_allows_need_its_word_first() -> None:
    parties = await the_parties(policy={"max_days": 20})
    loan = await a_loan(parties)
    await on_trial(parties, loan)
    end = loan.start + timedelta(days=25)
    refused = commands.ExtendLoan(end=end, override_reason="もう少し")
    for actor in (parties.facility, parties.vendor):
        with pytest.raises(Invalid):
            await usecases.extend_loan(actor, loan.id, refused)
    wish = commands.ExtendLoan(end=end, override_reason="夜勤の全員が使えるように")
    await usecases.extend_loan(parties.counter, loan.id, wish)
    longer = await usecases.extend_loan(parties.vendor, loan.id, commands.ExtendLoan(end=end))
    assert longer.end == end
    assert [one.code for one in longer.overrides] == ["too-long"]


async def test_what_a_counter_sets_aside_leaves_the_lenders_rule_of_the_same_name_standing() -> None:
    parties = await the_parties(policy={"max_days": 20})
    loan = await a_loan(parties)
    await on_trial(parties, loan)
    end = loan.start + timedelta(days=25)
    await usecases.extend_loan(parties.counter, loan.id, commands.ExtendLoan(end=end, override_reason=WHY))
    await db.execute("UPDATE product SET max_days = 21 WHERE id = $1", parties.product_id)
    with pytest.raises(Invalid) as refused:
        await usecases.extend_loan(parties.vendor, loan.id, commands.ExtendLoan(end=end))
    assert refused.value.facts["overridable"] == ["too-long"]
    reason = "次の予定がないため"
    longer = await usecases.extend_loan(
        parties.vendor, loan.id, commands.ExtendLoan(end=end, override_reason=reason)
    )
    assert [(one.code, one.whose) for one in longer.overrides] == [
        ("too-long", "counter"),
        ("too-long", "lender"),
    ]
    told = [str(one.text) for one in happenings(await record_for(parties.counter, loan.id))]
    assert any(f"いちばん長い期間（貸主の決まり）：{reason}" in line for line in told)
    assert any(f"いちばん長い期間（相談窓口の決まり）：{WHY}" in line for line in told)


async def test_an_exception_of_which_only_the_rule_is_known_is_told_by_it() -> None:
    facts = {"overridden": ["too-long"], "override_reason": WHY}
    assert exceptions_told(facts) == f"例外として認めました：いちばん長い期間：{WHY}"


async def test_a_lender_grants_days_up_to_the_next_booking_by_leaving_out_the_inspection() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await on_trial(parties, loan)
    rival = Parties(await another_facility(parties), parties.counter, parties.vendor, parties.product_id)
    later = await a_loan(rival, start=loan.end + timedelta(days=14))
    end = (await blocked(later))[0]
    with pytest.raises(UnitTaken) as refused:
        await usecases.extend_loan(parties.vendor, loan.id, commands.ExtendLoan(end=end))
    assert refused.value.facts["overridable"] == ["buffer-taken"]
    wish = commands.ExtendLoan(end=end, override_reason="そのまま次の事業所へ運びます")
    longer = await usecases.extend_loan(parties.vendor, loan.id, wish)
    assert (await blocked(longer))[1] == end
    assert [one.code for one in longer.overrides] == ["buffer-taken"]


async def test_a_lender_with_too_few_units_keeps_none_of_them_held() -> None:
    parties = await the_parties(units=2)
    own = await a_unit(parties.product_id, parties.counter.acting_for())
    loan = await by_phone(parties, quantity=2)
    assert own not in loan.unit_ids
    held = "SELECT count(*) FROM occupancy WHERE cause_id = $1 AND status = 'active'"
    assert await db.fetch_value(held, loan.id) == 2


async def test_two_requests_at_once_do_not_pass_the_limit_of_a_year() -> None:
    parties = await the_parties(units=8, policy={"max_loans_per_year": 1, "max_units": 50})
    asked = [a_request(parties.product_id) for _ in range(8)]
    answers = await asyncio.gather(
        *(usecases.request_loan(parties.facility, one) for one in asked), return_exceptions=True
    )
    assert sum(isinstance(one, LoanView) for one in answers) == 1
    refused = [one for one in answers if isinstance(one, Invalid)]
    assert {one.fields["start"] for one in refused} == {"too-many-loans"}


async def test_another_vendors_product_at_the_counter_changes_nothing_for_others() -> None:
    parties = await the_parties()
    other = await a_product(await an_organization(OrganizationKind.VENDOR))
    counter = await an_actor(await an_organization(OrganizationKind.COUNTER))
    command = a_request(other, facility_id=parties.facility.organization_id, override_reason=WHY)
    with pytest.raises(Exception, match="not-found"):
        await usecases.request_loan(counter, command)


async def test_a_request_moves_to_days_that_break_the_counters_rule_with_its_word() -> None:
    parties = await the_parties(policy={"max_days": 20})
    loan = await a_loan(parties)
    longer = commands.RescheduleLoan(start=loan.start, end=loan.start + timedelta(days=25))
    for actor in (parties.facility, parties.counter):
        with pytest.raises(Invalid) as refused:
            await usecases.revise_loan(actor, loan.id, longer)
        assert refused.value.facts["overridable"] == (["too-long"] if actor is parties.counter else [])
    spoken = commands.RescheduleLoan(start=longer.start, end=longer.end, override_reason=WHY)
    moved = await usecases.revise_loan(parties.counter, loan.id, spoken)
    assert [(one.code, one.step) for one in moved.overrides] == [("too-long", "revise")]


async def test_a_trial_brought_by_hand_ends_another_day_without_its_transit_coming_back() -> None:
    parties, _ = await lending_counter()
    loan = await by_phone(parties, start=SOON, reason=WHY)
    other = commands.RescheduleLoan(start=loan.start, end=loan.end + timedelta(days=7))
    moved = await usecases.revise_loan(parties.counter, loan.id, other)
    assert (await blocked(moved))[0] == today()


async def test_a_rule_that_two_parties_have_is_set_aside_by_both_or_not_at_all() -> None:
    """The counter is not told to write a reason where the lender's own limit stands in the way as well."""
    parties = await the_parties(policy={"max_days": 31})
    await db.execute("UPDATE product SET max_days = 21 WHERE id = $1", parties.product_id)
    for reason in ("", WHY):
        with pytest.raises(Invalid) as refused:
            await by_phone(parties, reason=reason, days=60)
        facts: dict[str, Any] = refused.value.facts
        assert (facts["overridable"], [one.whose for one in facts["barred"]]) == ([], ["lender"])


async def test_what_was_set_aside_is_no_reason_why_units_are_missing() -> None:
    parties = await the_parties(units=1, policy={"max_units": 1})
    with pytest.raises(UnitTaken) as refused:
        await by_phone(parties, reason=WHY, quantity=2)
    reasons: Any = refused.value.facts["reasons"]
    assert [one.code for one in reasons] == ["no-units"]
