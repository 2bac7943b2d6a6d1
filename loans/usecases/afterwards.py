"""後から記録: a counter writes down from paper a loan that has happened already.

No rule of lending is asked, for nothing is asked for any more; but days that are somebody else's are refused.
"""

from datetime import date, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog import custody, occupancy
from catalog.availability import Lending, Look, lending_of, of_unit, soonest_each, taken_at
from catalog.domain import Purpose
from catalog.occupancy import Taken, UnitTaken
from catalog.terms import Days, blocked_days
from core import db
from core.calendar import ONE_DAY
from core.clock import today
from core.errors import Invalid
from core.ids import new_id
from directory.kinds import OrganizationKind
from loans.commands import RecordPastLoan, RequestLoan, SubmitResult
from loans.domain import Custody, Decision, ResultState, Stage, StepName
from loans.queries import LoanRow, LoanView, loan_for, loan_row, visible_to
from loans.usecases.borrowing import borrower_of
from loans.usecases.opening import NewLoan, open_loan
from loans.usecases.recording import advance
from loans.usecases.reporting import keep_report

_FACTS: dict[str, object] = {"recorded_afterwards": True}
_LONGEST = timedelta(days=3660)


async def record_past_loan(actor: Actor, command: RecordPastLoan) -> LoanView:
    """Write down a loan with the days on which each thing really happened, marked so for ever.

    Raises `NotAllowed` for all but counters, `Invalid` for days that are out of order or still to come,
    `UnitTaken` with who has the days.
    """
    actor.one_of(OrganizationKind.COUNTER, OrganizationKind.GENERAL_CENTER)
    async with db.transaction():
        request = _request(command)
        borrower = await borrower_of(actor, request)
        lending = await lending_of(command.product_id, borrower.counter_id, today(), borrower.facility_id)
        if wrong := _mistakes(command):
            raise Invalid(wrong)
        loan_id = new_id()
        lender_id, taken = await _take(actor, command, lending, loan_id)
        new = NewLoan(
            id=loan_id,
            command=request,
            borrower=borrower,
            lending=lending,
            lender_id=lender_id,
            taken=taken,
            hold_expires_at=None,
            recorded_afterwards=True,
        )
        await open_loan(actor, new, occurred_on=command.requested_on, facts=_FACTS)
        await _go_through(actor, loan_id, command)
        return await loan_for(actor, loan_id)


def _last(command: RecordPastLoan) -> date:
    """The exclusive end of the trial: as planned, else the day on which the units came back."""
    return command.end or max(command.returned_on or date.min, command.received_on + ONE_DAY)


def _request(command: RecordPastLoan) -> RequestLoan:
    return RequestLoan(
        product_id=command.product_id,
        start=command.received_on,
        end=_last(command),
        quantity=len(command.unit_ids or command.serial_numbers) or command.quantity,
        problem=command.problem,
        goal=command.goal,
        place_of_use=command.place_of_use,
        facility_id=command.facility_id,
        channel=command.channel,
        contact_name=command.contact_name,
        contact_phone=command.contact_phone,
    )


def _mistakes(command: RecordPastLoan) -> dict[str, str]:
    """What is wrong with what paper says: field to code."""
    wrong = _wrong_days(command)
    if command.returned_on is None and command.end is None:
        wrong["end"] = "end-needed"
    elif command.end is not None and command.end <= command.received_on:
        wrong["end"] = "end-before-start"
    elif command.end is not None and command.end > today() + _LONGEST:
        wrong["end"] = "range-too-long"
    if command.decision is Decision.NOT_INTRODUCE and not command.reason.strip():
        wrong["reason"] = "required"
    if command.decision is not None and command.returned_on is None:
        wrong["decision"] = "stage-too-early"
    return wrong


def _wrong_days(command: RecordPastLoan) -> dict[str, str]:
    wrong: dict[str, str] = {}
    days = {"requested_on": command.requested_on, "received_on": command.received_on}
    if command.returned_on is not None:
        days["returned_on"] = command.returned_on
    for name, day in days.items():
        if day > today():
            wrong[name] = "in-future"
        elif day < today() - _LONGEST:
            wrong[name] = "too-long-ago"
    for (_, before), (name, day) in zip(days.items(), list(days.items())[1:], strict=False):
        if day < before:
            wrong.setdefault(name, "before-the-step-ahead")
    return wrong


def _days(command: RecordPastLoan, lending: Lending, lender_id: UUID) -> Days:
    """The days in the ledger: those that the units were away, or will be until they are back and checked."""
    if command.returned_on is not None:
        return Days(command.received_on, max(command.returned_on, command.received_on + ONE_DAY))
    trial = Days(command.received_on, _last(command))
    blocked = blocked_days(trial, lending.terms, lending.working_of(lender_id))
    return Days(command.received_on, max(blocked.end, today() + ONE_DAY))


async def _take(
    actor: Actor, command: RecordPastLoan, lending: Lending, loan_id: UUID
) -> tuple[UUID, list[Taken]]:
    if command.unit_ids or command.serial_numbers:
        return await _take_named(actor, command, lending, loan_id)
    lenders = lending.lenders or (lending.vendor_id,)
    for lender_id in lenders:
        days = _days(command, lending, lender_id)
        try:
            return lender_id, await occupancy.take_any(
                lending.product_id, lender_id, days, command.quantity, Purpose.LOAN, loan_id
            )
        except UnitTaken:
            continue
    raise await _refusal(actor, lending, _days(command, lending, lenders[-1]), None)


