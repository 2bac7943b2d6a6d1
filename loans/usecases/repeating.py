"""The same again: what was asked for once, on other days, checked from scratch."""

from uuid import UUID

from accounts.domain import Actor
from core import db
from loans.commands import RepeatLoan, RequestLoan
from loans.queries import LoanRow, LoanView, loan_row
from loans.usecases.requesting import request_loan


async def repeat_loan(actor: Actor, loan_id: UUID, command: RepeatLoan) -> LoanView:
    """Ask again for what this loan was about; the new loan says of which one it is the repeat.

    Raises what `request_loan` raises, and `NotFound` for a loan that the actor may not see.
    """
    async with db.transaction():
        earlier = await loan_row(actor, loan_id)
        return await request_loan(actor, _as_asked(actor, earlier, command))


def _as_asked(actor: Actor, earlier: LoanRow, command: RepeatLoan) -> RequestLoan:
    return RequestLoan(
        product_id=earlier.product_id,
        start=command.start,
        end=command.end,
        quantity=command.quantity or earlier.quantity,
        problem=earlier.problem,
        goal=earlier.goal,
        place_of_use=earlier.place_of_use,
        consent=earlier.consent if command.consent is None else command.consent,
        facility_id=None if actor.is_facility else earlier.facility_id,
        channel=command.channel,
        has_wifi=earlier.has_wifi,
        has_power=earlier.has_power,
        contact_name=earlier.contact_name,
        contact_phone=earlier.contact_phone,
        wishes=earlier.wishes,
        repeat_of=earlier.id,
    )
