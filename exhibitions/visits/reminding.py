"""予約の前の知らせ: each booked party is reminded once, the hours before that its counter has set."""

from core import db
from core.clock import now
from exhibitions.visits import mails
from exhibitions.visits.booking import new_key
from exhibitions.visits.queries import visit_of

# Who booked when the moment had passed already has just been written to.
_DUE = """
SELECT v.id FROM visit_slot s JOIN visit v ON v.slot_id = s.id
JOIN visit_plan p ON p.exhibition_id = v.exhibition_id
WHERE s.starts_at > $1::timestamptz AND s.starts_at <= $1::timestamptz + interval '15 days'
  AND s.starts_at - make_interval(hours => p.reminder_hours) <= $1::timestamptz AND p.reminder_hours > 0
  AND v.state = 'booked' AND v.reminded_at IS NULL
  AND v.created_at < s.starts_at - make_interval(hours => p.reminder_hours)
ORDER BY s.starts_at LIMIT 200 FOR UPDATE OF v SKIP LOCKED
"""


async def remind_visitors() -> int:
    """A sweep: catches up until the visit begins; nobody is reminded twice of the same time."""
    async with db.transaction():
        rows = await db.fetch(_DUE, now())
        for row in rows:
            await db.execute("UPDATE visit SET reminded_at = $2 WHERE id = $1", row["id"], now())
            await mails.remind(await visit_of(row["id"]), await new_key(row["id"]))
        return len(rows)
