"""Reading the national open data: every trap of the published files."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.opendata import Office, Reading, Weight, read_offices
from directory.records import Unreadable, read_records
from fixtures.facility_names import SERVICE_NAMES
from fixtures.make_facilities import HEADER, facilities, file_content
from tests.directory.published import FIXTURES, fixture_files, published_file

GOOD = dict(zip(HEADER, [""] * len(HEADER), strict=True)) | {
    "都道府県コード又は市町村コード": "442011",
    "都道府県名": "大分県",
    "市区町村名": "大分市",
    "事業所名": "デイサービスセンターためし",
    "サービスの種類": "通所介護",
    "住所": "大分県大分市見本町1",
    "電話番号": "097-000-0001",
    "法人番号": "7000012050002",
    "法人の名称": "社会福祉法人ためし会",
    "事業所番号": "0190100032",
    "定員": "30",
    "URL": "https://a.example/",
}


def written(rows: Iterable[Iterable[str]], encoding: str = "utf-8-sig") -> list[bytes]:
    """A published file of these rows under the usual header, as lines."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([HEADER, *rows])
    return text.getvalue().encode(encoding).splitlines(keepends=True)


def read(**changes: str) -> Reading:
    """The reading of one good row with some columns changed."""
    return list(read_offices(written([(GOOD | changes).values()])))[1]


def office(**changes: str) -> Office:
    """The office of one good row with some columns changed."""
    found = read(**changes).office
    assert found is not None
    return found


def codes(reading: Reading, weight: Weight = Weight.WARNING) -> list[str]:
    """The codes of the remarks of one weight."""
    return [remark.code for remark in reading.remarks if remark.weight is weight]


def test_a_good_row_is_read_without_a_remark() -> None:
    reading = read()
    assert reading.remarks == []
    assert office().key == ("0190100032", "150")
    assert office().capacity == 30


def test_the_order_of_columns_does_not_matter() -> None:
    lines = written([GOOD.values()])
    turned = [
        ",".join(reversed(line.decode("utf-8-sig").strip().split(","))).encode() + b"\r\n" for line in lines
    ]
    assert list(read_offices(turned))[1].office == office()


def test_a_file_saved_again_by_a_spreadsheet_in_cp932_is_read_as_well() -> None:
    assert list(read_offices(written([GOOD.values()], "cp932")))[1].office == office()


@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize("order", ["utf-16", "utf-16-be"])
def test_a_file_saved_again_as_unicode_text_is_read_as_well(order: str, delimiter: str) -> None:
    text = io.StringIO()
    rows = [GOOD | {"事業所名": name} for name in ("《ためし》の家", 'ためし"の"家,\n別館')]
    csv.writer(text, delimiter=delimiter).writerows([HEADER, *(row.values() for row in rows)])
    signs = text.getvalue() + delimiter * (len(HEADER) - 1) + "\r\n"
    content = io.BytesIO(signs.encode(order) if order == "utf-16" else f"\ufeff{signs}".encode(order))
    found = [reading.office for reading in list(read_offices(content))[1:]]
    assert [one.name for one in found if one] == ["《ためし》の家", 'ためし"の"家, 別館']
    assert len(found) == len(rows)


