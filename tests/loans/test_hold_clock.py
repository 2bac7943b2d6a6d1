"""The clock of a hold: reminded in time, escalated once, released at its end; also after an outage."""

from datetime import datetime, timedelta

import pytest

from accounts.domain import Actor
from core.clock import frozen, now
from core.i18n import format_datetime
from loans import usecases
from loans.commands import ConfirmLoan
from loans.domain import Custody, Party
from loans.holding import countdown, what_is_held
from loans.queries import LoanView, loan_events, loan_for
from loans.reminders import enqueue_due_reminders
from tests.factories import Parties, a_loan, the_parties
from tests.loans.letters import mails, subjects

pytestmark = pytest.mark.usefixtures("own_database")


async def sweep_at(moment: datetime) -> None:
    """What the worker does, twice, as it may."""
    with frozen(moment):
        for _ in range(2):
            while await usecases.expire_holds():
                pass
            while await usecases.remind_of_holds() or await usecases.escalate_silence():
                pass  # the loans of other tests are due as well, a few hundred at once
            await enqueue_due_reminders()


async def told(actor: Actor, loan: LoanView) -> list[str]:
    """The subjects of all mails, those of days to come as well."""
    with frozen(now() + timedelta(days=60)):
        return await subjects(actor, loan)


async def steps_of(parties: Parties, loan: LoanView) -> list[str]:
    return [event.step for event in await loan_events(parties.counter, loan.id)]


async def test_a_counter_is_reminded_once_before_the_hold_of_a_request_runs_out() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    assert loan.hold_expires_at is not None
    await sweep_at(loan.hold_expires_at - timedelta(hours=25))
    assert await steps_of(parties, loan) == ["request"]
    await sweep_at(loan.hold_expires_at - timedelta(hours=23))
    await sweep_at(loan.hold_expires_at - timedelta(hours=1))
    assert await steps_of(parties, loan) == ["request", "hold_ending"]
    assert (await told(parties.counter, loan)).count("仮押さえの期限が近づいています") == 1
    assert "仮押さえの期限が近づいています" not in await told(parties.vendor, loan)
    await sweep_at(loan.hold_expires_at + timedelta(hours=1))
    assert await steps_of(parties, loan) == ["request", "hold_ending", "hold_expired"]


async def test_a_short_hold_is_reminded_of_at_half_its_time() -> None:
    parties = await the_parties(policy={"hold_hours": 8})
    loan = await a_loan(parties)
    assert loan.hold_expires_at is not None
    await sweep_at(loan.hold_expires_at - timedelta(hours=5))
    assert await steps_of(parties, loan) == ["request"]
    await sweep_at(loan.hold_expires_at - timedelta(hours=3))
    assert await steps_of(parties, loan) == ["request", "hold_ending"]


async def test_a_silent_lender_is_told_of_and_each_state_has_reminders_of_its_own() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    assert loan.hold_expires_at is not None
    await sweep_at(loan.hold_expires_at - timedelta(hours=1))
    proposed = await usecases.propose_loan(parties.counter, loan.id)
    assert proposed.answer_by is not None
    assert proposed.hold_expires_at is not None
    after = datetime.combine(proposed.answer_by, datetime.min.time(), now().tzinfo) + timedelta(
        days=1, hours=1
    )
    await sweep_at(after)
    steps = await steps_of(parties, loan)
    assert steps.count("lender_silent") == 1
    assert (await told(parties.counter, loan)).count("貸主から返事がありません") == 1
    assert (await told(parties.vendor, loan)).count("打診への返事が期限を過ぎています") == 1
    confirmed = await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    assert confirmed.custody is Custody.CONFIRMED
    await sweep_at(after + timedelta(days=9))
    assert (await steps_of(parties, loan))[-1] == "confirm"


async def test_after_five_days_without_a_worker_what_is_due_is_done_once_and_nothing_stale_is_said() -> None:
    parties = await the_parties(policy={"answer_working_days": 1})
    loan = await a_loan(parties)
    proposed = await usecases.propose_loan(parties.counter, loan.id)
    assert proposed.hold_expires_at is not None
    for passed in (timedelta(days=5), timedelta(days=5, minutes=1)):
        await sweep_at(proposed.hold_expires_at + passed)
    assert await steps_of(parties, loan) == ["request", "propose", "hold_expired", "lender_silent"]
    mailed = await told(parties.counter, loan)
    assert (mailed.count("貸主から返事がありません"), mailed.count("仮押さえの期限が切れました")) == (1, 1)
    assert not [one for one in mailed if "近づいて" in one]


async def test_the_lender_reads_neither_before_its_yes_who_the_facility_is() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    proposed = await usecases.propose_loan(parties.counter, loan.id)
    assert proposed.hold_expires_at is not None
    await sweep_at(proposed.hold_expires_at - timedelta(hours=1))
    with frozen(proposed.hold_expires_at):
        bodies = [body for _, body in await mails(parties.vendor, loan)]
    assert len(bodies) == 4
    assert not [body for body in bodies if loan.facility_name in body]


async def test_the_countdown_is_for_those_who_wait_and_ends_with_the_yes() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    seen = await loan_for(parties.vendor, loan.id)
    assert Party.LENDER in seen.parties
    assert countdown(seen, now()) is not None
    ((_, until),) = what_is_held(seen, now())
    assert seen.hold_expires_at is not None
    assert format_datetime(seen.hold_expires_at) in until
    assert "ほかの人も申し込めます" in until
    assert what_is_held(seen, seen.hold_expires_at) == []
    await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    assert countdown(await loan_for(parties.vendor, loan.id), now()) is None
