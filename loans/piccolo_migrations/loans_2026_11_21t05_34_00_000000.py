"""Exceptions from the rules stay as they were made."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T05:34:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "exceptions from the rules are immutable"

STATEMENTS = (
    "CREATE TRIGGER loan_override_is_immutable BEFORE UPDATE OR DELETE ON loan_override"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    """Make it."""
    return sql_migration("loans", ID, DESCRIPTION, STATEMENTS)
