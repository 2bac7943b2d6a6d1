"""Indexes of `loans` for the desk and the report."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T03:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the longest waiting first, and the steps that a report counts"

STATEMENTS = (
    # Missing results pile up over the years: the desk must find the oldest without sorting them all.
    "DROP INDEX loan_open",
    "CREATE INDEX loan_open ON loan (counter_id, custody, custody_since, id) WHERE closed_at IS NULL",
    "CREATE INDEX loan_event_counted ON loan_event (occurred_on) WHERE step IN"
    " ('request', 'confirm', 'decline', 'cancel', 'refuse_offer', 'take_back', 'submit_result')",
    "CREATE INDEX loan_received ON loan (received_on) WHERE received_on IS NOT NULL",
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("loans", ID, DESCRIPTION, STATEMENTS)
