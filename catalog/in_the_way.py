"""What speaks for a product's units: asked of the ledger, which only `catalog/occupancy.py` writes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from catalog.domain import Purpose
from catalog.terms import Days
from core import db

_IN_THE_WAY = """
SELECT o.unit_id, o.purpose, lower(o.period) AS start, upper(o.period) AS "end", o.cause_id
FROM occupancy o JOIN unit u ON u.id = o.unit_id
WHERE u.product_id = ANY($1::uuid[]) AND u.status = 'active' AND ($4::uuid[] IS NULL OR u.lender_id = ANY($4))
  AND o.status = 'active' AND o.period && daterange($2, $3)
ORDER BY o.unit_id, lower(o.period)
"""

_LOANS_SINCE = """
SELECT u.product_id, count(*) AS loans FROM occupancy o JOIN unit u ON u.id = o.unit_id
WHERE u.product_id = ANY($1::uuid[]) AND o.status = 'active' AND lower(o.period) > $2 AND o.purpose = 'loan'
GROUP BY u.product_id
"""


class Busy(msgspec.Struct, frozen=True):
    """A stretch of days on which a unit is spoken for."""

    unit_id: UUID
    purpose: Purpose
    start: date
    end: date
    cause_id: UUID | None = None


async def in_the_way(product_id: UUID, days: Days, lenders: Sequence[UUID] | None = None) -> list[Busy]:
    """What speaks for the product's units on any of `days`, unit by unit, earliest first."""
    rows = await db.fetch(_IN_THE_WAY, [product_id], days.start, days.end, lenders)
    return [Busy(**{**row, "purpose": Purpose(row["purpose"])}) for row in rows]


async def in_the_way_of_many(product_ids: Sequence[UUID], days: Days) -> list[Busy]:
    """The same for several products at once."""
    rows = await db.fetch(_IN_THE_WAY, list(product_ids), days.start, days.end, None)
    return [Busy(**{**row, "purpose": Purpose(row["purpose"])}) for row in rows]


async def loans_since(product_ids: Sequence[UUID], day: date) -> dict[UUID, int]:
    """How many stretches of loans of each product have begun after `day`, or will."""
    rows = await db.fetch(_LOANS_SINCE, list(product_ids), day)
    return {row["product_id"]: row["loans"] for row in rows}
