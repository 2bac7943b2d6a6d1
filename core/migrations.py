"""What migrations written by hand need: SQL that Piccolo has no words for."""

from collections.abc import Sequence

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db import ENGINE


def sql_migration(
    app_name: str, migration_id: str, description: str, statements: Sequence[str]
) -> MigrationManager:
    """A migration that runs `statements` in order, in one transaction."""
    manager = MigrationManager(migration_id=migration_id, app_name=app_name, description=description)

    async def run() -> None:
        for statement in statements:
            await ENGINE.run_ddl(statement)

    manager.add_raw(run)
    return manager
