"""What happened to a visit stays as it was written; slots and visits are found by their days."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T06:37:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "events of visits are immutable; indexes of new tables"

STATEMENTS = (
    "CREATE TRIGGER visit_event_is_immutable BEFORE UPDATE OR DELETE ON visit_event"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE INDEX visit_slot_by_day ON visit_slot (exhibition_id, day)",
    "CREATE INDEX visit_open ON visit (exhibition_id) WHERE state IN ('asked', 'booked')",
    "CREATE INDEX visit_unconfirmed ON visit (confirm_by) WHERE state = 'asked'",
    "CREATE INDEX visit_contact_by_email ON visit_contact (email) WHERE email <> ''",
)


async def forwards() -> MigrationManager:
    """Make it."""
    return sql_migration("exhibitions", ID, DESCRIPTION, STATEMENTS)