def test_line_feeds_alone_end_lines_too() -> None:
    unix = [line.replace(b"\r\n", b"\n") for line in written([GOOD.values()])]
    assert list(read_offices(unix))[1].office == office()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"事業所番号": "0190100033"}, "office-number-check"),
        ({"事業所番号": "190100032"}, "office-number-zero"),
        ({"法人番号": ""}, "corporate-number-missing"),
        ({"法人番号": "1234567890123"}, "corporate-number-check"),
        ({"法人番号": "123"}, "corporate-number-shape"),
        ({"法人の名称": "　"}, "corporation-missing"),
        ({"電話番号": "097-000"}, "telephone-odd"),
        ({"FAX番号": "097-000-00012"}, "fax-odd"),
        ({"URL": "http/www.a.example"}, "url-repaired"),
        ({"URL": "http://"}, "url-unusable"),
        ({"URL": "info@a.example"}, "url-is-mail"),
        ({"緯度": "0.0", "経度": "0.0"}, "position-outside"),
        ({"緯度": "不明", "経度": "131.6"}, "position-unreadable"),
        ({"定員": "二十九"}, "capacity-unreadable"),
        ({"都道府県コード又は市町村コード": "442012"}, "municipality-code-check"),
        ({"都道府県コード又は市町村コード": "131121"}, "prefecture-differs"),
        ({"都道府県名": "大分"}, "prefecture-from-code"),
        ({"住所": ""}, "address-missing"),
        ({"事業所名": "ためし\nの家"}, "control-character"),
        ({"事業所名": "ためし\ufffdの家"}, "damaged-character"),
    ],
)
def test_what_is_doubtful_is_warned_of_and_still_read(changes: dict[str, str], code: str) -> None:
    reading = read(**changes)
    assert reading.office is not None
    assert codes(reading) == [code]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"事業所名": " 　"}, "name-missing"),
        ({"事業所番号": ""}, "office-number-missing"),
        ({"事業所番号": "44X900001"}, "office-number-shape"),
        ({"サービスの種類": ""}, "service-missing"),
        ({"サービスの種類": "訪問たすけあい"}, "service-unknown"),
        ({"都道府県名": "大分", "都道府県コード又は市町村コード": ""}, "prefecture-unknown"),
    ],
)
def test_a_row_that_names_no_office_is_refused_with_its_line_and_reason(
    changes: dict[str, str], code: str
) -> None:
    reading = read(**changes)
    assert reading.office is None
    assert codes(reading, Weight.ERROR) == [code]
    assert [remark.line for remark in reading.remarks] == [2]


def test_what_is_mended_with_certainty_is_only_noted() -> None:
    reading = read(住所="大分市見本町1", 電話番号="０９７－０００－０００１", 定員="0")
    assert sorted(codes(reading, Weight.NOTE)) == [
        "address-completed",
        "capacity-unknown",
        "telephone-tidied",
    ]
    assert codes(reading) == []
    assert reading.office is not None
    assert (reading.office.address, reading.office.phone) == ("大分県大分市見本町1", "097-000-0001")
    assert reading.office.capacity is None


def test_characters_beyond_cp932_are_kept_as_they_are() -> None:
    assert office(事業所名="⽼⼈ホーム𠮷野").name == "⽼⼈ホーム𠮷野"


def test_a_five_digit_code_has_lost_its_zero() -> None:
    assert codes(read(都道府県コード又は市町村コード="11011", 都道府県名="北海道")) == []


def test_equal_rows_have_equal_digests_and_any_change_shows() -> None:
    assert office().digest() == office().digest()
    assert office().digest() != office(FAX番号="097-000-0002").digest()


def test_an_open_quote_costs_its_own_line_only() -> None:
    lines = written([GOOD.values()] * 12)
    lines[3] = lines[3].replace("デイ".encode(), '"デイ'.encode())
    readings = list(read_offices(lines))
    assert [codes(reading, Weight.ERROR) for reading in readings[1:]].count(["broken-quotes"]) == 1
    assert readings[3].remarks[0].line == 4
    assert sum(reading.office is not None for reading in readings) == 11
    assert [reading.line for reading in readings] == list(range(1, 14))


def test_a_quoted_line_break_is_part_of_the_record_and_lines_are_counted_on() -> None:
    readings = list(read_offices(written([(GOOD | {"事業所名": "ためし\nの\n家"}).values(), GOOD.values()])))
    assert readings[1].office is not None
    assert readings[1].office.name == "ためし の 家"
    assert [reading.line for reading in readings] == [1, 2, 5]


def test_commas_and_quotes_inside_quotes_are_text() -> None:
    assert office(事業所名='ためし"の"家, 別館').name == 'ためし"の"家, 別館'


def test_bytes_of_another_encoding_cost_their_own_line_only() -> None:
    lines = written([GOOD.values()] * 3)
    lines[2] = lines[2].decode().encode("cp932")
    readings = list(read_offices(lines))
    assert codes(readings[2], Weight.ERROR) == ["undecodable"]
    assert readings[3].office is not None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf", "file-empty"),
        (b"PK\x03\x04rest", "file-is-spreadsheet"),
        (b"\xff\xfe", "file-empty"),
        (b"\xff\xfea\x00", "columns-missing"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "encoding-unknown"),
        (b"\x81\xff\xff\n", "encoding-unknown"),
        (b"name,address\r\n", "columns-missing"),
    ],
)
def test_a_file_of_another_kind_is_refused_as_a_whole(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        list(read_offices(io.BytesIO(content)))
    assert refused.value.reason == reason


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_no_bytes_whatever_stop_the_reading(lines: list[bytes]) -> None:
    header, good = written([GOOD.values()])
    content = io.BytesIO(header + b"".join(line.replace(b"\n", b"") + b"\r\n" for line in lines) + good)
    readings = list(read_offices(content))
    assert readings[-1].office is not None or any(b'"' in line for line in lines)


FIELD = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), min_size=1)


