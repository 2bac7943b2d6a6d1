"""Kept files: the same in a folder and in a bucket."""

import os
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.commands.backup import archive_beside, backup_files, restore_files
from app.commands.doctor import files_finding
from app.launcher.errors import LauncherError
from core import files
from core.errors import NotFound
from core.settings import settings
from core.web.files import file_answer
from tests.conftest import SettingsChange
from tests.storage import running_storage

JPEG = b"\xff\xd8\xff\xe0 not looked at here " * 10_000
KIND = "image/jpeg"


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with running_storage() as address:
        yield address


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, change_settings: SettingsChange, tmp_path: Path) -> SettingsChange:
    """Files are kept in a fresh folder, or in a bucket."""
    address = request.getfixturevalue("bucket") if request.param == "bucket" else ""
    change_settings(data_dir=tmp_path, files_url=address)
    return change_settings


@pytest.mark.usefixtures("place")
async def test_a_file_is_kept_once_under_a_name_made_of_what_it_contains() -> None:
    name = await files.keep(JPEG, KIND)
    assert await files.keep(JPEG, KIND) == name
    assert files.is_name(name)
    assert await files.content_of(name) == JPEG
    assert (await files.kept_names()).count(name) == 1


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    "name",
    ["", "../secret_key", "ab/../../secret_key", "aa/" + "ab" * 32 + ".jpg", "ab/" + "ab" * 32 + ".svg"],
)
async def test_a_name_that_was_never_given_opens_nothing(name: str) -> None:
    with pytest.raises(NotFound):
        await files.open_file(name)


@pytest.mark.usefixtures("place")
async def test_a_file_is_removed_only_when_it_was_not_kept_again_meanwhile() -> None:
    name = await files.keep(JPEG + b"removed", KIND)
    moment = datetime.now(UTC)
    assert not await files.discard(name, older_than=moment - timedelta(hours=1))
    assert await files.discard(name, older_than=moment + timedelta(hours=1))
    assert not await files.discard(name, older_than=moment + timedelta(hours=1))
    with pytest.raises(NotFound):
        await files.open_file(name)


@pytest.mark.usefixtures("place")
async def test_a_file_goes_out_for_its_reader_alone_and_as_nothing_else() -> None:
    answer = await file_answer(await files.keep(JPEG, KIND), "loan.jpg")
    assert answer.media_type == KIND
    assert answer.headers["Content-Length"] == str(len(JPEG))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_the_folder_is_for_its_owner_alone(change_settings: SettingsChange, tmp_path: Path) -> None:
    change_settings(data_dir=tmp_path, files_url="")
    await files.kept_names()
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0


async def test_doctor_says_where_files_are_and_what_to_do_when_they_cannot_be_kept(
    place: SettingsChange,
) -> None:
    name = await files.keep(JPEG, KIND)
    well = await files_finding(settings())
    assert well.is_well
    assert "secret" not in well.seen
    assert name in await files.kept_names()
    place(files_url="s3+http://key:secret@127.0.0.1:1/photos")
    ill = await files_finding(settings())
    assert "Check TAMESHI_FILES_URL" in ill.remedy
    assert "secret" not in ill.seen + ill.remedy


async def test_a_backup_brings_the_files_into_another_house(
    change_settings: SettingsChange, tmp_path: Path
) -> None:
    change_settings(data_dir=tmp_path / "one", files_url="")
    names = sorted([await files.keep(JPEG, KIND), await files.keep(b"%PDF-1.7", "application/pdf")])
    assert await backup_files(tmp_path / "copy") == 2
    change_settings(data_dir=tmp_path / "two", files_url="")
    assert await files.kept_names() == []
    assert await restore_files(tmp_path / "copy") == 2
    assert await files.kept_names() == names
    assert await files.content_of(name=names[0]) in (JPEG, b"%PDF-1.7")


async def test_an_archive_that_was_tampered_with_is_refused(
    change_settings: SettingsChange, tmp_path: Path
) -> None:
    change_settings(data_dir=tmp_path / "one", files_url="")
    await files.keep(JPEG, KIND)
    await backup_files(tmp_path / "copy")
    evil = tmp_path / "evil"
    evil.write_bytes(b"evil")
    for name in ("../secret_key", files.name_of(JPEG, KIND)):
        with tarfile.open(archive_beside(tmp_path / "copy"), "w") as archive:
            archive.add(evil, name)
        with pytest.raises(LauncherError, match="not what its name says"):
            await restore_files(tmp_path / "copy")
    assert not os.path.lexists(tmp_path / "one" / "secret_key")
