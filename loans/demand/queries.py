"""The demand for a vendor's own products by month and counter: counts only, nobody who asked is named."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog.reporting.periods import By, objections, periods
from core import db
from core.clock import TOKYO
from core.errors import Invalid
from core.i18n import current_locale
from directory.kinds import OrganizationKind

BY_LENDER, BY_COUNTER = "declined-by-lender", "declined-by-counter"


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How often a product was asked for, refused and waited for; `reasons` counts refusals by their code.

    `waited_for_item` are wishes for any product of an item that this one has.
    """

    asked: int = 0
    refused: int = 0
    waited: int = 0
    waited_for_item: int = 0
    reasons: dict[str, int] = {}


class DemandRow(Counts, frozen=True, kw_only=True):
    """The counts of one product at one counter."""

    product_id: UUID
    product_name: str
    counter_id: UUID
    counter_name: str


class DemandPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """One month, `end` exclusive, with the products and counters at which there was any demand."""

    start: date
    end: date
    rows: list[DemandRow]


class DemandReport(msgspec.Struct, frozen=True):
    """Every month that was asked about, earliest first."""

    periods: list[DemandPeriod]


# A product refused while others of the same basket were had leaves its reason with the bundle. A request that
# was refused as a whole leaves nothing: whoever asked chose other days, or waits.
_DEMAND = """
WITH own AS (SELECT id FROM product WHERE vendor_id = $3),
refusal AS (
    SELECT (r ->> 'product_id')::uuid AS product_id, b.counter_id,
        (b.created_at AT TIME ZONE 'Asia/Tokyo')::date AS day,
        CASE WHEN r ->> 'code' <> 'invalid' THEN r ->> 'code'
            ELSE coalesce((SELECT min(value) FROM jsonb_each_text(r -> 'fields')), 'invalid') END AS reason
    FROM loan_bundle b CROSS JOIN LATERAL jsonb_array_elements(b.refusals) r
    WHERE b.created_at >= $4 AND b.created_at < $5 AND (r ->> 'product_id')::uuid IN (SELECT id FROM own)
), step AS (
    SELECT s.event_id, s.product_id, s.counter_id, s.occurred_on AS day, s.measure FROM counted_step s
    WHERE s.occurred_on >= $1 AND s.occurred_on < $2 AND s.measure IN ('requested', 'afterwards', 'declined')
      AND s.product_id IN (SELECT id FROM own)
), wish AS (
    SELECT e.product_id, e.item, e.counter_id, (e.joined_at AT TIME ZONE 'Asia/Tokyo')::date AS day
    FROM waiting_entry e WHERE e.joined_at >= $4 AND e.joined_at < $5
), happened AS (
    SELECT product_id, counter_id, day, 'asked' AS what, '' AS reason FROM step WHERE measure <> 'declined'
    UNION ALL SELECT product_id, counter_id, day, 'asked', '' FROM refusal
    UNION ALL SELECT product_id, counter_id, day, 'refused', reason FROM refusal
    UNION ALL
    SELECT step.product_id, step.counter_id, step.day, 'refused',
        CASE WHEN e.organization_id = l.lender_id THEN $6 ELSE $7 END
    FROM step JOIN loan_event e ON e.id = step.event_id JOIN loan l ON l.id = e.loan_id
    WHERE step.measure = 'declined'
    UNION ALL
    SELECT product_id, counter_id, day, 'waited', '' FROM wish WHERE product_id IN (SELECT id FROM own)
    UNION ALL
    SELECT p.id, wish.counter_id, wish.day, 'waited_for_item', ''
    FROM wish JOIN product p ON p.vendor_id = $3 AND wish.item = ANY (p.item_codes)
), counted AS (
    SELECT date_trunc('month', day)::date AS month, product_id, counter_id, what, reason,
        count(*)::int AS times
    FROM happened GROUP BY 1, 2, 3, 4, 5
)
SELECT c.*, p.name AS product_ja, p.name_en AS product_en, o.name AS counter_name
FROM counted c JOIN product p ON p.id = c.product_id JOIN organization o ON o.id = c.counter_id
ORDER BY c.month, p.name, c.product_id, o.name, c.counter_id, c.what, c.reason
"""


async def demand_report(actor: Actor, start: date, end: date) -> DemandReport:
    """The demand for the actor's own products in every month that `start` to before `end` touches.

    Raises `NotAllowed` to all but vendors, `Invalid` naming `from` or `to`.
    """
    vendor_id = actor.one_of(OrganizationKind.VENDOR).acting_for()
    if wrong := objections(start, end):
        raise Invalid(wrong)
    months = list(periods(start, end, By.MONTH))
    first, after = months[0].start, months[-1].end
    moments = [datetime.combine(day, time(), TOKYO) for day in (first, after)]
    rows = await db.fetch(_DEMAND, first, after, vendor_id, *moments, BY_LENDER, BY_COUNTER)
    return DemandReport(
        [
            DemandPeriod(
                start=month.start,
                end=month.end,
                rows=_rows(row for row in rows if row["month"] == month.start),
            )
            for month in months
        ]
    )


def _rows(found: Iterable[asyncpg.Record]) -> list[DemandRow]:
    rows: dict[tuple[UUID, UUID], DemandRow] = {}
    for row in found:
        key = row["product_id"], row["counter_id"]
        known = rows.get(key) or DemandRow(
            product_id=row["product_id"],
            product_name=_product_name(row),
            counter_id=row["counter_id"],
            counter_name=row["counter_name"],
        )
        changes: dict[str, object] = {row["what"]: getattr(known, row["what"]) + row["times"]}
        if row["reason"]:
            changes["reasons"] = known.reasons | {row["reason"]: row["times"]}
        rows[key] = msgspec.structs.replace(known, **changes)
    return list(rows.values())


def _product_name(row: asyncpg.Record) -> str:
    is_english = current_locale.get() == "en"
    return str(row["product_en"] if is_english and row["product_en"] else row["product_ja"])
