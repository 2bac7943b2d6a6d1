"""A history of displays that nobody can change; what stood on displays already goes on standing there."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T06:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the history of displays, and the state of what they show"

# Displays are few: the update locks their exhibits for a moment.
STATEMENTS = (
    "UPDATE exhibit x SET status = 'on_show', lender_id = u.lender_id FROM unit u WHERE u.id = x.unit_id",
    "CREATE INDEX exhibition_event_of_exhibition ON exhibition_event (exhibition_id, at)",
    "CREATE INDEX exhibit_of_lender ON exhibit (lender_id, status) WHERE lender_id IS NOT NULL",
    "CREATE TRIGGER exhibition_event_is_immutable BEFORE UPDATE OR DELETE ON exhibition_event"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("exhibitions", ID, DESCRIPTION, STATEMENTS)
