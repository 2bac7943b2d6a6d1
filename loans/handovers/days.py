"""The days that a handover keeps in the ledger, from the proposal to the way back.

A long loan keeps what is planned: from the dispatch to the day on which its vendor can lend the units again.
While the counter lends them on, the way back and the vendor's inspection are kept, and nothing is lent past
them with the counter as the lender: from then on the vendor is (`unit.next_lender_id`), and promises days.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID

from accounts.domain import Actor
from catalog import custody, occupancy
from catalog.availability import lending_of, lending_under_way
from catalog.custody import NextLender
from catalog.domain import Purpose
from catalog.occupancy import UnitTaken
from catalog.terms import FURTHEST, Days
from core import db
from core.calendar import ONE_DAY
from core.clock import today
from loans.handovers.queries import HandoverView
from loans.touched import Touched, touched_by

FOR_GOOD = FURTHEST


async def planned_days(product_id: UUID, taker_id: UUID, start: date, until: date) -> Days:
    """Of a long loan: from the dispatch to the end of the vendor's inspection."""
    lending = await lending_of(product_id, taker_id, today())
    ready = lending.working_of(lending.vendor_id).after(until, lending.terms.inspection_working_days)
    return Days(start, ready)


async def _way_back(view: HandoverView, unit_id: UUID, until: date) -> tuple[date, date]:
    """The first day on which a unit must be free to go back in time, and that on which it is lent again."""
    product = await db.fetch_value("SELECT product_id FROM unit WHERE id = $1", unit_id)
    lending = await lending_under_way(product, view.taker_id, today())
    day = lending.working_of(view.taker_id).before(until, lending.terms.transit_working_days)
    ready = lending.working_of(view.giver_id).after(until, lending.terms.inspection_working_days)
    return max(day, today()), max(ready, today() + ONE_DAY)


_BUSY = """
SELECT lower(period) AS start, upper(period) AS "end" FROM occupancy
WHERE unit_id = $1 AND status = 'active' AND period && daterange($2, $3) ORDER BY period
"""


async def keep_way_back(view: HandoverView, unit_id: UUID) -> UUID | None:
    """Keep the days of a long loan's way back; the first stretch of them, None for a transfer."""
    if view.until is None:
        return None
    start, ready = await _way_back(view, unit_id, view.until)
    return await _keep_gaps(view.id, unit_id, Days(start, ready))


async def then_lent_by(view: HandoverView, unit_id: UUID) -> NextLender | None:
    """Who lends a unit of a long loan after its end: its vendor, as soon as it has inspected it."""
    if view.until is None:
        return None
    _, ready = await _way_back(view, unit_id, view.until)
    return NextLender(view.giver_id, ready)


async def _keep_gaps(handover_id: UUID, unit_id: UUID, days: Days) -> UUID | None:
    busy = [Days(**row) for row in await db.fetch(_BUSY, unit_id, days.start, days.end)]
    first: UUID | None = None
    for gap in gaps_between(days, busy):
        with suppress(UnitTaken):  # promised a moment ago
            taken = await occupancy.take(unit_id, gap, Purpose.TRANSIT, handover_id)
            first = first or taken.id
    return first


def gaps_between(days: Days, busy: Sequence[Days]) -> Iterator[Days]:
    """The parts of `days` that none of `busy` has, which come in order and do not overlap."""
    start = days.start
    for one in busy:
        if one.start > start:
            yield Days(start, one.start)
        start = max(start, one.end)
    if start < days.end:
        yield Days(start, days.end)


async def end_earlier(view: HandoverView, back_by: date) -> None:
    """Let the way back of every unit begin in time for `back_by`; the caller has looked that it can.

    All days before all units: a loan of two of them takes both in this order, too.
    """
    lent: dict[UUID, date] = {}
    for one in view.units:
        if one.way_back_id is not None:
            start, lent[one.unit_id] = await _way_back(view, one.unit_id, back_by)
            await occupancy.begin_by([one.way_back_id], start)
            await occupancy.end_on([one.way_back_id], lent[one.unit_id])
    for unit_id, ready in lent.items():
        await custody.lent_then(unit_id, NextLender(view.giver_id, ready))
    await db.execute("UPDATE handover SET ends_on = $2 WHERE id = $1", view.id, back_by)


async def give_back(view: HandoverView, units: Sequence[UUID]) -> None:
    """The units are with their vendor again: all days that were kept for the way back are free."""
    sql = "SELECT id FROM occupancy WHERE cause_id = $1 AND unit_id = ANY($2::uuid[]) AND status = 'active'"
    await occupancy.end_on([row["id"] for row in await db.fetch(sql, view.id, list(units))], today())


async def bookings_past(actor: Actor, view: HandoverView, back_by: date) -> list[Touched]:
    """What the taker has promised of the units after the day from which they would have to go back."""
    found: list[Touched] = []
    for one in view.units:
        start, _ = await _way_back(view, one.unit_id, back_by)
        found += await promised_by_taker(actor, view, [one.unit_id], start)
    return found


_PROMISED_BY_GIVER = """
SELECT o.unit_id, lower(o.period) AS start FROM occupancy o JOIN loan l ON l.id = o.cause_id
WHERE o.unit_id = ANY($1::uuid[]) AND o.status = 'active' AND l.lender_id = $2
"""


async def promised_by_taker(
    actor: Actor, view: HandoverView, units: Sequence[UUID], start: date
) -> list[Touched]:
    """What is booked of the units until the end, but for what their vendor itself has promised after it."""
    until = max(view.until or start, today() + ONE_DAY, start + ONE_DAY)
    touched = await touched_by(actor, units, Days(start, until), view.id)
    rows = await db.fetch(_PROMISED_BY_GIVER, list(units), view.giver_id)
    own = {(row["unit_id"], row["start"]) for row in rows}
    return [one for one in touched if (one.unit_id, one.start) not in own]
