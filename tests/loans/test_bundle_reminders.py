"""What is due for a whole bundle on the same day is one mail for each reader, each once."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest

from accounts.domain import Actor
from catalog.domain import Condition
from core import db
from core.clock import frozen, today
from loans import commands, usecases
from loans.bundles.steps import propose_bundle
from loans.commands import ConfirmLoan
from loans.queries import LoanView
from loans.reminders import enqueue_due_reminders
from tests.loans.letters import GOOD, PARCEL, deliver_everything
from tests.loans.test_bundle_steps import World, a_world

pytestmark = pytest.mark.usefixtures("own_database")


async def told_on(day: date, *actors: Actor) -> list[list[tuple[str, str]]]:
    """Subject and body of the reminders that each has by the evening of `day`; the worker looks twice."""
    with frozen(datetime.combine(day, time(0), UTC)):
        await enqueue_due_reminders()
        await enqueue_due_reminders()
        await deliver_everything()
    return [await reminders_of(actor) for actor in actors]


async def reminders_of(actor: Actor) -> list[tuple[str, str]]:
    address = await db.fetch_value("SELECT email FROM person WHERE id = $1", actor.person_id)
    sql = """
    SELECT m.subject, m.body FROM caught_mail m
    WHERE m.recipient = $1 AND (m.message_key LIKE '%reminder:%') ORDER BY m.id
    """
    return [(row["subject"], row["body"]) for row in await db.fetch(sql, address)]


async def on_trial(world: World) -> list[LoanView]:
    """All three loans of the bundle are at the facility."""
    await propose_bundle(world.parties.counter, world.bundle.id)
    arrived: list[LoanView] = []
    for loan in world.bundle.loans:
        lender = world.parties.vendor if loan in world.of(world.parties.vendor) else world.other
        await usecases.confirm_loan(lender, loan.id, ConfirmLoan())
        await usecases.dispatch_loan(lender, loan.id, PARCEL)
        arrived.append(await usecases.receive_loan(world.parties.facility, loan.id, GOOD))
    return arrived


async def test_three_loans_are_due_back_and_overdue_in_one_mail_each() -> None:
    world = await a_world()
    lent = await on_trial(world)
    last = lent[0].end - timedelta(days=1)
    ((subject, body),) = (await told_on(last, world.parties.facility))[0]
    assert subject == "まもなく返送の日です: 3機種"
    assert all(loan.number in body for loan in lent)
    assert f"/bundles/{world.bundle.id}" in body
    parties = (world.parties.facility, world.parties.counter, world.parties.vendor, world.other)
    facility, counter, vendor, other = await told_on(lent[0].end + timedelta(days=1), *parties)
    assert [one[0] for one in facility] == ["まもなく返送の日です: 3機種", "返送の日を過ぎています: 3機種"]
    assert [one[0] for one in counter] == ["返送が遅れています: 3機種"]
    assert [one[0] for one in vendor] == ["返送が遅れています: 2機種"]
    ((subject, body),) = other  # a lender reads of its own products only
    (own,) = world.of(world.other)
    assert own.product_title in subject
    assert not any(loan.number in body for loan in lent if loan.id != own.id)


async def test_answers_are_asked_of_each_lender_in_one_mail() -> None:
    world = await a_world()
    bundle = await propose_bundle(world.parties.counter, world.bundle.id)
    answer_by = bundle.loans[0].answer_by
    assert answer_by is not None
    vendor, other = await told_on(answer_by, world.parties.vendor, world.other)
    assert [subject for subject, _ in vendor] == ["打診への返事の期限です: 2機種"]
    assert len(other) == 1
    assert world.bundle.facility_name not in vendor[0][1]


async def test_what_is_settled_meanwhile_is_left_out_and_what_is_due_later_has_its_own_mail() -> None:
    world = await a_world()
    lent = await on_trial(world)
    first, second = (loan for loan in lent if loan.lender_id != world.other.organization_id)
    (third,) = world.of(world.other)
    later = first.end + timedelta(days=7)
    await usecases.extend_loan(world.parties.vendor, first.id, commands.ExtendLoan(end=later))
    with frozen(datetime.combine(second.end, time(0), UTC)):
        await enqueue_due_reminders()
    await usecases.take_back_loan(world.other, third.id, commands.TakeBackLoan(condition=Condition.OK))
    with frozen(datetime.combine(second.end, time(0), UTC)):
        await deliver_everything()
    ((_, body),) = await reminders_of(world.parties.facility)
    assert second.number in body
    assert first.number not in body
    assert third.number not in body
    told = (await told_on(later, world.parties.facility))[0]
    late = [body for subject, body in told if subject.startswith("返送の日を過ぎています")]
    assert [first.number in body for body in late] == [False, True]


async def test_results_that_are_missing_are_asked_for_in_one_mail() -> None:
    world = await a_world()
    for loan in await on_trial(world):
        lender = world.parties.vendor if loan.lender_id != world.other.organization_id else world.other
        await usecases.take_back_loan(lender, loan.id, commands.TakeBackLoan(condition=Condition.OK))
    facility, counter = await told_on(
        today() + timedelta(days=7), world.parties.facility, world.parties.counter
    )
    assert [subject for subject, _ in facility] == ["試用の結果を報告してください: 3機種"]
    assert [subject for subject, _ in counter] == ["試用の結果がまだ届いていません: 3機種"]


async def test_several_workers_at_once_ask_once() -> None:
    world = await a_world()
    lent = await on_trial(world)
    with frozen(datetime.combine(lent[0].end, time(0), UTC)):
        found = await asyncio.gather(*(enqueue_due_reminders() for _ in range(4)))
        await deliver_everything()
    assert sum(found) == 3
    told = [subject for subject, _ in await reminders_of(world.parties.counter)]
    assert told == ["返送が遅れています: 3機種"]
