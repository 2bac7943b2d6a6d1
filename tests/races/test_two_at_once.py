"""Two people act on one loan at the same moment: what happens is what could have happened one by one."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from datetime import timedelta
from itertools import pairwise

import pytest

from catalog.domain import Condition
from core import db
from core.calendar import WorkingDays
from core.clock import frozen, now, today
from core.errors import Conflict
from loans import usecases
from loans.commands import ConfirmLoan, ExtendLoan, TakeBackLoan, WriteOffLoan
from loans.domain import Custody
from loans.queries import LoanView, loan_events, loan_for
from tests.factories import Parties, a_loan, the_parties
from tests.loans.letters import a_loan_on_trial

pytestmark = pytest.mark.usefixtures("database")

ROUNDS = 5
REASON = WriteOffLoan(reason="都合により")
BACK = TakeBackLoan(condition=Condition.OK)


async def at_once(*steps: Awaitable[LoanView]) -> list[LoanView | Conflict]:
    """What became of each: a loan, or a conflict that says where it stands. Nobody waits in a ring."""
    answers = await asyncio.gather(*steps, return_exceptions=True)
    assert all(isinstance(answer, LoanView | Conflict) for answer in answers), answers
    assert "busy" not in [getattr(answer, "reason", "") for answer in answers]
    return [answer for answer in answers if isinstance(answer, LoanView | Conflict)]


def won(answers: list[LoanView | Conflict]) -> list[bool]:
    return [isinstance(answer, LoanView) for answer in answers]


async def proposed(parties: Parties) -> LoanView:
    return await usecases.propose_loan(parties.counter, (await a_loan(parties)).id)


_ACTIVE = """
SELECT o.purpose FROM occupancy o WHERE o.cause_id = $1 AND o.status = 'active'
"""


async def days_taken_for(loan: LoanView) -> list[str]:
    return [row["purpose"] for row in await db.fetch(_ACTIVE, loan.id)]


async def check_history(parties: Parties, loan: LoanView) -> list[str]:
    """The steps in their order: each begins where the one before it ended, and each has its outbox row."""
    events = await loan_events(parties.counter, loan.id)
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    for earlier, later in pairwise(events):
        assert later.custody_from == earlier.custody_to
    sql = "SELECT count(*) FROM outbox WHERE dedupe_key = ANY($1::text[])"
    assert await db.fetch_value(sql, [f"loan:{event.id}" for event in events]) == len(events)
    return [event.step for event in events]


async def test_sixteen_colleagues_propose_at_once_and_the_lender_is_asked_once() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    answers = await at_once(*(usecases.propose_loan(parties.counter, loan.id) for _ in range(16)))
    assert Counter(won(answers)) == {True: 1, False: 15}
    assert {answer.reason for answer in answers if isinstance(answer, Conflict)} <= {
        "stale-state",
        "illegal-step",
    }
    assert await check_history(parties, loan) == ["request", "propose"]


async def test_confirmed_and_cancelled_at_once() -> None:
    for _ in range(ROUNDS):
        parties = await the_parties()
        loan = await proposed(parties)
        confirmed, cancelled = won(
            await at_once(
                usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan()),
                usecases.cancel_loan(parties.facility, loan.id, REASON),
            )
        )
        steps = await check_history(parties, loan)
        assert steps[2:] == ["confirm"] * confirmed + ["cancel"] * cancelled
        assert confirmed or cancelled
        assert await days_taken_for(loan) == ([] if cancelled else ["loan"])


async def test_taken_back_and_written_off_at_once() -> None:
    for _ in range(ROUNDS):
        parties = await the_parties()
        loan = await a_loan_on_trial(parties)
        returned, lost = won(
            await at_once(
                usecases.take_back_loan(parties.vendor, loan.id, BACK),
                usecases.write_off_loan(parties.counter, loan.id, REASON),
            )
        )
        assert (returned, lost) in {(True, False), (False, True)}
        assert (await check_history(parties, loan))[-1] == ("take_back" if returned else "write_off")
        status = await db.fetch_value("SELECT status FROM unit WHERE id = $1", loan.unit_ids[0])
        assert status == ("retired" if lost else "active")


async def test_a_hold_runs_out_while_its_lender_agrees() -> None:
    for _ in range(ROUNDS):
        parties = await the_parties()
        loan = await proposed(parties)
        await db.execute("UPDATE loan SET hold_expires_at = $2 WHERE id = $1", loan.id, now() - timedelta(1))
        expiry = asyncio.create_task(usecases.expire_holds(1000))
        assert won(await at_once(usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan()))) == [True]
        await expiry
        assert (await check_history(parties, loan))[-1] == "confirm"
        assert await days_taken_for(loan) == ["loan"]


async def test_two_offers_and_a_yes_at_once() -> None:
    for _ in range(ROUNDS):
        parties = await the_parties(units=2)
        loan = await proposed(parties)
        answers = await at_once(
            usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan()),
            usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan()),
            usecases.decline_loan(parties.vendor, loan.id, REASON),
        )
        assert sum(won(answers)) == 1
        taken = await days_taken_for(loan)
        found = (await loan_for(parties.vendor, loan.id)).custody
        assert taken == (["loan"] if found is Custody.CONFIRMED else [])
        await check_history(parties, loan)


async def test_an_extension_is_granted_while_the_unit_comes_back() -> None:
    for _ in range(ROUNDS):
        parties = await the_parties()
        loan = await a_loan_on_trial(parties)
        longer = ExtendLoan(end=loan.end + timedelta(days=3))
        await at_once(
            usecases.extend_loan(parties.vendor, loan.id, longer),
            usecases.take_back_loan(parties.vendor, loan.id, BACK),
        )
        steps = await check_history(parties, loan)
        found = await loan_for(parties.vendor, loan.id)
        if "take_back" in steps:
            assert found.custody is Custody.RETURNED


async def test_a_late_unit_comes_back_while_its_days_are_being_stretched() -> None:
    for _ in range(ROUNDS):
        parties = await the_parties()
        with frozen(now() - timedelta(days=60)):
            loan = await a_loan_on_trial(parties)
        stretching = asyncio.create_task(usecases.stretch_overdue())
        await at_once(usecases.take_back_loan(parties.vendor, loan.id, BACK))
        await stretching
        sql = "SELECT upper(period) FROM occupancy WHERE cause_id = $1"
        assert await db.fetch_value(sql, loan.id) == WorkingDays().after(today(), 1)  # the inspection alone
