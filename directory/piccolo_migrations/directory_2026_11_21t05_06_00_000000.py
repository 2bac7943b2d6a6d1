"""Everybody who is in the directory already becomes findable by the new rules."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from directory.finding import index_organizations

ID = "2026-11-21T05:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "search text"


async def forwards() -> MigrationManager:
    """Fill `search_text` and `search_terms`: some ten thousand rows a second, no lock but on the rows."""
    manager = MigrationManager(migration_id=ID, app_name="directory", description=DESCRIPTION)

    async def run() -> None:
        await index_organizations()

    manager.add_raw(run)
    return manager
