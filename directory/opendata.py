"""Reading the national open data of care offices (介護サービス情報公表システム, CC BY 4.0).

A row is refused only when nobody could tell which office it is; everything else is mended where the
meaning is certain, and otherwise left out with a warning (DOMAIN section 10 lists the traps).
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from core.telephones import is_telephone, tidy_telephone
from core.text import fits_cp932
from directory.domain import (
    is_corporate_number,
    is_office_number,
    passes_corporate_check,
    passes_municipality_check,
    passes_office_check,
    plain_number,
    repair_url,
)
from directory.prefectures import full_address, prefecture_code, prefecture_name, without_building
from directory.records import Record, Unreadable, read_records
from directory.services import service_code

# Columns by the name they are published under; their order does not matter.
COLUMNS = {
    "municipality_code": "都道府県コード又は市町村コード",
    "prefecture": "都道府県名",
    "city": "市区町村名",
    "name": "事業所名",
    "name_kana": "事業所名カナ",
    "service": "サービスの種類",
    "address": "住所",
    "building": "方書（ビル名等）",
    "latitude": "緯度",
    "longitude": "経度",
    "phone": "電話番号",
    "fax": "FAX番号",
    "corporation_number": "法人番号",
    "corporation_name": "法人の名称",
    "office_number": "事業所番号",
    "capacity": "定員",
    "url": "URL",
}
REQUIRED = ("name", "service", "office_number", "prefecture")
LARGEST_CAPACITY = 9_999
# Degrees: the box around Japan, from Okinotorishima to the north of Hokkaido.
SOUTH, NORTH, WEST, EAST = 20.0, 46.0, 122.0, 154.5
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\ufeff]+")


class Weight(StrEnum):
    """How much a remark weighs: notes are only counted, errors keep the row out."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class Remark(msgspec.Struct, frozen=True):
    """Something about one line: a code, the column it concerns (its published name) and what stood there."""

    line: int
    code: str
    weight: Weight
    column: str = ""
    found: str = ""


class Office(msgspec.Struct, frozen=True):
    """One office offering one service, as it goes into the directory."""

    office_number: str
    service_code: str
    name: str
    name_kana: str
    corporation_name: str
    corporation_number: str
    prefecture: str
    city: str
    address: str
    building: str
    phone: str
    fax: str
    email: str
    url: str
    capacity: int | None
    latitude: float | None
    longitude: float | None

    @property
    def key(self) -> tuple[str, str]:
        """What tells offices apart: the number alone recurs across services."""
        return self.office_number, self.service_code

    def digest(self) -> str:
        """A hash of everything above: equal digests mean that an import changes nothing."""
        return hashlib.blake2b(msgspec.msgpack.encode(self), digest_size=16).hexdigest()


class Reading(msgspec.Struct, frozen=True):
    """What one record yielded: an office, or none and the error among the remarks."""

    line: int
    size: int
    office: Office | None
    remarks: list[Remark]


def read_offices(stream: Iterable[bytes]) -> Iterator[Reading]:
    """Every office of one published file; raises `Unreadable` when it is no such file."""
    records = read_records(stream)
    header = next(records)
    columns = _columns(header.fields)
    yield Reading(1, header.size, None, [])
    for record in records:
        yield _OfficeReader(record, columns).read()


def _columns(header: list[str]) -> dict[str, int]:
    """Where each known column stands; raises `Unreadable` naming the required ones that are missing."""
    places = {_plain(name): place for place, name in enumerate(header)}
    columns = {field: places[_plain(name)] for field, name in COLUMNS.items() if _plain(name) in places}
    if missing := [COLUMNS[field] for field in REQUIRED if field not in columns]:
        raise Unreadable("columns-missing", missing=missing)
    return columns


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()


class _Refused(Exception):
    """The record in hand cannot become an office."""


