"""The few units that are lent no more, so that the many that are need not be looked at."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import index_migration

ID = "2026-11-21T09:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "units that are not active"

INDEXES = {"unit_not_active": "ON unit (id) WHERE status <> 'active'"}


async def forwards() -> MigrationManager:
    """Make it while work goes on."""
    return index_migration("catalog", ID, DESCRIPTION, INDEXES)
