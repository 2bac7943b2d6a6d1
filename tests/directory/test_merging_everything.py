"""Nothing that points at an organisation is forgotten by a merger: asked of PostgreSQL, table by table."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from accounts.domain import Actor
from core import db
from core.ids import new_id
from directory.kinds import OrganizationKind
from directory.merging import merge_organizations
from tests.factories import an_actor, an_organization

# The whole application: features say themselves what foreign keys do not know.
pytestmark = pytest.mark.usefixtures("application")

# Who acted, and for whom, at the time: history is never altered, whatever becomes of the party.
HISTORY = {
    ("condition_check", "organization_id"),
    ("exhibit_check", "organization_id"),
    ("exhibit_incident_entry", "organization_id"),
    ("exhibition_event", "organization_id"),
    ("handover_event", "organization_id"),
    ("incident_entry", "organization_id"),
    ("loan_event", "on_behalf_of"),
    ("loan_event", "organization_id"),
    ("loan_override", "organization_id"),
    ("organization_change", "by_organization_id"),
    ("organization_change", "organization_id"),
    ("policy_change", "counter_id"),
    ("policy_change", "organization_id"),
    ("product_change", "organization_id"),
    ("result_report", "organization_id"),
    ("safety_report", "organization_id"),
    ("seminar_event", "organization_id"),
    ("unit_move", "organization_id"),
    ("visit_event", "organization_id"),
    ("waiting_event", "organization_id"),
}
# Columns without a foreign key that hold the id of something else; any other is taken for an organisation's.
NO_ORGANIZATION = {
    ("counted_step", "event_id"),
    ("counted_step", "product_id"),
    ("exhibit", "stands_for"),
    ("occupancy", "cause_id"),
    ("organization_change", "person_id"),
}
_COLUMNS = """
SELECT k.relname::text AS "table", a.attname::text AS "column", a.attnotnull AS is_needed,
    format_type(a.atttypid, NULL) AS type, EXISTS (SELECT 1 FROM pg_constraint c WHERE c.contype = 'f'
        AND c.conrelid = k.oid AND a.attnum = ANY(c.conkey)) AS is_key,
    EXISTS (SELECT 1 FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = k.oid
        AND a.attnum = ANY(c.conkey) AND c.confrelid = 'organization'::regclass) AS is_of_organization
