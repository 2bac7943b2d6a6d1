"""An import that is ended midway, by hand or by force, and started again ends as if nothing had happened."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from benchmarks.national_offices import write_offices
from core import db
from directory.opendata import read_offices

OFFICES = 6_000
_IN = "SELECT count(*) FROM organization WHERE source = 'kaigokensaku'"
_IMPORTING = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted)"
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
    )


async def _midway(process: asyncio.subprocess.Process) -> None:
    """Wait until some files are in and another one is being written."""
    while process.returncode is None:
        if await db.fetch_value(_IN) and await db.fetch_value(_IMPORTING):
            return
        await asyncio.wait([asyncio.ensure_future(process.wait())], timeout=0.005)


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
    process = await _started(own_database, paths)
    await _midway(process)
    process.send_signal(number)
    told, _ = await process.communicate()
    assert 0 < len(await _stored()) < OFFICES
    if number is signal.SIGINT:
        assert process.returncode == 130
        assert "同じ命令をもう一度実行してください" in told.decode()
        assert "Traceback" not in told.decode()
    again = await _started(own_database, paths)
    await again.communicate()
    assert again.returncode == 0
    stored = await _stored()
    assert len(stored) == OFFICES
    assert set(stored) == _expected(paths)
