"""What visitors wrote in words, and who wanted to be called, go when the counter's period is over."""

from core import db
from core.clock import now

_OVER = "$1::timestamptz - make_interval(days => coalesce(p.keep_days, 365))"
_LEADS = f"""
DELETE FROM visit_lead l WHERE l.id IN (
    SELECT d.id FROM visit_lead d LEFT JOIN visit_plan p ON p.exhibition_id = d.exhibition_id
    WHERE d.consented_at < {_OVER} ORDER BY d.consented_at LIMIT 500
) RETURNING l.id
"""  # noqa: S608  # put together from constants
_WORDS = f"""
UPDATE visit_answer SET words = '' WHERE id IN (
    SELECT a.id FROM visit_answer a JOIN visit_reply r ON r.id = a.reply_id
    LEFT JOIN visit_plan p ON p.exhibition_id = r.exhibition_id
    WHERE a.words <> '' AND r.replied_at < {_OVER} ORDER BY r.replied_at LIMIT 500
)
"""  # noqa: S608  # put together from constants


async def erase_old_words_and_leads() -> int:
    """A sweep; the numbers of the answers stay for the figures."""
    async with db.transaction():
        leads = await db.fetch(_LEADS, now())
        words = await db.execute(_WORDS, now())
        return len(leads) + words
