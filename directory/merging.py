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

# Each column that points at an organisation; what must be unique with it, and whom it must differ from.
_POINTING = """
SELECT c.conrelid::regclass::text AS "table", a.attname::text AS "column",
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'others', ARRAY(SELECT other.attname FROM pg_attribute other WHERE other.attrelid = i.indrelid
            AND other.attnum = ANY(i.indkey::int2[]) AND other.attnum <> a.attnum),
        'among', coalesce(pg_get_expr(i.indpred, i.indrelid), 'TRUE'))), '[]')
     FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indisunique AND a.attnum = ANY(i.indkey::int2[])
    ) AS once,
    ARRAY(SELECT other.attname::text FROM pg_constraint k
        JOIN pg_attribute other ON other.attrelid = k.conrelid AND other.attnum = ANY(k.conkey)
        WHERE k.conrelid = c.conrelid AND k.contype = 'c' AND cardinality(k.conkey) = 2
          AND a.attnum = ANY(k.conkey) AND other.attnum <> a.attnum
          AND pg_get_constraintdef(k.oid) ~ '^CHECK \\(\\(\\w+ <> \\w+\\)\\)$') AS apart_from
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = 'organization'::regclass AND c.conrelid <> 'organization'::regclass
  AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.conrelid AND t.tgname LIKE '%is_immutable')
ORDER BY 1, 2
"""

Note = Callable[[Actor, UUID, UUID], Awaitable[None]]
Order = Callable[[UUID, UUID], Awaitable[None]]
_judges: list[Order] = []
_beforehand: list[Note] = []
_afterwards: list[Order] = []


def before_merging(judge: Order) -> Order:
    """Let a feature refuse a merger: `judge(kept, merged)` raises what stands in its way."""
    _judges.append(judge)
    return judge


def before_moving(note: Note) -> Note:
    """Have `note(actor, kept, merged)` done in the transaction of each merger, before anything has moved."""
    _beforehand.append(note)
    return note


def after_merging(order: Order) -> Order:
    """Have `order(kept, merged)` done in the transaction of each merger: what foreign keys cannot know."""
    _afterwards.append(order)
    return order


class Moving(msgspec.Struct, frozen=True):
    """How many rows of a table would move, by the column that points at the organisation."""

    table: str
    column: str
    count: int


class _Once(msgspec.Struct, frozen=True):
    others: list[str]
    among: str


class _Pointing(msgspec.Struct, frozen=True):
    table: str
    column: str
    once: list[_Once]
    apart_from: list[str]

    def where(self) -> str:
        """SQL for the rows `t` of $2 that can move to $1: it has none of the same, nor is the other side."""
        clauses = [f"t.{self.column} = $2", "$1::uuid IS NOT NULL", *map(self._is_free, self.once)]
        clauses += [f"t.{other} IS DISTINCT FROM $1" for other in self.apart_from]
        return " AND ".join(clauses)

    def _is_free(self, once: _Once) -> str:
        same = "".join(f" AND k.{name} IS NOT DISTINCT FROM t.{name}" for name in once.others)
        kept = f"SELECT 1 FROM {self.table} k WHERE k.{self.column} = $1 AND ({once.among}){same}"  # noqa: S608
        counts = f"SELECT 1 FROM {self.table} m WHERE m.ctid = t.ctid AND ({once.among})"  # noqa: S608  # ours
        return f"NOT (EXISTS ({kept}) AND EXISTS ({counts}))"


async def _pointing() -> list[_Pointing]:
    rows = await db.fetch(_POINTING)
    return [msgspec.convert({**row, "once": db.from_json(row["once"])}, _Pointing) for row in rows]


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
    for judge in _judges:
        await judge(kept_id, merged_id)


async def _names(merged_id: UUID, kept_id: UUID) -> tuple[str, str]:
    rows = await db.fetch(
        "SELECT id, name FROM organization WHERE id = ANY($1::uuid[])", [merged_id, kept_id]
    )
    names = {row["id"]: row["name"] for row in rows}
    return names[merged_id], names[kept_id]


_MOVED_BESIDES = (
    "UPDATE organization SET counter_id = $1 WHERE counter_id = $2",
    "UPDATE organization SET merged_into = $1 WHERE merged_into = $2",
    # What is left of these is the kept counter's already: nobody shall be sent to the one that is gone.
    "DELETE FROM counter_area WHERE counter_id = $2 AND counter_id <> $1",
)
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
        for note in _beforehand:
            await note(actor, kept_id, merged_id)
        for one in await _pointing():
            sql = f"UPDATE {one.table} t SET {one.column} = $1 WHERE {one.where()}"  # noqa: S608  # names of ours
            await db.execute(sql, kept_id, merged_id)
        for sql in _MOVED_BESIDES:
            await db.execute(sql, kept_id, merged_id)
        for order in _afterwards:
            await order(kept_id, merged_id)
        await db.execute(_MERGED, kept_id, merged_id, today(), now())
        by = actor.person_id, actor.organization_id, actor.via.value
        facts = {"merged": await _names(merged_id, kept_id)}
        for organization_id in (kept_id, merged_id):
            await db.execute(_RECORD, new_id(), organization_id, *by, db.to_json(facts), now())
        return moving
