"""What vendors and counters do to the catalogue. Each use case owns one transaction."""

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog import tags
from catalog.commands import CreateProduct, CreateUnit, UpdateProduct
from catalog.domain import ProductStatus, Purpose
from catalog.in_the_way import in_the_way
from catalog.product_changes import record_change
from catalog.queries import ProductView, UnitView, product_for, unit_for
from catalog.search import index_products
from catalog.terms import FURTHEST, Days
from core import db
from core.clock import now, today
from core.errors import Invalid, NotAllowed, StaleState
from core.ids import new_id
from core.text import is_web_address
from directory.kinds import COUNTERS, OrganizationKind

_TAIS_CODE = re.compile(r"[0-9]{5}-[0-9]{6}")
_CCTA95_CODE = re.compile(r"[0-9]{6}")
_MOST_CLASSES = 3

_INSERT_UNIT = """
INSERT INTO unit (id, product_id, serial_number, owner_id, lender_id, custodian_id, place_id, accessories,
    accessory_counts, purchased_on, maintained_on, maintenance_due_on, created_at)
VALUES ($1, $2, $3, $4, $5, $5, $5, $6::jsonb, $7::jsonb, $8, $9, $10, $11)
"""


def _serial_taken() -> Invalid:
    return Invalid({"serial_number": "serial-taken"})


db.judged_by("unit_serial_once", _serial_taken)


async def create_product(actor: Actor, command: CreateProduct) -> ProductView:
    """機種登録: a vendor describes what it lends. Raises `Invalid` naming fields."""
    vendor_id = actor.one_of(OrganizationKind.VENDOR).acting_for()
    async with db.transaction():
        product_id = await insert_product(actor, vendor_id, msgspec.structs.asdict(command))
        return await product_for(actor, product_id)


async def insert_product(actor: Actor, vendor_id: UUID, given: Mapping[str, object]) -> UUID:
    """Write a new product of the vendor, inside the caller's transaction. Raises `Invalid` naming fields."""
    values = tidied(given)
    await _check(values)
    product_id, moment = new_id(), now()
    own = {"id": product_id, "vendor_id": vendor_id, "created_at": moment, "updated_at": moment}
    columns = own | values
    holes = ", ".join(f"${position}" for position in range(1, len(columns) + 1))
    # Column names are the fields of the command, never input.
    sql = f"INSERT INTO product ({', '.join(columns)}) VALUES ({holes})"  # noqa: S608
    await db.execute(sql, *columns.values())
    await index_products([product_id])
    await record_change(actor, product_id, {"created": (None, True)})
    return product_id


async def update_product(
    actor: Actor, product_id: UUID, command: UpdateProduct, *, expected: datetime | None = None
) -> ProductView:
    """Change a product of one's own; what the command leaves out stays.

    Raises `NotFound`, `NotAllowed` for another vendor's, `Invalid` naming fields, and `StaleState` when it
    was changed after `expected`.
    """
    given = msgspec.structs.asdict(command)
    async with db.transaction():
        product = await product_for(actor.signed_in(), product_id)
        if product.vendor_id != actor.organization_id:
            raise NotAllowed
        if expected is not None and expected != product.updated_at:
            raise StaleState(expected=expected, found=product.updated_at)
        changes = {name: value for name, value in given.items() if value is not msgspec.UNSET}
        await change_product(actor, product, changes)
        return await product_for(actor, product_id)


async def change_product(actor: Actor, product: ProductView, given: Mapping[str, object]) -> None:
    """Write changes of a product and keep them, inside the caller's transaction.

    Raises `Invalid` naming fields, `StaleState` when somebody was quicker.
    """
    changes, before = tidied(given), msgspec.structs.asdict(product)
    await _check(before | changes)
    await _check_hidden(product, changes)
    columns = changes | {"updated_at": now()}
    assigned = ", ".join(f"{name} = ${position}" for position, name in enumerate(columns, start=3))
    # Column names are the fields of the command, never input.
    sql = f"UPDATE product SET {assigned} WHERE id = $1 AND updated_at = $2"  # noqa: S608
    if not await db.execute(sql, product.id, product.updated_at, *columns.values()):
        raise StaleState(expected=product.updated_at)
    await index_products([product.id])
    changed = {name: (before[name], value) for name, value in changes.items() if before[name] != value}
    if changed:
        await record_change(actor, product.id, changed)


