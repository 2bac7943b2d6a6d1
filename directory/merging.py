"""Two rows that turned out to be one party: everything that hung on one hangs on the other afterwards.

Whatever points at an organisation is found by its foreign keys, so that a feature that comes later is not
forgotten. What stays behind is history (who acted as whom, never altered) and what the kept party has itself.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now, today
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from directory.editing import known_organization
from directory.kinds import COUNTERS, OrganizationKind

_POINTING = """
SELECT c.conrelid::regclass::text AS "table", a.attname AS "column",
    coalesce((SELECT array_agg(DISTINCT other.attname::text) FROM pg_constraint u
        JOIN pg_attribute other ON other.attrelid = u.conrelid AND other.attnum = ANY(u.conkey)
        WHERE u.conrelid = c.conrelid AND u.contype = 'u' AND c.conkey[1] = ANY(u.conkey)
          AND other.attname <> a.attname), '{}') AS once_with,
    EXISTS (SELECT 1 FROM pg_constraint u WHERE u.conrelid = c.conrelid AND u.contype = 'u'
        AND c.conkey[1] = ANY(u.conkey)) AS is_once
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = 'organization'::regclass AND c.conrelid <> 'organization'::regclass
  AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.conrelid AND t.tgname LIKE '%is_immutable')
ORDER BY 1, 2
"""

_afterwards: list[Callable[[UUID, UUID], Awaitable[None]]] = []


def after_merging(order: Callable[[UUID, UUID], Awaitable[None]]) -> Callable[[UUID, UUID], Awaitable[None]]:
    """Have `order(kept, merged)` done in the transaction of each merger: what foreign keys cannot know."""
    _afterwards.append(order)
    return order


class Moving(msgspec.Struct, frozen=True):
    """How many rows of a table would move, by the column that points at the organisation."""

    table: str
    column: str
    count: int


class _Pointing(msgspec.Struct, frozen=True):
    table: str
    column: str
    once_with: list[str]
    is_once: bool

    def where(self) -> str:
        """SQL for the rows `t` of $2 that can move to $1: the kept party has none of the same yet."""
        if not self.is_once:
            return f"t.{self.column} = $2 AND $1::uuid IS NOT NULL"
        same = "".join(f" AND k.{name} IS NOT DISTINCT FROM t.{name}" for name in self.once_with)
        kept = f"SELECT 1 FROM {self.table} k WHERE k.{self.column} = $1{same}"  # noqa: S608  # names of ours
        return f"t.{self.column} = $2 AND NOT EXISTS ({kept})"


async def _pointing() -> list[_Pointing]:
    return await db.fetch_as(_Pointing, _POINTING)


async def what_would_move(actor: Actor, kept_id: UUID, merged_id: UUID) -> list[Moving]:
    """What a merger would bring over, largest first; refused as the merger itself would be."""
    await _judge(actor, kept_id, merged_id)
    moving = []
    for one in await _pointing():
        sql = f"SELECT count(*) FROM {one.table} t WHERE {one.where()}"  # noqa: S608  # names of ours
        moving.append(Moving(one.table, one.column, await db.fetch_value(sql, kept_id, merged_id)))
    return sorted((one for one in moving if one.count), key=lambda one: -one.count)


async def _judge(actor: Actor, kept_id: UUID, merged_id: UUID) -> None:
    actor.one_of(*COUNTERS, OrganizationKind.CENTRE)
    if kept_id == merged_id:
        raise Invalid({"merged_id": "same-organization"})
    kept = await known_organization(actor, kept_id)
    merged = await known_organization(actor, merged_id)
    if kept.kind is not merged.kind:
        raise Invalid({"merged_id": "other-kind"})
    sql = "SELECT EXISTS (SELECT 1 FROM organization WHERE id = ANY($1::uuid[]) AND merged_into IS NOT NULL)"
    if await db.fetch_value(sql, [kept_id, merged_id]):
        raise Conflict("merged-already")


async def _names(merged_id: UUID, kept_id: UUID) -> tuple[str, str]:
    rows = await db.fetch(
        "SELECT id, name FROM organization WHERE id = ANY($1::uuid[])", [merged_id, kept_id]
    )
    names = {row["id"]: row["name"] for row in rows}
    return names[merged_id], names[kept_id]


_MERGED = """
UPDATE organization SET merged_into = $1, gone_on = coalesce(gone_on, $3), updated_at = $4 WHERE id = $2
"""
_RECORD = """
INSERT INTO organization_change (id, organization_id, person_id, by_organization_id, via, facts, at)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7)
"""


async def merge_organizations(actor: Actor, kept_id: UUID, merged_id: UUID) -> list[Moving]:
    """統合: all that hangs on `merged_id` moves to `kept_id`, which stays; what moved, largest first.

    By the counter that serves both facilities, or the centre. Raises `Invalid` for one and the same or two
    kinds, `NotFound`, `Conflict` for a party that was merged before.
    """
    async with db.transaction():
        locked = "SELECT id FROM organization WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"
        if len(await db.fetch(locked, [kept_id, merged_id])) != len({kept_id, merged_id}):
            raise NotFound
        moving = await what_would_move(actor, kept_id, merged_id)
        for one in await _pointing():
            sql = f"UPDATE {one.table} t SET {one.column} = $1 WHERE {one.where()}"  # noqa: S608  # names of ours
            await db.execute(sql, kept_id, merged_id)
        await db.execute("UPDATE organization SET counter_id = $1 WHERE counter_id = $2", kept_id, merged_id)
        for order in _afterwards:
            await order(kept_id, merged_id)
        await db.execute(_MERGED, kept_id, merged_id, today(), now())
        by = actor.person_id, actor.organization_id, actor.via.value
        facts = {"merged": await _names(merged_id, kept_id)}
        for organization_id in (kept_id, merged_id):
            await db.execute(_RECORD, new_id(), organization_id, *by, db.to_json(facts), now())
        return moving
