"""Importing published offices: good rows in, once; every bad row named."""

import csv
import io
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from app.commands.import_facilities import Wanted, import_files
from core import db
from core.i18n import use_locale
from core.text import search_terms
from directory.domain import passes_office_check
from directory.imports import Outcome, Seen, TooManyGone, import_offices, mark_gone
from tests.directory.published import fixture_files, published_file
from tests.directory.test_opendata import GOOD, PUBLISHED, written

pytestmark = pytest.mark.usefixtures("database")


class _UndoneError(Exception):
    pass


@asynccontextmanager
async def undone() -> AsyncIterator[None]:
    """A transaction that is rolled back at the end: imports meet a directory without these offices."""
    with suppress(_UndoneError):
        async with db.transaction():
            yield
            raise _UndoneError


async def imported(paths: Iterable[Path]) -> list[Outcome]:
    """The outcome of each file, imported in one go."""
    seen: Seen = {}
    return [
        await import_offices(path.read_bytes().splitlines(keepends=True), seen, path.name) for path in paths
    ]


async def stored() -> list[tuple[object, ...]]:
    """Every facility that an import wrote, with the transaction that last wrote it."""
    rows = await db.fetch(
        "SELECT o.*, o.xmin, o.ctid FROM organization o WHERE source = 'kaigokensaku' ORDER BY id"
    )
    return [tuple(row) for row in rows]


async def one_office(**changes: str) -> Outcome:
    """Import a file of the one good row with some columns changed."""
    return await import_offices(written([(GOOD | changes).values()]), {}, "one.csv")


async def test_the_fixture_goes_in_with_its_bad_rows_named() -> None:
    async with undone():
        outcomes = await imported(fixture_files())
        assert sum(outcome.created for outcome in outcomes) == 291
        assert sum(len(outcome.errors) for outcome in outcomes) == 15
        assert len(await stored()) == 291
        repeated = [remark for outcome in outcomes for remark in outcome.errors if remark.code == "repeated"]
        assert [(remark.line, remark.found) for remark in repeated] == [
            (20, "4499002337 facilities_320.csv:3")
        ]


async def test_a_second_import_writes_nothing_at_all() -> None:
    async with undone():
        await imported(fixture_files())
        before = await stored()
        again = await imported(fixture_files())
        assert [(outcome.created, outcome.changed) for outcome in again] == [(0, 0)] * len(again)
        assert sum(outcome.unchanged for outcome in again) == 291
        assert await stored() == before


async def test_the_same_number_with_another_service_is_another_office() -> None:
    async with undone():
        await imported(fixture_files())
        shared = await db.fetch(
            "SELECT office_number, array_agg(service_code ORDER BY service_code) AS services"
            " FROM organization WHERE source = 'kaigokensaku' GROUP BY office_number HAVING count(*) > 1"
        )
        assert len(shared) == 12
        assert {tuple(row["services"]) for row in shared} == {("110", "150")}


async def test_what_people_of_the_house_added_survives_a_changed_row() -> None:
    async with undone():
        await one_office()
        await db.execute(
            "UPDATE organization SET notification_email = 'office@a.example', gone_on = '2026-01-01'"
            " WHERE office_number = $1 AND service_code = '150'",
            GOOD["事業所番号"],
        )
        outcome = await one_office(事業所名="デイサービスセンターあたらしい")
        assert (outcome.created, outcome.changed, outcome.unchanged) == (0, 1, 0)
        row = await db.fetch_row("SELECT * FROM organization WHERE office_number = $1", GOOD["事業所番号"])
        assert row is not None
        assert row["name"] == "デイサービスセンターあたらしい"
        assert row["notification_email"] == "office@a.example"
        assert row["gone_on"] is None


async def test_an_imported_office_gets_no_mail_and_is_found_by_kana_of_either_kind() -> None:
    async with undone():
        await one_office(事業所名カナ="デイサービスセンタータメシ", URL="info@a.example")
        row = await db.fetch_row(
            "SELECT email, notification_email, kind FROM organization WHERE search_terms @> $1::text[]",
            search_terms("さーびすせんたー ﾀﾒｼ 0190100032"),
        )
        assert row is not None
        assert tuple(row) == ("info@a.example", None, "facility")


