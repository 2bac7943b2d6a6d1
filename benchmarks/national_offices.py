"""Published care offices at national size: files in the shape of the open data, every name invented.

The same from the same seed. Office numbers carry a 9 after the prefecture, in a range that neither real
offices nor the fixtures use.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from directory.domain import passes_office_check
from directory.opendata import COLUMNS
from directory.services import service_name
from fixtures.facility_names import CORPORATIONS, FIRST_WORDS, SECOND_WORDS, TOWNS
from fixtures.make_facilities import HEADER, Municipality, corporate_number, line, municipalities

SEED = 20_261_121
OFFICES = 250_000
# The services with the most offices, and what stands before their names.
_SERVICES = {
    "110": ("訪問介護ステーション", "ホウモンカイゴステーション"),
    "130": ("訪問看護ステーション", "ホウモンカンゴステーション"),
    "150": ("デイサービスセンター", "デイサービスセンター"),
    "170": ("福祉用具", "フクシヨウグ"),
    "320": ("グループホーム　", "グループホーム　"),
    "430": ("居宅介護支援事業所", "キョタクカイゴシエンジギョウショ"),
    "510": ("特別養護老人ホーム　", "トクベツヨウゴロウジンホーム　"),
    "780": ("地域密着型デイ", "チイキミッチャクガタデイ"),
}


def write_offices(folder: Path, count: int = OFFICES, seed: int = SEED) -> list[Path]:
    """Write `count` offices, a file a service, into `folder`; the paths in the order of their names."""
    dice = random.Random(seed)
    share, rest = divmod(count, len(_SERVICES))
    paths, first = [], 0
    for position, service in enumerate(_SERVICES):
        rows = share + (position < rest)
        path = folder / f"national_{service}.csv"
        with path.open("wb") as file:
            file.write(b"\xef\xbb\xbf" + line({name: name for name in HEADER}))
            file.writelines(_lines(service, range(first, first + rows), dice))
        paths.append(path)
        first += rows
    return paths


def _lines(service: str, serials: range, dice: random.Random) -> Iterator[bytes]:
    everywhere = municipalities()
    for serial in serials:
        yield line(_row(service, serial, dice.choice(everywhere), dice))


def _row(service: str, serial: int, place: Municipality, dice: random.Random) -> dict[str, str]:
    before, before_kana = _SERVICES[service]
    first, second = dice.choice(FIRST_WORDS), dice.choice(SECOND_WORDS)
    third = dice.choice(FIRST_WORDS)
    number = _office_number(place.code[:2], serial)
    values = {
        "municipality_code": place.code,
        "prefecture": place.prefecture,
        "city": place.city,
        "name": f"{before}{third[0]}{first[0]}{second[0]}",
        "name_kana": f"{before_kana}{third[1]}{first[1]}{second[1]}",
        "service": service_name(service),
        "address": f"{place.prefecture}{place.city}{dice.choice(TOWNS)}{dice.randint(1, 9)}丁目"
        f"{dice.randint(1, 30)}番{dice.randint(1, 20)}号",
        "latitude": f"{place.latitude + dice.uniform(-0.03, 0.03):.15f}",
        "longitude": f"{place.longitude + dice.uniform(-0.03, 0.03):.15f}",
        "phone": f"0{dice.randint(11, 99)}-{serial // 10_000:03d}-{serial % 10_000:04d}",
        "corporation_number": corporate_number(serial % 9_000),
        "corporation_name": f"{CORPORATIONS[serial % len(CORPORATIONS)]}{first[0]}会",
        "office_number": number,
        "capacity": dice.choice(("0", "", "29", "50")),
        "url": f"https://office{serial}.example/" if serial % 4 else "",
    }
    return dict.fromkeys(HEADER, "") | {COLUMNS[key]: text for key, text in values.items()} | {"No": number}


def _office_number(prefecture: str, serial: int) -> str:
    stem = f"{prefecture}9{serial:06d}"
    return next(f"{stem}{digit}" for digit in range(10) if passes_office_check(f"{stem}{digit}"))
