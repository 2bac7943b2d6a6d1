"""`tameshi doctor`: what this installation stands on, one line each, and what to do where it is not well."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.commands.schema import pending_migrations
from app.launcher.postgres import EXTENSIONS
from core import db, files
from core.settings import Settings, unknown_settings

OLDEST_POSTGRES = 150_000
LONGEST_LAG = 300
_LAG = """
SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0)::int FROM outbox
WHERE delivered_at IS NULL AND given_up_at IS NULL AND due_at < now()
"""
_FREE_SPACE = "Check the space and the permissions of the data folder."
_GIVEN_UP = "SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was seen, and what to do about it; nothing to do means it is well."""

    subject: str
    seen: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do."""
        return not self.remedy


async def _settings_finding(given: Settings) -> Finding:
    sentences = unknown_settings(os.environ)
    if sentences:
        return Finding("settings", " ".join(sentences), "Correct or unset them.")
    if given.is_secure or given.demo:
        return Finding("settings", f"in order; people reach us at {given.base_url}")
    return Finding(
        "settings", f"{given.base_url} is not https", "Set TAMESHI_BASE_URL to the public https address."
    )


async def _version_finding(_: Settings) -> Finding:
    number = await db.fetch_value("SELECT current_setting('server_version_num')::int")
    seen = f"PostgreSQL {number // 10_000}.{number % 10_000}"
    return Finding("database", seen, "" if number >= OLDEST_POSTGRES else "Move to PostgreSQL 15 or newer.")


async def _extensions_finding(_: Settings) -> Finding:
    sql = "SELECT array_agg(extname::text) FROM pg_extension"
    missing = [name for name in EXTENSIONS if name not in await db.fetch_value(sql)]
    remedy = "; ".join(f"CREATE EXTENSION {name}" for name in missing)
    seen = f"missing: {', '.join(missing)}" if missing else ", ".join(EXTENSIONS)
    return Finding("extensions", seen, f"As a superuser of the database run: {remedy}." if missing else "")


async def _migrations_finding(_: Settings) -> Finding:
    waiting = len(await pending_migrations())
    return Finding("migrations", f"{waiting} waiting", "Run `tameshi migrate`." if waiting else "")


async def _outbox_finding(_: Settings) -> Finding:
    if not await db.fetch_value("SELECT to_regclass('outbox') IS NOT NULL"):
        return Finding("outbox", "no table yet", "Run `tameshi migrate`.")
    lag, given_up = await db.fetch_value(_LAG), await db.fetch_value(_GIVEN_UP)
    seen = f"oldest due {lag} s ago, {given_up} given up"
    if lag > LONGEST_LAG:
        return Finding("outbox", seen, "Check that `tameshi worker` runs and that the SMTP server answers.")
    return Finding(
        "outbox", seen, "Read outbox.last_error of the rows that were given up." if given_up else ""
    )


async def _valkey_finding(given: Settings) -> Finding:
    try:
        async with Redis.from_url(given.redis_url, socket_timeout=5) as client:
            server = await client.info("server")
    except (RedisError, OSError) as error:
        return Finding("valkey", f"no answer ({error})", "Start it or correct TAMESHI_REDIS_URL.")
    return Finding("valkey", f"version {server.get('valkey_version') or server.get('redis_version')}")


async def files_finding(given: Settings) -> Finding:
    """Whether files can be kept and read where they should be."""
    place = files.place_of(given)
    try:
        await files.try_out()
        count = len(await files.kept_names())
    except (files.FileStorageError, OSError) as error:
        remedy = "Check TAMESHI_FILES_URL, its key and its bucket." if given.files_url else _FREE_SPACE
        return Finding("files", f"no answer from {place} ({type(error).__name__})", remedy)
    return Finding("files", f"{count} in {place}")


_LOOKS: tuple[Callable[[Settings], Awaitable[Finding]], ...] = (
    _settings_finding,
    _version_finding,
    _extensions_finding,
    _migrations_finding,
    _outbox_finding,
    _valkey_finding,
    files_finding,
)


async def findings(given: Settings) -> AsyncIterator[Finding]:
    """Every finding, as it is made; a database that fails a look becomes a finding itself."""
    for look in _LOOKS:
        try:
            yield await look(given)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            name = look.__name__.strip("_").removesuffix("_finding")
            yield Finding(name, f"{error}", "Check TAMESHI_DATABASE_URL and that PostgreSQL runs.")
