"""Products are found by the new folding of text too: hyphens and long vowel marks count for nothing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from catalog.search import index_products

ID = "2026-11-21T05:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "search terms"


async def forwards() -> MigrationManager:
    """Fill `search_terms` anew; no lock but on the rows."""
    manager = MigrationManager(migration_id=ID, app_name="catalog", description=DESCRIPTION)

    async def run() -> None:
        await index_products()

    manager.add_raw(run)
    return manager
