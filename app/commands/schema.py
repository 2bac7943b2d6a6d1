"""The database's schema: what migrations wait, running them, whether the tables drifted from them."""

import asyncio
import io
from contextlib import redirect_stdout
from dataclasses import dataclass

import asyncpg
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.new import AutoMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import MigrationModule

from app.launcher.errors import LauncherError
from core import db

_LOCK_TIMEOUT = "5s"  # rather fail and be tried again than hold everybody up behind a waiting ALTER TABLE
_ONE_AT_A_TIME = 7_268_461  # any number, the same in every process that migrates
_BUILDING = _ONE_AT_A_TIME + 1
_LOOK_AGAIN = 0.2  # seconds


@dataclass(frozen=True, slots=True)
class Step:
    """One migration of one application."""

    app: str
    id: str
    module: MigrationModule


def _steps() -> list[Step]:
    """Every migration there is, in the order in which they run."""
    finder = BaseMigrationManager()
    steps = []
    for app in finder.get_sorted_app_names():
        folder = finder.get_app_config(app_name=app).resolved_migrations_folder_path
        modules = finder.get_migration_modules(folder)
        steps += [Step(app, name, modules[name]) for name in sorted(modules)]
    return steps


async def _done() -> set[tuple[str, str]]:
    exists = await db.fetch_value("SELECT to_regclass('migration') IS NOT NULL")
    if not exists:
        return set()
    return {(row["app_name"], row["name"]) for row in await db.fetch("SELECT app_name, name FROM migration")}


async def pending_migrations() -> list[Step]:
    """The migrations that the database still lacks."""
    done = await _done()
    return [step for step in _steps() if (step.app, step.id) not in done]


async def _run(step: Step) -> None:
    """One migration and its record, in one transaction; nothing if another process was quicker.

    One that builds indexes while work goes on does so before that transaction.
    """
    manager = await step.module.forwards()
    if not manager.wrap_in_transaction:
        await _build_beside_work(step, manager)
        return
    async with db.transaction():
        await db.execute(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
        await db.fetch_value("SELECT pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
        if (step.app, step.id) in await _done():
            return
        with redirect_stdout(io.StringIO()):
            if isinstance(manager, MigrationManager):
                await manager.run()
        await Migration.insert().add(Migration(name=step.id, app_name=step.app)).run()


async def _build_beside_work(step: Step, manager: MigrationManager) -> None:
    """A migration outside any transaction, by one process at a time.

    Others ask again and again instead of waiting at the lock: CONCURRENTLY waits for every statement that is
    under way, so that a waiting one would never end.
    """
    async with db.connection() as keeper:
        while not await keeper.fetchval(  # noqa: ASYNC110  # other processes set no event of ours
            "SELECT pg_try_advisory_lock($1)", _BUILDING
        ):
            await asyncio.sleep(_LOOK_AGAIN)
        try:
            if (step.app, step.id) not in await _done():
                with redirect_stdout(io.StringIO()):
                    await manager.run()
                await Migration.insert().add(Migration(name=step.id, app_name=step.app)).run()
        finally:
            await keeper.fetchval("SELECT pg_advisory_unlock($1)", _BUILDING)


async def migrate() -> int:
    """Run what waits; how many migrations that were. Raises `LauncherError` when the tables are too busy."""
    async with db.patiently():
        await Migration.create_table(if_not_exists=True).run()
        waiting = await pending_migrations()
        for step in waiting:
            await _run_or_say(step)
    return len(waiting)


async def _run_or_say(step: Step) -> None:
    try:
        await _run(step)
    except asyncpg.LockNotAvailableError as error:
        raise LauncherError(
            f"The migration {step.id} found its table busy for {_LOCK_TIMEOUT}; "
            "nothing of it was done, run `tameshi migrate` again in a quieter moment."
        ) from error


async def drifted_apps() -> list[str]:
    """The applications whose tables say something that no migration of theirs does."""
    finder = AutoMigrationManager(auto_input="y")
    drifted = []
    for app in finder.get_sorted_app_names():
        with redirect_stdout(io.StringIO()):
            differences = await finder.get_alter_statements(finder.get_app_config(app_name=app))
        if any(part.statements for part in differences):
            drifted.append(app)
    return drifted
