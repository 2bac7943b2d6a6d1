"""Loading much at once: indexes and foreign keys rest meanwhile and are made anew from their definitions.

Nothing is left unjudged: PostgreSQL checks every row when a constraint is made, the exclusion constraint of
the
ledger too, and a row that breaks one ends the loading.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg

from core import db

TABLES = (
    "occupancy",
    "loan",
    "loan_unit",
    "loan_event",
    "counted_step",
    "result_report",
    "exhibit",
    "organization",
    "unit",
    "tag",
)

# Keys of the tables themselves and whatever refers to them.
_KEYS = """
SELECT conrelid::regclass::text AS "table",
    format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS rest,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS
        back
FROM pg_constraint, (SELECT array_agg(to_regclass(name)::oid) AS ids FROM unnest($1::text[]) name) loaded
WHERE (conrelid = ANY(loaded.ids) AND contype IN ('p', 'u', 'x', 'f'))
   OR (confrelid = ANY(loaded.ids) AND contype = 'f')
ORDER BY array_position(ARRAY['f', 'x', 'u', 'p']::"char"[], contype), conrelid::regclass::text, conname
"""
_INDEXES = """
SELECT i.indrelid::regclass::text AS "table", format('DROP INDEX %s', i.indexrelid::regclass) AS rest,
    pg_get_indexdef(i.indexrelid) AS back
FROM pg_index i
WHERE i.indrelid = ANY(SELECT to_regclass(name) FROM unnest($1::text[]) name)
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype <> 'f')
ORDER BY i.indexrelid::regclass::text
"""
_GENEROUS = {
    "application_name": "nation",
    "timezone": "UTC",
    "maintenance_work_mem": "768MB",
    "work_mem": "128MB",
    "synchronous_commit": "off",
    "jit": "off",
}
_LANES = 2


@asynccontextmanager
async def patient_pool(url: str) -> AsyncIterator[None]:
    """Connections whose statements may take minutes, instead of those of the run."""
    usual = db.ENGINE.pool
    async with asyncpg.create_pool(url, min_size=1, max_size=_LANES, server_settings=_GENEROUS) as pool:
        db.ENGINE.pool = pool
        try:
            yield
        finally:
            db.ENGINE.pool = usual


class Rest:
    """What was taken off the tables, and how it is put back."""

    def __init__(self, keys: Sequence[asyncpg.Record], indexes: Sequence[asyncpg.Record]) -> None:
        self.references = [row["back"] for row in keys if "FOREIGN KEY" in row["back"]]
        self.own = [row for row in reversed(keys) if "FOREIGN KEY" not in row["back"]] + list(indexes)

    async def end(self) -> None:
        """Make keys and indexes anew, then the references; the ledger's beside all the others."""
        ledger = [row["back"] for row in self.own if row["table"] == "occupancy"]
        others = [row["back"] for row in self.own if row["table"] != "occupancy"]
        await asyncio.gather(_run(ledger), _run(others))
        await asyncio.gather(_run(self.references[::2]), _run(self.references[1::2]))
        for table in TABLES:
            await db.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


async def _run(statements: Sequence[str]) -> None:
    for statement in statements:
        await db.execute(statement)


async def rest() -> Rest:
    """Take keys, indexes and references off the tables, and let their triggers sleep."""
    keys = await db.fetch(_KEYS, list(TABLES))
    await _run([row["rest"] for row in keys])
    indexes = await db.fetch(_INDEXES, list(TABLES))
    await _run([row["rest"] for row in indexes])
    await _run([f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES])
    return Rest(keys, indexes)
