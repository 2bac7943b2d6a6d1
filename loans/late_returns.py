"""Units that are late: whose bookings they run into, and what can be done for each of them.

Whether another unit or other days will do is not guessed here: the exchange is rehearsed, and the judge is
asked about the ledger as it would be without the booking.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.availability import Lending, lending_under_way, lendings_under_way, next_free_start
from catalog.late import tells_ready
from catalog.terms import Days, first_arrival
from catalog.touched import (
    Booking,
    InTheWay,
    Late,
    Need,
    SpareUnit,
    WayOut,
    Whom,
    explains,
    whom_to_call,
)
from core import db
from core.calendar import ONE_DAY
from core.clock import today
from core.errors import Conflict, Invalid
from core.i18n import format_period, gettext
from loans import usecases
from loans.commands import ExchangeLoan
from loans.domain import Custody, Party, StepName
from loans.given_units import GivenUnit
from loans.previewing import StepPreview, rehearsed
from loans.queries import LoanView, loan_for, loan_row
from loans.touched import Touched, as_touched, loans_seen, touched_by_each
from loans.usecases.recording import hold_still
from loans.usecases.units_of_loan import release_units

# How a loan gets other days: whoever lends it offers them, else whoever may simply moves it.
_OTHER_DAYS = (StepName.OFFER, StepName.RESCHEDULE, StepName.REVISE)


class Swap(msgspec.Struct, frozen=True, kw_only=True):
    """Another unit for a booking: `unit_ids` are those that its loan would go on with, and what changes."""

    unit: SpareUnit
    unit_ids: list[UUID]
    reason: str
    expected: Custody
    preview: StepPreview


class OtherDays(msgspec.Struct, frozen=True, kw_only=True):
    """Days on which a booking could be had instead, and the step that leads there; `end` is exclusive."""

    step: StepName
    start: date
    end: date

    @property
    def last_day(self) -> date:
        """The last day of the trial."""
        return self.end - ONE_DAY


class Endangered(msgspec.Struct, frozen=True, kw_only=True):
    """A booking that a late unit runs into, and what its reader can do for it; or else whom to call."""

    touched: Touched
    swap: Swap | None = None
    other_days: OtherDays | None = None
    call: list[Whom] = []

    @property
    def is_open(self) -> bool:
        """Whether the reader can do something for it here."""
        return self.swap is not None or self.other_days is not None


class LateReturn(msgspec.Struct, frozen=True):
    """All bookings that the late units of a loan run into; none where nothing is late. It has no pages."""

    items: list[Endangered]
    next: None = None


_STILL_WITH = """
SELECT l.id FROM loan_unit lu JOIN loan l ON l.id = lu.loan_id
WHERE lu.unit_id = $1 AND lu.released_at IS NULL AND lu.returned_on IS NULL AND l.ends_on <= $2
  AND l.custody IN ('on_trial', 'returning')
