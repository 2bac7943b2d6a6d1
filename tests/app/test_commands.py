"""The other commands, beside a running house and without one."""

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen
from uuid import UUID

import pytest

from tests.app.house import House


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that runs while the commands of these tests are called."""
    built = House(tmp_path_factory.mktemp("house") / "data")
    built.start()
    yield built
    built.close()


@pytest.fixture
def resting(tmp_path: Path) -> House:
    """A house in which nothing runs."""
    return House(tmp_path / "data")


def test_doctor_finds_everything_well_beside_a_running_house(running: House) -> None:
    looked = running.call("doctor", TAMESHI_DEMO="yes")
    assert looked.returncode == 0, looked.stdout
    subjects = [line.split()[1] for line in looked.stdout.splitlines()]
    assert subjects == [
        "settings:",
        "database:",
        "extensions:",
        "migrations:",
        "outbox:",
        "valkey:",
        "files:",
    ]


def test_doctor_says_what_to_do_about_an_empty_database_and_a_mistyped_setting(resting: House) -> None:
    looked = resting.call("doctor", TAMESHI_PROT="8000")
    assert looked.returncode == 1
    assert "did you mean TAMESHI_PORT?" in looked.stdout
    assert "Run `tameshi migrate`." in looked.stdout


def test_doctor_says_which_address_does_not_answer(resting: House) -> None:
    gone = {
        "TAMESHI_DATABASE_URL": f"postgresql://tameshi@127.0.0.1:{resting.port}/tameshi",
        "TAMESHI_REDIS_URL": f"redis://127.0.0.1:{resting.port}",
    }
    looked = resting.call("doctor", **gone)
    assert looked.returncode == 1
    assert "Check TAMESHI_DATABASE_URL" in looked.stdout
    assert "correct TAMESHI_REDIS_URL" in looked.stdout


def test_migrating_twice_changes_nothing_the_second_time(resting: House) -> None:
    assert resting.call("migrate").stdout != "Ran 0 migrations.\n"
    assert resting.call("migrate").stdout == "Ran 0 migrations.\n"


def test_a_backup_brings_an_import_back_into_an_empty_house(
    running: House, resting: House, tmp_path: Path
) -> None:
    copy, again = tmp_path / "copy", tmp_path / "again"
    published = tmp_path / "facilities.csv"
    published.write_bytes((Path(__file__).parents[2] / "fixtures" / "facilities_110.csv").read_bytes())
    assert running.call("import", "facilities", str(published)).returncode == 0
    assert running.call("backup", str(copy)).returncode == 0
    assert resting.call("restore", str(copy)).returncode == 0
    assert resting.call("backup", str(again)).returncode == 0
    second = resting.call("import", "facilities", str(published))
    assert "新規 0" in second.stdout


def test_a_backup_never_overwrites_and_a_restore_never_replaces_unasked(
    running: House, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    assert running.call("backup", str(copy)).returncode == 0
    assert running.call("backup", str(copy)).returncode == 2
    refused = running.call("restore", str(copy))
    assert (refused.returncode, "--force" in refused.stderr) == (2, True)
    assert running.call("restore", "--force", str(copy)).returncode == 0


def test_a_file_that_is_no_backup_changes_nothing(running: House, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not a backup")
    assert running.call("restore", "--force", str(wrong)).returncode == 2
    assert running.is_ready()


def test_reset_wipes_only_after_yes_and_never_beside_a_running_house(running: House, resting: House) -> None:
    assert running.call("reset", "--yes").returncode == 2
    resting.call("migrate")
    keepsake = resting.data_dir / "keepsake"
    keepsake.touch()
    resting.call("reset")
    assert (resting.data_dir / "postgres").exists()
    assert resting.call("reset", "--yes").returncode == 0
    assert not (resting.data_dir / "postgres").exists()
    assert keepsake.exists()


def test_serve_and_worker_ask_for_services_when_nothing_runs(resting: House) -> None:
    for command in ("serve", "worker"):
        refused = resting.call(command)
        assert refused.returncode == 2
        assert "TAMESHI_DATABASE_URL must be set" in refused.stderr


def test_a_vendor_is_made_and_its_first_administrator_gets_a_link(running: House) -> None:
    made = running.call(
        "organization", "create", "--kind", "vendor", "--name", "みらい介護機器", "--code", "mirai"
    )
    assert made.stdout == f"{UUID(made.stdout.strip())}\n"
    appoint = ("admin", "create", "suzuki@vendor.example", "--organization")
    appointed = running.call(*appoint, "mirai", "--name", "鈴木 一郎")
    assert appointed.returncode == 0
    link = appointed.stdout.strip()
    with urlopen(f"http://localhost:{running.port}{urlsplit(link).path}") as shown:  # our own house
        assert "新しいパスワード" in shown.read().decode()
    for wrong, told in (("nobody", "No organisation is called nobody"), ("mirai", "--name")):
        refused = running.call("admin", "create", "tanaka@vendor.example", "--organization", wrong)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert told in refused.stderr
    again = running.call(
        "organization", "create", "--kind", "vendor", "--name", "別の会社", "--code", "mirai"
    )
    assert (again.returncode, "another" in again.stderr.lower()) == (2, True)


def test_what_runs_is_told_to_nobody_else(running: House) -> None:
    state = running.data_dir / "run" / "state.json"
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "command",
    [
        *("run", "reset", "serve", "worker", "migrate", "seed", "import", "token", "backup", "restore"),
        *("doctor", "organization create", "admin create"),
    ],
)
def test_every_command_is_documented(command: str) -> None:
    assert f"`tameshi {command}" in (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
