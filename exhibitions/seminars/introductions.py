"""Tells a counter's desk which applications wait for an answer."""

from uuid import UUID

from core import db
from core.i18n import gettext as _
from directory.desks import DeskWord, on_desk

_WAITING = """
SELECT s.id, s.title, sum(a.people)::int AS people FROM seminar s
JOIN seminar_application a ON a.seminar_id = s.id AND a.state = 'applied'
WHERE s.counter_id = $1 AND s.status IN ('open', 'closed') GROUP BY s.id ORDER BY min(a.created_at) LIMIT 5
"""


@on_desk
async def applied_for_seminars(organization_id: UUID) -> list[DeskWord]:
    """How many people wait to hear whether they have a place, course by course."""
    return [
        DeskWord(
            title=_("研修会の申込が%(count)s人分、返事を待っています", count=row["people"]),
            text=row["title"],
            href=f"/seminars/{row['id']}/applications?state=applied",
            label=_("申込を見る"),
            icon="people",
        )
        for row in await db.fetch(_WAITING, organization_id)
    ]
