"""Exhibits whose unit somebody else still has: until when at the earliest, and what can be done instead."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.late import ready_again
from catalog.touched import SpareUnit, WayOut, Whom, spares_for, whom_to_call
from core import db
from core.clock import today
from core.i18n import gettext as _
from exhibitions.domain import UNDER_WAY, ExhibitStatus, Side
from exhibitions.exhibits import Exhibit, sides

_WAITS = frozenset({ExhibitStatus.ASKED, ExhibitStatus.CONFIRMED})
_NEEDED = """
SELECT id, lower(period) AS since FROM occupancy
WHERE id = ANY($1::uuid[]) AND status = 'active' AND upper(period) > $2
"""


class HeldUp(msgspec.Struct, frozen=True, kw_only=True):
    """An exhibit whose unit is late elsewhere: needed `since`, and able to leave on `ready`, not before."""

    exhibit: Exhibit
    since: date
    ready: date
    spare_unit: SpareUnit | None
    ways: list[WayOut]
    call: list[Whom]


async def held_up(actor: Actor, exhibits: Sequence[Exhibit]) -> list[HeldUp]:
    """Those of the exhibits that cannot come in time, since a loan or another display still has their unit.

    Whose that is they are not told, only from when the unit can leave if it were sent back today.
    """
    waiting = [one for one in exhibits if one.status in _WAITS and not one.is_on_the_road]
    ready = await ready_again([one.unit_id for one in waiting if one.unit_id])
    late = {one.occupancy_id: one for one in waiting if one.unit_id in ready and one.occupancy_id}
    rows = await db.fetch(_NEEDED, list(late), today()) if late else []
    needed = {row["id"]: row["since"] for row in rows}
    spares = await spares_for(list(needed))
    return [
        await _told(actor, exhibit, needed[occupancy], ready[exhibit.unit_id], spares.get(occupancy, []))
        for occupancy, exhibit in late.items()
        if exhibit.unit_id and occupancy in needed and needed[occupancy] < ready[exhibit.unit_id]
    ]


async def _told(
    actor: Actor, exhibit: Exhibit, since: date, ready: date, spares: Sequence[SpareUnit]
) -> HeldUp:
    spare = spares[0] if spares else None
    prepares = Side.COUNTER in sides(actor, exhibit) and exhibit.exhibition_status in UNDER_WAY
    parties: list[UUID | None] = [exhibit.lender_id, exhibit.counter_id]
    return HeldUp(
        exhibit=exhibit,
        since=since,
        ready=ready,
        spare_unit=spare,
        ways=_ways(exhibit, spare) if prepares else [],
        call=await whom_to_call(actor, parties),
    )


def _ways(exhibit: Exhibit, spare: SpareUnit | None) -> list[WayOut]:
    add = f"/exhibitions/{exhibit.exhibition_id}/exhibits"
    same = (
        [WayOut(_("同じ機種の別の個体を加える"), f"{add}?product_id={exhibit.product_id}")] if spare else []
    )
    return [*same, WayOut(_("代わりの機種を選ぶ"), add)]
