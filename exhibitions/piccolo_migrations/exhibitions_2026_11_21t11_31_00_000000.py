"""Scans of tickets that wait for somebody are found without looking at all the others."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T11:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "refused scans of tickets by their counter"

STATEMENTS = (
    "CREATE INDEX seminar_scan_refused ON seminar_scan (organization_id, id)"
    " WHERE outcome = 'refused' AND settled_at IS NULL",
)


async def forwards() -> MigrationManager:
    """Make it; the table is new and empty."""
    return sql_migration("exhibitions", ID, DESCRIPTION, STATEMENTS)
