"""What was reported of accidents and near misses stays as it was written."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T09:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "reports of accidents and near misses are immutable"

STATEMENTS = (
    "CREATE TRIGGER safety_report_is_immutable BEFORE UPDATE OR DELETE ON safety_report"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    """Make it; the table is new, so nothing waits."""
    return sql_migration("loans", ID, DESCRIPTION, STATEMENTS)
