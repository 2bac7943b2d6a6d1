"""Places of a course: promised and given back by guarded UPDATEs, the only ones that write them.

What is promised stands twice, and both are written together: the sum at the course, by which the guard
judges, and at each application how many of it are its own.
"""

from uuid import UUID

from core import db

# The guard stands in the statement that writes: whoever comes second waits for the first and sees its result.
_TAKE = """
UPDATE seminar SET taken = taken + $2
WHERE id = $1 AND taken + $2 <= capacity AND status <> 'cancelled' RETURNING id
"""
_GIVE_BACK = """
WITH gone AS (
    UPDATE seminar_application a SET held = 0 FROM seminar_application was
    WHERE a.id = $1 AND was.id = a.id AND a.held > 0 RETURNING a.seminar_id, was.held AS places
)
UPDATE seminar s SET taken = taken - gone.places FROM gone WHERE s.id = gone.seminar_id
"""
# Whoever changes applications of a course holds its row first: one order, so that nobody waits in a ring.
_LOCK = "SELECT id FROM seminar WHERE id = $1 FOR NO KEY UPDATE"


async def take(seminar_id: UUID, places: int) -> bool:
    """Promise places; False, and nothing promised, when too few are left."""
    return await db.fetch_value(_TAKE, seminar_id, places) is not None


async def take_for(application_id: UUID, seminar_id: UUID, places: int) -> bool:
    """Promise an application its places; False, and nothing promised, when too few are left."""
    if not await take(seminar_id, places):
        return False
    await db.execute("UPDATE seminar_application SET held = people WHERE id = $1", application_id)
    return True


async def give_back(application_id: UUID) -> None:
    """What was promised to an application is free at once; nothing happens when it had nothing."""
    await db.execute(_GIVE_BACK, application_id)


async def hold_still(seminar_id: UUID) -> None:
    """Nobody else changes applications of this course until the transaction ends."""
    await db.execute(_LOCK, seminar_id)
