"""Owner, custodian and place of a unit: three facts, changed one by one, each change kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from accounts.domain import Actor
from catalog.domain import Condition
from core import db
from core.clock import now
from core.ids import new_id

# The change and its record, in one round trip.
_MOVE = """
WITH moved AS (
    UPDATE unit SET custodian_id = coalesce($2, custodian_id), place_id = coalesce($3, place_id),
        condition = coalesce($4, condition)
    WHERE id = ANY($1::uuid[])
)
INSERT INTO unit_move (id, unit_id, person_id, organization_id, via, cause, facts, at)
SELECT new.id, new.unit_id, $6, $7, $8, $9, $10::jsonb, $11
FROM unnest($5::uuid[], $1::uuid[]) AS new (id, unit_id)
"""


async def hand_over(
    actor: Actor,
    units: Sequence[UUID],
    cause: str,
    *,
    custodian: UUID | None = None,
    place: UUID | None = None,
    condition: Condition | None = None,
    facts: dict[str, object] | None = None,
) -> None:
    """Record that `units` changed hands, place or condition; what is None stays as it is."""
    document = {"custodian": custodian, "place": place, "condition": condition, **(facts or {})}
    await db.execute(
        _MOVE,
        list(units),
        custodian,
        place,
        condition.value if condition else None,
        [new_id() for _ in units],
        actor.person_id,
        actor.organization_id,
        actor.via.value,
        cause,
        db.to_json({name: value for name, value in document.items() if value is not None}),
        now(),
    )


_OWNER = "UPDATE unit SET owner_id = $2 WHERE id = $1"
_LENDER = "UPDATE unit SET lender_id = $2, next_lender_id = $3, next_lender_from = $4 WHERE id = $1"


async def own(actor: Actor, unit_id: UUID, owner: UUID, facts: Mapping[str, object]) -> None:
    """Record that a unit belongs to `owner` from now on."""
    await db.execute(_OWNER, unit_id, owner)
    await hand_over(actor, [unit_id], "owner", facts={"owner": owner, **facts})


class NextLender(NamedTuple):
    """Who lends a unit after the one that lends it for a time, and from which day on."""

    organization_id: UUID
    start: date


async def lend(
    actor: Actor, unit_id: UUID, lender: UUID, facts: Mapping[str, object], then: NextLender | None = None
) -> None:
    """Record that `lender` answers for a unit towards borrowers from now on; `then` somebody else does."""
    await db.execute(_LENDER, unit_id, lender, *(then or (None, None)))
    await hand_over(actor, [unit_id], "lender", facts={"lender": lender, **facts})


async def lent_then(unit_id: UUID, then: NextLender) -> None:
    """Let the next lender of a unit lend it from another day on."""
    sql = "UPDATE unit SET next_lender_id = $2, next_lender_from = $3 WHERE id = $1"
    await db.execute(sql, unit_id, *then)


# What the newest record says, and of records of one moment always the same one: in whatever order they came.
_SETTLE = """
UPDATE unit u SET
    custodian_id = coalesce((
        SELECT (m.facts->>'custodian')::uuid FROM unit_move m
        WHERE m.unit_id = u.id AND m.facts ? 'custodian'
        ORDER BY m.at DESC, m.facts->>'custodian' DESC LIMIT 1
    ), u.custodian_id),
    place_id = coalesce((
        SELECT (m.facts->>'place')::uuid FROM unit_move m
        WHERE m.unit_id = u.id AND m.facts ? 'place'
        ORDER BY m.at DESC, m.facts->>'place' DESC LIMIT 1
    ), u.place_id)
WHERE u.id = $1
"""


async def settle(unit_id: UUID) -> None:
    """After a record that came late: custodian and place are again those of the newest one."""
    await db.execute(_SETTLE, unit_id)


async def retire(units: Sequence[UUID]) -> None:
    """Take lost units out of lending; their history stays."""
    await db.execute("UPDATE unit SET status = 'retired' WHERE id = ANY($1::uuid[])", list(units))
