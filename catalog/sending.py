"""How units are sent off, whatever they are sent for: by which way, and of a parcel with whom."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import Way
from core.errors import Invalid
from core.i18n import LazyText, lazy

WAYS: Mapping[Way, LazyText] = {
    Way.PARCEL: lazy("宅配便"),
    Way.BROUGHT: lazy("届けに行く"),
    Way.PICKED_UP: lazy("取りに来てもらう"),
}
WAYS_OUT = (
    (Way.PARCEL.value, lazy("宅配便で送る")),
    (Way.BROUGHT.value, lazy("届けに行く")),
    (Way.PICKED_UP.value, lazy("取りに来てもらう")),
)


def check_parcel(way: Way, carrier: str, tracking_number: str | None) -> None:
    """A parcel has a carrier and a number; None of parcels that are scanned one after another.

    Raises `Invalid` naming what is missing.
    """
    given = {"carrier": carrier, "tracking_number": tracking_number}
    missing = {name for name, value in given.items() if value is not None and not value.strip()}
    if way is Way.PARCEL and missing:
        raise Invalid(dict.fromkeys(sorted(missing), "required"))


class ScannedParcel(msgspec.Struct, frozen=True):
    """A unit whose label was read to send it off, and how it goes; a carrier alone means a parcel."""

    unit_id: UUID
    scanned_at: datetime
    way: Way | None
    carrier: str
    tracking_number: str
    # The day from which a loan has the unit, where one waits to be sent off.
    lent_from: date | None = None


Sender = Callable[[Actor, ScannedParcel], Awaitable[bool]]
_senders: list[Sender] = []


def sends_when_scanned(send: Sender) -> Sender:
    """Let a use case send off what is scanned for it; it answers whether the unit was its own to send."""
    _senders[:] = [*(one for one in _senders if one is not send), send]
    return send


async def send_scanned(actor: Actor, parcel: ScannedParcel) -> bool:
    """Whether something else than a loan had the unit sent off."""
    for send in _senders:
        if await send(actor, parcel):
            return True
    return False
