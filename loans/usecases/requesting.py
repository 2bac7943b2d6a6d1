"""申込: a facility, or its counter on its behalf, asks for a robot; a concrete free unit is held at once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor, Via
from catalog import occupancy
from catalog.availability import Lending, alternatives, lending_of, next_free_start, reasons_of
from catalog.domain import ProductStatus, Purpose
from catalog.occupancy import Taken, UnitTaken
from catalog.rules import Borrowing, Objection, objections, refusal
from catalog.terms import Days, blocked_days
from core import db
from core.calendar import fiscal_year, fiscal_year_days
from core.clock import now, today
from core.errors import Invalid, NotAllowed, NotFound
from core.ids import new_id
from directory.kinds import OrganizationKind
from loans.commands import RequestLoan
from loans.domain import Channel, Custody, ResultState, StepName
from loans.queries import LoanView, loan_for
from loans.usecases.recording import Change, record_event


class Borrower(msgspec.Struct, frozen=True):
    """A facility and the counter that answers for it."""

    facility_id: UUID
    counter_id: UUID


# The counter chosen for the facility, or the only one whose area it lies in; a general centre comes last.
_BORROWER = """
SELECT f.id AS facility_id,
    coalesce($2, f.counter_id, (
        SELECT a.counter_id FROM counter_area a JOIN organization c ON c.id = a.counter_id
        WHERE a.prefecture = f.prefecture ORDER BY c.kind, c.code LIMIT 1
    )) AS counter_id
FROM organization f
WHERE f.id = $1 AND f.kind = 'facility' AND f.gone_on IS NULL
FOR NO KEY UPDATE OF f
"""
# Units of a loan that came back one by one, or were lost, are not under way any more.
_BORROWING = """
SELECT
    coalesce(sum(l.quantity - (
        SELECT count(*) FROM loan_unit lu WHERE lu.loan_id = l.id AND lu.released_at IS NULL
        AND (lu.returned_on IS NOT NULL OR lu.lost_on IS NOT NULL)
    )) FILTER (WHERE l.custody NOT IN ('returned', 'lost')), 0)::int AS open_units,
    (count(*) FILTER (WHERE l.starts_on >= $2 AND l.starts_on < $3))::int AS loans_of_year
FROM loan l WHERE l.facility_id = $1 AND l.custody NOT IN ('declined', 'cancelled')
"""
_SERVES = """
SELECT EXISTS (SELECT 1 FROM organization f WHERE f.id = $1 AND (f.counter_id = $2
    OR EXISTS (SELECT 1 FROM counter_area a WHERE a.counter_id = $2 AND a.prefecture = f.prefecture)))
"""
_IS_COUNTER = (
    "SELECT EXISTS (SELECT 1 FROM organization WHERE id = $1 AND kind IN ('counter', 'general_center'))"
)

_INSERT = """
INSERT INTO loan (id, number, product_id, facility_id, counter_id, lender_id, quantity, starts_on, ends_on,
    custody, result, custody_since, hold_expires_at, problem, goal, place_of_use, has_wifi, has_power,
    consent,
    lecture_wished_on, shipping_payer, contact_name, contact_phone, wishes, channel, requested_by,
    created_at, updated_at)
VALUES ($1, $2 || lpad(nextval('loan_number')::text, 6, '0'), $3, $4, $5, $6, $7, $8, $9, 'requested', 'none',
    $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $10, $10)
"""
_GIVE_UNITS = """
INSERT INTO loan_unit (id, loan_id, unit_id, occupancy_id)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[])
"""


async def request_loan(actor: Actor, command: RequestLoan) -> LoanView:
    """Hold free units and open a loan.

    Raises `Invalid` naming fields when the terms forbid it, `UnitTaken` with reasons and what instead when
    nothing is free, `NotFound` for a product or facility that the actor may not know of.
    """
    async with db.transaction():
        borrower = await _borrower(actor, command)
        lending = await lending_of(command.product_id, borrower.counter_id, today(), borrower.facility_id)
        trial = Days(command.start, command.end)
        lenders = _check(command, lending, await borrowing_of(borrower.facility_id, command.start))
        loan_id = new_id()
        expires_at = now() + timedelta(hours=lending.terms.hold_hours)
        lender_id, taken = await hold_units(
            lending, trial, command.quantity, loan_id, expires_at=expires_at, lenders=lenders
        )
        return await open_loan(
            actor, command, borrower, lending, loan_id=loan_id, lender_id=lender_id, taken=taken
        )


async def open_loan(
    actor: Actor,
    command: RequestLoan,
    borrower: Borrower,
    lending: Lending,
    *,
    loan_id: UUID,
    lender_id: UUID,
    taken: Sequence[Taken],
) -> LoanView:
    """Write down a request whose units are held for `loan_id` already; part of the caller's transaction."""
    await _insert(actor, command, borrower, lending, loan_id, lender_id)
    await give_units(loan_id, taken)
    change = Change(
        loan_id=loan_id,
        facility_id=borrower.facility_id,
        counter_id=borrower.counter_id,
        before=None,
        after=(Custody.REQUESTED, ResultState.NONE),
    )
    facts = {"start": command.start, "end": command.end, "units": [one.unit_id for one in taken]}
    await record_event(actor, StepName.REQUEST, change, facts=facts)
    return await loan_for(actor, loan_id)


