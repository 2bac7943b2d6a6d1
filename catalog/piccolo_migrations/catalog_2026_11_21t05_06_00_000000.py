"""Products were found by a new folding of text; a later migration fills the same columns, and this one rests."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-21T05:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "search terms"


async def forwards() -> MigrationManager:
    """Nothing: it keeps its place for those who have run it."""
    return MigrationManager(migration_id=ID, app_name="catalog", description=DESCRIPTION)
