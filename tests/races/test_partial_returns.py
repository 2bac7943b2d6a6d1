"""One unit of a loan comes back while the loan is extended: the unit that is home is not kept longer.

The negative control takes out what lets two steps of one loan follow each other.
"""

import asyncio
from collections.abc import Awaitable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from core import db
from core.clock import today
from core.errors import StaleState
from loans import usecases
from loans.commands import ExtendLoan, TakeBackLoan
from loans.domain import Custody
from loans.queries import LoanView
from loans.usecases import recording
from tests.factories import Parties
from tests.loans.test_partial_return import FINE, of, on_trial

pytestmark = pytest.mark.usefixtures("own_database")

ROUNDS = 6
LONGER = timedelta(days=7)
_REST = """
CREATE FUNCTION rest() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(0.1); RETURN NULL; END $$;
CREATE TRIGGER rest AFTER UPDATE ON occupancy FOR EACH ROW EXECUTE FUNCTION rest();
"""
_ENDS = """
SELECT lu.unit_id, upper(o.period) AS until FROM loan_unit lu JOIN occupancy o ON o.id = lu.occupancy_id
WHERE lu.loan_id = $1 AND o.status = 'active'
"""


@pytest.fixture
async def _slow_ledger(own_database: str) -> Any:
    assert own_database
    await db.execute(_REST)
    yield
    await db.execute("DROP FUNCTION rest CASCADE")


def _steps(parties: Parties, loan: LoanView, home: UUID) -> list[Awaitable[LoanView]]:
    back: TakeBackLoan = of(FINE, home)
    return [
        usecases.extend_loan(parties.vendor, loan.id, ExtendLoan(end=loan.end + LONGER)),
        usecases.take_back_loan(parties.vendor, loan.id, back),
    ]


async def _ends(loan: LoanView) -> dict[UUID, date]:
    return {row["unit_id"]: row["until"] for row in await db.fetch(_ENDS, loan.id)}


@pytest.mark.usefixtures("_slow_ledger")
async def test_a_unit_comes_back_while_its_loan_is_extended() -> None:
    for number in range(ROUNDS):
        parties, loan = await on_trial()
        home, stays = loan.unit_ids
        steps = _steps(parties, loan, home)
        answers = await asyncio.gather(*(steps if number % 2 else reversed(steps)), return_exceptions=True)
        assert all(isinstance(answer, LoanView) for answer in answers), answers
        ends = await _ends(loan)
        assert ends[stays] >= loan.end + LONGER
        assert home not in ends or ends[home] < loan.end
        after = await usecases.take_back_loan(parties.vendor, loan.id, FINE)
        assert (after.custody, after.end) == (Custody.RETURNED, loan.end + LONGER)
        assert all(until <= today() + timedelta(days=14) for until in (await _ends(loan)).values())


@pytest.mark.usefixtures("_slow_ledger")
async def test_without_holding_the_loan_still_one_of_them_is_told_that_it_moved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def nobody_waits(*_: object) -> None:
        """What makes steps of one loan follow each other, taken out."""

    monkeypatch.setattr(recording, "hold_still", nobody_waits)
    parties, loan = await on_trial()
    answers = await asyncio.gather(*_steps(parties, loan, loan.unit_ids[0]), return_exceptions=True)
    assert sum(isinstance(answer, StaleState) for answer in answers) == 1, answers
