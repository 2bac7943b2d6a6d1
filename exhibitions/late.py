"""Units that stay with a display beyond its days: whose bookings they run into, and who is warned of it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from accounts.domain import Actor
from catalog.late import tells_late, tells_ready, warns_next
from catalog.looks import PURPOSE
from catalog.terms import Days
from catalog.touched import (
    Booking,
    InTheWay,
    Late,
    Need,
    WayOut,
    bookings_in_the_way,
    explained,
    explains,
    whom_to_call,
)
from core import db
from core.calendar import ONE_DAY
from core.clock import today
from core.errors import NotFound
from core.i18n import format_period
from core.i18n import gettext as _
from directory.desks import DeskWord, on_desk
from exhibitions.domain import UNDER_WAY, Side
from exhibitions.exhibits import Exhibit, exhibit_for, sides
from exhibitions.usecases.recording import tell_once
from exhibitions.usecases.way_home import STILL_OUT, ready_on

_MOST = 5  # of them a desk names

_IS_LATE = f"""
SELECT x.id FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id WHERE {{which}} AND {STILL_OUT}
"""  # noqa: S608  # put together from constants
# Only where somebody comes next within the days that a way home can take.
_LATE_AT = f"""
SELECT x.id FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id
WHERE $1::uuid IN (e.counter_id, x.lender_id) AND {STILL_OUT.format(day="$2::date")}
  AND EXISTS (SELECT FROM occupancy o WHERE o.unit_id = x.unit_id AND o.status = 'active'
      AND o.cause_id IS DISTINCT FROM x.id AND o.period && daterange($2::date, $2::date + 60))
ORDER BY x.id LIMIT {_MOST}
"""  # noqa: S608  # put together from constants
_STANDING = """
SELECT id, exhibition_id FROM exhibit
WHERE id = ANY($1::uuid[]) AND status IN ('asked', 'confirmed') ORDER BY id
"""

tells_late(f"EXISTS ({_IS_LATE.replace('{which}', 'x.unit_id = {unit}')})")


@warns_next
async def warn_displays(causes: Sequence[UUID], late: UUID) -> None:
    """Tell displays that come next, once for each loan or exhibit that is late."""
    for row in await db.fetch(_STANDING, list(causes)):
        await tell_once(
            f"earlier-is-late:{row['id']}:{late}", "earlier_is_late", row["exhibition_id"], row["id"]
        )


async def in_the_way(actor: Actor, exhibit: Exhibit) -> list[InTheWay]:
    """What a late unit of a display runs into, earliest first, as `actor` may see it."""
    late, bookings = await _run_into(exhibit)
    return [await explained(actor, one, late) for one in bookings] if late else []


async def _run_into(exhibit: Exhibit) -> tuple[Late | None, list[Booking]]:
    if exhibit.unit_id is None or exhibit.lender_id is None:
        return None, []
    if await db.fetch_row(_IS_LATE.format(which="x.id = $1", day="$2::date"), exhibit.id, today()) is None:
        return None, []
    ready = await _ready(exhibit)
    needs = [Need(exhibit.unit_id, Days(today(), ready), exhibit.id)]
    return Late(exhibit.lender_id, ready), (await bookings_in_the_way(needs)).get(exhibit.id, [])


async def _ready(exhibit: Exhibit) -> date:
    return max(await ready_on(exhibit), today() + ONE_DAY)


@tells_ready
async def ready_again(unit_id: UUID) -> date | None:
    """The day from which a unit that is still at a display can leave again, if it were sent back today."""
    rows = await db.fetch(_IS_LATE.format(which="x.unit_id = $1", day="$2::date"), unit_id, today())
    days = [await _ready(await exhibit_for(Actor.system(), row["id"])) for row in rows]
    return max(days, default=None)


@explains
async def explain(actor: Actor, booking: Booking, late: Late) -> InTheWay | None:
    """A display that something else runs into which is late, for its counter and the lender of the unit."""
    if booking.cause_id is None:
        return None
    try:
        exhibit = await exhibit_for(actor, booking.cause_id)
    except NotFound:
        return None
    prepares = Side.COUNTER in sides(actor, exhibit) and exhibit.exhibition_status in UNDER_WAY
    another = WayOut(_("代わりの機種を選ぶ"), f"/exhibitions/{exhibit.exhibition_id}/exhibits")
    return InTheWay(
        booking=booking,
        name=exhibit.exhibition_title,
        note=exhibit.counter_name,
        href=f"/exhibits/{exhibit.id}",
        ways=[another] if prepares else [],
        call=await whom_to_call(actor, [late.lender_id, exhibit.counter_id]),
    )


@on_desk
async def late_on_desk(organization_id: UUID) -> list[DeskWord]:
    """Late units of displays that somebody waits for, to the counter of the display and the lender."""
    words: list[DeskWord] = []
    for row in await db.fetch(_LATE_AT, organization_id, today()):
        exhibit = await exhibit_for(Actor.system(), row["id"])
        _late, bookings = await _run_into(exhibit)
        if bookings:
            words.append(_word(exhibit, bookings))
    return words


def _word(exhibit: Exhibit, bookings: Sequence[Booking]) -> DeskWord:
    told = [
        _(
            "個体 %(unit)s：%(period)sの予定（%(purpose)s）と重なります。",
            unit=one.serial_number,
            period=format_period(one.start, one.end),
            purpose=PURPOSE[one.purpose].label,
        )
        for one in bookings
    ]
    return DeskWord(
        title=_(
            "展示「%(title)s」の%(product)sが戻らず、次の予定に響いています",
            title=exhibit.exhibition_title,
            product=exhibit.product_name,
        ),
        text="".join(told),
        href=f"/exhibits/{exhibit.id}#late",
        label=_("替えを探す"),
        icon="alert",
    )
