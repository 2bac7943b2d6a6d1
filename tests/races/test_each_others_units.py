"""Steps that give days back and take others: two of them never wait for each other in a ring.

PostgreSQL counts deadlocks when a statement has waited for a second; a house that needs this judge answers
late, and with `busy`.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from contextvars import Context
from datetime import timedelta
from uuid import UUID

import pytest

from catalog import occupancy
from catalog.domain import Purpose
from catalog.terms import Days
from core import db
from core.errors import Conflict
from loans import usecases
from loans.commands import ConfirmLoan, ExchangeLoan, OfferLoan, RecallLoan, RepeatLoan, RescheduleLoan
from loans.queries import LoanView
from loans.usecases.recording import hold_still
from tests.factories import Parties, a_loan, a_unit, another_facility, the_parties
from tests.invariants import INVARIANTS
from tests.loans.letters import a_loan_on_trial
from tests.order import without_order

pytestmark = pytest.mark.usefixtures("database")

ROUNDS = 5
DOUBLE = INVARIANTS["days of a unit promised twice"]
_STEP_BY_STEP = """
CREATE FUNCTION step_by_step() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(0.05); RETURN NULL; END $$;
CREATE TRIGGER slow AFTER UPDATE ON occupancy FOR EACH ROW EXECUTE FUNCTION step_by_step();
"""


@asynccontextmanager
async def _slow_ledger() -> AsyncIterator[None]:
    """Whoever changes days rests before going on, so that two are at it at once."""
    await db.execute(_STEP_BY_STEP)
    try:
        yield
    finally:
        await db.execute("DROP FUNCTION step_by_step CASCADE")


async def _both(*actions: Awaitable[LoanView]) -> list[LoanView | Conflict]:
    async with _slow_ledger():
        answers = await asyncio.gather(*actions, return_exceptions=True)
    assert all(isinstance(answer, LoanView | Conflict) for answer in answers), answers
    assert "busy" not in {getattr(answer, "reason", "") for answer in answers}
    assert await db.fetch_value(DOUBLE) == 0
    return [answer for answer in answers if isinstance(answer, LoanView | Conflict)]


async def _two_proposed() -> tuple[Parties, list[LoanView]]:
    """Two loans on the same days, of one unit each."""
    parties = await the_parties(units=2, policy={"max_units": 100})
    asked = [await a_loan(parties) for _ in range(2)]
    return parties, [await usecases.propose_loan(parties.counter, one.id) for one in asked]


async def test_two_yeses_with_each_others_units_are_refused_and_neither_waits() -> None:
    for _ in range(ROUNDS):
        parties, (one, two) = await _two_proposed()
        answers = await _both(
            usecases.confirm_loan(parties.vendor, one.id, ConfirmLoan(unit_ids=two.unit_ids)),
            usecases.confirm_loan(parties.vendor, two.id, ConfirmLoan(unit_ids=one.unit_ids)),
        )
        assert [answer.reason for answer in answers if isinstance(answer, Conflict)] == ["unit-taken"] * 2


async def test_two_offers_of_each_others_units_are_refused_and_neither_waits() -> None:
    for _ in range(ROUNDS):
        parties, (one, two) = await _two_proposed()
        later = timedelta(days=2)
        start, end = one.start + later, one.end + later
        answers = await _both(
            usecases.offer_loan(
                parties.vendor, one.id, OfferLoan(start=start, end=end, unit_ids=two.unit_ids)
            ),
            usecases.offer_loan(
                parties.vendor, two.id, OfferLoan(start=start, end=end, unit_ids=one.unit_ids)
            ),
        )
        assert [answer.reason for answer in answers if isinstance(answer, Conflict)] == ["unit-taken"] * 2


async def test_giving_back_before_taking_would_end_in_a_ring() -> None:
    """The negative control: what both steps above must not do."""
    parties, (one, two) = await _two_proposed()
    await without_order(parties.product_id)
    both_gave_back = asyncio.Barrier(2)

    async def give_back_and_take(mine: LoanView, theirs: LoanView) -> str:
        try:
            async with db.transaction():
                await occupancy.release_for(mine.id)
                await both_gave_back.wait()
                days = Days(mine.start, mine.end)
                await occupancy.take(theirs.unit_ids[0], days, Purpose.LOAN, mine.id)
        except Conflict as refusal:
            return refusal.reason
        return "taken"

    answers = await asyncio.gather(give_back_and_take(one, two), give_back_and_take(two, one))
    assert "busy" in answers


async def test_two_loans_recalled_take_what_is_held_for_the_other_and_neither_waits() -> None:
    parties = await the_parties()
    one = await a_loan_on_trial(parties)
    lender: UUID = one.lender_id
    await a_unit(parties.product_id, lender)
    other = Parties(await another_facility(parties), parties.counter, parties.vendor, parties.product_id)
    two = await a_loan_on_trial(other)
    spare = [await a_unit(parties.product_id, lender) for _ in range(2)]
    for loan, unit in zip((one, two), spare, strict=True):
        command = RecallLoan(reason="点検のため", back_by=loan.start, unit_ids=[unit])
        await usecases.recall_loan(parties.vendor, loan.id, command)
    answers = await _both(
        usecases.exchange_loan(
            parties.vendor, one.id, ExchangeLoan(unit_ids=[spare[1]], reason="点検のため")
        ),
        usecases.exchange_loan(
            parties.vendor, two.id, ExchangeLoan(unit_ids=[spare[0]], reason="点検のため")
        ),
    )
    assert [answer.reason for answer in answers if isinstance(answer, Conflict)] == ["unit-taken"] * 2


async def test_a_repeat_does_not_wait_for_a_step_of_the_loan_it_repeats() -> None:
    """It has days in hand by then, which that step may be waiting for."""
    parties = await the_parties(units=2, policy={"max_units": 100})
    loan = await a_loan(parties)
    later = loan.end + timedelta(days=60)
    wish = RepeatLoan(start=later, end=later + timedelta(days=7))
    async with db.transaction():
        await hold_still(parties.vendor, loan.id)
        repeated = asyncio.create_task(
            usecases.repeat_loan(parties.facility, loan.id, wish), context=Context()
        )
        async with asyncio.timeout(20):
            assert (await repeated).repeat_of == loan.id


async def test_two_loans_of_the_same_units_moved_towards_each_other_do_not_wait_in_a_ring() -> None:
    parties = await the_parties(units=2, policy={"max_units": 100, "max_days": 60})
    one = await a_loan(parties, days=7, quantity=2)
    two = await a_loan(parties, days=7, quantity=2, start=one.end + timedelta(days=60))
    # The days of the first loan's first unit are younger than those of its second.
    first = min(one.unit_ids)
    spare = await a_unit(parties.product_id, one.lender_id)
    for units in ([spare, max(one.unit_ids)], list(one.unit_ids)):
        assert first != spare
        command = ExchangeLoan(unit_ids=units, reason="点検のため")
        one = await usecases.exchange_loan(parties.vendor, one.id, command)
    middle = one.end + timedelta(days=28)
    moved = RescheduleLoan(start=middle, end=middle + timedelta(days=7))
    answers = await _both(
        usecases.revise_loan(parties.facility, one.id, moved),
        usecases.revise_loan(parties.facility, two.id, moved),
    )
    assert sum(isinstance(answer, LoanView) for answer in answers) == 1
