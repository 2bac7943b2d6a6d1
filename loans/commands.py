"""What callers may ask of a loan: the bodies of the API and what page forms turn into.

Dates are local days; every `end` is exclusive. With an `override_reason` the party whose rule forbids
something makes an exception; without one the rule stands.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, field

from catalog.domain import Condition, Way
from catalog.terms import Days
from loans.domain import Channel, Decision, Stage

Line = Annotated[str, Meta(max_length=200)]
Prose = Annotated[str, Meta(max_length=4000)]
Quantity = Annotated[int, Meta(ge=1, le=1000)]


class RequestLoan(msgspec.Struct, frozen=True, kw_only=True):
    """申込. `facility_id` and `channel` are for a counter that writes down a facility's call or fax."""

    product_id: UUID
    start: date
    end: date
    quantity: Quantity = 1
    problem: Prose = ""
    goal: Prose = ""
    place_of_use: Prose = ""
    consent: bool = False
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
    repeat_of: UUID | None = None


class RepeatLoan(msgspec.Struct, frozen=True, kw_only=True):
    """The same request on other days, checked from scratch; what is not said is as it was then."""

    start: date
    end: date
    quantity: Quantity | None = None
    consent: bool | None = None
    channel: Channel | None = None


class RecordPastLoan(msgspec.Struct, frozen=True, kw_only=True):
    """後から記録: what happened on paper. Without `returned_on` the units are still there until `end`.

    The units are named by id or by serial number, or else any that were free count.
    """

    product_id: UUID
    facility_id: UUID
    channel: Channel
    requested_on: date
    received_on: date
    returned_on: date | None = None
    end: date | None = None
    quantity: Quantity = 1
    unit_ids: list[UUID] | None = None
    serial_numbers: Annotated[list[Line], Meta(max_length=1000)] = field(default_factory=list)
    problem: Prose = ""
    goal: Prose = ""
    place_of_use: Prose = ""
    contact_name: Line = ""
    contact_phone: Line = ""
    decision: Decision | None = None
    reason: Prose = ""


class ConfirmLoan(msgspec.Struct, frozen=True, kw_only=True):
    """承諾. Other units than the held ones may be named."""

    unit_ids: list[UUID] | None = None
    lecture_planned_on: date | None = None
    override_reason: Prose = ""


class OfferLoan(msgspec.Struct, frozen=True, kw_only=True):
    """Other dates than the ones wished, other units (`unit_ids`, all that the loan would have), or both."""

    start: date
    end: date
    message: Prose = ""
    unit_ids: list[UUID] | None = None
    override_reason: Prose = ""


class RescheduleLoan(msgspec.Struct, frozen=True, kw_only=True):
    """Other days for a loan whose unit has not left yet; what is agreed already needs a reason.

    `was` are the days that the caller saw (`end` exclusive): when they have changed, nothing moves.
    """

    start: date
    end: date
    reason: Prose = ""
    was: Days | None = None
    override_reason: Prose = ""


class GiveReason(msgspec.Struct, frozen=True, kw_only=True):
    """Decline, cancel, write off, waive: each needs a reason."""

    reason: Prose


class ExchangeLoan(msgspec.Struct, frozen=True, kw_only=True):
    """交換: the units that the loan goes on with, as many as it has out now."""

    unit_ids: list[UUID]
    reason: Prose


class RecallLoan(msgspec.Struct, frozen=True, kw_only=True):
    """呼び戻し. `back_by` is the last day at the facility, needed once the units are under way.

    `unit_ids` are the units that take their place; without them the house looks for free ones.
    """

    reason: Prose
    back_by: date | None = None
    unit_ids: list[UUID] | None = None


# Photos that were kept for the step before, by `keepPhoto`; where one unit changes hands.
Photos = Annotated[list[UUID], Meta(max_length=100)]


class UnitPhotos(msgspec.Struct, frozen=True, kw_only=True):
    """The photos that show one unit of a loan."""

    unit_id: UUID
    photos: Photos


PhotosByUnit = Annotated[list[UnitPhotos], Meta(max_length=1000)]
# Answers to the product's checklist by the keys of its lines: true or false, a count, or a note.
Checklist = Annotated[dict[str, bool | int | str], Meta(max_length=100)]


