"""Indexes, sequences and triggers of `directory`."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "search index"

STATEMENTS = (
    "CREATE INDEX organization_search ON organization USING gin (search_terms)",
    "CREATE INDEX organization_kind_prefecture ON organization (kind, prefecture)",
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("directory", ID, DESCRIPTION, STATEMENTS)
