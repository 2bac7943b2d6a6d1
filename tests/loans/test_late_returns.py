"""A unit that is late: whoever counts on it next is warned once, and not told who is late."""

from datetime import timedelta

import pytest

from core.clock import frozen, now, today
from loans import usecases
from tests.factories import Parties, a_loan, the_parties
from tests.loans.letters import a_loan_on_trial, mails, subjects

pytestmark = pytest.mark.usefixtures("database")


async def test_the_next_ones_are_warned_once_and_not_told_who_is_late() -> None:
    parties, others = await the_parties(), await the_parties()
    with frozen(now() - timedelta(days=60)):
        late = await a_loan_on_trial(parties)
    rival = Parties(others.facility, others.counter, parties.vendor, parties.product_id)
    following = await a_loan(rival, start=today() + timedelta(days=7))
    for _ in range(2):
        await usecases.stretch_overdue()
    told = await subjects(others.facility, following)
    assert told.count("予定どおり届かないことがあります") == 1
    assert (await subjects(others.counter, following)).count("前の貸出の返却が遅れています") == 1
    assert (await subjects(parties.vendor, following)).count("前の貸出の返却が遅れています") == 1
    bodies = [body for _, body in await mails(others.facility, following)]
    assert not [body for body in bodies if late.facility_name in body or late.number in body]