class UnitChecklist(msgspec.Struct, frozen=True, kw_only=True):
    """What one unit of a loan answers otherwise than all of them; lines left out are as for all."""

    unit_id: UUID
    answers: Checklist


Checklists = Annotated[list[UnitChecklist], Meta(max_length=1000)]


class UnitCondition(msgspec.Struct, frozen=True, kw_only=True):
    """How one unit of a loan was found."""

    unit_id: UUID
    condition: Condition
    note: Prose = ""


Conditions = Annotated[list[UnitCondition], Meta(max_length=1000)]


class DispatchLoan(msgspec.Struct, frozen=True, kw_only=True):
    """発送. A parcel has a carrier and a tracking number.

    `condition` and `checklist` are said of all units, `conditions` and `checklists` of single ones.
    """

    way: Way
    carrier: Line = ""
    tracking_number: Line = ""
    accessories: list[Line] = field(default_factory=list)
    condition: Condition = Condition.OK
    note: Prose = ""
    photos: Photos = field(default_factory=list)
    unit_photos: PhotosByUnit = field(default_factory=list)
    conditions: Conditions = field(default_factory=list)
    checklist: Checklist = field(default_factory=dict)
    checklists: Checklists = field(default_factory=list)


class ReceiveLoan(msgspec.Struct, frozen=True, kw_only=True):
    """受領, with the check of the units as they arrived: of all, and of single ones."""

    condition: Condition
    lecture_held_on: date | None = None
    note: Prose = ""
    photos: Photos = field(default_factory=list)
    unit_photos: PhotosByUnit = field(default_factory=list)
    conditions: Conditions = field(default_factory=list)
    checklist: Checklist = field(default_factory=dict)
    checklists: Checklists = field(default_factory=list)


class ProlongHold(msgspec.Struct, frozen=True, kw_only=True):
    """仮押さえを延ばす: the last day on which the units stay held and an answer is waited for, and why."""

    until: date
    reason: Prose


class ExtendLoan(msgspec.Struct, frozen=True, kw_only=True):
    """延長: the new end (exclusive). A facility asks, a lender grants."""

    end: date
    message: Prose = ""
    override_reason: Prose = ""


class WriteOffLoan(GiveReason, frozen=True, kw_only=True):
    """紛失・全損 of these units, or of all that are not back."""

    unit_ids: list[UUID] | None = None


class SendBackLoan(msgspec.Struct, frozen=True, kw_only=True):
    """返送 of these units, or of all that are there. Cleaning is part of giving back (DOMAIN section 4).

    `conditions` say it for single units; without `unit_ids` only the units named there are meant.
    """

    cleaned: bool
    tracking_number: Line = ""
    carrier: Line = ""
    way: Way = Way.PARCEL
    condition: Condition = Condition.OK
    note: Prose = ""
    unit_ids: list[UUID] | None = None
    photos: Photos = field(default_factory=list)
    unit_photos: PhotosByUnit = field(default_factory=list)
    conditions: Conditions = field(default_factory=list)
    checklist: Checklist = field(default_factory=dict)
    checklists: Checklists = field(default_factory=list)


class TakeBackLoan(msgspec.Struct, frozen=True, kw_only=True):
    """返却受入 of these units, or of all that are not back, with the check against the outgoing one.

    `conditions` say it for single units, `condition` for the others; without `unit_ids` only the units named
    in `conditions` are meant.
    """

    condition: Condition | None = None
    note: Prose = ""
    unit_ids: list[UUID] | None = None
    photos: Photos = field(default_factory=list)
    unit_photos: PhotosByUnit = field(default_factory=list)
    conditions: Conditions = field(default_factory=list)
    checklist: Checklist = field(default_factory=dict)
    checklists: Checklists = field(default_factory=list)


class SubmitResult(msgspec.Struct, frozen=True, kw_only=True):
    """試用結果報告 of one stage; the keys of `answers` are those of the form definition."""

    stage: Stage
    answers: dict[str, object] = field(default_factory=dict)
    decision: Decision | None = None
    reason: Prose = ""