"""


def late_units(loan: LoanView, day: date) -> list[GivenUnit]:
    """The units that are still out and did not leave the facility by the last day."""
    if loan.custody not in (Custody.ON_TRIAL, Custody.RETURNING) or day < loan.end:
        return []
    return [one for one in loan.units if one.is_out and (one.sent_back_on or day) >= loan.end]


async def touched_by_late(actor: Actor, loans: Sequence[LoanView]) -> dict[UUID | None, list[Touched]]:
    """For each of these loans the bookings that its late units run into; few statements for any number."""
    reaches = await _reaches([one for one in loans if late_units(one, today())])
    needs = [Need(unit, days, loan) for loan, units in reaches.items() for unit, days in units.items()]
    return await touched_by_each(actor, needs)


async def late_return(actor: Actor, loan: LoanView) -> list[Endangered]:
    """What the late units of a loan run into, with what `actor` can do about each booking.

    The facility that keeps them learns only when they are needed.
    """
    reach = (await _reaches([loan])).get(loan.id, {}) if late_units(loan, today()) else {}
    found = await touched_by_each(actor, [Need(unit, days, loan.id) for unit, days in reach.items()])
    touched = found.get(loan.id, [])
    if set(loan.parties) == {Party.FACILITY}:
        return [Endangered(touched=one) for one in touched]
    return [
        await way_out(actor, loan.lender_id, loan.counter_id, one, reach[one.unit_id].end) for one in touched
    ]


async def late_return_for(actor: Actor, loan_id: UUID) -> LateReturn:
    """The same for programs; `NotFound` for unknown and foreign ids alike."""
    return LateReturn(await late_return(actor, await loan_for(actor, loan_id)))


async def _reaches(late: Sequence[LoanView]) -> Mapping[UUID, dict[UUID, Days]]:
    """For each late unit the days from today until it can leave again, if it were sent back today."""
    if not late:
        return {}
    products, counters = {one.product_id for one in late}, {one.counter_id for one in late}
    lendings = {
        (one.product_id, one.counter_id): one
        for one in await lendings_under_way(list(products), list(counters), today())
    }
    return {
        loan.id: {
            unit.unit_id: Days(today(), _ready(loan, unit, lendings[loan.product_id, loan.counter_id]))
            for unit in late_units(loan, today())
        }
        for loan in late
    }


@tells_ready
async def ready_again(unit_id: UUID) -> date | None:
    """The day from which a unit that is late with a facility can leave again, if it were sent back today."""
    rows = await db.fetch(_STILL_WITH, unit_id, today())
    loans = await loans_seen(Actor.system(), [row["id"] for row in rows])
    days = [
        units[unit_id].end for units in (await _reaches(list(loans.values()))).values() if unit_id in units
    ]
    return max(days, default=None)


def _ready(loan: LoanView, unit: GivenUnit, lending: Lending) -> date:
    working, terms = lending.working_of(loan.lender_id), lending.terms
    there = working.after(unit.sent_back_on or today(), terms.transit_working_days)
    return max(working.after(max(there, today()), terms.turnaround_working_days), today() + ONE_DAY)


async def way_out(
    actor: Actor, lender_id: UUID, counter_id: UUID | None, touched: Touched, ready: date
) -> Endangered:
    """What `actor` can do for a booking whose unit is late and could leave again on the day `ready`.

    Else: the lender, the counter (`counter_id` where the booking's is not known), and the facility where the
    reader may know it.
    """
    loan = touched.loan
    parties = [lender_id, loan.counter_id if loan else counter_id, loan.facility_id if loan else None]
    return Endangered(
        touched=touched,
        swap=await _swap(actor, loan, touched) if loan else None,
        other_days=await _other_days(loan, ready) if loan else None,
        call=await whom_to_call(actor, parties),
    )


async def _swap(actor: Actor, loan: LoanView, touched: Touched) -> Swap | None:
    """The exchange as it would be made; None where the reader may not make it, or it cannot be made."""
    spare = touched.spare_unit
    if spare is None or StepName.EXCHANGE not in loan.next_steps or touched.unit_id not in loan.at_facility:
        return None
    units = sorted({*loan.at_facility, spare.id} - {touched.unit_id})
    command = ExchangeLoan(unit_ids=units, reason=gettext("前の貸出や展示からの返却が遅れているため"))
    try:
        preview = await rehearsed(
            actor, loan.id, StepName.EXCHANGE, lambda: usecases.exchange_loan(actor, loan.id, command)
        )
    except (Conflict, Invalid):
        return None
    return Swap(unit=spare, unit_ids=units, reason=command.reason, expected=loan.custody, preview=preview)


async def _other_days(loan: LoanView, ready: date) -> OtherDays | None:
    """The first days on which the same lender has units, the late one among them once it is ready."""
    step = next((step for step in _OTHER_DAYS if step in loan.next_steps), None)
    if step is None:
        return None
    start = await _first_start(loan.id, ready)
    return OtherDays(step=step, start=start, end=start + (loan.end - loan.start)) if start else None


async def _first_start(loan_id: UUID, ready: date) -> date | None:
    actor = Actor.system()
    async with db.rehearsal():  # as the ledger would be if the loan had given its days back
        await hold_still(actor, loan_id)
        row = await loan_row(actor, loan_id)
        await release_units(row)
        lending = await lending_under_way(row.product_id, row.counter_id, today(), row.facility_id)
        lending = msgspec.structs.replace(lending, lenders=(row.lender_id,))
        arrival = first_arrival(lending.terms, lending.working_of(row.lender_id), ready)
        wish = Days(row.start, row.end).moved_to(max(arrival, row.start + ONE_DAY))
        return await next_free_start(lending, wish, row.quantity, today())


@explains
async def explain(actor: Actor, booking: Booking, late: Late) -> InTheWay | None:
    """A loan that something else runs into which is late, for those who may see that loan."""
    if booking.cause_id is None:
        return None
    loan = (await loans_seen(actor, [booking.cause_id])).get(booking.cause_id)
    if loan is None:
        return None
    found = await way_out(actor, late.lender_id, None, as_touched(booking, loan), late.ready)
    return InTheWay(
        booking=msgspec.structs.replace(booking, spare_unit=found.touched.spare_unit),
        name=loan.number,
        note=loan.facility_name,
        href=f"/loans/{loan.id}",
        ways=list(_ways(loan, found)),
        call=found.call,
    )


def _ways(loan: LoanView, found: Endangered) -> Iterator[WayOut]:
    if found.swap:
        label = gettext("個体 %(unit)sに替える", unit=found.swap.unit.serial_number)
        yield WayOut(label, f"/loans/{loan.id}/{StepName.EXCHANGE}")
    if other := found.other_days:
        label = gettext("別の日程にする：%(period)s", period=format_period(other.start, other.end))
        query = f"start={other.start}&last_day={other.last_day}"
        yield WayOut(label, f"/loans/{loan.id}/{other.step}?{query}")
