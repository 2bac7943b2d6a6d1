"""Changes of products stay as they were written."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T06:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "product changes are immutable"

STATEMENTS = (
    "CREATE TRIGGER product_change_is_immutable BEFORE UPDATE OR DELETE ON product_change"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    """Make it; the table is new."""
    return sql_migration("catalog", ID, DESCRIPTION, STATEMENTS)
