"""Nations kept between runs: each in a database of its own under `var/benchmarks`, named after what it is.

The name holds the size, the seed and a digest of migrations and generator, so that nobody measures an old
one.
A nation stands on the day it was made; after a week it is made anew, or too much of it would be overdue.
"""

import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from benchmarks.nation import Size, make_nation
from benchmarks.nation.making import Say
from core import db
from core.clock import today

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "benchmarks"
FRESH = timedelta(days=7)
RUN = "bench"
_SOURCES = (
    "*/piccolo_migrations/*.py",
    "benchmarks/nation/*.py",
    "fixtures/facility_names.py",
    "core/columns.py",
)


def at_database(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def digest_of(size: Size) -> str:
    """What makes a nation what it is, but for its day."""
    seen = hashlib.sha256(repr({**vars(size), "day": None}).encode())
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


async def world(url: str, size: Size, say: Say) -> str:
    """The name of a database that holds this nation; made if there is none that is fresh."""
    stem = f"nation_{digest_of(size)}"
    known = await _names(url)
    for name in sorted((name for name in known if name.startswith(stem)), reverse=True):
        if today() - _day(name) < FRESH:
            say(f"taking the nation of {size.units:,} units made on {_day(name)}")
            return name
    say(f"making a nation of {size.units:,} units and {size.occupancies:,} occupancies, kept for later")
    return await _made(url, stem, size, say)


async def forget_old_worlds(url: str, kept: set[str]) -> None:
    """Drop what no run will take any more."""
    for name in await _names(url):
        if name not in kept and (name.startswith("making_") or today() - _day(name) >= FRESH):
            await _run(url, f"DROP DATABASE {name}")


async def copied(url: str, world_name: str) -> str:
    """The address of a fresh copy of a nation, to be written to."""
    await _run(url, f"DROP DATABASE IF EXISTS {RUN} WITH (FORCE)")
    await _run(url, f"CREATE DATABASE {RUN} TEMPLATE {world_name} STRATEGY FILE_COPY")
    return at_database(url, RUN)


async def made_empty(url: str, name: str) -> None:
    """An empty database of this name with the newest schema."""
    from app.commands.schema import migrate  # reads the settings when it is imported

    await _run(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await _run(url, f"CREATE DATABASE {name}")
    db.configure(at_database(url, name))
    async with db.pool(2):
        await migrate()


async def _made(url: str, stem: str, size: Size, say: Say) -> str:
    from app.commands.schema import migrate  # reads the settings when it is imported

    draft, name = stem.replace("nation_", "making_"), f"{stem}_{size.day:%Y%m%d}"
    await _run(url, f"DROP DATABASE IF EXISTS {draft} WITH (FORCE)")
    await _run(url, f"CREATE DATABASE {draft}")
    db.configure(at_database(url, draft))
    async with db.pool(2):
        await migrate()
    await make_nation(at_database(url, draft), size, say)
    await _run(url, f"ALTER DATABASE {draft} RENAME TO {name}")
    return name


def _day(name: str) -> date:
    last = name.rsplit("_", 1)[-1]
    return datetime.strptime(last, "%Y%m%d").date() if len(last) == 8 else date.min  # noqa: DTZ007  # a day


async def _names(url: str) -> list[str]:
    connection = await asyncpg.connect(at_database(url, "postgres"))
    try:
        rows = await connection.fetch(
            r"SELECT datname FROM pg_database WHERE datname ~ '^(nation|making)_[0-9a-f]{16}'"
        )
    finally:
        await connection.close()
    return [row["datname"] for row in rows]


async def _run(url: str, statement: str) -> None:
    connection = await asyncpg.connect(at_database(url, "postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
