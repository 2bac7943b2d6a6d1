"""Offers: days held in the ledger for a wish, and given back or handed on when the offer ends."""

from datetime import datetime
from uuid import UUID

from catalog import occupancy
from core import db
from core.clock import now
from core.ids import new_id
from loans.waiting.domain import OfferState, Place
from notifications.outbox import enqueue

MATCH = "waiting_match"

_INSERT = """
INSERT INTO waiting_offer (id, entry_id, product_id, lender_id, starts_on, ends_on, quantity, state,
    offered_at, expires_at, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, '')
"""
_END = """
UPDATE waiting_offer SET state = $2, ended_at = $3, reason = $4 WHERE entry_id = $1 AND state = 'open'
"""
_OF_ITEM = "SELECT id FROM product WHERE status = 'public' AND $1 = ANY(item_codes) ORDER BY id"


async def write_offer(entry_id: UUID, product_id: UUID, place: Place, expires_at: datetime) -> None:
    """Write down what is held for the wish; the holds are taken by the same transaction."""
    await db.execute(
        _INSERT,
        new_id(),
        entry_id,
        product_id,
        place.lender_id,
        place.trial.start,
        place.trial.end,
        place.quantity,
        now(),
        expires_at,
    )


async def end_offer(entry_id: UUID, state: OfferState, reason: str = "") -> bool:
    """End the open offer of a wish; False when there was none.

    Its days are given back, and the ledger tells whoever is next, unless a request has them already.
    """
    had_one = await db.execute(_END, entry_id, state.value, now(), reason) == 1
    if had_one and state is not OfferState.ACCEPTED:
        await occupancy.release_for(entry_id)
    return had_one


async def ask_for_match(product_ids: list[UUID]) -> None:
    """Let the worker look, once this transaction is done, whose turn it is with these products."""
    for product_id in product_ids:
        await enqueue(MATCH, f"{MATCH}:{new_id()}", {"product_id": product_id})


async def products_for(product_id: UUID | None, item: str | None) -> list[UUID]:
    """The products that can serve a wish: its own, or every public one of its item."""
    if product_id is not None:
        return [product_id]
    return [row["id"] for row in await db.fetch(_OF_ITEM, item)]
