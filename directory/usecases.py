"""What organisations decide for themselves."""

from uuid import UUID

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import Invalid
from directory.kinds import OrganizationKind

_CHOOSE = """
UPDATE organization SET counter_id = $2, updated_at = $3
WHERE id = $1 AND EXISTS (
    SELECT 1 FROM organization c
    WHERE c.id = $2 AND c.kind IN ('counter', 'general_center') AND c.gone_on IS NULL
)
"""


async def choose_counter(actor: Actor, counter_id: UUID) -> None:
    """窓口を選ぶ: the counter that answers for the actor's facility; running loans stay where they are.

    Raises `Invalid` on `counter_id` for anything that is no counter, `NotAllowed` for other parties.
    """
    facility_id = actor.one_of(OrganizationKind.FACILITY).acting_for()
    async with db.transaction():
        if not await db.execute(_CHOOSE, facility_id, counter_id, now()):
            raise Invalid({"counter_id": "unknown"})
