"""`tameshi run` as its user meets it: starting, stopping, crashing, being in the way."""

import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from app.launcher.services import embedded_services
from tests.app.house import House, wait_until


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house in an empty folder."""
    built = House(tmp_path / "data")
    yield built
    built.close()


def _kill(member: psutil.Process) -> None:
    with suppress(psutil.NoSuchProcess):  # a guard may have been quicker than we are
        member.kill()


def _one_sentence(text: str) -> bool:
    return text.startswith("tameshi: ") and text.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_leaving_nobody_and_starts_again(house: House, number: signal.Signals) -> None:
    house.start()
    assert house.is_ready()
    assert house.named("postgres")
    assert house.named("valkey")
    house.stop(number)
    assert house.process.returncode == 0
    house.start()
    assert house.is_ready()
    house.stop(number)
    assert not (house.data_dir / "run" / "state.json").exists()


def test_children_of_a_killed_run_end_by_themselves_and_the_next_run_starts(house: House) -> None:
    house.start()
    house.stop(signal.SIGKILL)
    house.start()
    assert house.is_ready()


def test_the_next_run_starts_at_once_while_children_of_a_killed_one_still_end(house: House) -> None:
    house.start()
    house.process.kill()
    house.process.wait(20)
    house.start()
    assert house.is_ready()


def test_servers_that_never_learned_of_the_end_are_ended_by_the_next_run(house: House) -> None:
    house.start()
    servers = house.named("postgres") + house.named("valkey")
    for member in house.family:
        if member not in servers:
            _kill(member)
    assert any(server.is_running() for server in servers)
    house.start()
    assert house.is_ready()
    assert not any(server.is_running() for server in servers)


def test_a_run_killed_with_all_its_children_leaves_nothing_in_the_way(house: House) -> None:
    house.start()
    for member in house.family:
        _kill(member)
    house.wait_for_end()
    house.start()
    assert house.is_ready()


def test_it_ends_with_its_parent_if_asked_to(house: House) -> None:
    house.start("sh", "-c", '"$@"; true', "sh", arguments=("--with-parent",))
    house.process.kill()
    house.wait_for_end()
    house.start()
    assert house.is_ready()


@pytest.mark.parametrize("server", ["web", "valkey", "postgres"])
def test_a_child_that_dies_is_started_again(house: House, server: str) -> None:
    house.start()
    if server == "web":
        [victim, *_] = [
            member for member in house.family if "serve" in member.cmdline() and "-I" not in member.cmdline()
        ]
    else:
        victim = house.named(server)[0]
    victim.kill()
    psutil.wait_procs([victim], timeout=10)
    assert house.process.stdout is not None
    assert any("starts again" in line for line in house.process.stdout)
    wait_until(house.is_ready)


def test_a_port_in_use_is_told_in_one_sentence(house: House) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", house.port))
        other.listen()
        refused = house.call("run")
    assert refused.returncode == 2
    assert _one_sentence(refused.stderr)
    assert f"Port {house.port} is in use" in refused.stderr


def test_a_second_run_on_the_same_folder_is_told_in_one_sentence(house: House) -> None:
    house.start()
    refused = house.call("run", TAMESHI_PORT="1")
    assert refused.returncode == 2
    assert _one_sentence(refused.stderr)
    assert f"already at http://localhost:{house.port}" in refused.stderr
    assert house.is_ready()


def test_a_folder_that_cannot_be_written_to_is_told_in_one_sentence(house: House, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = house.call("run", TAMESHI_DATA_DIR=str(tmp_path / "file" / "data"))
    assert refused.returncode == 2
    assert _one_sentence(refused.stderr)
    assert "TAMESHI_DATA_DIR" in refused.stderr


def test_a_database_that_cannot_be_reached_is_told_in_one_sentence(house: House) -> None:
    refused = house.call("run", TAMESHI_DATABASE_URL="postgresql://someone:secret@127.0.0.1:1/tameshi")
    assert refused.returncode == 2
    assert _one_sentence(refused.stderr)
    assert "TAMESHI_DATABASE_URL" in refused.stderr
    assert "secret" not in refused.stderr


def test_a_wrong_setting_is_told_in_one_sentence(house: House) -> None:
    refused = house.call("run", TAMESHI_PORT="many")
    assert refused.returncode == 2
    assert _one_sentence(refused.stderr)
    assert "TAMESHI_PORT must be" in refused.stderr


async def test_with_services_from_outside_nothing_embedded_is_started(house: House, tmp_path: Path) -> None:
    async with embedded_services(tmp_path / "outside", hurried=True) as outside:
        house.environ["TAMESHI_DATABASE_URL"] = outside.database_url
        house.environ["TAMESHI_REDIS_URL"] = outside.redis_url
        house.start()
        assert house.is_ready()
        assert not house.named("postgres")
        assert not house.named("valkey")
        house.stop()
    assert not (house.data_dir / "postgres").exists()
