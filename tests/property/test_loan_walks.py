"""Hypothesis walks loans at random: no forbidden step, no overlap, no step without its event."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.domain import Actor
from catalog.domain import Condition, Way
from core import db
from core.clock import today
from core.errors import Conflict, DomainError, IllegalStep, Invalid, NotAllowed
from loans import commands, queries, usecases
from loans.domain import STEPS, Decision, Stage, StepName, parties_of, steps_for
from loans.queries import LoanRow, LoanView, standing
from tests.factories import TIME_FOR_TRANSIT, Parties, a_request, the_parties

pytestmark = pytest.mark.usefixtures("database")

REASON = commands.WriteOffLoan(reason="都合により")

Take = Callable[[Actor, LoanRow, int], Awaitable[Any]]


def later(loan: LoanRow, days: int) -> commands.RescheduleLoan:
    """The same length, some days later."""
    shift = timedelta(days)
    return commands.RescheduleLoan(start=loan.start + shift, end=loan.end + shift, reason="都合により")


async def _exchange(actor: Actor, loan: LoanRow) -> LoanView:
    """With the units of the product that the loan does not have, as many as it has, where there are."""
    sql = "SELECT id FROM unit WHERE product_id = $1 AND NOT (id = ANY($2::uuid[])) ORDER BY id LIMIT $3"
    others = await db.fetch(sql, loan.product_id, loan.unit_ids, loan.quantity)
    command = commands.ExchangeLoan(unit_ids=[row["id"] for row in others], reason="整備のため")
    return await usecases.exchange_loan(actor, loan.id, command)


TAKES: dict[StepName, Take] = {
    StepName.PROPOSE: lambda actor, loan, _: usecases.propose_loan(actor, loan.id),
    StepName.OFFER: lambda actor, loan, days: usecases.offer_loan(
        actor,
        loan.id,
        commands.OfferLoan(start=loan.start + timedelta(days), end=loan.end + timedelta(days)),
    ),
    StepName.REVISE: lambda actor, loan, days: usecases.revise_loan(actor, loan.id, later(loan, days)),
    StepName.RESCHEDULE: lambda actor, loan, days: usecases.reschedule_loan(
        actor, loan.id, later(loan, days)
    ),
    StepName.ACCEPT_OFFER: lambda actor, loan, _: usecases.accept_offer(actor, loan.id),
    StepName.REFUSE_OFFER: lambda actor, loan, _: usecases.refuse_offer(actor, loan.id, REASON),
    StepName.PROLONG_HOLD: lambda actor, loan, days: usecases.prolong_hold(
        actor, loan.id, commands.ProlongHold(until=loan.start - timedelta(days), reason="都合により")
    ),
    StepName.CONFIRM: lambda actor, loan, _: usecases.confirm_loan(actor, loan.id, commands.ConfirmLoan()),
    StepName.DECLINE: lambda actor, loan, _: usecases.decline_loan(actor, loan.id, REASON),
    StepName.CANCEL: lambda actor, loan, _: usecases.cancel_loan(actor, loan.id, REASON),
    StepName.EXCHANGE: lambda actor, loan, _: _exchange(actor, loan),
    StepName.RECALL: lambda actor, loan, days: usecases.recall_loan(
        actor,
        loan.id,
        commands.RecallLoan(reason="整備のため", back_by=loan.last_day - timedelta(days)),
    ),
    StepName.ACCEPT_REPLACEMENT: lambda actor, loan, _: usecases.accept_replacement(actor, loan.id),
    StepName.REFUSE_REPLACEMENT: lambda actor, loan, _: usecases.refuse_replacement(actor, loan.id),
    StepName.DISPATCH: lambda actor, loan, _: usecases.dispatch_loan(
        actor, loan.id, commands.DispatchLoan(way=Way.BROUGHT)
    ),
    StepName.RECEIVE: lambda actor, loan, _: usecases.receive_loan(
        actor, loan.id, commands.ReceiveLoan(condition=Condition.OK)
    ),
    StepName.EXTEND: lambda actor, loan, days: usecases.extend_loan(
        actor, loan.id, commands.ExtendLoan(end=loan.end + timedelta(days))
    ),
    StepName.REFUSE_EXTENSION: lambda actor, loan, _: usecases.refuse_extension(actor, loan.id, REASON),
    StepName.SEND_BACK: lambda actor, loan, _: usecases.send_back_loan(
        actor, loan.id, commands.SendBackLoan(cleaned=True)
    ),
    StepName.TAKE_BACK: lambda actor, loan, _: usecases.take_back_loan(
        actor, loan.id, commands.TakeBackLoan(condition=Condition.OK)
    ),
    StepName.WRITE_OFF: lambda actor, loan, _: usecases.write_off_loan(actor, loan.id, REASON),
    StepName.SUBMIT_RESULT: lambda actor, loan, _: usecases.submit_result(
        actor,
        loan.id,
        commands.SubmitResult(
            stage=Stage.AFTER,
            answers={"days_used": 3, "target_reached": 3, "ease_of_use": 3, "safety": 3},
            decision=Decision.CONSIDER,
            reason="もう少し試したい",
        ),
    ),
    StepName.WAIVE_RESULT: lambda actor, loan, _: usecases.waive_result(actor, loan.id, REASON),
}

moves = st.lists(
    st.tuples(
        st.sampled_from(["request", *TAKES]),
        st.sampled_from(["facility", "counter", "vendor"]),
        st.integers(0, 3),
        st.integers(1, 12),
        st.booleans(),
    ),
    min_size=4,
    max_size=24,
)


def test_every_step_of_the_table_is_walked() -> None:
    assert set(TAKES) == set(STEPS)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=moves)
async def test_a_random_walk_never_breaks_the_house(walk: list[tuple[str, str, int, int, bool]]) -> None:
    parties = await the_parties(units=2, policy={"max_units": 100, "max_days": 90})
    loans: list[UUID] = []
    for step, party, which, days, likely in walk:
        actor: Actor = getattr(parties, party)
        if step == "request" or not loans:
            await _request(parties, loans, days)
            continue
        loan = await queries.loan_row(Actor.system(), loans[which % len(loans)])
        wanted, by = _likely_step(parties, loan, days) if likely else (StepName(step), actor)
        await _take(by, loan, wanted, days)
        await _check_house(parties)


def _likely_step(parties: Parties, loan: LoanRow, days: int) -> tuple[StepName, Actor]:
    """A step that is possible now, so that walks get far; any step when the loan has ended."""
    possible = [
        (step, actor)
        for actor in (parties.facility, parties.counter, parties.vendor)
        for step in steps_for(parties_of(actor, standing(loan)), standing(loan))
    ]
    return possible[days % len(possible)] if possible else (StepName.CONFIRM, parties.vendor)


async def _request(parties: Parties, loans: list[UUID], days: int) -> None:
    start = today() + TIME_FOR_TRANSIT + timedelta(days=3 * days)
    try:
        loan = await usecases.request_loan(
            parties.facility, a_request(parties.product_id, start=start, days=days)
        )
    except Conflict as refusal:
        assert refusal.reason == "unit-taken"
    else:
        loans.append(loan.id)


async def _take(actor: Actor, loan: LoanRow, step: StepName, days: int) -> None:
    allowed = step in steps_for(parties_of(actor, standing(loan)), standing(loan))
    events = await _events(loan.id)
    try:
        await TAKES[step](actor, loan, days)
    except DomainError as refusal:
        assert allowed or isinstance(refusal, IllegalStep | NotAllowed), refusal
        assert not allowed or isinstance(refusal, Conflict | Invalid), refusal
        after = await queries.loan_row(Actor.system(), loan.id)
        assert (after.custody, after.result, await _events(loan.id)) == (loan.custody, loan.result, events)
    else:
        assert allowed, f"{actor.kind} took {step} from {loan.custody}"
        after = await queries.loan_row(Actor.system(), loan.id)
        assert after.custody is (STEPS[step].target or loan.custody)
        assert await _events(loan.id) == events + 1


async def _events(loan_id: UUID) -> int:
    count: int = await db.fetch_value("SELECT count(*) FROM loan_event WHERE loan_id = $1", loan_id)
    return count


_OVERLAPS = """
SELECT count(*) FROM occupancy a JOIN occupancy b ON a.unit_id = b.unit_id AND a.id < b.id
    AND a.period && b.period AND a.status = 'active' AND b.status = 'active'
