"""Bringing published care offices into the directory: all of a file or nothing of it, and twice is once.

An office whose digest is unchanged is not written at all, so a second import of the same files touches
no row. New and changed ones go through COPY into a temporary table and are merged from there.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from core import db
from core.clock import now
from core.errors import Conflict
from core.ids import new_id
from directory.finding import Findable, findable, index_organizations
from directory.kinds import OrganizationKind
from directory.opendata import Office, Reading, Remark, Weight, read_offices

SOURCE = "kaigokensaku"
CHUNK = 5_000
LARGEST_SHARE_GONE = 0.1
# One import at a time: two of the same file would otherwise both see every office as new.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('directory.imports'))"
# Column → what it is made from; `merge` takes the same order.
COLUMNS = (
    "id",
    "name",
    "name_kana",
    "corporation_name",
    "corporation_number",
    "office_number",
    "service_code",
    "prefecture",
    "city",
    "address",
    "building",
    "phone",
    "fax",
    "email",
    "url",
    "capacity",
    "latitude",
    "longitude",
    "search_text",
    "search_terms",
    "source_digest",
)
_COPIED = ", ".join(COLUMNS)
# What people may put right by hand; an import keeps their word and remembers its own beside it.
EDITABLE = (
    "name",
    "name_kana",
    "corporation_name",
    "corporation_number",
    "address",
    "building",
    "phone",
    "fax",
    "email",
    "url",
)
_KEY = ("id", "office_number", "service_code")


def _set(column: str) -> str:
    if column not in EDITABLE:
        return f"{column} = EXCLUDED.{column}"
    is_edited = f"'{column}' = ANY(organization.edited)"
    return f"{column} = CASE WHEN {is_edited} THEN organization.{column} ELSE EXCLUDED.{column} END"


_CHANGED = ", ".join(_set(column) for column in COLUMNS if column not in _KEY)
_PUBLISHED = ", ".join(f"'{column}', EXCLUDED.{column}" for column in EDITABLE)
_CREATE = f"""
CREATE TEMPORARY TABLE IF NOT EXISTS incoming_office ON COMMIT DROP AS
SELECT {_COPIED} FROM organization WITH NO DATA
"""  # noqa: S608 - column names of ours
_MERGE = f"""
INSERT INTO organization ({_COPIED}, kind, note, source, created_at, updated_at)
SELECT {_COPIED}, '{OrganizationKind.FACILITY}', '', '{SOURCE}', $1, $1 FROM incoming_office
ON CONFLICT (office_number, service_code) DO UPDATE
SET {_CHANGED}, source = EXCLUDED.source, updated_at = EXCLUDED.updated_at,
    gone_on = CASE WHEN organization.merged_into IS NULL THEN NULL ELSE organization.gone_on END,
    published = CASE WHEN organization.edited IS NULL THEN '{{}}'::jsonb
                     ELSE jsonb_build_object({_PUBLISHED}) END
RETURNING xmax = 0 AS is_new, CASE WHEN edited IS NOT NULL THEN id END AS edited_id
"""  # noqa: S608 - column names of ours
_KNOWN = """
SELECT office_number, service_code, source_digest FROM organization
WHERE office_number = ANY($1::text[]) AND (gone_on IS NULL OR merged_into IS NOT NULL)
"""

Seen = dict[tuple[str, str], str]
Progress = Callable[[int], None]


@dataclass(slots=True)
class Outcome:
    """What became of one file: how many offices were new, changed or as before, and every remark."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def offices(self) -> int:
        """How many rows were good."""
        return self.created + self.changed + self.unchanged

    def remember(self, remarks: Iterable[Remark]) -> None:
        """Put each remark where it belongs."""
        for remark in remarks:
            if remark.weight is Weight.ERROR:
                self.errors.append(remark)
            elif remark.weight is Weight.WARNING:
                self.warnings.append(remark)
            else:
                self.notes[remark.code] += 1


async def import_offices(
    lines: Iterable[bytes], seen: Seen, origin: str = "", progress: Progress = lambda _: None
) -> Outcome:
    """Import one published file, given as lines of bytes, in one transaction.

    `seen` carries keys from file to file: of two rows for one office and service the first counts, and
    the later one is an error naming `origin` and line of the first. `progress` is told bytes read.
    Raises `Unreadable` when it is no such file.
    """
    outcome = Outcome()
    offices = _offices(read_offices(lines), seen, origin, outcome, progress)
    async with db.transaction():
        await db.execute(_ONE_AT_A_TIME)
        await db.execute(_CREATE)
        while chunk := list(islice(offices, CHUNK)):
            await _merge(chunk, outcome)
        await db.execute("DROP TABLE incoming_office")
    return outcome


