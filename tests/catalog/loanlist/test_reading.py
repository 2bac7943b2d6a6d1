"""Files as they come: workbooks with merged cells, CSV of two kinds, and what is no list at all."""

import codecs
import io
import zipfile

import pytest
import xlsxwriter

from catalog.loanlist.apart import read_apart
from catalog.loanlist.headings import Columns, Field, meaning, propose
from catalog.loanlist.reading import LARGEST_FILE, LARGEST_UNPACKED, UnreadableList, read_grids
from tests.catalog.loanlist.makers import HEADING, messy, workbook


def test_a_messy_workbook_is_understood() -> None:
    grid = read_grids(messy())[0]
    proposed = propose(grid.rows)
    assert proposed == Columns(
        5,
        {
            Field.FIELD: 0,
            Field.ITEM: 1,
            Field.PRODUCT: 2,
            Field.COMPANY: 3,
            Field.OUTLINE: 4,
            Field.PRICE: 5,
            Field.PERIOD: 6,
            Field.UNITS: 7,
            Field.SHIPPING: 8,
            Field.TAIS: 9,
        },
    )
    assert grid.rows[5][7] == "3"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_text_files_of_every_kind(encoding: str, delimiter: str) -> None:
    text = (
        delimiter.join(HEADING)
        + "\r\n移乗支援\t".replace("\t", delimiter)
        + delimiter.join(["装着", "カルガル"])
    )
    grid = read_grids(text.encode(encoding))[0]
    assert propose(grid.rows).columns[Field.PRODUCT] == 2
    assert grid.rows[1][:3] == ["移乗支援", "装着", "カルガル"]
    assert {len(row) for row in grid.rows} == {len(HEADING)}


def test_a_sheet_with_a_single_line_of_headings_begins_below_it() -> None:
    rows = [["題"], [], list(HEADING), ["移乗支援", "装着", "カルガル", "ほしぞら"]]
    assert propose(read_grids(workbook(rows))[0].rows).first_row == 3


def test_a_first_row_whose_words_sound_like_headings_is_no_heading() -> None:
    rows = [HEADING, ("移乗支援", "非装着", "カルガル", "", "", "", "", "", "借りる施設")]
    assert propose(read_grids(workbook(rows))[0].rows).first_row == 1


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("メールアドレス", Field.CONTACT),
        ("ﾒｰｶｰ", Field.COMPANY),
        ("ホームページ", Field.URL),
        ("カテゴリ", Field.ITEM),
        ("ロール", None),
    ],
)
def test_what_headings_mean(heading: str, field: Field | None) -> None:
    assert meaning(heading) is field


def test_without_headings_nobody_guesses() -> None:
    proposed = propose([["りんご", "3"], ["みかん", "5"]])
    assert not proposed.is_enough


def _sparse(row: int, column: int) -> bytes:
    """Two cells, as far apart as a sheet is large: a few kilobytes that stand for gigabytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "機種名")
        sheet.write_string(row, column, "x")
    return buffer.getvalue()


def _with_merges(count: int) -> bytes:
    """A sheet that says of the same block that it is merged, again and again."""
    buffer = io.BytesIO()
    blocks = b"<mergeCells>" + b'<mergeCell ref="A1:GR3000"/>' * count + b"</mergeCells>"
    with zipfile.ZipFile(io.BytesIO(_sparse(2_999, 199))) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b"</sheetData>", b"</sheetData>" + blocks))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_sparse(1_048_575, 16_383), "file-holds-too-much"),
        (_sparse(1_048_575, 0), "too-many-rows"),
        (_with_merges(1_000), "too-many-rows"),
        (b"PK\x03\x04 and nothing more", "file-damaged"),
        (b"a" * (LARGEST_FILE + 1), "file-too-large"),
    ],
)
async def test_a_file_that_would_take_all_memory_ends_only_its_own_process(
    content: bytes, reason: str
) -> None:
    with pytest.raises(UnreadableList) as refused:
        await read_apart(content)
    assert refused.value.reason == reason


async def test_read_apart_is_read_the_same() -> None:
    assert await read_apart(messy()) == read_grids(messy())


def test_signs_that_no_text_holds_are_left_out() -> None:
    rows = read_grids(workbook([["機種名", "価格"], ["カル\x00ガ\x0bル", "a\rb"]]))[0].rows
    assert rows[1] == ["カルガル", "a\nb"]


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (LARGEST_UNPACKED + 1))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file-empty"),
        (b" \r\n", "file-empty"),
        (codecs.BOM_UTF16_LE, "file-empty"),
        (b"%PDF-1.7\n1 0 obj", "file-is-pdf"),
        (b"PK\x03\x04 and nothing more", "file-damaged"),
        (b"\xd0\xcf\x11\xe0 neither", "file-damaged"),
        (b"\xff\xfe\x00\x00\x81", "encoding-unknown"),
        ("機種名,企業名".encode("utf-16")[:-1], "encoding-unknown"),
        (b"a,b\n" * 20_001, "too-many-rows"),
        (b'a,"' + b"b\n" * 70_000, "cell-too-long"),
        (b"a" * (LARGEST_FILE + 1), "file-too-large"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableList) as refused:
        read_grids(content)
    assert refused.value.reason == reason


def test_a_file_that_unpacks_to_too_much_is_never_unpacked() -> None:
    content = _bomb()
    assert len(content) < LARGEST_FILE
    with pytest.raises(UnreadableList) as refused:
        read_grids(content)
    assert refused.value.reason == "file-holds-too-much"
