"""Who sits elsewhere once two organisations become one."""

from uuid import UUID

from accounts.domain import Actor, Role
from accounts.looks import ROLE_LOOKS
from core import db
from core.i18n import lazy
from directory.concerned import MOST_LINES, Concern, Line, concerned_by_merging

_SEATS = """
SELECT n.name, m.role, count(*) OVER () AS total
FROM membership m JOIN person n ON n.id = m.person_id
WHERE m.organization_id = $1 AND m.ended_at IS NULL ORDER BY n.name, m.id LIMIT $2
"""


@concerned_by_merging
async def _people(_: Actor, merged_id: UUID) -> Concern:
    rows = await db.fetch(_SEATS, merged_id, MOST_LINES)
    lines = [Line(row["name"], ROLE_LOOKS[Role(row["role"])].label) for row in rows]
    return Concern(lazy("残る組織の一員になる人"), rows[0]["total"] if rows else 0, lines)
