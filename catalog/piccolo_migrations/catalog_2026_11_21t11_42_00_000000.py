"""A scan may say that a unit was sent off, too: one more action."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T11:42:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "scans that send off"

STATEMENTS = (
    # Not checked against what is there, which satisfies the narrower one: `scan` is locked for a moment only.
    "ALTER TABLE scan DROP CONSTRAINT scan_action_among",
    "ALTER TABLE scan ADD CONSTRAINT scan_action_among CHECK (action IN ('dispatch', 'receive', 'send_back',"
    " 'take_back', 'locate', 'exhibit', 'stocktake')) NOT VALID",
)


async def forwards() -> MigrationManager:
    """Widen it."""
    return sql_migration("catalog", ID, DESCRIPTION, STATEMENTS)
