"""Products are found by all their words, and put in order by their names."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from catalog.search import index_products

ID = "2026-11-21T06:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "search text"


async def forwards() -> MigrationManager:
    """Fill `search_text` and `search_terms`; no lock but on the rows."""
    manager = MigrationManager(migration_id=ID, app_name="catalog", description=DESCRIPTION)

    async def run() -> None:
        await index_products()

    manager.add_raw(run)
    return manager
