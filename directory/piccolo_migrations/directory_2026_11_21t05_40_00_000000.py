"""What people changed about an organisation stays as it was written."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T05:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "changes are immutable"

STATEMENTS = (
    "CREATE TRIGGER organization_change_is_immutable BEFORE UPDATE OR DELETE ON organization_change"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    """Make it; a short lock on a table that few write to."""
    return sql_migration("directory", ID, DESCRIPTION, STATEMENTS)
