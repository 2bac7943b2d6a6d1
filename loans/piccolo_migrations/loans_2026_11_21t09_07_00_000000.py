"""One incident of a unit and a loan at a time; its history stays as it was written."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T09:07:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one incident at a time, and its history immutable"

STATEMENTS = (
    "CREATE UNIQUE INDEX incident_under_way ON incident (loan_id, unit_id) WHERE state <> 'settled'",
    "CREATE TRIGGER incident_entry_is_immutable BEFORE UPDATE OR DELETE ON incident_entry"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    """Make them; both tables are new, so nothing waits."""
    return sql_migration("loans", ID, DESCRIPTION, STATEMENTS)
