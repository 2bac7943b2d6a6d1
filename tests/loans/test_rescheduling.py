"""Moving the days of a loan that has not left yet: who may, what stands in the way, and who hears of it."""

from datetime import timedelta

import pytest

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import Reason
from catalog.domain import Purpose
from catalog.occupancy import UnitTaken
from catalog.terms import Days
from core import db
from core.errors import IllegalStep, Invalid, NotAllowed, NotFound, StaleState
from loans import commands, queries, usecases
from loans.queries import LoanView
from loans.usecases import reschedule_loan, revise_loan
from tests.factories import Parties, a_loan, the_parties

pytestmark = pytest.mark.usefixtures("database")


def moved(loan: LoanView, days: int, **fields: object) -> commands.RescheduleLoan:
    """The same length, some days later."""
    shift = timedelta(days=days)
    return commands.RescheduleLoan(start=loan.start + shift, end=loan.end + shift, **fields)  # type: ignore[arg-type]


async def confirmed(parties: Parties) -> LoanView:
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    return await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())


async def blocked(loan: LoanView) -> list[Days]:
    rows = await db.fetch(
        'SELECT lower(period) AS start, upper(period) AS "end" FROM occupancy'
        " WHERE cause_id = $1 AND status = 'active'",
        loan.id,
    )
    return [Days(row["start"], row["end"]) for row in rows]


async def test_facility_and_counter_move_a_request_and_its_days_move_in_the_ledger() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    before = await blocked(loan)
    for actor, days in ((parties.facility, 7), (parties.counter, 14)):
        after = await revise_loan(actor, loan.id, moved(loan, days))
        assert (after.start, after.end) == (loan.start + timedelta(days), loan.end + timedelta(days))
        assert after.unit_ids == loan.unit_ids
    (days_now,) = await blocked(loan)
    assert days_now.start >= before[0].start + timedelta(days=7)
    events = await queries.loan_events(parties.counter, loan.id)
    assert [(event.step, event.on_behalf_of_name != "") for event in events][1:] == [
        ("revise", False),
        ("revise", True),
    ]


async def test_days_that_somebody_else_has_are_refused_with_who_and_nothing_moves() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    start = loan.end + timedelta(days=20)
    await occupancy.take(loan.unit_ids[0], Days(start, start + timedelta(days=30)), Purpose.MAINTENANCE, None)
    before = await blocked(loan)
    with pytest.raises(UnitTaken) as refused:
        await revise_loan(parties.facility, loan.id, moved(loan, 28))
    until = start + timedelta(days=30)
    assert refused.value.facts["reasons"] == [Reason("taken", Purpose.MAINTENANCE, until)]
    assert await blocked(loan) == before
    assert (await queries.loan_for(parties.facility, loan.id)).start == loan.start


async def test_what_is_agreed_moves_by_lender_or_counter_with_a_reason_and_everybody_hears_of_it() -> None:
    parties = await the_parties()
    loan = await confirmed(parties)
    with pytest.raises(NotAllowed):
        await reschedule_loan(parties.facility, loan.id, moved(loan, 7, reason="都合"))
    with pytest.raises(Invalid) as unexplained:
        await reschedule_loan(parties.vendor, loan.id, moved(loan, 7))
    assert unexplained.value.fields == {"reason": "required"}
    await reschedule_loan(parties.vendor, loan.id, moved(loan, 7, reason="整備のため"))
    after = await reschedule_loan(parties.counter, loan.id, moved(loan, 14, reason="施設の都合"))
    assert (after.custody, after.start) == (loan.custody, loan.start + timedelta(days=14))


async def test_only_the_parties_may_move_a_loan_and_only_where_it_stands() -> None:
    parties, strangers = await the_parties(), await the_parties()
    loan = await a_loan(parties)
    others: list[Actor] = [strangers.facility, strangers.counter, strangers.vendor]
    for actor in others:
        with pytest.raises(NotFound):
            await revise_loan(actor, loan.id, moved(loan, 7))
    with pytest.raises(IllegalStep):
        await reschedule_loan(parties.counter, loan.id, moved(loan, 7, reason="都合"))
    with pytest.raises(NotAllowed):
        await revise_loan(parties.vendor, loan.id, moved(loan, 7))


async def test_whoever_saw_other_days_moves_nothing_and_is_told_where_the_loan_is_now() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    seen = Days(loan.start, loan.end)
    await revise_loan(parties.counter, loan.id, moved(loan, 7, was=seen))
    with pytest.raises(StaleState) as refused:
        await revise_loan(parties.facility, loan.id, moved(loan, 14, was=seen))
    assert refused.value.reason == "days-moved"
    assert refused.value.facts["start"] == loan.start + timedelta(days=7)


async def test_the_same_days_and_days_in_the_past_are_refused_beside_their_field() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    for days, code in ((0, "days-unchanged"), (-400, "start-in-past")):
        with pytest.raises(Invalid) as refused:
            await revise_loan(parties.counter, loan.id, moved(loan, days))
        assert refused.value.fields["start"] == code


async def test_a_request_whose_hold_ran_out_holds_its_unit_again_when_it_moves() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await db.execute("UPDATE occupancy SET status = 'released' WHERE cause_id = $1", loan.id)
    after = await revise_loan(parties.counter, loan.id, moved(loan, 7))
    assert (after.unit_ids, len(await blocked(loan))) == (loan.unit_ids, 1)
