"""What visitors say cannot be changed by a second sending, and is found by display and day."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import index_migration

ID = "2026-11-21T08:42:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "replies by display and day; times by their end and visits by their reminder"


async def forwards() -> MigrationManager:
    """Make them while work goes on."""
    return index_migration(
        "exhibitions",
        ID,
        DESCRIPTION,
        {
            "visit_reply_of_display": "ON visit_reply (exhibition_id, day)",
            "visit_slot_by_end": "ON visit_slot (ends_at)",
            "visit_slot_by_start": "ON visit_slot (starts_at)",
        },
    )