class _OfficeReader:
    """Reads one record, collecting remarks on the way."""

    def __init__(self, record: Record, columns: dict[str, int]) -> None:
        self.record = record
        self.columns = columns
        self.remarks: list[Remark] = []

    def read(self) -> Reading:
        try:
            office = self._office()
        except _Refused:
            office = None
        return Reading(self.record.line, self.record.size, office, self.remarks)

    def _note(self, code: str, field: str = "", weight: Weight = Weight.NOTE, found: str = "") -> None:
        text = found or self._text(field)
        self.remarks.append(Remark(self.record.line, code, weight, COLUMNS.get(field, ""), text[:200]))

    def _warn(self, code: str, field: str = "") -> None:
        self._note(code, field, Weight.WARNING)

    def _refuse(self, code: str, field: str = "") -> _Refused:
        self._note(code, field, Weight.ERROR, "" if field else self.record.written)
        return _Refused()

    def _text(self, field: str) -> str:
        place = self.columns.get(field)
        return self.record.fields[place].strip() if place is not None and self.record.fields else ""

    def _office(self) -> Office:
        if self.record.error is not None:
            raise self._refuse(self.record.error)
        self._drop_control_characters()
        number, service = self._office_number(), self._service_code()
        if not self._text("name"):
            raise self._refuse("name-missing", "name")
        self._try_cp932()
        prefecture = self._prefecture()
        url, email = self._web()
        latitude, longitude = self._position()
        return Office(
            office_number=number,
            service_code=service,
            name=self._text("name"),
            name_kana=self._text("name_kana"),
            corporation_name=self._corporation_name(),
            corporation_number=self._corporation_number(),
            prefecture=prefecture,
            city=self._text("city"),
            address=self._address(prefecture),
            building=self._text("building"),
            phone=self._telephone("phone", "telephone-odd"),
            fax=self._telephone("fax", "fax-odd"),
            email=email,
            url=url,
            capacity=self._capacity(),
            latitude=latitude,
            longitude=longitude,
        )

    def _drop_control_characters(self) -> None:
        """Line breaks and other invisible characters inside fields become spaces."""
        fields = self.record.fields
        whole = "".join(fields)
        if "\ufffd" in whole:
            self._warn("damaged-character")
        if _CONTROL.search(whole):
            self._warn("control-character")
            fields[:] = [_CONTROL.sub(" ", field) for field in fields]

    def _try_cp932(self) -> None:
        """Warn of what older programs of offices cannot show; it is kept as it is."""
        for field in ("name", "corporation_name", "address"):
            if not fits_cp932(self._text(field).replace("\ufffd", "")):
                self._warn("not-in-cp932", field)

    def _office_number(self) -> str:
        number = plain_number(self._text("office_number"))
        if not number:
            raise self._refuse("office-number-missing", "office_number")
        # a spreadsheet drops the zero in front; the check digit tells whether it did
        if number.isdecimal() and passes_office_check(f"0{number}"):
            self._warn("office-number-zero", "office_number")
            return f"0{number}"
        if not is_office_number(number):
            raise self._refuse("office-number-shape", "office_number")
        if not passes_office_check(number):
            self._warn("office-number-check", "office_number")
        return number

    def _service_code(self) -> str:
        if not self._text("service"):
            raise self._refuse("service-missing", "service")
        code = service_code(self._text("service"))
        if code is None:
            raise self._refuse("service-unknown", "service")
        return code

    def _prefecture(self) -> str:
        """The prefecture named, or else the one of the municipality code."""
        named, code = self._text("prefecture"), plain_number(self._text("municipality_code"))
        if passes_municipality_check(f"0{code}"):
            code = f"0{code}"
        coded = prefecture_name(code)
        if code and not passes_municipality_check(code):
            self._warn("municipality-code-check", "municipality_code")
        if prefecture_code(named) is not None:
            if coded is not None and coded != named:
                self._warn("prefecture-differs", "municipality_code")
            return named
        if coded is None or not passes_municipality_check(code):
            raise self._refuse("prefecture-unknown", "prefecture")
        self._warn("prefecture-from-code", "prefecture")
        return coded

    def _address(self, prefecture: str) -> str:
        written = self._text("address")
        if not written:
            self._warn("address-missing", "address")
        if not written.startswith(prefecture):
            self._note("address-completed", "address")
        return without_building(full_address(prefecture, self._text("city"), written), self._text("building"))

    def _corporation_name(self) -> str:
        name = self._text("corporation_name")
        if not name:
            self._warn("corporation-missing", "corporation_name")
        return name

    def _corporation_number(self) -> str:
        number = plain_number(self._text("corporation_number"))
        if not number:
            self._warn("corporate-number-missing", "corporation_number")
        elif not is_corporate_number(number):
            self._warn("corporate-number-shape", "corporation_number")
            return ""
        elif not passes_corporate_check(number):
            self._warn("corporate-number-check", "corporation_number")
        return number

    def _telephone(self, field: str, code: str) -> str:
        written = self._text(field)
        tidied = tidy_telephone(written)
        if tidied and not is_telephone(tidied):
            self._warn(code, field)
        elif tidied != written:
            self._note("telephone-tidied", field)
        return tidied

    def _web(self) -> tuple[str, str]:
        """The address and the mail address that the URL column holds; mostly one, or none, of both."""
        written = self._text("url")
        if not written:
            return "", ""
        found = repair_url(written)
        if found.mail:
            self._warn("url-is-mail", "url")
        elif found.url is None:
            self._warn("url-unusable", "url")
        elif found.is_repaired:
            self._warn("url-repaired", "url")
        return found.url or "", found.mail or ""

    def _capacity(self) -> int | None:
        """Seats or beds; None where the file says 0 or nothing, as it does for most services."""
        written = unicodedata.normalize("NFKC", self._text("capacity")).removesuffix("人").strip()
        if written in ("", "0"):
            self._note("capacity-unknown", "capacity")
            return None
        if not written.isdecimal() or int(written) > LARGEST_CAPACITY:
            self._warn("capacity-unreadable", "capacity")
            return None
        return int(written)

    def _position(self) -> tuple[float | None, float | None]:
        """Latitude and longitude in degrees, if they lie in Japan."""
        written = self._text("latitude"), self._text("longitude")
        if written == ("", ""):
            return None, None
        try:
            latitude, longitude = map(float, written)
        except ValueError:
            self._warn("position-unreadable", "latitude")
            return None, None
        if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
            self._warn("position-outside", "latitude")
            return None, None
        return latitude, longitude
