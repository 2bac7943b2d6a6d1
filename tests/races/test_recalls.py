"""A recall and a yes want the last free unit; a recall's answer and its end by time meet.

The negative control lets recall and yes meet where the ledger's constraint was dropped.
"""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from core import db
from core.clock import now
from core.errors import Conflict
from loans import usecases
from loans.commands import ConfirmLoan, RecallLoan
from loans.queries import LoanView
from tests.factories import Parties, a_loan, a_unit, the_parties
from tests.loans.letters import a_loan_on_trial
from tests.postgres import Cluster, using_database

ROUNDS = 5
_OVERLAPS = """
SELECT count(*) FROM occupancy a JOIN occupancy b ON a.unit_id = b.unit_id AND a.id < b.id
    AND a.period && b.period AND a.status = 'active' AND b.status = 'active'
JOIN unit u ON u.id = a.unit_id WHERE u.product_id = $1
"""


async def _two_loans_and_a_spare() -> tuple[Parties, LoanView, LoanView, UUID]:
    """One on trial and one the lender has been asked for, on overlapping days, and a unit free on both."""
    parties = await the_parties()
    running = await a_loan_on_trial(parties)
    held = await a_unit(parties.product_id, running.lender_id)
    asked = await usecases.propose_loan(parties.counter, (await a_loan(parties)).id)
    assert asked.unit_ids == [held]
    return parties, running, asked, await a_unit(parties.product_id, running.lender_id)


async def _recall(parties: Parties, loan: LoanView, spare: UUID) -> LoanView:
    command = RecallLoan(reason="点検のため", back_by=loan.start, unit_ids=[spare])
    return await usecases.recall_loan(parties.vendor, loan.id, command)


@pytest.mark.usefixtures("database")
async def test_a_recall_and_a_yes_want_the_last_free_unit() -> None:
    for _ in range(ROUNDS):
        parties, running, asked, spare = await _two_loans_and_a_spare()
        answers = await asyncio.gather(
            _recall(parties, running, spare),
            usecases.confirm_loan(parties.vendor, asked.id, ConfirmLoan(unit_ids=[spare])),
            return_exceptions=True,
        )
        assert sum(isinstance(answer, LoanView) for answer in answers) == 1, answers
        assert [answer.reason for answer in answers if isinstance(answer, Conflict)] == ["unit-taken"]
        assert await db.fetch_value(_OVERLAPS, parties.product_id) == 0


async def test_without_the_constraint_both_have_it(cluster: Cluster, template: str) -> None:
    async with using_database(await cluster.copy_of(template, "recall_race")):
        await db.execute("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap")
        parties, running, asked, spare = await _two_loans_and_a_spare()
        answers = await asyncio.gather(
            _recall(parties, running, spare),
            usecases.confirm_loan(parties.vendor, asked.id, ConfirmLoan(unit_ids=[spare])),
            return_exceptions=True,
        )
        assert all(isinstance(answer, LoanView) for answer in answers), answers
        assert await db.fetch_value(_OVERLAPS, parties.product_id) > 0


@pytest.mark.usefixtures("database")
async def test_a_replacement_is_taken_while_its_time_runs_out() -> None:
    for _ in range(ROUNDS):
        parties, running, _asked, spare = await _two_loans_and_a_spare()
        await _recall(parties, running, spare)
        past = now() - timedelta(minutes=1)
        await db.execute("UPDATE loan_recall SET expires_at = $2 WHERE loan_id = $1", running.id, past)
        lapsing = asyncio.create_task(usecases.lapse_replacements())
        answer = await asyncio.gather(
            usecases.accept_replacement(parties.facility, running.id), return_exceptions=True
        )
        await lapsing
        sql = "SELECT purpose FROM occupancy WHERE unit_id = $1 AND status = 'active'"
        assert isinstance(answer[0], LoanView | Conflict), answer
        assert await db.fetch_value(sql, spare) == ("loan" if isinstance(answer[0], LoanView) else None)
