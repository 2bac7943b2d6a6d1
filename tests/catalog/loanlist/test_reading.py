"""Files as they come: workbooks with merged cells, CSV of two kinds, and what is no list at all."""

import io
import zipfile

import pytest

from catalog.loanlist.headings import Columns, Field, propose
from catalog.loanlist.reading import LARGEST_FILE, LARGEST_UNPACKED, UnreadableList, read_grid
from tests.catalog.loanlist.makers import HEADING, messy, workbook


def test_a_messy_workbook_is_understood() -> None:
    grid = read_grid(messy())
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


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_text_files_of_every_kind(encoding: str, delimiter: str) -> None:
    text = (
        delimiter.join(HEADING)
        + "\r\n移乗支援\t".replace("\t", delimiter)
        + delimiter.join(["装着", "カルガル"])
    )
    grid = read_grid(text.encode(encoding))
    assert propose(grid.rows).columns[Field.PRODUCT] == 2
    assert grid.rows[1][:3] == ["移乗支援", "装着", "カルガル"]
    assert {len(row) for row in grid.rows} == {len(HEADING)}


def test_a_sheet_with_a_single_line_of_headings_begins_below_it() -> None:
    rows = [["題"], [], list(HEADING), ["移乗支援", "装着", "カルガル", "ほしぞら"]]
    assert propose(read_grid(workbook(rows)).rows).first_row == 3


def test_without_headings_nobody_guesses() -> None:
    proposed = propose([["りんご", "3"], ["みかん", "5"]])
    assert not proposed.is_enough


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
        (b"PK\x03\x04 and nothing more", "file-damaged"),
        (b"\xd0\xcf\x11\xe0 neither", "file-damaged"),
        (b"\xff\xfe\x00\x00\x81", "encoding-unknown"),
        (b"a,b\n" * 20_001, "too-many-rows"),
        (b"a" * (LARGEST_FILE + 1), "file-too-large"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableList) as refused:
        read_grid(content)
    assert refused.value.reason == reason


def test_a_file_that_unpacks_to_too_much_is_never_unpacked() -> None:
    content = _bomb()
    assert len(content) < LARGEST_FILE
    with pytest.raises(UnreadableList) as refused:
        read_grid(content)
    assert refused.value.reason == "file-too-large"
