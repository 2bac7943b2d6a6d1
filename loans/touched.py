"""Who else is touched when a loan's units are needed longer, earlier, or not at all any more.

Everybody learns what for and when; whose booking it is only those who may see that loan (`visible_to`).
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import Purpose
from catalog.late import tells_late
from catalog.terms import Days
from catalog.touched import Booking, Need, SpareUnit, bookings_in_the_way
from core import db
from core.clock import today
from loans.domain import Party
from loans.queries import LOAN, LoanView, seen_by, to_row, visible_to


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """A booking of one of the units that a loan's days run into; `end` is exclusive, buffers included.

    `loan` is there for those who may see it. `spare_unit` could take the place of the unit; it is told to
    its lender and to the counter of the touched loan.
    """

    unit_id: UUID
    serial_number: str
    purpose: Purpose
    start: date
    end: date
    loan: LoanView | None = None
    spare_unit: SpareUnit | None = None


# What is still with a facility after its last day.
tells_late("""
EXISTS (SELECT FROM loan_unit lu JOIN loan l ON l.id = lu.loan_id
    WHERE lu.unit_id = {unit} AND lu.released_at IS NULL AND lu.returned_on IS NULL
      AND lu.lost_on IS NULL AND l.custody = 'on_trial' AND l.ends_on <= {day})
""")


async def touched_by(
    actor: Actor, units: Collection[UUID], days: Days, own: UUID | None = None
) -> list[Touched]:
    """Bookings of `units` on any of `days`, earliest first, but not those that the loan `own` caused."""
    return (await touched_by_each(actor, [Need(unit, days, own) for unit in units])).get(own, [])


async def touched_by_each(actor: Actor, needs: Sequence[Need]) -> dict[UUID | None, list[Touched]]:
    """For each loan the bookings that its needs run into, earliest first: few statements for any number."""
    bookings = await bookings_in_the_way(needs)
    causes = [one.cause_id for each in bookings.values() for one in each if one.cause_id]
    loans = await loans_seen(actor, causes)
    return {
        own: [as_touched(one, loans.get(one.cause_id) if one.cause_id else None) for one in each]
        for own, each in bookings.items()
    }


def as_touched(booking: Booking, loan: LoanView | None) -> Touched:
    """The booking with its loan, where the reader may see that."""
    is_spare_told = loan is not None and set(loan.parties) != {Party.FACILITY}
    return Touched(
        unit_id=booking.unit_id,
        serial_number=booking.serial_number,
        purpose=booking.purpose,
        start=booking.start,
        end=booking.end,
        loan=loan,
        spare_unit=booking.spare_unit if is_spare_told else None,
    )


async def loans_seen(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LoanView]:
    """Those of the loans that `actor` may see, as it sees them."""
    sql = f"{LOAN} WHERE l.id = ANY($2::uuid[]) AND {visible_to(actor.signed_in(), 1)}"
    rows = [to_row(dict(row)) for row in await db.fetch(sql, actor.organization_id, list(ids))] if ids else []
    return {row.id: seen_by(actor, row, today()) for row in rows}
