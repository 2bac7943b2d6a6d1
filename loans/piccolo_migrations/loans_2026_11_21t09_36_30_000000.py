"""What happened to a handover stays as it was written."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T09:36:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "handover events are immutable"

STATEMENTS = (
    "CREATE TRIGGER handover_event_is_immutable BEFORE UPDATE OR DELETE ON handover_event"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    """Make it; the table is new."""
    return sql_migration("loans", ID, DESCRIPTION, STATEMENTS)
