"""What callers may ask of the waitlist: the bodies of the API and what page forms turn into."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from loans.commands import Line, Prose, Quantity
from loans.domain import Channel
from loans.waiting.domain import LONGEST_TOLERANCE

Tolerance = Annotated[int, Meta(ge=0, le=LONGEST_TOLERANCE)]


class JoinWaitlist(msgspec.Struct, frozen=True, kw_only=True):
    """Wait for a product, or for any product of an item; `end` is exclusive.

    `facility_id` and `channel` are for a counter that writes down a facility's call or fax.
    """

    product_id: UUID | None = None
    item: Line | None = None
    start: date
    end: date
    tolerance_days: Tolerance = 0
    quantity: Quantity = 1
    accept_fewer: bool = False
    problem: Prose = ""
    goal: Prose = ""
    place_of_use: Prose = ""
    contact_name: Line = ""
    contact_phone: Line = ""
    note: Prose = ""
    facility_id: UUID | None = None
    counter_id: UUID | None = None
    channel: Channel | None = None


class AcceptWaitlistOffer(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the days on offer; what is left out is taken from the wish."""

    problem: Prose | None = None
    goal: Prose | None = None
    place_of_use: Prose | None = None
    consent: bool = False
    has_wifi: bool | None = None
    has_power: bool | None = None
    lecture_wished_on: date | None = None
    contact_name: Line | None = None
    contact_phone: Line | None = None
    wishes: Prose | None = None
    override_reason: Prose = ""


class RefuseWaitlistOffer(msgspec.Struct, frozen=True, kw_only=True):
    """Leave the days on offer to others; the wish ends unless it keeps waiting for other days."""

    reason: Prose = ""
    keep_waiting: bool = False


class LeaveWaitlist(msgspec.Struct, frozen=True, kw_only=True):
    """Wait no more."""

    reason: Prose = ""
