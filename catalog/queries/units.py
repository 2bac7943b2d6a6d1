"""Units: for their owner, for whoever lends or keeps them, and for the centre. Nobody else learns of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor, Via
from catalog.domain import Condition, OccupancyStatus, Purpose, UnitStatus
from core import db
from core.calendar import ONE_DAY
from core.clock import today
from core.errors import NotFound
from core.text import normalise
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size
from directory.visibility import visible_to as may_know


class UnitView(msgspec.Struct, frozen=True, kw_only=True):
    """個体. `occupied_for` and `occupied_until` (exclusive) tell what speaks for it today.

    The names of custodian and place are empty where the reader may not know whom they stand for.
    """

    id: UUID
    product_id: UUID
    product_name: str
    serial_number: str
    owner_id: UUID
    owner_name: str
    lender_id: UUID
    lender_name: str
    lender_phone: str
    custodian_id: UUID
    custodian_name: str
    place_id: UUID
    place_name: str
    status: UnitStatus
    condition: Condition
    accessories: list[str]
    accessory_counts: dict[str, int]
    purchased_on: date | None
    maintained_on: date | None
    maintenance_due_on: date | None
    tag_code: str | None
    tag_token: str | None
    occupied_for: Purpose | None
    occupied_until: date | None
    created_at: datetime

    @property
    def accessory_lines(self) -> list[str]:
        """Each accessory as people write it: 「充電器 ×2」."""
        counts = self.accessory_counts
        return [f"{name} ×{counts[name]}" if name in counts else name for name in self.accessories]

    @property
    def occupied_last_day(self) -> date | None:
        """The last day of what speaks for it today."""
        return self.occupied_until - ONE_DAY if self.occupied_until else None


class UnitFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of units is narrowed to; every field left alone narrows nothing."""

    product_id: UUID | None = None
    status: UnitStatus | None = None
    condition: Condition | None = None
    place_id: UUID | None = None
    elsewhere_than: UUID | None = None
    due_by: date | None = None
    q: str = ""


_UNIT = """
SELECT u.id, u.product_id, p.name AS product_name, u.serial_number, u.owner_id, ow.name AS owner_name,
    u.lender_id, le.name AS lender_name, le.phone AS lender_phone, u.custodian_id,
    {custodian} AS custodian_name, u.place_id, {place} AS place_name, u.status, u.condition, u.accessories,
    u.accessory_counts, u.purchased_on, u.maintained_on, u.maintenance_due_on,
    t.code AS tag_code, t.token AS tag_token, o.purpose AS occupied_for, upper(o.period) AS occupied_until,
    u.created_at
FROM unit u
JOIN product p ON p.id = u.product_id
JOIN organization ow ON ow.id = u.owner_id
JOIN organization le ON le.id = u.lender_id
LEFT JOIN tag t ON t.unit_id = u.id AND t.retired_at IS NULL
-- Periods of a unit never overlap: the first one that ends after today has begun, or none is today's.
LEFT JOIN LATERAL (
    SELECT o.purpose, o.period FROM occupancy o
    WHERE o.unit_id = u.id AND o.status = 'active' AND upper(o.period) > $1::date
    ORDER BY upper(o.period) LIMIT 1
) o ON lower(o.period) <= $1::date
"""


# A borrower is named to those who may know it: an owner does not learn whom others lend its unit to.
_NAME = "coalesce((SELECT o.name FROM organization o WHERE o.id = u.{column} AND {known}), '')"


def _unit_as_known_to(actor: Actor, position: int) -> str:
    known = may_know(actor, position)
    return _UNIT.format(
        custodian=_NAME.format(column="custodian_id", known=known),
        place=_NAME.format(column="place_id", known=known),
    )


def visible_to(actor: Actor, position: int) -> str:
    """SQL that keeps the units `actor` may see; parameter `$position` is the actor's organisation."""
    mine = f"${position}::uuid"
    if actor.is_centre or actor.via is Via.SYSTEM:
        return f"({mine} IS NULL OR TRUE)"
    if actor.is_vendor or actor.is_counter:
        # Not `IN (…)`: each of the three is found by its index.
        return f"(u.owner_id = {mine} OR u.lender_id = {mine} OR u.custodian_id = {mine})"
    return f"({mine} IS NULL AND FALSE)"


