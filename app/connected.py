"""What a command needs around it: settings, services, an open pool, and errors told in one sentence."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from app.commands.schema import migrate, pending_migrations
from app.launcher.errors import LauncherError
from app.launcher.services import available_services, with_secret
from core import db
from core.settings import Settings, settings, use_settings

Answer = TypeVar("Answer")


@asynccontextmanager
async def services() -> AsyncIterator[Settings]:
    """Settings that name a database and a Valkey that run, for this process; nothing is opened yet."""
    before = settings()
    async with available_services(with_secret(before)) as given:
        use_settings(given)
        db.configure(given.database_url)
        try:
            yield given
        finally:
            use_settings(before)


@asynccontextmanager
async def connected() -> AsyncIterator[Settings]:
    """An open pool to a database with the newest schema.

    An embedded database is migrated on the way; one from outside is changed by `tameshi migrate` alone.
    """
    embedded = not settings().database_url
    async with services() as given, db.pool(given.database_pool):
        waiting = len(await pending_migrations())
        if waiting and not embedded:
            raise LauncherError(f"The database lacks {waiting} migrations; run `tameshi migrate` first.")
        if waiting:
            await migrate()
        yield given


def run_connected(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run `work` with an open pool, for one command, from start to end."""

    async def whole() -> Answer:
        try:
            async with connected():
                return await work
        finally:
            work.close()

    return asyncio.run(whole())
