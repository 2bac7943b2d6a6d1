"""What callers may ask of handovers."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from catalog.domain import Way

Line = Annotated[str, Meta(max_length=200)]
Prose = Annotated[str, Meta(max_length=400)]
Units = Annotated[list[UUID], Meta(min_length=1, max_length=50)]


class ProposeTransfer(msgspec.Struct, frozen=True, kw_only=True):
    """Units that a counter gives to another one, from the day they leave to the day after arrival."""

    taker_id: UUID
    unit_ids: Units
    start: date
    end: date
    reason: Prose
    way: Way = Way.PARCEL


class LongLoanWish(msgspec.Struct, frozen=True, kw_only=True):
    """Units of a product that a counter is to lend on until `until` (exclusive)."""

    product_id: UUID
    start: date
    end: date
    until: date
    reason: Prose
    quantity: Annotated[int, Meta(ge=1, le=50)] = 1
    way: Way = Way.PARCEL


class AskLongLoan(LongLoanWish, frozen=True, kw_only=True):
    """What a counter asks of the product's vendor."""


class OfferLongLoan(LongLoanWish, frozen=True, kw_only=True):
    """What the product's vendor offers to a counter."""

    taker_id: UUID


class TakeStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step with what it may carry: a reason, the way, which units arrived or came back, a recall's day."""

    reason: Prose = ""
    way: Way | None = None
    carrier: Line = ""
    tracking_number: Line = ""
    unit_ids: list[UUID] | None = None
    back_by: date | None = None