def _view(columns: dict[str, Any]) -> UnitView:
    accessories = db.from_json(columns["accessories"])
    # the column's default is an empty object
    counts = db.from_json(columns["accessory_counts"])
    return msgspec.convert(
        {**columns, "accessories": list(accessories or []), "accessory_counts": counts}, UnitView
    )


async def unit_for(actor: Actor, unit_id: UUID) -> UnitView:
    """One unit; `NotFound` for unknown and foreign ids alike."""
    units = await units_for(actor, [unit_id])
    if not units:
        raise NotFound
    return units[0]


async def units_for(actor: Actor, unit_ids: Sequence[UUID]) -> list[UnitView]:
    """Those of the units that `actor` may see, by product and serial number."""
    sql = f"{_unit_as_known_to(actor, 2)} WHERE u.id = ANY($3::uuid[]) AND {visible_to(actor.signed_in(), 2)}"
    sql += " ORDER BY p.name, u.serial_number"
    rows = await db.fetch(sql, today(), actor.organization_id, list(unit_ids))
    return [_view(dict(row)) for row in rows]


_PAGE = """
SELECT u.* FROM unit u LEFT JOIN tag t ON t.unit_id = u.id AND t.retired_at IS NULL
WHERE {} ORDER BY u.id DESC LIMIT {}
"""
_FILTERS = {
    "product_id": "u.product_id = ${}",
    "status": "u.status = ${}",
    "condition": "u.condition = ${}",
    "place_id": "u.place_id = ${}",
    "elsewhere_than": "u.place_id <> ${}",
    "due_by": "u.maintenance_due_on <= ${}",
    "q": (
        "(regexp_replace(upper(u.serial_number), '[-[:space:]]', '', 'g') LIKE '%' || upper(${0}) || '%'"
        " OR t.code = upper(${0}))"
    ),
}


async def list_units(
    actor: Actor, wanted: UnitFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[UnitView]:
    """Units that `actor` may see, latest first."""
    clauses = [visible_to(actor.signed_in(), 2)]
    arguments: list[object] = [today(), actor.organization_id]
    values = {**msgspec.structs.asdict(wanted), "q": normalise(wanted.q).replace("%", "").replace("_", "")}
    for name, clause in _FILTERS.items():
        if value := values[name]:
            arguments.append(value)
            clauses.append(clause.format(len(arguments)))
    if (last := cursor_id(cursor)) is not None:
        arguments.append(last)
        clauses.append(f"u.id < ${len(arguments)}")
    size = page_size(limit)
    # All that is shown of a unit is looked up for those on the page alone.
    narrowed = f"FROM ({_PAGE.format(' AND '.join(clauses), size + 1)}) u"
    sql = _unit_as_known_to(actor, 2).replace("FROM unit u", narrowed, 1)
    return cut(
        [_view(dict(row)) for row in await db.fetch(f"{sql} ORDER BY u.id DESC", *arguments)],
        size,
        CursorOf[UnitView](),
    )


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Days on which a unit was or is spoken for; `end` is exclusive."""

    id: UUID
    start: date
    end: date
    purpose: Purpose
    status: OccupancyStatus
    cause_id: UUID | None
    is_loan: bool
    note: str


_STRETCHES = """
SELECT o.id, lower(o.period) AS start, upper(o.period) AS "end", o.purpose, o.status, o.cause_id, o.note,
    ({is_loan}) AS is_loan
FROM occupancy o WHERE o.unit_id = $1 AND ($2 OR o.status = 'active')
ORDER BY lower(o.period) DESC, o.created_at DESC LIMIT $3
"""


_loan_clauses: list[str] = []


def loans_are(clause: str) -> None:
    """Let the feature above say which causes are loans: SQL over `occupancy o`; other holds lead nowhere."""
    _loan_clauses[:] = [clause]


async def stretches_of(unit: UnitView, *, released: bool = False, limit: int = 100) -> list[Stretch]:
    """The days of a unit that the caller has been shown, latest first; `released` ones when asked for."""
    sql = _STRETCHES.replace("{is_loan}", "".join(_loan_clauses) or "FALSE")
    rows = await db.fetch(sql, unit.id, released, limit)
    return [msgspec.convert(dict(row), Stretch) for row in rows]
