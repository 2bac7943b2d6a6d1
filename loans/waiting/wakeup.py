"""What wakes the waitlist up: days that the ledger gives back, and wishes that have just come.

The outbox is written in the transaction that frees the days, so a row can be lost no more than the days
themselves; the sweep finds, a little later, what no row spoke of, such as a unit that is new.
"""

from typing import Any
from uuid import UUID

import msgspec

from catalog.freed import KIND, FreedDays
from core import db
from loans.waiting.usecases.matching import offer_to_next
from loans.waiting.usecases.offering import MATCH
from notifications.outbox import handles

_PRODUCT = "SELECT product_id FROM unit WHERE id = $1"


@handles(KIND)
async def offer_freed(payload: dict[str, Any], key: str) -> None:  # noqa: ARG001  # looking twice does no harm
    """Days of one unit are free again: whose turn is it with its product?"""
    freed = msgspec.convert(payload, FreedDays)
    product_id = await db.fetch_value(_PRODUCT, freed.unit_id)
    if product_id is not None:
        await offer_to_next(product_id)


@handles(MATCH)
async def look_at_product(payload: dict[str, Any], key: str) -> None:  # noqa: ARG001  # as above
    """Somebody has begun to wait, or waits again."""
    await offer_to_next(UUID(payload["product_id"]))
