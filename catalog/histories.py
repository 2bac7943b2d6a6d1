"""The days of a unit, as its page shows them."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog import looks
from catalog.domain import OccupancyStatus, Purpose
from catalog.queries import Stretch, UnitView
from core.clock import today
from core.i18n import format_date, format_period
from core.i18n import gettext as _
from core.web.look import Look

# Retirement and handovers keep the days ahead without an end.
_OPEN_ENDED = timedelta(days=3000)


class UnitDays(msgspec.Struct, frozen=True):
    """Days of a unit: what for, and where a reader who may know finds the cause."""

    period: str
    look: Look
    href: str
    is_released: bool
    note: str
    end_path: str = ""  # where the reader ends it before its time


def days_of(stretches: Iterable[Stretch], actor: Actor, unit: UnitView) -> list[UnitDays]:
    """The stretches for a table; loans are open to whoever lends the unit, and to the centre."""
    may_know = actor.is_centre or actor.organization_id == unit.lender_id
    may_end = actor.is_centre or actor.organization_id in (unit.owner_id, unit.lender_id)
    return [
        UnitDays(
            period=_period(stretch),
            look=looks.PURPOSE[stretch.purpose],
            href=f"/loans/{stretch.cause_id}" if may_know and stretch.is_loan else "",
            is_released=stretch.status is OccupancyStatus.RELEASED,
            note=stretch.note,
            end_path=f"/units/{unit.id}/maintenance/{stretch.id}/end"
            if may_end and _runs(stretch, unit.id)
            else "",
        )
        for stretch in stretches
    ]


def _period(stretch: Stretch) -> str:
    if stretch.end - today() > _OPEN_ENDED:
        return _("%(day)sから先", day=format_date(stretch.start))
    return format_period(stretch.start, stretch.end)


def _runs(stretch: Stretch, unit_id: UUID) -> bool:
    # what keeps a retired unit from being booked ends with its retirement
    is_kept = stretch.purpose is Purpose.MAINTENANCE and stretch.status is OccupancyStatus.ACTIVE
    return is_kept and stretch.end > today() and stretch.cause_id != unit_id
