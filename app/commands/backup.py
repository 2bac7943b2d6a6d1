"""`tameshi backup` and `tameshi restore`: the whole database in one file, by PostgreSQL's own tools."""

import asyncio
import os
import tempfile
from pathlib import Path

from app.launcher.errors import LauncherError
from app.launcher.postgres import binary
from core import db

_ENVIRON = {"PGOPTIONS": "-c lock_timeout=10s", "PGCONNECT_TIMEOUT": "10"}


async def _run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **_ENVIRON},
    )
    _, complaint = await process.communicate()
    if process.returncode != 0:
        name = Path(command[0]).name
        lines = complaint.decode(errors="replace").strip().splitlines() or [f"code {process.returncode}"]
        raise LauncherError(f"{name} failed: {lines[0]}")


async def backup(database_url: str, target: Path) -> None:
    """Write the whole database to `target`, in PostgreSQL's custom format; never half a file."""
    if target.exists():
        raise LauncherError(f"{target} exists already; choose another name.")
    draft = target.with_name(target.name + ".part")
    try:
        await _run(str(binary("pg_dump")), "--format=custom", f"--file={draft}", database_url)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


async def _has_tables() -> bool:
    return bool(await db.fetch_value("SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public')"))


async def restore(database_url: str, source: Path, *, force: bool) -> None:
    """Fill the database from `source`; one with tables in it only with `force`, and then all or nothing."""
    if not source.is_file():
        raise LauncherError(f"{source} is not a file; name one that `tameshi backup` wrote.")
    if not force and await _has_tables():
        raise LauncherError("The database is not empty; --force replaces everything in it.")
    with tempfile.TemporaryDirectory() as folder:
        # a script first, whole: what is read while it is written could end early and be committed so
        script = Path(folder) / "restore.sql"
        await _run(str(binary("pg_restore")), "--no-owner", "--no-acl", f"--file={script}", str(source))
        await _run(
            *(
                str(binary("psql")),
                "--no-psqlrc",
                "--quiet",
                "--output=/dev/null",
                f"--dbname={database_url}",
            ),
            *("--single-transaction", "--set=ON_ERROR_STOP=1"),
            *("--command=DROP SCHEMA IF EXISTS public CASCADE", "--command=CREATE SCHEMA public"),
            f"--file={script}",
        )