async def test_what_people_put_right_stands_beside_what_is_published() -> None:
    async with undone():
        await one_office()
        sql = (
            "UPDATE organization SET phone = '011-000-9999', edited = ARRAY['phone'] WHERE office_number = $1"
        )
        await db.execute(sql, GOOD["事業所番号"])
        outcome = await one_office(電話番号="011-000-0007", 事業所名="デイサービスセンターあたらしい")
        assert outcome.changed == 1
        row = await db.fetch_row("SELECT * FROM organization WHERE office_number = $1", GOOD["事業所番号"])
        assert row is not None
        assert (row["name"], row["phone"]) == ("デイサービスセンターあたらしい", "011-000-9999")
        assert db.from_json(row["published"])["phone"] == "011-000-0007"
        assert "0110009999" in row["search_text"]
        assert (
            await one_office(電話番号="011-000-0007", 事業所名="デイサービスセンターあたらしい")
        ).unchanged == 1


def _offices(count: int) -> list[bytes]:
    numbers = (f"0190{place:05d}" for place in range(count))
    whole = [next(f"{n}{d}" for d in range(10) if passes_office_check(f"{n}{d}")) for n in numbers]
    return written([(GOOD | {"事業所番号": number}).values() for number in whole])


async def test_what_a_newer_edition_lacks_is_gone_and_may_come_back() -> None:
    async with undone():
        everything: Seen = {}
        lines = _offices(30)
        await import_offices(lines, everything, "june.csv")
        assert await mark_gone(everything, date(2026, 6, 30)) == 0
        newer: Seen = {}
        await import_offices(lines[:-2], newer, "december.csv")
        assert await mark_gone(newer, date(2026, 12, 31)) == 2
        gone = await db.fetch("SELECT gone_on FROM organization WHERE gone_on > '2026-12-01'")
        assert [row["gone_on"] for row in gone] == [date(2026, 12, 31)] * 2
        assert await mark_gone(newer, date(2027, 1, 31)) == 0
        back = await import_offices(lines, {}, "later.csv")
        assert (back.created, back.changed, back.unchanged) == (0, 2, 28)
        assert not await db.fetch("SELECT gone_on FROM organization WHERE gone_on > '2026-12-01'")


async def test_a_part_of_an_edition_is_not_taken_for_the_whole() -> None:
    async with undone():
        lines = _offices(30)
        await import_offices(lines, {}, "june.csv")
        part: Seen = {}
        await import_offices(lines[:20], part, "part.csv")
        with pytest.raises(TooManyGone) as refused:
            await mark_gone(part, date(2026, 12, 31))
        assert refused.value.facts == {"service": "150", "gone": 11, "known": 30}
    async with undone():
        await import_offices(lines, {}, "june.csv")
        assert await mark_gone(part, date(2026, 12, 31), accept_many=True) == 11


async def test_other_services_are_not_gone_because_a_file_of_one_came() -> None:
    async with undone():
        await imported(fixture_files())
        seen: Seen = {}
        path = next(path for path in fixture_files() if "510" in path.name)
        await import_offices(path.read_bytes().splitlines(keepends=True), seen, path.name)
        assert await mark_gone(seen, date(2026, 12, 31)) == 0


async def test_a_dry_run_tells_the_same_and_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "offices.csv"
    path.write_bytes(b"".join(written([GOOD.values()])))
    console = Console(file=io.StringIO(), width=200, record=True, highlight=False)
    wanted = Wanted(edition=date(2026, 12, 31), dry_run=True)
    before = await stored()
    assert await import_files([path], console, wanted) == 0
    terminal = console.export_text()
    assert "新規 1" in terminal
    assert "登録されている事業所は何も変わっていません。" in terminal
    assert await stored() == before


async def test_of_two_rows_for_one_office_the_first_counts_across_files_too() -> None:
    async with undone():
        seen: Seen = {}
        first = await import_offices(written([GOOD.values()]), seen, "a.csv")
        other = GOOD | {"事業所名": "別の名前"}
        second = await import_offices(written([other.values()]), seen, "b.csv")
        assert (first.created, second.offices) == (1, 0)
        assert [(remark.code, remark.found) for remark in second.errors] == [
            ("repeated", "0190100032 a.csv:2")
        ]


