"""`tameshi backup` and `tameshi restore`: the whole database in one file, by PostgreSQL's own tools.

Kept files of the data folder go into an archive beside it; a bucket has copies of its own.
"""

import asyncio
import io
import os
import tarfile
import tempfile
from pathlib import Path

from app.launcher.errors import LauncherError
from app.launcher.postgres import binary
from core import db, files

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
    for path in (target, archive_beside(target)):
        if path.exists():
            raise LauncherError(f"{path} exists already; choose another name.")
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


def archive_beside(copy: Path) -> Path:
    """Where the kept files of a backup are."""
    return copy.with_name(copy.name + ".files.tar")


async def backup_files(copy: Path) -> int:
    """Write all kept files beside `copy`, which must be there already: so nothing it names is missing."""
    target = archive_beside(copy)
    draft = target.with_name(target.name + ".part")
    names = await files.kept_names()
    try:
        with tarfile.open(draft, "w") as archive:
            for name in names:
                content = await files.content_of(name)
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return len(names)


async def restore_files(copy: Path) -> int:
    """Keep again what stands beside `copy`; nothing is removed, nothing taken that is not what it says."""
    source = archive_beside(copy)
    if not source.is_file():
        return 0
    count = 0
    try:
        with tarfile.open(source, "r") as archive:
            for entry in archive:
                count += await _kept_again(archive, entry, source)
    except tarfile.TarError as error:
        raise LauncherError(f"{source} cannot be read; name a backup that is whole.") from error
    return count


async def _kept_again(archive: tarfile.TarFile, entry: tarfile.TarInfo, source: Path) -> bool:
    opened = archive.extractfile(entry) if files.is_name(entry.name) else None
    content = opened.read() if opened is not None else b""
    kind = next((kind for kind, end in files.KINDS.items() if entry.name.endswith(f".{end}")), None)
    if kind is None or files.name_of(content, kind) != entry.name:
        raise LauncherError(f"{source} holds “{entry.name}”, which is not what its name says.")
    await files.keep(content, kind)
    return True