def _offices(
    readings: Iterable[Reading], seen: Seen, origin: str, outcome: Outcome, progress: Progress
) -> Iterator[Office]:
    """The offices among `readings`, each key once; all remarks go into `outcome`."""
    for reading in readings:
        progress(reading.size)
        outcome.remember(reading.remarks)
        office = reading.office
        if office is None:
            continue
        place = f"{origin}:{reading.line}"
        first = seen.setdefault(office.key, place)
        if first == place:
            yield office
        else:
            outcome.errors.append(
                Remark(
                    reading.line, "repeated", Weight.ERROR, "事業所番号", f"{office.office_number} {first}"
                )
            )


async def _merge(offices: list[Office], outcome: Outcome) -> None:
    """Write those of `offices` that are new or have changed."""
    known = await _known([office.office_number for office in offices])
    digests = [office.digest() for office in offices]
    fresh = [
        (office, digest)
        for office, digest in zip(offices, digests, strict=True)
        if known.get(office.key) != digest
    ]
    outcome.unchanged += len(offices) - len(fresh)
    if not fresh:
        return
    async with db.connection() as connection:
        await connection.copy_records_to_table(
            "incoming_office", records=(_record(office, digest) for office, digest in fresh), columns=COLUMNS
        )
    written = await db.fetch(_MERGE, now())
    await db.execute("TRUNCATE incoming_office")
    if edited := [row["edited_id"] for row in written if row["edited_id"]]:
        await index_organizations(edited)
    created = sum(row["is_new"] for row in written)
    outcome.created += created
    outcome.changed += len(written) - created


async def _known(numbers: list[str]) -> dict[tuple[str, str], str]:
    """The digest under which each office with one of `numbers` was last imported."""
    rows = await db.fetch(_KNOWN, numbers)
    return {(row["office_number"], row["service_code"]): row["source_digest"] for row in rows}


def _record(office: Office, digest: str) -> tuple[object, ...]:
    """The values of `COLUMNS`."""
    found_by = _found_by(office)
    return (
        new_id(),
        *(getattr(office, column) for column in COLUMNS[1:-3]),
        found_by.text,
        found_by.terms,
        digest,
    )


def _found_by(office: Office) -> Findable:
    """The parts that `index_organizations` takes too; a published address is whole."""
    names = office.name, office.name_kana, office.corporation_name
    return findable(*names, office.office_number, office.phone, f"{office.address}{office.building}")


class TooManyGone(Conflict):
    """An edition lacks so many offices that it is likely a part of one; facts: `service`, `gone`, `known`."""

    code = "too-many-gone"


_GONE = """
UPDATE organization o SET gone_on = $3, updated_at = $4
WHERE o.source = $5 AND o.service_code = $1 AND o.gone_on IS NULL AND o.merged_into IS NULL
  AND NOT EXISTS (SELECT 1 FROM unnest($2::text[]) AS seen (number) WHERE seen.number = o.office_number)
"""
_STANDING = """
SELECT count(*) FROM organization WHERE source = $2 AND service_code = $1 AND gone_on IS NULL
"""


async def mark_gone(seen: Iterable[tuple[str, str]], edition: date, *, accept_many: bool = False) -> int:
    """Mark the offices that an edition no longer holds as gone since `edition`; how many there were.

    `seen` are the keys of all its files. Only services that occur in it are looked at, and nothing is
    deleted: an office that comes back is itself again. Raises `TooManyGone` when more than a tenth of a
    service would go, unless `accept_many`.
    """
    numbers: dict[str, list[str]] = defaultdict(list)
    for number, service in seen:
        numbers[service].append(number)
    gone = 0
    async with db.transaction():
        await db.execute(_ONE_AT_A_TIME)
        for service, present in numbers.items():
            known = await db.fetch_value(_STANDING, service, SOURCE)
            left = await db.execute(_GONE, service, present, edition, now(), SOURCE)
            if left > known * LARGEST_SHARE_GONE and not accept_many:
                raise TooManyGone(service=service, gone=left, known=known)
            gone += left
    return gone
