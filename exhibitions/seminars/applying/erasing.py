"""個人情報の消去: what names an applicant goes when the counter's period is over; figures stay."""

from core import db
from core.clock import now
from exhibitions.seminars.applying.inviting import keys_about
from exhibitions.seminars.applying.mails import keys_of
from notifications.outbox import forget

_DUE = """
SELECT a.id, a.seminar_id, a.changes FROM seminar_application a JOIN seminar s ON s.id = a.seminar_id
JOIN seminar_contact c ON c.application_id = a.id
WHERE coalesce((SELECT max(e.ends_at) FROM seminar_session e WHERE e.seminar_id = s.id), a.created_at)
    < $1::timestamptz - make_interval(days => s.keep_days)
ORDER BY a.created_at LIMIT 200 FOR UPDATE OF c SKIP LOCKED
"""
# Those that were taken away are known from their event.
_SESSIONS = """
SELECT id, changes FROM seminar_session WHERE seminar_id = $1
UNION ALL
SELECT (facts->>'session')::uuid, (facts->>'changes')::int FROM seminar_event
WHERE seminar_id = $1 AND step = 'remove_session' AND facts ? 'session'
"""


async def erase_old_applicants() -> int:
    """A sweep: names, addresses, links and sent mails of courses that are long over."""
    async with db.transaction():
        due = await db.fetch(_DUE, now())
        ids = [row["id"] for row in due]
        await db.execute("DELETE FROM seminar_contact WHERE application_id = ANY($1::uuid[])", ids)
        await db.execute("DELETE FROM seminar_key WHERE application_id = ANY($1::uuid[])", ids)
        sql = "UPDATE seminar_application SET ended_reason = '' WHERE id = ANY($1::uuid[])"
        await db.execute(sql, ids)
        for row in due:
            sessions = await db.fetch(_SESSIONS, row["seminar_id"])
            about = keys_about(row["id"], [(one["id"], one["changes"]) for one in sessions])
            await forget([*keys_of(row["id"], row["changes"]), *about])
        return len(due)
