"""Who has applied before, by what the database keeps beside each contact (`likeness_of` says what is alike).

Asked under the lock of the course, so an index answers, however many have applied.
"""

from uuid import UUID

from core import db

_OTHERS = """
FROM seminar_contact c
JOIN seminar_likeness own ON own.contact_id = c.id
JOIN seminar_likeness k ON k.seminar_id = own.seminar_id AND k.kind = own.kind AND k.digest = own.digest
    AND k.contact_id <> c.id
JOIN seminar_contact known ON known.id = k.contact_id
JOIN seminar_application a ON a.id = known.application_id
WHERE c.application_id = $1 AND a.state IN ('applied', 'waiting', 'offered', 'accepted')
"""
NUMBERS = f"""
SELECT a.number {_OTHERS} AND own.kind IN ('mail', 'name')
GROUP BY a.id ORDER BY a.created_at, a.id LIMIT 5
"""
COLLEAGUES = f"""
SELECT c.participants[own.position] AS name {_OTHERS} AND own.kind = 'colleague'
GROUP BY c.participants, own.position ORDER BY own.position
"""


async def numbers_alike(application_id: UUID) -> list[str]:
    """Applications for the same course with its address, or a name of its participants and its workplace.

    The earliest five.
    """
    return [row["number"] for row in await db.fetch(NUMBERS, application_id)]


async def colleagues_known(application_id: UUID) -> list[str]:
    """Those of its participants whom their facility has entered for the same course already."""
    return [row["name"] for row in await db.fetch(COLLEAGUES, application_id)]
