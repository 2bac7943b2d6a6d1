"""How units are sent, whatever they are sent for: by which way, of a parcel with whom; and what scans say."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import ScanAction, Way
from core.errors import Invalid
from core.i18n import LazyText, lazy

WAYS: Mapping[Way, LazyText] = {
    Way.PARCEL: lazy("宅配便"),
    Way.BROUGHT: lazy("届けに行く"),
    Way.PICKED_UP: lazy("取りに来てもらう"),
}
# Said by whoever sends it back.
WAYS_BACK: Mapping[Way, LazyText] = {**WAYS, Way.BROUGHT: lazy("持っていく")}
WAYS_OUT = (
    (Way.PARCEL.value, lazy("宅配便で送る")),
    (Way.BROUGHT.value, lazy("届けに行く")),
    (Way.PICKED_UP.value, lazy("取りに来てもらう")),
)

# Whoever reads a label of what begins later than this has another one in mind.
EARLIEST_DISPATCH = timedelta(days=30)


def check_parcel(way: Way, carrier: str, tracking_number: str | None) -> None:
    """A parcel has a carrier and a number; None of parcels that are scanned one after another.

    Raises `Invalid` naming what is missing.
    """
    given = {"carrier": carrier, "tracking_number": tracking_number}
    missing = {name for name, value in given.items() if value is not None and not value.strip()}
    if way is Way.PARCEL and missing:
        raise Invalid(dict.fromkeys(sorted(missing), "required"))


class ScannedUnit(msgspec.Struct, frozen=True):
    """A unit whose label was read as it left or arrived, and how it goes; a carrier alone means a parcel."""

    action: ScanAction
    unit_id: UUID
    scanned_at: datetime
    way: Way | None
    carrier: str
    tracking_number: str
    # The day from which a loan has the unit, where one waits to be sent off.
    lent_from: date | None = None


Step = Callable[[Actor, ScannedUnit], Awaitable[bool]]
_steps: list[Step] = []


def steps_when_scanned(take: Step) -> Step:
    """Let a use case take what is scanned for its step; it answers whether the unit was its own to move."""
    _steps[:] = [*(one for one in _steps if one is not take), take]
    return take


async def step_scanned(actor: Actor, scanned: ScannedUnit) -> bool:
    """Whether something else than a loan took the scan for its step. Raises what the step raises."""
    for take in _steps:
        if await take(actor, scanned):
            return True
    return False