class _Named(msgspec.Struct, frozen=True):
    id: UUID
    lender_id: UUID


# Also units that have left lending since: they may well have been lent then.
_NAMED = """
SELECT id, lender_id FROM unit WHERE product_id = $1 AND lender_id = ANY($2::uuid[])
AND (id = ANY($3::uuid[]) OR serial_number = ANY($4::text[])) ORDER BY id
"""


async def _take_named(
    actor: Actor, command: RecordPastLoan, lending: Lending, loan_id: UUID
) -> tuple[UUID, list[Taken]]:
    field = "unit_ids" if command.unit_ids else "serial_numbers"
    wished = set(command.unit_ids or command.serial_numbers)
    lenders = list(lending.lenders or (lending.vendor_id,))
    serials = [] if command.unit_ids else command.serial_numbers
    units = await db.fetch_as(
        _Named, _NAMED, lending.product_id, lenders, list(command.unit_ids or ()), serials
    )
    if len(units) != len(wished) or len(wished) != len(command.unit_ids or command.serial_numbers):
        raise Invalid({field: "unknown-unit"})
    lender_id = units[0].lender_id
    if any(unit.lender_id != lender_id for unit in units):
        raise Invalid({field: "several-lenders"})
    days = _days(command, lending, lender_id)
    taken: list[Taken] = []
    for unit in units:
        try:
            taken.append(await occupancy.take(unit.id, days, Purpose.LOAN, loan_id))
        except UnitTaken:
            raise await _refusal(actor, lending, days, unit.id) from None
    return lender_id, taken


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Who has a unit on days that were to be written down; a loan only where the reader may see it."""

    serial_number: str
    purpose: Purpose
    start: date
    end: date
    loan_number: str | None
    facility_name: str | None


_HOLDERS = """
SELECT u.serial_number, o.purpose, lower(o.period) AS start, upper(o.period) AS "end",
    l.number AS loan_number, f.name AS facility_name
FROM occupancy o JOIN unit u ON u.id = o.unit_id
LEFT JOIN loan l ON l.id = o.cause_id AND {scope}
LEFT JOIN organization f ON f.id = l.facility_id
WHERE u.product_id = $2 AND ($3::uuid IS NULL OR u.id = $3)
  AND o.status = 'active' AND o.period && daterange($4, $5)
ORDER BY u.serial_number, lower(o.period) LIMIT 20
"""


async def _refusal(actor: Actor, lending: Lending, days: Days, unit_id: UUID | None) -> UnitTaken:
    """Who has the days, as far as the counter may know."""
    sql = _HOLDERS.format(scope=visible_to(actor, 1))
    holders = await db.fetch_as(
        Holder, sql, actor.organization_id, lending.product_id, unit_id, days.start, days.end
    )
    looks = [Look(lending.product_id, lender, days) for lender in lending.possible_lenders]
    taken = await taken_at(looks) if unit_id is None else [(await of_unit(unit_id, days)).reasons]
    reasons = soonest_each(reason for reasons in taken for reason in reasons)
    return UnitTaken(reasons=reasons, holders=holders, unit_count=lending.unit_count)


async def _go_through(actor: Actor, loan_id: UUID, command: RecordPastLoan) -> None:
    """The steps that were taken on paper, each on its own day."""
    await _step(actor, loan_id, StepName.CONFIRM, Custody.CONFIRMED, command.requested_on, {})
    received = await _step(
        actor,
        loan_id,
        StepName.RECEIVE,
        Custody.ON_TRIAL,
        command.received_on,
        {"received_on": command.received_on},
    )
    if command.returned_on is None:
        cause, facility = f"loan:{received.number}", received.facility_id
        await custody.hand_over(actor, received.unit_ids, cause, custodian=facility, place=facility)
        return
    day = command.returned_on
    await _step(actor, loan_id, StepName.TAKE_BACK, Custody.RETURNED, day, {"returned_on": day})
    await db.execute(
        "UPDATE loan_unit SET returned_on = $2, condition = 'ok' WHERE loan_id = $1",
        loan_id,
        command.returned_on,
    )
    if command.decision is not None:
        await _report(actor, loan_id, command)


async def _step(
    actor: Actor,
    loan_id: UUID,
    step: StepName,
    reached: Custody,
    day: date,
    columns: dict[str, object],
) -> LoanRow:
    loan = await loan_row(actor, loan_id)
    await advance(actor, loan, step, custody=reached, columns=columns, facts=_FACTS, occurred_on=day)
    return loan


async def _report(actor: Actor, loan_id: UUID, command: RecordPastLoan) -> None:
    loan = await loan_row(actor, loan_id)
    report = SubmitResult(stage=Stage.AFTER, decision=command.decision, reason=command.reason)
    await keep_report(actor, loan, report, {})
    await advance(
        actor,
        loan,
        StepName.SUBMIT_RESULT,
        result=ResultState.SUBMITTED,
        facts={**_FACTS, "stage": Stage.AFTER, "decision": command.decision},
        occurred_on=command.returned_on,
    )
