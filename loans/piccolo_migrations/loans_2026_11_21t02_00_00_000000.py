"""Indexes, sequences and triggers of `loans`."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "numbers, desks, and events that nobody can change"

STATEMENTS = (
    "CREATE SEQUENCE loan_number",
    "CREATE INDEX loan_of_counter ON loan (counter_id, custody, id)",
    "CREATE INDEX loan_of_facility ON loan (facility_id, id)",
    "CREATE INDEX loan_of_lender ON loan (lender_id, custody, id)",
    "CREATE INDEX loan_open ON loan (counter_id, custody) WHERE closed_at IS NULL",
    "CREATE INDEX loan_requested ON loan (created_at)",
    "CREATE INDEX loan_holding ON loan (hold_expires_at) WHERE hold_expires_at IS NOT NULL",
    "CREATE TRIGGER loan_event_is_immutable BEFORE UPDATE OR DELETE ON loan_event"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER result_report_is_immutable BEFORE UPDATE OR DELETE ON result_report"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER condition_check_is_immutable BEFORE UPDATE OR DELETE ON condition_check"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("loans", ID, DESCRIPTION, STATEMENTS)
