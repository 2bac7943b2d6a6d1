"""Who waits for a time, and whose offer runs out, are found at once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import index_migration

ID = "2026-11-21T09:24:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "visits that wait for a slot"


async def forwards() -> MigrationManager:
    """Make it while work goes on."""
    return index_migration(
        "exhibitions",
        ID,
        DESCRIPTION,
        {"visit_in_queue": "ON visit (slot_id, created_at) WHERE state IN ('waiting', 'offered')"},
    )
