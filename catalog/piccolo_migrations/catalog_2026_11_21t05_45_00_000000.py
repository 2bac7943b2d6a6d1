"""Changes of a counter's rules stay as they were made."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T05:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "changes of rules are immutable"

STATEMENTS = (
    "CREATE TRIGGER policy_change_is_immutable BEFORE UPDATE OR DELETE ON policy_change"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    """Make it."""
    return sql_migration("catalog", ID, DESCRIPTION, STATEMENTS)
