"""Indexes of the waitlist, one open offer for a wish, and a history that nobody can change."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T05:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the waitlist: one open offer at a time, queues found at once"

# New tables only: nothing that exists is locked.
STATEMENTS = (
    "CREATE UNIQUE INDEX waiting_offer_one_open ON waiting_offer (entry_id) WHERE state = 'open'",
    "CREATE INDEX waiting_offer_expiring ON waiting_offer (expires_at) WHERE state = 'open'",
    "CREATE INDEX waiting_entry_for_product ON waiting_entry (product_id) WHERE state IN ('waiting', 'offered')",
    "CREATE INDEX waiting_entry_for_item ON waiting_entry (item) WHERE state IN ('waiting', 'offered')",
    "CREATE INDEX waiting_entry_of_counter ON waiting_entry (counter_id, state, id)",
    "CREATE INDEX waiting_entry_of_facility ON waiting_entry (facility_id, state, id)",
    "CREATE INDEX waiting_event_of_entry ON waiting_event (entry_id, at)",
    "CREATE TRIGGER waiting_event_is_immutable BEFORE UPDATE OR DELETE ON waiting_event"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("loans", ID, DESCRIPTION, STATEMENTS)
