"""個人情報の消去: what names a visitor goes when the counter's period is over; figures stay."""

from core import db
from core.clock import now
from exhibitions.visits.mails import keys_of
from notifications.outbox import forget

_DUE = """
SELECT v.id, v.changes FROM visit v JOIN visit_slot s ON s.id = v.slot_id
JOIN visit_contact c ON c.visit_id = v.id LEFT JOIN visit_plan p ON p.exhibition_id = v.exhibition_id
WHERE s.ends_at < $1::timestamptz - make_interval(days => coalesce(p.keep_days, 365))
ORDER BY s.ends_at LIMIT 200 FOR UPDATE OF c SKIP LOCKED
"""


async def erase_old_contacts() -> int:
    """A sweep: names, addresses, notes, links and sent mails of visits that are long over."""
    async with db.transaction():
        due = await db.fetch(_DUE, now())
        ids = [row["id"] for row in due]
        await db.execute("DELETE FROM visit_contact WHERE visit_id = ANY($1::uuid[])", ids)
        await db.execute("DELETE FROM visit_key WHERE visit_id = ANY($1::uuid[])", ids)
        await db.execute("UPDATE visit SET ended_reason = '' WHERE id = ANY($1::uuid[])", ids)
        await forget([key for row in due for key in keys_of(row["id"], row["changes"])])
        return len(due)
