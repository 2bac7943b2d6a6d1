"""PostgreSQL and Valkey for whoever needs them: given from outside, running already, or embedded."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.launcher.errors import LauncherError
from app.launcher.folder import DataFolder, Running
from app.launcher.keeper import Say, ignore
from app.launcher.postgres import embedded_postgres
from app.launcher.valkey import embedded_valkey
from core.settings import Settings, SettingsError

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Services:
    """Where PostgreSQL and Valkey are."""

    database_url: str
    redis_url: str


@asynccontextmanager
async def started(folder: DataFolder, given: Services, say: Say, *, hurried: bool) -> AsyncIterator[Services]:
    """What `given` names, and embedded services in `folder`, which we own, for what it leaves empty."""
    async with AsyncExitStack() as stack:
        database_url, redis_url = given.database_url, given.redis_url
        if not redis_url:
            redis_url = await stack.enter_async_context(embedded_valkey(folder, say))
        if not database_url:
            database_url = await stack.enter_async_context(embedded_postgres(folder, say, hurried=hurried))
        yield Services(database_url, redis_url)


@asynccontextmanager
async def embedded_services(
    data_dir: Path, say: Say = ignore, *, hurried: bool = False
) -> AsyncIterator[Services]:
    """PostgreSQL 18 and Valkey with their data in `data_dir`, for the length of the block.

    `hurried` is for tests: nothing survives a power cut. Raises `LauncherError` when the folder is taken.
    """
    folder = DataFolder(data_dir)
    if not folder.take():
        raise LauncherError(f"The data folder {data_dir} is in use by another process.")
    try:
        async with started(folder, Services("", ""), say, hurried=hurried) as services:
            yield services
    finally:
        folder.leave()


def with_secret(given: Settings) -> Settings:
    """`given` with a secret key: its own, or the one kept in the data folder."""
    if given.secret_key:
        return given
    if given.is_secure:
        raise SettingsError("TAMESHI_SECRET_KEY must be set when TAMESHI_BASE_URL starts with https://.")
    return replace(given, secret_key=DataFolder(given.data_dir).secret_key())


def with_running_services(given: Settings) -> Settings:
    """`given`, with what runs in its data folder for what it leaves empty; left empty when nothing runs."""
    if given.database_url and given.redis_url:
        return given
    running = DataFolder(given.data_dir).running()
    named = Services(given.database_url, given.redis_url)
    return with_services(given, _merged(named, running)) if running else given


def with_services(given: Settings, services: Services) -> Settings:
    """`given`, pointing at `services`."""
    return replace(given, database_url=services.database_url, redis_url=services.redis_url)


@asynccontextmanager
async def available_services(given: Settings) -> AsyncIterator[Settings]:
    """`given` with services for one command: those of a running `tameshi run`, or our own embedded ones."""
    if given.database_url and given.redis_url:
        yield given
        return
    folder = DataFolder(given.data_dir)
    named = Services(given.database_url, given.redis_url)
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while asyncio.get_running_loop().time() < deadline:
        if folder.take():
            async with _owned_services(folder, named) as services:
                yield with_services(given, services)
            return
        with folder.visit():
            running = folder.running()
            if running is not None:
                yield with_services(given, _merged(named, running))
                return
        await asyncio.sleep(0.05)
    raise LauncherError(
        f"The services in {given.data_dir} are starting or stopping for too long; see its log folder."
    )


def _merged(named: Services, running: Running) -> Services:
    return Services(named.database_url or running.database_url, named.redis_url or running.redis_url)


@asynccontextmanager
async def _owned_services(folder: DataFolder, named: Services) -> AsyncIterator[Services]:
    """Embedded services for one command; they stay until its visitors, other commands, are done too."""
    try:
        async with started(folder, named, ignore, hurried=False) as services:
            folder.announce(Running(os.getpid(), 0, "", services.database_url, services.redis_url))
            try:
                yield services
            finally:
                folder.announce(None)
                while folder.has_visitors():  # noqa: ASYNC110  # other processes set no event of ours
                    await asyncio.sleep(0.05)
    finally:
        folder.leave()