async def test_the_published_files_go_in_to_the_last_row_and_twice_is_once() -> None:
    """8,140 offices as published; checked wherever the reference data lies beside the project."""
    paths = [path for service in PUBLISHED if (path := published_file(service)) is not None]
    async with undone():
        outcomes = await imported(paths)
        again = await imported(paths)
        for path, outcome, second in zip(paths, outcomes, again, strict=True):
            offices, warnings = PUBLISHED[path.stem.removeprefix("jigyosho_")]
            assert (outcome.created, len(outcome.errors)) == (offices, 0)
            assert len(outcome.warnings) == sum(warnings.values())
            assert (second.created, second.changed, second.unchanged) == (0, 0, offices)


async def told(*paths: Path) -> tuple[int, str]:
    """The exit code of the command, and what stands on its terminal."""
    console = Console(file=io.StringIO(), width=200, record=True, highlight=False)
    code = await import_files(paths, console)
    return code, console.export_text()


def listed(path: Path) -> list[list[str]]:
    """The rows of a list of remarks, as a spreadsheet opens it."""
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


async def test_bad_rows_are_told_on_the_terminal_and_in_a_file_beside(tmp_path: Path) -> None:
    path = tmp_path / "offices.csv"
    bad = GOOD | {"サービスの種類": "=cmd()", "事業所番号": "0190100040"}
    doubtful = GOOD | {"法人番号": "", "事業所番号": "0190100057"}
    path.write_bytes(b"".join(written([GOOD.values(), bad.values(), doubtful.values()])))
    async with undone():
        code, terminal = await told(path)
    assert code == 0
    assert "新規 2・更新 0・変更なし 0・エラー 1・注意" in terminal
    assert "知らないサービスの種類です。" in terminal
    assert listed(tmp_path / "offices.errors.csv") == [
        ["行", "理由", "列", "内容"],
        ["3", "知らないサービスの種類です。", "サービスの種類", "'=cmd()"],
    ]
    warned = listed(tmp_path / "offices.warnings.csv")[1:]
    assert ["4", "法人番号がありません。", "法人番号", ""] in warned
    assert {row[0] for row in warned} == {"4"}


async def test_a_clean_import_leaves_no_list_of_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "offices.csv"
    path.write_bytes(b"".join(written([GOOD.values()])))
    (tmp_path / "offices.errors.csv").write_text("old")
    async with undone():
        assert (await told(path))[0] == 0
    assert not (tmp_path / "offices.errors.csv").exists()


async def test_files_of_which_nothing_can_be_read_end_in_1_and_the_others_go_in(tmp_path: Path) -> None:
    empty, good, hollow = tmp_path / "empty.csv", tmp_path / "good.csv", tmp_path / "hollow.csv"
    empty.write_bytes(b"")
    good.write_bytes(b"".join(written([GOOD.values()])))
    hollow.write_bytes(b"".join(written([(GOOD | {"事業所名": ""}).values()])))
    async with undone():
        code, terminal = await told(empty, tmp_path / "missing.csv", hollow, good)
        assert len(await stored()) == 1
    assert code == 1
    assert "ファイルが空です。" in terminal
    assert "ファイルがありません。" in terminal
    assert "読める行が一つもありません。" in terminal
    assert "新規 1" in terminal
    assert (tmp_path / "hollow.errors.csv").exists()


async def test_a_list_that_cannot_be_written_is_said_and_the_import_stands(tmp_path: Path) -> None:
    path = tmp_path / "offices.csv"
    path.write_bytes(b"".join(written([GOOD.values(), (GOOD | {"事業所番号": ""}).values()])))
    (tmp_path / "offices.errors.csv").mkdir()
    async with undone():
        code, terminal = await told(path)
    assert code == 0
    assert "に書けません" in terminal


async def test_the_command_speaks_english_too(tmp_path: Path) -> None:
    path = tmp_path / "offices.csv"
    path.write_bytes(
        b"".join(written([(GOOD | {"都道府県名": "大分"}).values(), (GOOD | {"事業所名": ""}).values()]))
    )
    with use_locale("en"):
        async with undone():
            _, terminal = await told(path)
    assert "1 new, 0 changed, 0 unchanged, 1 error(s), 1 warning(s)" in terminal
    assert "The name of the office is missing." in terminal
