"""Who there is: counters with their areas and rules, vendors, facilities in every prefecture, people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from benchmarks.nation.chance import key
from benchmarks.nation.size import Size
from core import db
from core.text import bigrams
from directory.prefectures import PREFECTURES
from fixtures.facility_names import CORPORATIONS, FIRST_WORDS, SECOND_WORDS, SERVICE_NAMES, TOWNS
from fixtures.make_facilities import corporate_number, municipalities

# Where most people live: three times as many facilities as elsewhere.
_CROWDED = frozenset({"東京都", "神奈川県", "大阪府", "愛知県", "埼玉県", "千葉県", "福岡県", "北海道"})
_SERVICES = tuple(SERVICE_NAMES)
_MAKERS = ("機器", "工房", "技研", "製作所", "ロボティクス")
_AGE = timedelta(days=2000)

_ORGANIZATION = (
    *(
        "id",
        "kind",
        "code",
        "name",
        "corporation_name",
        "corporation_number",
        "office_number",
        "service_code",
    ),
    *(
        "prefecture",
        "city",
        "address",
        "phone",
        "email",
        "search_terms",
        "source",
        "created_at",
        "updated_at",
    ),
)


@dataclass(frozen=True)
class Counter:
    """A counter, the person who works there, and which facilities lie in its prefecture."""

    n: int
    id: UUID
    person_id: UUID
    prefecture: str
    first_facility: int
    facilities: int


def counters(size: Size) -> list[Counter]:
    """One a prefecture; facilities are numbered through, prefecture by prefecture."""
    weights = [3 if name in _CROWDED else 1 for name in PREFECTURES]
    found, first, weight_before = [], 0, 0
    for n, (name, weight) in enumerate(zip(PREFECTURES, weights, strict=True)):
        weight_before += weight
        end = size.facilities * weight_before // sum(weights)
        made = _born(size)
        person = key(size.seed, "counter-person", n, made)
        found.append(Counter(n, key(size.seed, "counter", n, made), person, name, first, end - first))
        first = end
    return found


def _born(size: Size) -> date:
    return size.day - _AGE


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(1), UTC)


async def make_places(size: Size) -> list[Counter]:
    """Counters, vendors, facilities and one person for each counter and vendor."""
    everywhere = counters(size)
    async with db.connection() as connection:
        await connection.copy_records_to_table(
            "organization", records=_counter_rows(size, everywhere), columns=_ORGANIZATION
        )
        await connection.copy_records_to_table(
            "organization", records=_vendor_rows(size), columns=_ORGANIZATION
        )
        await connection.copy_records_to_table(
            "organization", records=_facility_rows(size, everywhere), columns=_ORGANIZATION
        )
    await _make_rules(size, everywhere)
    await _make_people(size, everywhere)
    await _number_them(size, everywhere)
    return everywhere


def _counter_rows(size: Size, everywhere: list[Counter]) -> Iterator[tuple[object, ...]]:
    for counter in everywhere:
        name = f"{counter.prefecture}ためし相談窓口"
        address, mail = (
            f"{counter.prefecture}見本町1丁目{counter.n + 1}番",
            f"counter{counter.n}@nation.example",
        )
        who = (counter.id, "counter", f"N-{counter.n + 1:02}", name, "見本県社会福祉協議会", "", None, None)
        yield (*who, counter.prefecture, "見本町", address, "", mail, bigrams(name), *_origin(size))


def _vendor_rows(size: Size) -> Iterator[tuple[object, ...]]:
    for n in range(size.vendors):
        name = f"{FIRST_WORDS[n % 18][0]}{_MAKERS[n // 18 % len(_MAKERS)]}{n + 1}"
        prefecture = PREFECTURES[n % 47]
        who = (vendor_id(size, n), "vendor", None, name, f"株式会社{name}", corporate_number(n), None, None)
        where = (prefecture, "", f"{prefecture}例示市{n + 1}番地", "", f"vendor{n}@nation.example")
        yield (*who, *where, bigrams(f"{name} {prefecture}"), *_origin(size))


def vendor_id(size: Size, n: int) -> UUID:
    """The n-th vendor."""
    return key(size.seed, "vendor", n, _born(size))


def facility_id(size: Size, n: int) -> UUID:
    """The n-th facility."""
    return key(size.seed, "facility", n, _born(size))


def _facility_rows(size: Size, everywhere: list[Counter]) -> Iterator[tuple[object, ...]]:
    cities: dict[str, list[str]] = {}
    for place in municipalities():
        cities.setdefault(place.prefecture, []).append(place.city)
    for counter in everywhere:
        here = cities.get(counter.prefecture, ["見本市"])
        for n in range(counter.first_facility, counter.first_facility + counter.facilities):
            yield _facility_row(size, counter, n, here[n % len(here)])


def _facility_row(size: Size, counter: Counter, n: int, city: str) -> tuple[object, ...]:
    service = _SERVICES[n % len(_SERVICES)]
    word = FIRST_WORDS[n % len(FIRST_WORDS)][0] + SECOND_WORDS[n // 18 % len(SECOND_WORDS)][0]
    name = f"{SERVICE_NAMES[service][0]}{word}{n // 306 + 1}"
    corporation = f"{CORPORATIONS[n % 4]}{word}会"
    address = f"{counter.prefecture}{city}{TOWNS[n % 6]}{n % 9 + 1}丁目{n % 30 + 1}番"
    office, terms = f"{counter.n + 1:02}N{n:07}", bigrams(f"{name} {corporation} {city}")
    who = (facility_id(size, n), "facility", None, name, corporation, "", office, service)
    return (*who, counter.prefecture, city, address, "", "", terms, *_origin(size))


def _origin(size: Size) -> tuple[object, ...]:
    moment = _moment(_born(size))
    return ("fixture", moment, moment)


_AREA = "INSERT INTO counter_area (id, counter_id, prefecture) VALUES ($1, $2, $3)"
_POLICY = """
INSERT INTO policy (id, counter_id, max_days, horizon_days, hold_hours, updated_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""


async def _make_rules(size: Size, everywhere: list[Counter]) -> None:
    """Counters differ in how long they lend and how long they hold; transit is everywhere the same."""
    born = _born(size)
    await db.execute_many(
        _AREA, [(key(size.seed, "area", one.n, born), one.id, one.prefecture) for one in everywhere]
    )
    await db.execute_many(
        _POLICY,
        [
            (
                key(size.seed, "policy", one.n, born),
                one.id,
                (28, 31, 60)[one.n % 3],
                (180, 365)[one.n % 2],
                (48, 72, 120)[one.n % 3],
                _moment(born),
            )
            for one in everywhere
        ],
    )


_PERSON = "INSERT INTO person (id, email, name, created_at) VALUES ($1, $2, $3, $4)"
_MEMBER = """
INSERT INTO membership (id, person_id, organization_id, role, created_at) VALUES ($1, $2, $3, 'admin', $4)
"""


async def _make_people(size: Size, everywhere: list[Counter]) -> None:
    born = _born(size)
    people = [(one.person_id, f"counter{one.n}@nation.example", one.id) for one in everywhere]
    people += [
        (key(size.seed, "vendor-person", n, born), f"vendor{n}@nation.example", vendor_id(size, n))
        for n in range(size.vendors)
    ]
    await db.execute_many(_PERSON, [(who, mail, "見本 担当", _moment(born)) for who, mail, _ in people])
    await db.execute_many(
        _MEMBER,
        [
            (key(size.seed, "membership", n, born), who, where, _moment(born))
            for n, (who, _, where) in enumerate(people)
        ],
    )


async def _number_them(size: Size, everywhere: list[Counter]) -> None:
    """Let SQL find counters and facilities by number."""
    await db.execute(
        "CREATE UNLOGGED TABLE nation.counter"
        " (n int PRIMARY KEY, id uuid, person_id uuid, first_facility int, facilities int)"
    )
    await db.execute("CREATE UNLOGGED TABLE nation.facility (n int PRIMARY KEY, id uuid, counter_n int)")
    async with db.connection() as connection:
        rows = [(one.n, one.id, one.person_id, one.first_facility, one.facilities) for one in everywhere]
        await connection.copy_records_to_table("counter", schema_name="nation", records=rows)
        facilities = (
            (n, facility_id(size, n), one.n)
            for one in everywhere
            for n in range(one.first_facility, one.first_facility + one.facilities)
        )
        await connection.copy_records_to_table("facility", schema_name="nation", records=facilities)
