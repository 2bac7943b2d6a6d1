"""What time brings about on the waitlist: offers that run out, and wishes whose days are over.

Sweeps do everything that is due, however long the worker was away; doing it twice changes nothing.
"""

from uuid import UUID

from accounts.domain import Actor
from core import db
from core.clock import now, today
from loans.waiting.domain import OfferState, WaitingState, WaitingStep, state_after_lapse
from loans.waiting.usecases.offering import end_offer
from loans.waiting.usecases.recording import change_entry

# Other workers have those that are locked in hand; an answer that is on its way comes first.
_DUE = """
SELECT e.id, (SELECT count(*) FROM waiting_offer x WHERE x.entry_id = e.id AND x.state = 'lapsed'
              AND x.ended_at >= e.waits_since)::int AS lapses
FROM waiting_offer o JOIN waiting_entry e ON e.id = o.entry_id
WHERE o.state = 'open' AND o.expires_at <= $1
ORDER BY o.expires_at LIMIT 1 FOR UPDATE OF e SKIP LOCKED
"""
_PAST = """
SELECT e.id, p.status IS NOT DISTINCT FROM 'discontinued' AS is_withdrawn
FROM waiting_entry e LEFT JOIN product p ON p.id = e.product_id
WHERE e.state IN ('waiting', 'lapsed')
  AND (e.starts_on + e.tolerance_days < $1 OR p.status = 'discontinued')
ORDER BY e.id LIMIT 1 FOR UPDATE OF e SKIP LOCKED
"""
# Why a wish ended, where nobody said so.
RAN_OUT, WITHDRAWN = "past", "discontinued"


async def lapse_offers(limit: int = 1000) -> int:
    """End every offer whose time is over; its days go to whoever is next."""
    for done in range(limit):
        async with db.transaction():
            row = await db.fetch_row(_DUE, now())
            if row is None:
                return done
            await _lapse(row["id"], row["lapses"] + 1)
    return limit


async def _lapse(entry_id: UUID, lapses: int) -> None:
    await end_offer(entry_id, OfferState.LAPSED)
    state = state_after_lapse(lapses)
    facts: dict[str, object] = {"lapses": lapses}
    await change_entry(Actor.system(), entry_id, WaitingStep.LAPSE, state, facts=facts)


async def end_past_wishes(limit: int = 1000) -> int:
    """End wishes for which no day is left, or whose product is lent no more."""
    for done in range(limit):
        async with db.transaction():
            row = await db.fetch_row(_PAST, today())
            if row is None:
                return done
            why = WITHDRAWN if row["is_withdrawn"] else RAN_OUT
            columns: dict[str, object] = {"ended_at": now(), "ended_reason": why}
            await change_entry(
                Actor.system(), row["id"], WaitingStep.RUN_OUT, WaitingState.LEFT, columns=columns
            )
    return limit
