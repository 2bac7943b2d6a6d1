"""The units that a loan holds, found without looking at the loan's units themselves."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import index_migration

ID = "2026-11-21T09:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the units that a loan holds"

INDEXES = {
    "loan_unit_held": "ON loan_unit (loan_id) INCLUDE (unit_id)"
    " WHERE released_at IS NULL AND returned_on IS NULL AND lost_on IS NULL",
}


async def forwards() -> MigrationManager:
    """Make it while work goes on."""
    return index_migration("loans", ID, DESCRIPTION, INDEXES)