@given(st.lists(st.lists(FIELD, min_size=3, max_size=3)))
def test_what_the_csv_module_writes_is_read_back(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([["a", "b", "c"], *rows])
    records = list(read_records(io.BytesIO(text.getvalue().encode())))[1:]
    kept = [row for row in rows if ",".join(row).strip("\r\n ,")]
    assert [record.fields for record in records if record.error is None] == kept


def outcome(path: Path) -> tuple[int, Counter[str], Counter[str]]:
    """Of one file: how many offices, which warnings and which errors."""
    offices, found = 0, {weight: Counter[str]() for weight in Weight}
    with path.open("rb") as file:
        for reading in read_offices(file):
            offices += reading.office is not None
            for remark in reading.remarks:
                found[remark.weight][remark.code] += 1
    return offices, found[Weight.WARNING], found[Weight.ERROR]


def test_the_fixture_is_what_its_script_writes() -> None:
    for service, rows in facilities().items():
        assert (FIXTURES / f"facilities_{service}.csv").read_bytes() == file_content(service, rows)
    assert len(fixture_files()) == len(SERVICE_NAMES)


def test_the_fixture_holds_every_trap_and_292_good_rows() -> None:
    total, warnings, errors = 0, Counter[str](), Counter[str]()
    for path in fixture_files():
        offices, warned, refused = outcome(path)
        total, warnings, errors = total + offices, warnings + warned, errors + refused
    assert total == 292
    assert errors == FIXTURE_ERRORS
    assert warnings == FIXTURE_WARNINGS


FIXTURE_ERRORS = Counter(
    {
        "column-count": 5,
        "broken-quotes": 2,
        "undecodable": 1,
        "name-missing": 1,
        "office-number-missing": 1,
        "office-number-shape": 1,
        "service-missing": 1,
        "service-unknown": 1,
        "prefecture-unknown": 1,
    }
)
FIXTURE_WARNINGS = Counter(
    {
        "not-in-cp932": 6,
        "office-number-check": 3,
        "office-number-zero": 2,
        "corporate-number-check": 3,
        "corporate-number-missing": 8,
        "corporate-number-shape": 1,
        "corporation-missing": 2,
        "telephone-odd": 1,
        "fax-odd": 1,
        "url-repaired": 14,
        "url-unusable": 4,
        "url-is-mail": 3,
        "position-outside": 2,
        "position-unreadable": 1,
        "capacity-unreadable": 1,
        "municipality-code-check": 1,
        "prefecture-differs": 1,
        "prefecture-from-code": 1,
        "control-character": 1,
    }
)
PUBLISHED = {
    "520": (
        4121,
        {
            "corporate-number-check": 8,
            "corporate-number-missing": 56,
            "corporation-missing": 10,
            "fax-odd": 5,
            "not-in-cp932": 3,
            "office-number-check": 17,
            "position-outside": 4,
            "telephone-odd": 2,
            "url-is-mail": 20,
            "url-repaired": 169,
            "url-unusable": 15,
        },
    ),
    "540": (
        2553,
        {
            "corporate-number-check": 5,
            "corporate-number-missing": 22,
            "corporation-missing": 1,
            "fax-odd": 3,
            "not-in-cp932": 8,
            "position-outside": 3,
            "telephone-odd": 2,
            "url-is-mail": 41,
            "url-repaired": 189,
            "url-unusable": 10,
        },
    ),
    "760": (
        1466,
        {
            "corporate-number-check": 2,
            "corporate-number-missing": 38,
            "corporation-missing": 13,
            "fax-odd": 1,
            "not-in-cp932": 5,
            "office-number-check": 2,
            "position-outside": 5,
            "telephone-odd": 3,
            "url-is-mail": 10,
            "url-repaired": 86,
            "url-unusable": 5,
        },
    ),
}


def test_the_published_files_are_read_to_the_last_row() -> None:
    """8,140 offices as published; checked wherever the reference data lies beside the project."""
    for service, (offices, warnings) in PUBLISHED.items():
        path = published_file(service)
        if path is not None:
            assert outcome(path) == (offices, Counter(warnings), Counter())
