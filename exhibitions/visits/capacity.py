"""Places of a slot: taken, given back and moved by guarded UPDATEs, the only ones that write them."""

from uuid import UUID

from core import db
from core.clock import now

# The guard stands in the statement that writes: whoever comes second waits for the first and sees its result.
_TAKE = """
UPDATE visit_slot SET taken_people = taken_people + $2, taken_groups = taken_groups + $3
WHERE id = $1 AND NOT is_closed
  AND taken_people + $2 <= capacity_people AND taken_groups + $3 <= capacity_groups
RETURNING id
"""
_GIVE_BACK = """
UPDATE visit_slot SET taken_people = greatest(taken_people - $2, 0),
    taken_groups = greatest(taken_groups - 1, 0) WHERE id = $1
"""
_SHRINK = "UPDATE visit_slot SET taken_people = greatest(taken_people - $2, 0) WHERE id = $1"
_LOCK = "SELECT id FROM visit_slot WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"
_LOCK_COMING = """
SELECT id FROM visit_slot WHERE exhibition_id = $1 AND ends_at > $2 ORDER BY id FOR NO KEY UPDATE
"""


async def take(slot_id: UUID, people: int, groups: int = 1) -> bool:
    """Take places for one party; False when the slot has too few left or is closed."""
    return await db.fetch_value(_TAKE, slot_id, people, groups) is not None


async def give_back(slot_id: UUID, people: int) -> None:
    """A party does not come: its places are free at once."""
    await db.execute(_GIVE_BACK, slot_id, people)


async def hold_coming(exhibition_id: UUID) -> None:
    """Hold every slot of a display that is not over, in the one order of all who hold several."""
    await db.execute(_LOCK_COMING, exhibition_id, now())


async def move(old_slot: UUID, old_people: int, new_slot: UUID, new_people: int) -> bool:
    """Change the slot or the size of a party in one go; False, and nothing changed, when there is no room."""
    if old_slot == new_slot and new_people <= old_people:  # always, even when the slot is closed by now
        await db.execute(_SHRINK, old_slot, old_people - new_people)
        return True
    if old_slot == new_slot:
        return await take(old_slot, new_people - old_people, 0)
    # both in one order, so that two parties who change places never wait for each other in a ring
    await db.fetch(_LOCK, [old_slot, new_slot])
    if not await take(new_slot, new_people):
        return False
    await give_back(old_slot, old_people)
    return True
