"""What callers may ask of a bundle. Dates are local days; every `end` is exclusive."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from loans.commands import Line, Prose, Quantity, RequestLoan
from loans.domain import Channel

MOST_PRODUCTS = 50


class BundleItem(msgspec.Struct, frozen=True, kw_only=True):
    """One product of a bundle. What it leaves out is as the bundle says.

    With `accept_fewer` as many units as can be had are enough.
    """

    product_id: UUID
    quantity: Quantity = 1
    start: date | None = None
    end: date | None = None
    problem: Prose = ""
    goal: Prose = ""
    place_of_use: Prose = ""
    consent: bool = False
    accept_fewer: bool = False
    override_reason: Prose = ""


class RequestLoans(msgspec.Struct, frozen=True, kw_only=True):
    """まとめ申込. With `whole` all products or none; else what can be had, and the rest is refused."""

    items: Annotated[list[BundleItem], Meta(min_length=1, max_length=MOST_PRODUCTS)]
    whole: bool = False
    start: date | None = None
    end: date | None = None
    problem: Prose = ""
    goal: Prose = ""
    place_of_use: Prose = ""
    facility_id: UUID | None = None
    channel: Channel | None = None
    counter_id: UUID | None = None
    has_wifi: bool | None = None
    has_power: bool | None = None
    lecture_wished_on: date | None = None
    contact_name: Line = ""
    contact_phone: Line = ""
    wishes: Prose = ""
    override_reason: Prose = ""


def request_for(command: RequestLoans, item: BundleItem, start: date, end: date) -> RequestLoan:
    """The request for one product of the bundle."""
    return RequestLoan(
        product_id=item.product_id,
        start=start,
        end=end,
        quantity=item.quantity,
        problem=item.problem or command.problem,
        goal=item.goal or command.goal,
        place_of_use=item.place_of_use or command.place_of_use,
        consent=item.consent,
        facility_id=command.facility_id,
        channel=command.channel,
        counter_id=command.counter_id,
        has_wifi=command.has_wifi,
        has_power=command.has_power,
        lecture_wished_on=command.lecture_wished_on,
        contact_name=command.contact_name,
        contact_phone=command.contact_phone,
        wishes=command.wishes,
        override_reason=item.override_reason or command.override_reason,
    )
