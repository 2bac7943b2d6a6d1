"""Indexes, sequences and triggers of `notifications`."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "waiting rows"

STATEMENTS = (
    "CREATE INDEX outbox_waiting ON outbox (due_at) WHERE delivered_at IS NULL AND given_up_at IS NULL",
    "CREATE INDEX caught_mail_latest ON caught_mail (caught_at DESC)",
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("notifications", ID, DESCRIPTION, STATEMENTS)