JOIN unit u ON u.id = a.unit_id WHERE u.product_id = $1
"""
_WITHOUT_OUTBOX = """
SELECT count(*) FROM loan_event e JOIN loan l ON l.id = e.loan_id WHERE l.product_id = $1
AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.dedupe_key = 'loan:' || e.id::text)
"""
_DAYS_OF_DEAD_LOANS = """
SELECT count(*) FROM occupancy o JOIN loan l ON l.id = o.cause_id
WHERE l.product_id = $1 AND o.status = 'active' AND l.custody IN ('declined', 'cancelled')
"""
_CAUSELESS = """
SELECT count(*) FROM occupancy o JOIN unit u ON u.id = o.unit_id WHERE u.product_id = $1
AND o.status = 'active' AND NOT EXISTS (SELECT 1 FROM loan l WHERE l.id = o.cause_id)
"""
_UNITLESS = """
SELECT count(*) FROM loan l WHERE l.product_id = $1
AND l.custody IN ('confirmed', 'dispatched', 'on_trial')
AND l.quantity <> (SELECT count(*) FROM loan_unit lu JOIN occupancy o ON o.id = lu.occupancy_id
    WHERE lu.loan_id = l.id AND lu.released_at IS NULL AND o.status = 'active')
"""


async def _check_house(parties: Parties) -> None:
    for question in (_OVERLAPS, _WITHOUT_OUTBOX, _DAYS_OF_DEAD_LOANS, _CAUSELESS, _UNITLESS):
        assert await db.fetch_value(question, parties.product_id) == 0, question
