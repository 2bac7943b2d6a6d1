"""An import that is ended midway, by hand or by force, and started again ends as if nothing had happened."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import asyncpg
import pytest

from benchmarks.national_offices import write_offices
from core import db
from directory.opendata import read_offices

OFFICES = 6_000
# Whoever writes a second file waits for a lock that the test holds: the import stands still midway.
_LOCK = 4711
_STANDS_STILL = f"""
CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM organization WHERE source = 'kaigokensaku') THEN
        PERFORM pg_advisory_xact_lock({_LOCK});
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stand_still BEFORE INSERT ON organization
    FOR EACH STATEMENT EXECUTE FUNCTION stand_still()
"""
_STANDS = """
SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = $1::int::oid AND NOT granted)
"""
_STORED = """
SELECT office_number, service_code, source_digest FROM organization WHERE source = 'kaigokensaku'
"""


async def _started(url: str, paths: list[Path]) -> asyncio.subprocess.Process:
    environment = os.environ | {"TAMESHI_DATABASE_URL": url, "LANG": "ja_JP.UTF-8"}
    environment.pop("LC_ALL", None)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.cli", "import", "facilities", *map(str, paths)),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        # Whoever runs the tests in the background has SIGINT ignored, and passes that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


async def _ended_midway(url: str, paths: list[Path], number: signal.Signals) -> tuple[int | None, str]:
    """End an import when some files are in and another one is being written: its exit code, what it said."""
    gate = await asyncpg.connect(url)
    try:
        await gate.execute(_STANDS_STILL)
        await gate.execute("SELECT pg_advisory_lock($1)", _LOCK)
        process = await _started(url, paths)
        while process.returncode is None and not await db.fetch_value(_STANDS, _LOCK):
            await asyncio.wait([asyncio.ensure_future(process.wait())], timeout=0.05)
        process.send_signal(number)
        told, _ = await process.communicate()
        await gate.execute("SELECT pg_advisory_unlock($1)", _LOCK)
        await gate.execute("DROP FUNCTION stand_still CASCADE")
    finally:
        await gate.close()
    return process.returncode, told.decode()


def _expected(paths: list[Path]) -> set[tuple[str, str, str]]:
    read = [reading.office for path in paths for reading in read_offices(path.read_bytes().splitlines(True))]
    return {(*office.key, office.digest()) for office in read if office is not None}


async def _stored() -> list[tuple[str, str, str]]:
    return [tuple(row) for row in await db.fetch(_STORED)]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
async def test_an_import_ended_midway_and_started_again_ends_the_same(
    own_database: str, tmp_path: Path, number: signal.Signals
) -> None:
    await db.execute("DELETE FROM organization WHERE source = 'kaigokensaku'")
    paths = write_offices(tmp_path, OFFICES)
    code, told = await _ended_midway(own_database, paths, number)
    assert 0 < len(await _stored()) < OFFICES
    if number is signal.SIGINT:
        assert code == 130
        assert "同じ命令をもう一度実行してください" in told
        assert "Traceback" not in told
    again = await _started(own_database, paths)
    await again.communicate()
    assert again.returncode == 0
    stored = await _stored()
    assert len(stored) == OFFICES
    assert set(stored) == _expected(paths)