async def _check_hidden(product: ProductView, changes: Mapping[str, object]) -> None:
    """Whoever has a unit, or will have one, must be able to read what it is and how it is used."""
    if product.status is ProductStatus.DRAFT or changes.get("status") != ProductStatus.DRAFT:
        return
    booked = await in_the_way(product.id, Days(today(), today() + FURTHEST))
    if any(one.purpose is not Purpose.MAINTENANCE for one in booked):
        raise Invalid({"status": "draft-while-booked"})


def tidied(values: Mapping[str, object]) -> dict[str, object]:
    """Values as they are kept: no outer space, no doubled item, an empty code as none."""
    kept: dict[str, object] = {
        name: value.strip() if type(value) is str else value for name, value in values.items()
    }
    if not kept.get("tais_code", True):
        kept["tais_code"] = None
    for name in ("item_codes", "ccta95_codes"):
        if isinstance(codes := kept.get(name), list):
            kept[name] = sorted(set(codes))
    return kept


async def _check(values: Mapping[str, object]) -> None:
    """Refuse a product that nobody could judge or borrow; a draft may still lack its items."""
    wrong: dict[str, str] = {}
    if not values["name"]:
        wrong["name"] = "required"
    if values["status"] == ProductStatus.PUBLIC and not values["item_codes"]:
        wrong["item_codes"] = "required"
    if values["tais_code"] is not None and not _TAIS_CODE.fullmatch(str(values["tais_code"])):
        wrong["tais_code"] = "tais-code-shape"
    for name in ("url", "video_url"):
        if values[name] and not is_web_address(str(values[name])):
            wrong[name] = "address-shape"
    wrong |= _wrong_classes(values["ccta95_codes"]) | _wrong_lengths(values)
    codes = values["item_codes"]
    known = await db.fetch_value(
        "SELECT count(DISTINCT code) FROM taxonomy_item WHERE code = ANY($1::text[])", codes
    )
    if isinstance(codes, list) and known != len(codes):
        wrong["item_codes"] = "unknown"
    if wrong:
        raise Invalid(wrong)


def _wrong_classes(codes: object) -> dict[str, str]:
    given = codes if isinstance(codes, list) else []
    is_right = len(given) <= _MOST_CLASSES and all(_CCTA95_CODE.fullmatch(str(code)) for code in given)
    return {} if is_right else {"ccta95_codes": "ccta95-shape"}


def _wrong_lengths(values: Mapping[str, object]) -> dict[str, str]:
    given = [
        (name, value)
        for name in ("min_days", "default_days", "max_days")
        if isinstance(value := values[name], int)
    ]
    return {
        name: "lengths-out-of-order" for (_, shorter), (name, longer) in pairwise(given) if shorter > longer
    }


async def create_unit(actor: Actor, command: CreateUnit) -> UnitView:
    """個体登録, with its tag. A vendor registers units of its products, a counter units of its own.

    Raises `NotFound` for a product the actor may not know, `Invalid` naming fields.
    """
    owner_id = actor.one_of(OrganizationKind.VENDOR, *COUNTERS).acting_for()
    if not command.serial_number.strip():
        raise Invalid({"serial_number": "required"})
    async with db.transaction():
        product = await product_for(actor, command.product_id)
        if actor.is_vendor and product.vendor_id != owner_id:
            raise NotAllowed
        unit_id = new_id()
        await db.execute(
            _INSERT_UNIT,
            unit_id,
            product.id,
            command.serial_number.strip(),
            owner_id,
            await _lender(command, owner_id),
            db.to_json(_lines(command.accessories)),
            db.to_json(command.accessory_counts),
            *(command.purchased_on, command.maintained_on, command.maintenance_due_on),
            now(),
        )
        await (tags.tie(command.tag, unit_id) if command.tag.strip() else tags.new_tag(unit_id))
        return await unit_for(actor, unit_id)


async def _lender(command: CreateUnit, owner_id: UUID) -> UUID:
    """Whoever lends the unit keeps it; besides its owner that can only be a counter."""
    if command.lender_id is None or command.lender_id == owner_id:
        return owner_id
    is_counter = await db.fetch_value(
        "SELECT kind = ANY($2::text[]) FROM organization WHERE id = $1", command.lender_id, sorted(COUNTERS)
    )
    if not is_counter:
        raise Invalid({"lender_id": "unknown"})
    return command.lender_id


def _lines(accessories: list[str]) -> list[str]:
    return [line.strip() for line in accessories if line.strip()]
