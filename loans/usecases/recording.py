"""How a step is recorded: compare-and-set of the loan, one immutable event, one outbox row."""

from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now, today
from core.errors import StaleState
from core.ids import new_id
from loans.domain import Custody, ResultState, StepName, is_closed, parties_of, step_taken, steps_for
from loans.queries import LoanRow, loan_row, standing, visible_to
from notifications.outbox import enqueue

_EVENT = """
INSERT INTO loan_event (id, loan_id, position, step, custody_from, custody_to, result_from, result_to,
    person_id, organization_id, on_behalf_of, via, occurred_on, facts, at)
SELECT $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14
FROM loan_event WHERE loan_id = $2
"""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What an event records: which loan of which parties, and both tracks before and after."""

    loan_id: UUID
    facility_id: UUID | None
    counter_id: UUID
    before: tuple[Custody, ResultState] | None
    after: tuple[Custody, ResultState]


async def loan_for_step(
    actor: Actor, loan_id: UUID, step: StepName, expected: Custody | None = None
) -> LoanRow:
    """The loan, if `actor` may take `step` now; nobody else moves it before this transaction ends.

    `expected` is the state a form was made for: when it has moved on, `StaleState` tells what it found.
    """
    await hold_still(actor, loan_id)
    loan = await loan_row(actor, loan_id)
    if expected is not None and loan.custody is not expected:
        raise stale(actor, loan, expected)
    step_taken(step, actor, standing(loan))
    return loan


async def hold_still(actor: Actor, loan_id: UUID) -> None:
    """Make others who move this loan wait; always asked before its days are touched: none waits in a ring.

    Not `FOR UPDATE`: a repeat that has taken its days points at this loan and must not wait for its steps.
    Part of the caller's transaction; does nothing for a loan that `actor` may not see.
    """
    sql = f"SELECT FROM loan l WHERE l.id = $1 AND {visible_to(actor.signed_in(), 2)} FOR NO KEY UPDATE"
    await db.execute(sql, loan_id, actor.organization_id)


def stale(actor: Actor, loan: LoanRow, expected: Custody) -> StaleState:
    """Somebody else was quicker; facts say where the loan stands and what may be done now."""
    allowed = steps_for(parties_of(actor, standing(loan)), standing(loan))
    return StaleState(
        expected=expected.value,
        state=loan.custody.value,
        found=loan.custody.value,
        allowed=[s.value for s in allowed],
    )


async def advance(
    actor: Actor,
    loan: LoanRow,
    step: StepName,
    *,
    custody: Custody | None = None,
    result: ResultState | None = None,
    columns: dict[str, object] | None = None,
    facts: dict[str, object] | None = None,
    occurred_on: date | None = None,
) -> UUID:
    """Move the loan where `step` leads, record the event and wake the outbox; the event's id.

    `columns` are further columns of `loan` to set. Raises `StaleState` when the loan has moved meanwhile.
    """
    new_custody, new_result = custody or loan.custody, result or loan.result
    moment = now()
    changes: dict[str, object] = {
        "custody": new_custody.value,
        "result": new_result.value,
        "updated_at": moment,
    }
    if new_custody is not loan.custody:
        changes["custody_since"] = moment
    if is_closed(new_custody, new_result) and loan.closed_at is None:
        changes["closed_at"] = moment
    changes |= columns or {}
    await _compare_and_set(actor, loan, changes)
    change = Change(
        loan_id=loan.id,
        facility_id=loan.facility_id,
        counter_id=loan.counter_id,
        before=(loan.custody, loan.result),
        after=(new_custody, new_result),
    )
    return await record_event(actor, step, change, facts=facts or {}, occurred_on=occurred_on)


async def _compare_and_set(actor: Actor, loan: LoanRow, changes: dict[str, object]) -> None:
    # Column names come from the use cases, never from input.
    columns = ", ".join(f"{name} = ${position}" for position, name in enumerate(changes, start=5))
    held = "id = $1 AND custody = $2 AND result = $3 AND updated_at = $4"
    sql = f"UPDATE loan SET {columns} WHERE {held}"  # noqa: S608  # see above
    touched = await db.execute(
        sql, loan.id, loan.custody.value, loan.result.value, loan.updated_at, *changes.values()
    )
    if touched != 1:
        raise stale(actor, await loan_row(actor, loan.id), loan.custody)


async def record_event(
    actor: Actor,
    step: StepName,
    change: Change,
    *,
    facts: dict[str, object],
    occurred_on: date | None = None,
) -> UUID:
    """Write one event and its outbox row; a counter that acts for a facility says so."""
    event_id = new_id()
    on_behalf = actor.organization_id == change.counter_id and step in FACILITY_STEPS
    before = change.before or (None, None)
    await db.execute(
        _EVENT,
        event_id,
        change.loan_id,
        step.value,
        before[0],
        change.after[0],
        before[1],
        change.after[1],
        actor.person_id,
        actor.organization_id,
        change.facility_id if on_behalf else None,
        actor.via.value,
        occurred_on or today(),
        db.to_json(facts),
        now(),
    )
    await enqueue(
        "loan", f"loan:{event_id}", {"loan_id": change.loan_id, "event_id": event_id, "step": step.value}
    )
    return event_id


# Steps that are the facility's own: a counter takes them on its behalf.
FACILITY_STEPS = frozenset(
    {
        StepName.REQUEST,
        StepName.REVISE,
        StepName.ACCEPT_OFFER,
        StepName.REFUSE_OFFER,
        StepName.RECEIVE,
        StepName.SEND_BACK,
        StepName.SUBMIT_RESULT,
        StepName.EXTEND,
        StepName.ACCEPT_REPLACEMENT,
        StepName.REFUSE_REPLACEMENT,
    }
)
