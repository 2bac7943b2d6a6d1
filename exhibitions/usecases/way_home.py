"""The days of a unit that is not where it belongs: from when it is here until it can leave again."""

from datetime import date
from uuid import UUID

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import Lending, blocked_by, lending_under_way
from catalog.late import warn_next
from catalog.occupancy import UnitTaken
from catalog.terms import Days, first_arrival
from core import db
from core.calendar import ONE_DAY
from core.clock import local_day, today
from exhibitions.domain import WITH_UNIT
from exhibitions.exhibits import Exhibit, exhibit_for
from exhibitions.usecases.recording import tell_once

# The day from which on nobody else has the unit before an occupancy of it begins.
_FREE_FROM = """
SELECT coalesce(max(upper(b.period)), lower(o.period)) FROM occupancy o LEFT JOIN occupancy b
    ON b.unit_id = o.unit_id AND b.status = 'active' AND upper(b.period) <= lower(o.period)
WHERE o.id = $1 AND o.status = 'active' GROUP BY o.period
"""
_BEGUN = "SELECT lower(period) < $2 FROM occupancy WHERE id = $1 AND status = 'active'"
# What should have gone home, and has not come there; the ledger says that it is free before it can be.
STILL_OUT = """
x.unit_id IS NOT NULL
  AND (x.status IN ('delivered', 'on_show') OR (x.status = 'confirmed' AND x.dispatched_at IS NOT NULL))
  AND x.lent_on IS NULL AND (e.ends_on <= {day} OR e.status IN ('closed', 'cancelled'))
"""
_LATE = f"""
SELECT x.id FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id
JOIN occupancy o ON o.id = x.occupancy_id
WHERE {STILL_OUT.format(day="$1::date")} AND o.status = 'active' AND upper(o.period) <= $1::date + 60
ORDER BY x.id
"""  # noqa: S608  # put together from constants
_HOLD_DISPLAY = """
SELECT FROM exhibition WHERE id = (SELECT exhibition_id FROM exhibit WHERE id = $1) FOR NO KEY UPDATE
"""


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


async def ready_on(exhibit: Exhibit) -> date:
    """The day on which a unit that is still out can leave again, at the earliest."""
    return await (free_again(exhibit) if exhibit.is_going_home else home_by(exhibit))


async def lending_by(exhibit: Exhibit, lender_id: UUID | None) -> Lending:
    """The rules of whoever lends the unit: another counter lends on its own working days and rules."""
    lending = await lending_under_way(exhibit.product_id, exhibit.counter_id, today())
    if lender_id in (exhibit.counter_id, lending.vendor_id):
        return lending
    return await lending_under_way(exhibit.product_id, lender_id or exhibit.counter_id, today())


async def hold_still(exhibit_id: UUID) -> None:
    """Let nobody else move an exhibit until the transaction ends.

    The display before what stands on it, and both before days: as asking for all of it takes them.
    """
    await db.execute(_HOLD_DISPLAY, exhibit_id)
    await db.execute("SELECT FROM exhibit WHERE id = $1 FOR UPDATE", exhibit_id)


async def begin_here(exhibit: Exhibit) -> None:
    """What came before its days is here from today on, as far as nobody else has it meanwhile."""
    if exhibit.occupancy_id is None:
        return
    free_from = await db.fetch_value(_FREE_FROM, exhibit.occupancy_id)
    for day in (today(), free_from) if free_from else ():
        try:
            await occupancy.begin_by([exhibit.occupancy_id], day)
        except UnitTaken:
            continue  # somebody else has the unit between
        return


async def keep_way_home(exhibit: Exhibit) -> None:
    """Let its days last until it can leave again when it sets out for home now: no longer, no shorter.

    It may have come before its days, or be here after them: these are its days, too, as far as they are free.
    """
    if exhibit.occupancy_id is None:
        return
    is_lent = exhibit.lent_on is not None  # then its days are the loan's
    if not is_lent:
        await begin_here(exhibit)
    until = await home_by(exhibit)
    if await db.fetch_value(_BEGUN, exhibit.occupancy_id, until):
        await occupancy.end_on([exhibit.occupancy_id], until)
        if not is_lent:
            await _last_until(exhibit.occupancy_id, until)


async def _last_until(occupancy_id: UUID, until: date) -> bool:
    try:
        await occupancy.last_until([occupancy_id], until)
    except UnitTaken:
        return False  # whoever comes next has these days
    return True


async def stretch_late_exhibits() -> int:
    """A sweep: while a unit is still at a display that is over, its days reach to the end of its way home.

    Where these days are somebody else's, they are warned once, and so are its counter and its lender.
    """
    stretched, actor = 0, Actor.system()
    for row in await db.fetch(_LATE, today()):
        async with db.transaction():
            await hold_still(row["id"])
            exhibit = await exhibit_for(actor, row["id"])
            if exhibit.status in WITH_UNIT and exhibit.occupancy_id is not None:
                stretched += await _stretch(exhibit, exhibit.occupancy_id)
    return stretched


async def _stretch(exhibit: Exhibit, occupancy_id: UUID) -> bool:
    until = await ready_on(exhibit)
    is_free = await _last_until(occupancy_id, until)
    if not is_free and exhibit.unit_id is not None:
        await warn_next([exhibit.unit_id], exhibit.id, until)
        await tell_once(
            f"late-touches:{exhibit.id}", "late_touches_others", exhibit.exhibition_id, exhibit.id
        )
    return is_free
