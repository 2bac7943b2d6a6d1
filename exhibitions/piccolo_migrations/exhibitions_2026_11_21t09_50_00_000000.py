"""How many visits one address has asked for is known at once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import index_migration

ID = "2026-11-21T09:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "contacts of visits by their address"


async def forwards() -> MigrationManager:
    """Make it while work goes on."""
    return index_migration(
        "exhibitions", ID, DESCRIPTION, {"visit_contact_by_email": "ON visit_contact (email)"}
    )
