"""Visitors who have booked, and seminars that are held, on a day on which their counter would be closed."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from core import db
from core.clock import now
from core.i18n import gettext as _
from directory.closing_meets import Met, met_by_closing

_MOST = 50
# An extra day is open whatever else is closed.
_VISITS = """
SELECT e.id, e.title, s.day, count(*)::int AS visits, sum(v.party_size)::int AS people
FROM visit v JOIN visit_slot s ON s.id = v.slot_id JOIN exhibition e ON e.id = v.exhibition_id
WHERE e.counter_id = $1 AND s.starts_at > $2 AND v.state IN ('asked', 'booked', 'offered')
  AND (s.day = ANY($3::date[]) OR extract(isodow FROM s.day)::int - 1 = ANY($4::int[]))
  AND NOT EXISTS (SELECT FROM visit_rule r WHERE r.exhibition_id = e.id AND r.is_extra AND r.first_on = s.day)
GROUP BY e.id, s.day ORDER BY s.day, e.id LIMIT $5
"""
_SESSIONS = """
SELECT s.id, s.title, (e.starts_at AT TIME ZONE 'Asia/Tokyo')::date AS day
FROM seminar s JOIN seminar_session e ON e.seminar_id = s.id
WHERE s.counter_id = $1 AND e.starts_at > $2 AND s.status IN ('open', 'closed')
  AND ((e.starts_at AT TIME ZONE 'Asia/Tokyo')::date = ANY($3::date[])
    OR extract(isodow FROM e.starts_at AT TIME ZONE 'Asia/Tokyo')::int - 1 = ANY($4::int[]))
ORDER BY e.starts_at, s.id LIMIT $5
"""


@met_by_closing
async def shows_met(counter_id: UUID, days: Collection[date], weekdays: Collection[int]) -> list[Met]:
    """Bookings by display and day, and sessions of seminars."""
    asked = counter_id, now(), list(days), list(weekdays), _MOST
    visits = [
        Met(
            day=row["day"],
            text=_(
                "%(title)s：来場の予約%(visits)s件（%(people)s人）",
                title=row["title"],
                visits=row["visits"],
                people=row["people"],
            ),
            href=f"/exhibitions/{row['id']}/visitors?day={row['day']}",
        )
        for row in await db.fetch(_VISITS, *asked)
    ]
    sessions = [
        Met(
            day=row["day"],
            text=_("%(title)s：研修会の回", title=row["title"]),
            href=f"/seminars/{row['id']}/prepare",
        )
        for row in await db.fetch(_SESSIONS, *asked)
    ]
    return [*visits, *sessions]