FROM pg_attribute a JOIN pg_class k ON k.oid = a.attrelid AND k.relkind IN ('r', 'p')
WHERE k.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY k.relname, a.attnum
"""
_PLAIN: dict[str, Any] = {
    "integer": 1,
    "bigint": 1,
    "smallint": 1,
    "numeric": 1,
    "double precision": 1.0,
    "real": 1.0,
    "boolean": False,
    "date": date(2026, 4, 1),
    "timestamp with time zone": datetime(2026, 4, 1, tzinfo=UTC),
    "jsonb": "{}",
    "bytea": b"",
}


class Column(msgspec.Struct, frozen=True):
    """A column of a table, and whether it points at an organisation."""

    table: str
    column: str
    is_needed: bool
    type: str
    is_key: bool
    is_of_organization: bool

    @property
    def place(self) -> tuple[str, str]:
        return self.table, self.column

    @property
    def points(self) -> bool:
        is_bare = self.type in ("uuid", "uuid[]") and not self.is_key and self.column != "id"
        return self.is_of_organization or (is_bare and self.place not in NO_ORGANIZATION)


class _UndoneError(Exception):
    pass


@asynccontextmanager
async def _undone() -> AsyncIterator[None]:
    with suppress(_UndoneError):
        async with db.transaction():
            yield
            raise _UndoneError


async def _columns() -> list[Column]:
    return await db.fetch_as(Column, _COLUMNS)


async def _without_rules(tables: set[str]) -> None:
    """Rows need only point: checks and what they point at besides are dropped until the test is undone."""
    sql = """
    SELECT conrelid::regclass::text AS t, conname FROM pg_constraint
    WHERE (contype = 'c' OR (contype = 'f' AND confrelid <> 'organization'::regclass))
      AND conrelid::regclass::text = ANY($1::text[])
    """
    for row in await db.fetch(sql, sorted(tables)):
        await db.execute(f'ALTER TABLE {row["t"]} DROP CONSTRAINT "{row["conname"]}"')


def _value(column: Column, bystander: UUID) -> Any:
    if column.points:
        return [bystander] if column.type == "uuid[]" else bystander
    if column.type.endswith("[]"):
        return []
    if column.type in ("text", "character varying"):
        return str(new_id())
    return new_id() if column.type == "uuid" else _PLAIN[column.type]


async def _pointing_row(columns: list[Column], pointing: Column, at: UUID, bystander: UUID) -> None:
    """A row of a table that points at a party by one column only; `bystander` stands in all others."""
    filled = [one for one in columns if one.is_needed or one == pointing]
    values = [_value(one, at if one == pointing else bystander) for one in filled]
    names = ", ".join(f'"{one.column}"' for one in filled)
    holes = ", ".join(f"${place}" for place in range(1, len(filled) + 1))
    await db.execute(f"INSERT INTO {pointing.table} ({names}) VALUES ({holes})", *values)  # noqa: S608


async def _count(column: Column, at: UUID) -> int:
    test = f'$1 = ANY("{column.column}")' if column.type == "uuid[]" else f'"{column.column}" = $1'
    count: int = await db.fetch_value(f"SELECT count(*) FROM {column.table} WHERE {test}", at)  # noqa: S608
    return count


async def _two_counters() -> tuple[Actor, UUID, UUID]:
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    kept, merged = [await an_organization(OrganizationKind.COUNTER) for _ in range(2)]
    return centre, kept, merged


async def test_whatever_points_at_the_merged_party_points_at_the_one_that_stays() -> None:
    async with _undone():
        centre, kept, merged = await _two_counters()
        bystander = await an_organization(OrganizationKind.COUNTER)
        every = await _columns()
        pointing = [one for one in every if one.points and one.table != "organization"]
        assert len(pointing) > 50
        await _without_rules({one.table for one in pointing})
        await db.execute("SET LOCAL session_replication_role = replica")
        for one in pointing:
            columns = [column for column in every if column.table == one.table]
            await _pointing_row(columns, one, merged, bystander)
        await db.execute("SET LOCAL session_replication_role = origin")
        await merge_organizations(centre, kept, merged)
        left = {one.place for one in pointing if await _count(one, merged)}
        moved = {one.place for one in pointing if await _count(one, kept)}
    assert left == HISTORY
    assert moved >= {one.place for one in pointing} - HISTORY


async def test_what_the_kept_party_has_itself_stays_behind_and_stands_in_nobodys_way() -> None:
    async with _undone():
        centre, kept, merged = await _two_counters()
        area = "INSERT INTO counter_area (id, counter_id, prefecture) VALUES ($1, $2, $3)"
        for counter, prefecture in ((kept, "大分県"), (merged, "大分県"), (merged, "沖縄県")):
            await db.execute(area, new_id(), counter, prefecture)
        closed = "INSERT INTO closing_day (id, organization_id, day, note) VALUES ($1, $2, $3, '')"
        for counter in (kept, merged):
            await db.execute(closed, new_id(), counter, date(2026, 12, 28))
        await merge_organizations(centre, kept, merged)
        sql = "SELECT prefecture FROM counter_area WHERE counter_id = $1 ORDER BY 1"
        assert [row["prefecture"] for row in await db.fetch(sql, kept)] == ["大分県", "沖縄県"]
        assert await db.fetch(sql, merged) == []


async def test_a_party_that_was_merged_follows_when_the_other_is_merged_too() -> None:
    async with _undone():
        centre, second, first = await _two_counters()
        third = await an_organization(OrganizationKind.COUNTER)
        await merge_organizations(centre, second, first)
        await merge_organizations(centre, third, second)
        sql = "SELECT merged_into FROM organization WHERE id = $1"
        assert await db.fetch_value(sql, first) == third
