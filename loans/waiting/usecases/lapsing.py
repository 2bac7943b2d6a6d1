"""What time brings about on the waitlist: offers that run out, and wishes whose days are over.

Sweeps do everything that is due, however long the worker was away; doing it twice changes nothing.
"""

from uuid import UUID

from accounts.domain import Actor
from catalog.terms import Terms
from core import db
from core.clock import now, today
from loans.waiting.domain import OfferState, WaitingState, WaitingStep, state_after_lapse
from loans.waiting.usecases.offering import end_offer
from loans.waiting.usecases.recording import change_entry
from notifications.outbox import enqueue

# Other workers have those that are locked in hand; an answer that is on its way comes first.
_DUE = """
SELECT e.id, (SELECT count(*) FROM waiting_offer x WHERE x.entry_id = e.id AND x.state = 'lapsed'
              AND x.ended_at >= e.waits_since)::int AS lapses,
    (SELECT waitlist_lapses FROM policy WHERE counter_id = e.counter_id) AS most
FROM waiting_offer o JOIN waiting_entry e ON e.id = o.entry_id
WHERE o.state = 'open' AND o.expires_at <= $1
ORDER BY o.expires_at LIMIT 1 FOR UPDATE OF e SKIP LOCKED
"""
_PAST = """
SELECT e.id, CASE WHEN p.status = 'discontinued' THEN 'discontinued'
    WHEN e.starts_on + e.tolerance_days < $1 THEN 'past' ELSE 'asked' END AS why
FROM waiting_entry e LEFT JOIN product p ON p.id = e.product_id
WHERE e.state IN ('waiting', 'lapsed')
  AND (e.starts_on + e.tolerance_days < $1 OR p.status = 'discontinued' OR EXISTS (
    SELECT FROM loan l JOIN product own ON own.id = l.product_id
    WHERE l.facility_id = e.facility_id AND l.created_at > e.joined_at AND l.quantity >= e.quantity
      AND l.custody NOT IN ('declined', 'cancelled')
      AND (l.product_id = e.product_id OR e.item = ANY(own.item_codes))
      AND l.starts_on < e.ends_on + e.tolerance_days AND l.ends_on > e.starts_on - e.tolerance_days))
ORDER BY e.id LIMIT 1 FOR UPDATE OF e SKIP LOCKED
"""
# Why a wish ended, where nobody said so.
RAN_OUT, WITHDRAWN, ASKED = "past", "discontinued", "asked"
ENDING = "waiting_ending"

# Once half of its time is over; an offer that was made a minute ago needs no reminder.
_ENDING = """
SELECT o.id, o.entry_id FROM waiting_offer o
WHERE o.state = 'open' AND o.expires_at > $1 AND o.expires_at - (o.expires_at - o.offered_at) / 2 <= $1
  AND NOT EXISTS (SELECT FROM outbox x WHERE x.dedupe_key = 'waiting_ending:' || o.id)
ORDER BY o.expires_at LIMIT 1000
"""


async def lapse_offers(limit: int = 1000) -> int:
    """End every offer whose time is over; its days go to whoever is next."""
    for done in range(limit):
        async with db.transaction():
            row = await db.fetch_row(_DUE, now())
            if row is None:
                return done
            await _lapse(row["id"], row["lapses"] + 1, row["most"] or Terms().waitlist_lapses)
    return limit


async def _lapse(entry_id: UUID, lapses: int, most: int) -> None:
    await end_offer(entry_id, OfferState.LAPSED)
    state = state_after_lapse(lapses, most)
    facts: dict[str, object] = {"lapses": lapses}
    await change_entry(Actor.system(), entry_id, WaitingStep.LAPSE, state, facts=facts)


async def end_past_wishes(limit: int = 1000) -> int:
    """End wishes without a day left, of products lent no more, or whose facility asked for it meanwhile."""
    for done in range(limit):
        async with db.transaction():
            row = await db.fetch_row(_PAST, today())
            if row is None:
                return done
            columns: dict[str, object] = {"ended_at": now(), "ended_reason": row["why"]}
            await change_entry(
                Actor.system(), row["id"], WaitingStep.RUN_OUT, WaitingState.LEFT, columns=columns
            )
    return limit


async def remind_of_offers() -> int:
    """Remind of offers of whose time half is over, each once; how many."""
    rows = await db.fetch(_ENDING, now())
    for row in rows:
        async with db.transaction():
            await enqueue(
                ENDING, f"{ENDING}:{row['id']}", {"entry_id": row["entry_id"], "offer_id": row["id"]}
            )
    return len(rows)
