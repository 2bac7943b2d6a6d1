"""Embedded PostgreSQL and Valkey, as a command and a test meet them."""

import asyncio
import os
import signal
import stat
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.launcher.errors import LauncherError
from app.launcher.folder import DataFolder, Running
from app.launcher.services import available_services, embedded_services, with_secret
from core.settings import Settings, SettingsError, load_settings


def _settings(data_dir: Path, **more: str) -> Settings:
    return load_settings({"TAMESHI_DATA_DIR": str(data_dir), **more})


async def _value(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def test_a_new_folder_becomes_postgresql_18_and_valkey_that_know_japanese(tmp_path: Path) -> None:
    async with embedded_services(tmp_path, hurried=True) as services:
        assert (
            await _value(services.database_url, "SELECT current_setting('server_version_num')::int / 10000")
            == 18
        )
        assert await _value(services.database_url, "SELECT cardinality(show_trgm('福祉用具'))") == 5
        assert (
            await _value(
                services.database_url, "SELECT count(*) FROM pg_extension WHERE extname = 'btree_gist'"
            )
            == 1
        )
        async with Redis.from_url(services.redis_url) as valkey:
            assert await valkey.ping()


async def test_what_was_written_is_there_at_the_next_start(tmp_path: Path) -> None:
    async with embedded_services(tmp_path) as services, Redis.from_url(services.redis_url) as valkey:
        await _value(services.database_url, "CREATE TABLE kept AS SELECT 41 + 1 AS answer")
        await valkey.set("kept", "yes")
    async with embedded_services(tmp_path) as services, Redis.from_url(services.redis_url) as valkey:
        assert await _value(services.database_url, "SELECT answer FROM kept") == 42
        assert await valkey.get("kept") == b"yes"


async def test_a_folder_serves_one_owner_at_a_time(tmp_path: Path) -> None:
    async with embedded_services(tmp_path, hurried=True):
        with pytest.raises(LauncherError, match="in use by another process"):
            async with embedded_services(tmp_path):
                pytest.fail("a second owner was let in")


async def test_a_folder_with_a_path_too_long_for_sockets_serves_all_the_same(tmp_path: Path) -> None:
    deep = tmp_path / ("a-folder-with-a-long-name-" * 4) / "data"
    async with embedded_services(deep, hurried=True) as services:
        assert await _value(services.database_url, "SELECT 1") == 1


async def test_a_killed_service_comes_back_by_itself(tmp_path: Path) -> None:
    said: list[str] = []
    async with embedded_services(tmp_path, said.append, hurried=True) as services:
        pid = await _process_id(services.redis_url)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        async with asyncio.timeout(20):
            while await _process_id(services.redis_url) in {pid, None}:
                pass
    assert any(sentence.startswith("Valkey ended (code 137)") for sentence in said)


async def _process_id(url: str) -> int | None:
    """The number of the Valkey that answers at `url`, if one does."""
    async with Redis.from_url(url) as valkey:
        try:
            return int((await valkey.info("server"))["process_id"])
        except RedisError:
            return None


async def test_a_command_uses_what_runs_already_and_starts_its_own_when_nothing_runs(tmp_path: Path) -> None:
    given = _settings(tmp_path)
    async with available_services(given) as owned:
        assert await _value(owned.database_url, "SELECT 1") == 1
        async with available_services(given) as visited:
            assert visited.database_url == owned.database_url
    assert DataFolder(tmp_path).running() is None


async def test_what_a_killed_owner_announced_is_not_believed(tmp_path: Path) -> None:
    killed, next_one = DataFolder(tmp_path), DataFolder(tmp_path)
    assert killed.take()
    killed.announce(Running(1, 0, "", "postgresql://gone.example/tameshi", "unix:///gone.example"))
    assert next_one.running() is None


async def test_addresses_given_from_outside_leave_the_data_folder_alone(tmp_path: Path) -> None:
    data_dir = tmp_path / "untouched"
    given = _settings(
        data_dir,
        TAMESHI_DATABASE_URL="postgresql://db.example/tameshi",
        TAMESHI_REDIS_URL="redis://valkey.example",
    )
    async with available_services(given) as services:
        assert services == given
    assert not data_dir.exists()


def test_the_secret_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = with_secret(_settings(tmp_path)).secret_key
    assert len(first) >= 32
    assert with_secret(_settings(tmp_path)).secret_key == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_public_address_demands_a_secret_key_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TAMESHI_SECRET_KEY must be set"):
        with_secret(_settings(tmp_path, TAMESHI_BASE_URL="https://tameshi.example"))


def test_a_data_folder_that_is_a_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(LauncherError, match="cannot be written to"):
        DataFolder(file)
