"""Products by name: the board of all units begins with the first ones instead of sorting 100,000."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import index_migration

ID = "2026-11-21T06:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "products by name"

MADE = {"product_name": "ON product (name, id)"}


async def forwards() -> MigrationManager:
    """Make it while work goes on."""
    return index_migration("catalog", ID, DESCRIPTION, MADE)
