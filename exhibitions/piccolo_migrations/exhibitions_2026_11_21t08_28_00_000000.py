"""What happened to a course stays as it was written; what waits for a sweep or is listed is found at once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T08:28:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "events of courses are immutable; indexes of new tables"

STATEMENTS = (
    "CREATE TRIGGER seminar_event_is_immutable BEFORE UPDATE OR DELETE ON seminar_event"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE INDEX seminar_event_of_seminar ON seminar_event (seminar_id, at)",
    "CREATE INDEX seminar_session_by_start ON seminar_session (starts_at)",
    "CREATE INDEX seminar_application_unconfirmed ON seminar_application (confirm_by) WHERE state = 'asked'",
    "CREATE INDEX seminar_application_offered ON seminar_application (offered_until)"
    " WHERE state = 'offered'",
    "CREATE INDEX seminar_application_waiting ON seminar_application (seminar_id, created_at)"
    " WHERE state = 'waiting'",
    "CREATE INDEX seminar_application_by_day ON seminar_application (created_at)",
    "CREATE INDEX seminar_contact_by_email ON seminar_contact (email) WHERE email <> ''",
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("exhibitions", ID, DESCRIPTION, STATEMENTS)
