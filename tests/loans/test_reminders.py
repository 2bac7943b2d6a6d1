from datetime import UTC, date, datetime, time, timedelta

import pytest

from catalog.domain import Condition
from core.clock import frozen, today
from loans import commands, usecases
from loans.queries import LoanView
from loans.reminders import enqueue_due_reminders
from tests.factories import Parties, a_loan, the_parties
from tests.loans.letters import a_loan_on_trial, subjects

pytestmark = pytest.mark.usefixtures("own_database")


async def sweep_on(day: date) -> None:
    """What the worker does on `day`, at nine in Tokyo; twice, as it may."""
    with frozen(datetime.combine(day, time(0), UTC)):
        await enqueue_due_reminders()
        await enqueue_due_reminders()


async def told_on(day: date, parties: Parties, loan: LoanView) -> tuple[list[str], list[str], list[str]]:
    """The reminders about the loan that facility, counter and vendor have by the evening of `day`."""
    await sweep_on(day)
    with frozen(datetime.combine(day, time(9), UTC)):
        told = [await subjects(actor, loan) for actor in (parties.facility, parties.counter, parties.vendor)]
    facility, counter, vendor = ([one for one in each if one in REMINDERS] for each in told)
    return facility, counter, vendor


REMINDERS = {
    "まもなく返送の日です",
    "返送の日を過ぎています",
    "返送が遅れています",
    "打診への返事の期限です",
    "貸主の返事の期限です",
    "試用の結果を報告してください",
    "試用の結果がまだ届いていません",
}


async def test_a_loan_is_due_back_then_overdue_each_told_once() -> None:
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    last = loan.end - timedelta(days=1)
    assert await told_on(last - timedelta(days=4), parties, loan) == ([], [], [])
    for day in (last - timedelta(days=3), last - timedelta(days=1), last):
        assert await told_on(day, parties, loan) == (["まもなく返送の日です"], [], [])
    late = (
        ["まもなく返送の日です", "返送の日を過ぎています"],
        ["返送が遅れています"],
        ["返送が遅れています"],
    )
    assert await told_on(loan.end, parties, loan) == late
    assert await told_on(loan.end + timedelta(days=5), parties, loan) == late


async def test_days_on_which_no_worker_ran_are_made_up_for_without_the_reminders_gone_stale() -> None:
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    told = await told_on(loan.end + timedelta(days=2), parties, loan)
    assert told == (["返送の日を過ぎています"], ["返送が遅れています"], ["返送が遅れています"])


async def test_an_extension_brings_a_reminder_of_its_own() -> None:
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    last = loan.end - timedelta(days=1)
    await told_on(last, parties, loan)
    await usecases.extend_loan(parties.vendor, loan.id, commands.ExtendLoan(end=loan.end + timedelta(days=7)))
    assert (await told_on(last + timedelta(days=1), parties, loan))[0] == ["まもなく返送の日です"]
    assert (await told_on(last + timedelta(days=7), parties, loan))[0] == ["まもなく返送の日です"] * 2


async def test_an_answer_is_due_on_its_day_and_no_more_once_it_is_given() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    proposed = await usecases.propose_loan(parties.counter, loan.id)
    assert proposed.answer_by is not None
    before = proposed.answer_by - timedelta(days=1)
    assert await told_on(before, parties, loan) == ([], [], [])
    assert await told_on(proposed.answer_by, parties, loan) == (
        [],
        [],
        ["打診への返事の期限です"],
    )


async def test_what_was_settled_before_the_mail_left_is_not_sent() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    proposed = await usecases.propose_loan(parties.counter, loan.id)
    assert proposed.answer_by is not None
    await sweep_on(proposed.answer_by)
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    assert await told_on(proposed.answer_by, parties, loan) == ([], [], [])


async def test_a_missing_result_is_asked_for_a_week_after_the_return() -> None:
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    await usecases.take_back_loan(parties.vendor, loan.id, commands.TakeBackLoan(condition=Condition.OK))
    assert await told_on(today() + timedelta(days=6), parties, loan) == ([], [], [])
    missing: tuple[list[str], ...] = (
        ["試用の結果を報告してください"],
        ["試用の結果がまだ届いていません"],
        [],
    )
    assert await told_on(today() + timedelta(days=7), parties, loan) == missing
    assert await told_on(today() + timedelta(days=30), parties, loan) == missing
