"""After the visit: each party with an address is asked once, if its counter has questions."""

from datetime import timedelta

from core import db
from core.clock import now
from exhibitions.questionnaires import mails
from exhibitions.visits.booking import new_key
from exhibitions.visits.queries import visit_of

_LATEST = timedelta(days=3)  # who was not asked by then, since nothing was asked, is left alone
_DUE = """
SELECT v.id FROM visit_slot s JOIN visit v ON v.slot_id = s.id JOIN exhibition e ON e.id = v.exhibition_id
JOIN visit_contact c ON c.visit_id = v.id
WHERE s.ends_at > $2 AND s.ends_at <= $1 AND v.state IN ('arrived', 'left') AND v.asked_at IS NULL
  AND c.email <> ''
  AND EXISTS (SELECT FROM visit_question q WHERE q.counter_id = e.counter_id AND q.retired_at IS NULL)
  AND NOT EXISTS (SELECT FROM visit_reply r WHERE r.reply_key = 'visit:' || v.id)
ORDER BY s.ends_at LIMIT 100 FOR UPDATE OF v SKIP LOCKED
"""


async def ask_visitors_afterwards() -> int:
    """A sweep: the questionnaire goes out when a visit's time is over, exactly once."""
    async with db.transaction():
        rows = await db.fetch(_DUE, now(), now() - _LATEST)
        for row in rows:
            await db.execute("UPDATE visit SET asked_at = $2 WHERE id = $1", row["id"], now())
            await mails.ask_afterwards(await visit_of(row["id"]), await new_key(row["id"]))
        return len(rows)
