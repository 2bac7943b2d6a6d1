"""What migrations written by hand need: SQL that Piccolo has no words for."""

from collections.abc import Mapping, Sequence

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


def index_migration(
    app_name: str,
    migration_id: str,
    description: str,
    made: Mapping[str, str],
    dropped: Sequence[str] = (),
) -> MigrationManager:
    """Make the indexes `made` (name → what follows it: `ON table (…)`) and drop others, while work goes on.

    Outside any transaction, with CONCURRENTLY: nobody who writes waits. Run again after an interruption it
    drops the torso and builds anew.
    """
    manager = MigrationManager(
        migration_id=migration_id, app_name=app_name, description=description, wrap_in_transaction=False
    )

    async def run() -> None:
        for name, definition in made.items():
            await ENGINE.run_ddl(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            await ENGINE.run_ddl(f"CREATE INDEX CONCURRENTLY {name} {definition}")
        for name in dropped:
            await ENGINE.run_ddl(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")

    manager.add_raw(run)
    return manager
