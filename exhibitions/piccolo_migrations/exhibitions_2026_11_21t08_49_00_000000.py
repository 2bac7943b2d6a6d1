"""Every exhibit has a code of its own, made by the database; takes a short lock of the small table `exhibit`."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T08:49:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "codes of exhibits"

STATEMENTS = (
    "ALTER TABLE exhibit ALTER COLUMN token SET DEFAULT replace(gen_random_uuid()::text, '-', '')",
    "UPDATE exhibit SET token = replace(gen_random_uuid()::text, '-', '') WHERE token = ''",
    "CREATE UNIQUE INDEX exhibit_by_token ON exhibit (token)",
)


async def forwards() -> MigrationManager:
    """Make it."""
    return sql_migration("exhibitions", ID, DESCRIPTION, STATEMENTS)
