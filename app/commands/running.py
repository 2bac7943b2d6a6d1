"""`tameshi run` and `tameshi reset`: the whole house on one machine."""

import asyncio
import os
import shutil
from collections.abc import Callable

import asyncpg
from rich.console import Console
from rich.table import Table

from app.commands.demo import demo_accounts, is_empty, seed
from app.commands.schema import migrate
from app.launcher.errors import LauncherError
from app.launcher.folder import DataFolder
from app.launcher.keeper import Say
from app.launcher.supervisor import Plan
from app.launcher.supervisor import run as supervise
from core import db
from core.settings import Settings, settings

WIPED = ("postgres", "postgres.new", "valkey", "files", "log", "run")


async def prepare(given: Settings, say: Say) -> None:
    """Bring the database to the newest schema, and fill an empty one with the demo world if wished."""
    db.configure(given.database_url)
    await _reach(given)
    async with db.pool(2):
        ran = await migrate()
        if ran:
            say(f"Ran {ran} migrations")
        if given.demo and await is_empty():
            say("Loading the demo world")
            await seed()


async def _reach(given: Settings) -> None:
    try:
        connection = await asyncpg.connect(given.database_url, timeout=10)
    except (OSError, asyncpg.PostgresError) as error:
        why = str(error) or "no answer"
        raise LauncherError(
            f"The database cannot be reached ({why}); start it, or mend TAMESHI_DATABASE_URL."
        ) from error
    await connection.close()


def _welcome(console: Console, given: Settings) -> None:
    console.print(f"\n[bold green]Tameshi is ready:[/] [bold]{given.base_url}[/]\n")
    if given.demo:
        table = Table("sign in as", "password", box=None, padding=(0, 2))
        for email, password in demo_accounts():
            table.add_row(email, password)
        console.print(table)
        console.print()
    if not given.smtp_url:
        console.print(f"Mail stays on this machine: {given.base_url}/mailbox")
    console.print(f"Logs: {given.data_dir / 'log'}. Ctrl-C stops everything.", soft_wrap=True)


def run(*, with_parent: bool) -> None:
    """Start everything and keep it running until told to stop, or until our parent ends, if asked to."""
    console = Console(highlight=False)

    def say(sentence: str) -> None:
        console.print(f"[dim]·[/] {sentence}", soft_wrap=True)

    plan = Plan(settings(), prepare, say, os.getppid() if with_parent else 0)
    ready: Callable[[Settings], None] = lambda given: _welcome(console, given)  # noqa: E731  # one line
    asyncio.run(supervise(plan, ready))
    console.print("Stopped.")


def reset(*, is_sure: Callable[[str], bool]) -> None:
    """Wipe what `tameshi run` keeps in the data folder, if `is_sure` says so."""
    given = settings()
    if given.database_url:
        raise LauncherError("TAMESHI_DATABASE_URL is set: a database of your own is never wiped from here.")
    folder = DataFolder(given.data_dir)
    if not folder.take():
        raise LauncherError(f"Something runs on {folder.path}; stop it first.")
    try:
        if is_sure(f"Wipe the database, files and logs in {folder.path}?"):
            for name in WIPED:
                shutil.rmtree(folder.path / name, ignore_errors=True)
    finally:
        folder.leave()
