"""How a loan begins: its row, its units and the event of its request."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor, Via
from catalog.availability import Lending
from catalog.occupancy import Taken
from catalog.rules import Objection
from catalog.terms import Days
from core import db
from core.calendar import fiscal_year
from core.clock import now, today
from core.ids import new_id
from core.telephones import in_one_form
from loans.commands import RequestLoan
from loans.domain import Channel, Custody, ResultState, StepName
from loans.queries import LoanView, loan_for
from loans.usecases.borrowing import Borrower
from loans.usecases.overriding import record_overrides
from loans.usecases.recording import Change, record_event


class NewLoan(msgspec.Struct, frozen=True, kw_only=True):
    """A loan for which units have been taken."""

    id: UUID
    command: RequestLoan
    borrower: Borrower
    lending: Lending
    lender_id: UUID
    taken: Sequence[Taken]
    hold_expires_at: datetime | None
    bundle_id: UUID | None = None
    wished_quantity: int | None = None  # where the asker was content with fewer
    recorded_afterwards: bool = False
    # Rules set aside for it; the reason stands in the command.
    set_aside: Sequence[Objection] = ()

    @property
    def change(self) -> Change:
        """What the event of its request records."""
        return Change(
            loan_id=self.id,
            facility_id=self.borrower.facility_id,
            counter_id=self.borrower.counter_id,
            before=None,
            after=(Custody.REQUESTED, ResultState.NONE),
        )


_INSERT = """
INSERT INTO loan (id, number, product_id, facility_id, counter_id, lender_id, quantity, starts_on, ends_on,
    custody, result, custody_since, hold_expires_at, problem, goal, place_of_use, has_wifi, has_power,
    consent, lecture_wished_on, shipping_payer, contact_name, contact_phone, wishes, channel, requested_by,
    repeat_of, bundle_id, wished_quantity, recorded_afterwards, created_at, updated_at)
VALUES ($1, $2 || to_char(nextval('loan_number'), 'FM999999000000'), $3, $4, $5, $6, $7, $8, $9,
    'requested', 'none', $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
    $25, $26, $27, $28, $10, $10)
"""
_GIVE_UNITS = """
INSERT INTO loan_unit (id, loan_id, unit_id, occupancy_id)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[])
"""


async def open_loan(
    actor: Actor, new: NewLoan, *, occurred_on: date | None = None, facts: dict[str, object] | None = None
) -> LoanView:
    """Write down a request whose units are taken for it already; part of the caller's transaction."""
    await _insert(actor, new)
    await give_units(new.id, new.taken)
    told: dict[str, object] = {"start": new.command.start, "end": new.command.end}
    told |= {"units": [one.unit_id for one in new.taken], **(facts or {})}
    if new.bundle_id is not None:
        told["bundle"] = new.bundle_id
    trial, reason = Days(new.command.start, new.command.end), new.command.override_reason
    told |= await record_overrides(actor, new.id, StepName.REQUEST, trial, new.set_aside, reason)
    await record_event(actor, StepName.REQUEST, new.change, facts=told, occurred_on=occurred_on)
    return await loan_for(actor, new.id)


async def _insert(actor: Actor, new: NewLoan) -> None:
    command, moment = new.command, now()
    await db.execute(
        _INSERT,
        new.id,
        f"{fiscal_year(today())}-",
        command.product_id,
        new.borrower.facility_id,
        new.borrower.counter_id,
        new.lender_id,
        len(new.taken),
        command.start,
        command.end,
        moment,
        new.hold_expires_at,
        command.problem,
        command.goal,
        command.place_of_use,
        command.has_wifi,
        command.has_power,
        command.consent,
        command.lecture_wished_on,
        new.lending.shipping_payer,
        command.contact_name,
        in_one_form(command.contact_phone),
        command.wishes,
        _channel(actor, command).value,
        actor.person_id,
        command.repeat_of,
        new.bundle_id,
        new.wished_quantity,
        new.recorded_afterwards,
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