async def _borrower(actor: Actor, command: RequestLoan) -> Borrower:
    facility_id = await _facility(actor, command)
    counter_id = actor.organization_id if actor.is_counter else command.counter_id
    if counter_id is not None and not actor.is_counter and not await db.fetch_value(_IS_COUNTER, counter_id):
        raise Invalid({"counter_id": "unknown"})
    found = await db.fetch_one_as(Borrower, _BORROWER, facility_id, counter_id)
    if found is None:
        raise NotFound
    if found.counter_id is None:
        raise Invalid({"counter_id": "counter-needed"})
    return found


async def _facility(actor: Actor, command: RequestLoan) -> UUID:
    actor.one_of(
        OrganizationKind.FACILITY,
        OrganizationKind.COUNTER,
        OrganizationKind.GENERAL_CENTER,
        OrganizationKind.CENTRE,
    )
    if actor.is_facility:
        if command.facility_id not in (None, actor.organization_id):
            raise NotAllowed("facility-not-yours")
        return actor.acting_for()
    if command.facility_id is None:
        raise Invalid({"facility_id": "required"})
    if actor.is_counter and not await db.fetch_value(_SERVES, command.facility_id, actor.organization_id):
        raise NotFound
    return command.facility_id


async def borrowing_of(facility_id: UUID, start: date) -> Borrowing:
    """What a facility has under way, and in the fiscal year of `start`.

    True until the transaction ends where the facility's row is held, as a request does.
    """
    year = fiscal_year(start)
    row = await db.fetch_row(_BORROWING, facility_id, *fiscal_year_days(year))
    if row is None:
        return Borrowing()
    return Borrowing(open_units=row["open_units"], loans_of_year={year: row["loans_of_year"]})


def _check(command: RequestLoan, lending: Lending, borrowing: Borrowing) -> list[UUID]:
    """The lenders against whom nothing speaks, the preferred one first; `Invalid` when there is none."""
    trial = Days(command.start, command.end)
    against = {
        lender: objections(
            trial, command.quantity, lending.terms, lending.open_days(lender), today(), borrowing
        )
        for lender in lending.lenders or (lending.vendor_id,)
    }
    wrong = missing_in(command, lending)
    lenders = [lender for lender, found in against.items() if not found]
    if wrong or not lenders:
        fewest: list[Objection] = min(against.values(), key=len)
        raise refusal(fewest, lending.terms, wrong)
    return lenders


def missing_in(command: RequestLoan, lending: Lending) -> dict[str, str]:
    """What a request for this product must say and does not: field to code."""
    wrong: dict[str, str] = {}
    if lending.status is ProductStatus.DISCONTINUED:
        wrong["product_id"] = "discontinued"
    if lending.needs_consent and not command.consent:
        wrong["consent"] = "consent-needed"
    for name in ("problem", "goal", "place_of_use"):
        if not getattr(command, name).strip():
            wrong[name] = "required"
    return wrong


async def hold_units(
    lending: Lending,
    trial: Days,
    quantity: int,
    loan_id: UUID,
    *,
    expires_at: datetime,
    lenders: Sequence[UUID] = (),
) -> tuple[UUID, list[Taken]]:
    """Hold `quantity` units of one lender, the preferred one first; `UnitTaken` says why not."""
    for lender_id in lenders or lending.lenders or (lending.vendor_id,):
        blocked = blocked_days(trial, lending.terms, lending.working_of(lender_id))
        try:
            held = await occupancy.take_any(
                lending.product_id, lender_id, blocked, quantity, Purpose.HOLD, loan_id, expires_at
            )
        except UnitTaken:
            continue
        return lender_id, held
    raise await taken_by_others(lending, trial, quantity)


async def taken_by_others(lending: Lending, trial: Days, quantity: int) -> UnitTaken:
    """Why the days cannot be had, until when, and what instead."""
    day = today()
    blocked = blocked_days(trial, lending.terms, lending.working)
    busy = await occupancy.in_the_way(lending.product_id, blocked, lending.lenders)
    return UnitTaken(
        reasons=reasons_of(busy),
        next_free_start=await next_free_start(lending, trial, quantity, day),
        alternatives=await alternatives(lending, trial, quantity, day),
        unit_count=lending.unit_count,
    )


async def _insert(
    actor: Actor, command: RequestLoan, borrower: Borrower, lending: Lending, loan_id: UUID, lender_id: UUID
) -> None:
    moment = now()
    await db.execute(
        _INSERT,
        loan_id,
        f"{fiscal_year(today())}-",
        command.product_id,
        borrower.facility_id,
        borrower.counter_id,
        lender_id,
        command.quantity,
        command.start,
        command.end,
        moment,
        moment + timedelta(hours=lending.terms.hold_hours),
        command.problem,
        command.goal,
        command.place_of_use,
        command.has_wifi,
        command.has_power,
        command.consent,
        command.lecture_wished_on,
        lending.shipping_payer,
        command.contact_name,
        command.contact_phone,
        command.wishes,
        _channel(actor, command).value,
        actor.person_id,
    )


def _channel(actor: Actor, command: RequestLoan) -> Channel:
    if actor.is_facility:
        return Channel.API if actor.via is Via.API else Channel.PAGE
    return command.channel or Channel.COUNTER


async def give_units(loan_id: UUID, taken: Sequence[Taken]) -> None:
    """Write down which units the loan has, and by which occupancies."""
    await db.execute(
        _GIVE_UNITS,
        [new_id() for _ in taken],
        [loan_id for _ in taken],
        [one.unit_id for one in taken],
        [one.id for one in taken],
    )


def next_working_deadline(lending: Lending, lender_id: UUID, day: date) -> date:
    """The day by which a lender should answer when asked on `day`."""
    return lending.working_of(lender_id).after(day, lending.terms.answer_working_days)
