"""What callers may ask of the catalogue: the bodies of the API and what page forms turn into."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType, field

from catalog.domain import Condition, ProductStatus, ShippingPayer

Line = Annotated[str, Meta(max_length=200)]
Outline = Annotated[str, Meta(max_length=400)]
Prose = Annotated[str, Meta(max_length=4000)]
Number = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Length = Annotated[int, Meta(ge=1, le=366)]
Buffer = Annotated[int, Meta(ge=0, le=30)]
Classes = Annotated[list[Line], Meta(max_length=3)]
# How many of an accessory there are, where it is not one.
Counts = Annotated[dict[Line, Annotated[int, Meta(ge=1, le=9999)]], Meta(max_length=50)]
Codes = Annotated[list[Line], Meta(max_length=16)]


class CreateProduct(msgspec.Struct, frozen=True, kw_only=True):
    """機種. A term of loan left out leaves the counter's policy in force."""

    name: Line
    name_en: Line = ""
    outline: Outline = ""
    outline_en: Outline = ""
    description: Prose = ""
    description_en: Prose = ""
    status: ProductStatus = ProductStatus.PUBLIC
    item_codes: Codes = field(default_factory=list)
    price_yen: Number | None = None
    tais_code: Line | None = None
    url: Line = ""
    area: Line = ""
    shipping_payer: ShippingPayer = ShippingPayer.VENDOR
    needs_wifi: bool = False
    needs_power: bool = False
    needs_consent: bool = False
    needs_floor: Line = ""
    lecture: Line = ""
    ccta95_codes: Classes = field(default_factory=list)
    video_url: Line = ""
    min_days: Length | None = None
    max_days: Length | None = None
    default_days: Length | None = None
    transit_working_days: Buffer | None = None
    inspection_working_days: Buffer | None = None


class UpdateProduct(msgspec.Struct, frozen=True, kw_only=True):
    """Changes of a product; what is left out stays as it is."""

    name: Line | UnsetType = UNSET
    name_en: Line | UnsetType = UNSET
    outline: Outline | UnsetType = UNSET
    outline_en: Outline | UnsetType = UNSET
    description: Prose | UnsetType = UNSET
    description_en: Prose | UnsetType = UNSET
    status: ProductStatus | UnsetType = UNSET
    item_codes: Codes | UnsetType = UNSET
    price_yen: Number | UnsetType | None = UNSET
    tais_code: Line | UnsetType | None = UNSET
    url: Line | UnsetType = UNSET
    area: Line | UnsetType = UNSET
    shipping_payer: ShippingPayer | UnsetType = UNSET
    needs_wifi: bool | UnsetType = UNSET
    needs_power: bool | UnsetType = UNSET
    needs_consent: bool | UnsetType = UNSET
    needs_floor: Line | UnsetType = UNSET
    lecture: Line | UnsetType = UNSET
    ccta95_codes: Classes | UnsetType = UNSET
    video_url: Line | UnsetType = UNSET
    min_days: Length | UnsetType | None = UNSET
    max_days: Length | UnsetType | None = UNSET
    default_days: Length | UnsetType | None = UNSET
    transit_working_days: Buffer | UnsetType | None = UNSET
    inspection_working_days: Buffer | UnsetType | None = UNSET


class CreateUnit(msgspec.Struct, frozen=True, kw_only=True):
    """個体. `lender_id` names a counter that lends it for its owner; `tag` a label already printed."""

    product_id: UUID
    serial_number: Line
    accessories: Annotated[list[Line], Meta(max_length=50)] = field(default_factory=list)
    accessory_counts: Counts = field(default_factory=dict)
    purchased_on: date | None = None
    maintained_on: date | None = None
    maintenance_due_on: date | None = None
    lender_id: UUID | None = None
    tag: Line = ""


class ChangeUnit(msgspec.Struct, frozen=True, kw_only=True):
    """What the register says of a unit; its hands and place change by steps, scans and moves only.

    `condition` left out stays as it is; damage needs a note.
    """

    serial_number: Line
    accessories: Annotated[list[Line], Meta(max_length=50)] = field(default_factory=list)
    accessory_counts: Counts = field(default_factory=dict)
    purchased_on: date | None = None
    maintained_on: date | None = None
    maintenance_due_on: date | None = None
    condition: Condition | None = None
    note: Annotated[str, Meta(max_length=400)] = ""
    tag: Line = ""
