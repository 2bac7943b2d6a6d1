"""An index by which days are judged without opening the ledger."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import index_migration

ID = "2026-11-21T15:18:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what of a unit ends first after a day, with its days"

MADE = {
    "occupancy_until": "ON occupancy (unit_id, upper(period)) INCLUDE (period) WHERE status = 'active'",
}
# Nobody asks any more what began last before a day.
DROPPED = ("occupancy_probe",)


async def forwards() -> MigrationManager:
    """Make the one and drop the other while work goes on."""
    return index_migration("catalog", ID, DESCRIPTION, MADE, DROPPED)
