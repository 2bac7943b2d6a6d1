"""Scans count in a stocktaking, too; at most one of a place is open."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T08:36:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "scans of a stocktaking"

STATEMENTS = (
    "CREATE UNIQUE INDEX stocktaking_open_once ON stocktaking (place_id) WHERE closed_at IS NULL",
    # Not checked against what is there, which satisfies the narrower one: `scan` is locked for a moment only.
    "ALTER TABLE scan DROP CONSTRAINT scan_action_known",
    "ALTER TABLE scan ADD CONSTRAINT scan_action_known CHECK (action IN ('receive', 'take_back', 'locate',"
    " 'exhibit', 'stocktake')) NOT VALID",
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("catalog", ID, DESCRIPTION, STATEMENTS)
