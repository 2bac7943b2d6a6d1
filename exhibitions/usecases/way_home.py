"""From which day on a unit can leave again: after it came back, or if it sets out for home now."""

from datetime import date
from uuid import UUID

from catalog.availability import Lending, blocked_by, lending_under_way
from catalog.terms import Days, first_arrival
from core.calendar import ONE_DAY
from core.clock import local_day, today
from exhibitions.exhibits import Exhibit


async def free_again(exhibit: Exhibit) -> date:
    """The day on which the unit can leave again once it came back today."""
    lending = await lending_under_way(exhibit.product_id, exhibit.counter_id, today())
    working = lending.working_of(exhibit.lender_id)
    return working.after(today(), lending.terms.turnaround_working_days)


async def home_by(exhibit: Exhibit) -> date:
    """The day on which the unit can leave again when it sets out for home today, or as soon as it arrives."""
    lending = await lending_by(exhibit, exhibit.lender_id)
    leaves = today()
    if exhibit.is_on_the_road and exhibit.dispatched_at is not None:
        working = lending.working_of(exhibit.lender_id)
        leaves = max(leaves, first_arrival(lending.terms, working, local_day(exhibit.dispatched_at)))
    return blocked_by(lending, Days(leaves, leaves + ONE_DAY), exhibit.lender_id).end


async def lending_by(exhibit: Exhibit, lender_id: UUID | None) -> Lending:
    """The rules of whoever lends the unit: another counter lends on its own working days and rules."""
    lending = await lending_under_way(exhibit.product_id, exhibit.counter_id, today())
    if lender_id in (exhibit.counter_id, lending.vendor_id):
        return lending
    return await lending_under_way(exhibit.product_id, lender_id or exhibit.counter_id, today())
