"""An index by which a board finds what displays have under way, however many are over."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import index_migration

ID = "2026-11-21T19:54:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "exhibits that are asked for, or away from their lender"

MADE = {
    "exhibit_under_way": "ON exhibit (exhibition_id)"
    " WHERE unit_id IS NOT NULL AND status IN ('asked', 'confirmed', 'delivered', 'on_show')",
}


async def forwards() -> MigrationManager:
    """Make it while work goes on."""
    return index_migration("exhibitions", ID, DESCRIPTION, MADE)
