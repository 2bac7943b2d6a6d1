"""What the sweep of photos looks for: those in hand only, and who else names a file."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import index_migration

ID = "2026-11-21T08:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "photos in hand, and the files they name"

INDEXES = {
    "condition_photo_in_hand": "ON condition_photo (at) WHERE unit_id IS NULL",
    "condition_photo_by_file": "ON condition_photo (file)",
    "condition_photo_by_thumb": "ON condition_photo (thumb)",
}


async def forwards() -> MigrationManager:
    """Make them while work goes on."""
    return index_migration("loans", ID, DESCRIPTION, INDEXES)
