"""Reading organisations, as whoever asks may see them."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.errors import NotFound
from core.text import Words
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size
from directory.finding import first_found
from directory.kinds import COUNTERS, OrganizationKind
from directory.prefectures import PREFECTURES
from directory.visibility import visible_to


class OrganizationView(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation as others see it; `areas` are the prefectures that a counter serves."""

    id: UUID
    kind: OrganizationKind
    code: str | None
    name: str
    name_kana: str
    corporation_name: str
    office_number: str | None
    service_code: str | None
    prefecture: str
    city: str
    address: str
    building: str
    phone: str
    fax: str
    email: str
    url: str
    note: str
    capacity: int | None
    latitude: float | None
    longitude: float | None
    counter_id: UUID | None
    areas: list[str]


class OrganizationFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of organisations is narrowed to; every field left alone narrows nothing."""

    kind: OrganizationKind | None = None
    q: str = ""
    prefecture: str = ""


_ORGANIZATION = """
SELECT o.id, o.kind, o.code, o.name, o.name_kana, o.corporation_name, o.office_number, o.service_code,
    o.prefecture, o.city, o.address, o.building, o.phone, o.fax, o.email, o.url, o.note, o.capacity,
    o.latitude, o.longitude, o.counter_id,
    ARRAY(SELECT a.prefecture FROM counter_area a WHERE a.counter_id = o.id ORDER BY a.prefecture) AS areas
FROM organization o
"""


def _view(columns: dict[str, object]) -> OrganizationView:
    return msgspec.convert(columns, OrganizationView)


async def organization_for(actor: Actor, organization_id: UUID) -> OrganizationView:
    """One organisation; `NotFound` for unknown and foreign ids alike."""
    sql = f"{_ORGANIZATION} WHERE o.id = $1 AND {visible_to(actor, 2)}"
    row = await db.fetch_row(sql, organization_id, actor.organization_id)
    if row is None:
        raise NotFound
    return _view(dict(row))


async def list_organizations(
    actor: Actor, wanted: OrganizationFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[OrganizationView]:
    """Organisations that `actor` may know, in the order in which they came; closed offices are left out."""
    clauses = [visible_to(actor, 1), "o.gone_on IS NULL"]
    arguments: list[object] = [actor.organization_id]
    search = Words.of(wanted.q)
    for clause, value in (
        ("o.kind = ${}", wanted.kind.value if wanted.kind else None),
        ("o.prefecture = ${}", wanted.prefecture),
        ("o.id > ${}", cursor_id(cursor)),
    ):
        if value:
            arguments.append(value)
            clauses.append(clause.format(len(arguments)))
    size = page_size(limit)
    found = await first_found(clauses, arguments, search, size + 1)
    rows = await db.fetch(f"{_ORGANIZATION} WHERE o.id = ANY($1::uuid[]) ORDER BY o.id", found)
    return cut([_view(dict(row)) for row in rows], size, CursorOf[OrganizationView]())


class AdvicePlace(msgspec.Struct, frozen=True, kw_only=True):
    """A counter, general centre or living lab on the public list."""

    id: UUID
    kind: OrganizationKind
    name: str
    corporation_name: str
    prefecture: str
    address: str
    phone: str
    email: str
    url: str
    areas: list[str]

    @property
    def is_counter(self) -> bool:
        """Whether it advises facilities and books trial loans."""
        return self.kind in COUNTERS


_ADVICE_PLACES = """
SELECT o.id, o.kind, o.name, o.corporation_name, o.prefecture, o.address, o.phone, o.email, o.url,
    ARRAY(SELECT a.prefecture FROM counter_area a WHERE a.counter_id = o.id ORDER BY a.prefecture) AS areas
FROM organization o
WHERE o.kind IN ('counter', 'general_center', 'living_lab') AND o.gone_on IS NULL
  AND ($1 = '' OR o.prefecture = $1
       OR EXISTS (SELECT 1 FROM counter_area a WHERE a.counter_id = o.id AND a.prefecture = $1))
ORDER BY array_position($2::text[], o.prefecture), o.kind, o.code, o.id
"""


async def advice_places(prefecture: str = "") -> list[AdvicePlace]:
    """Everybody who advises, from north to south; with `prefecture` those there and those that serve it."""
    rows = await db.fetch(_ADVICE_PLACES, prefecture, list(PREFECTURES))
    return [msgspec.convert(dict(row), AdvicePlace) for row in rows]


async def advice_place(organization_id: UUID) -> AdvicePlace:
    """One of them; `NotFound` for any other organisation."""
    for place in await advice_places():
        if place.id == organization_id:
            return place
    raise NotFound


async def standing_for(organization_id: UUID) -> UUID:
    """The party that this one was merged into, else itself: printed addresses go on leading there."""
    sql = "SELECT merged_into FROM organization WHERE id = $1"
    kept = await db.fetch_value(sql, organization_id)
    return kept if isinstance(kept, UUID) else organization_id


# As a request is given to a counter: the chosen one, else the one whose area it is; general centres last.
_COUNTER_OF_FACILITY = """
SELECT coalesce(f.counter_id, (
    SELECT a.counter_id FROM counter_area a JOIN organization c ON c.id = a.counter_id
    WHERE a.prefecture = f.prefecture ORDER BY c.kind, c.code LIMIT 1))
FROM organization f WHERE f.id = $1
"""
_COUNTER_OF_PREFECTURE = """
SELECT a.counter_id FROM counter_area a JOIN organization c ON c.id = a.counter_id
WHERE a.prefecture = $1 ORDER BY c.kind, c.code LIMIT 1
"""


async def counter_of(actor: Actor, prefecture: str = "") -> UUID | None:
    """The counter whose rules hold: that of `prefecture`, else the actor's own one; None when none does."""
    found: UUID | None = None
    if prefecture:
        found = await db.fetch_value(_COUNTER_OF_PREFECTURE, prefecture)
    elif actor.is_counter:
        found = actor.organization_id
    elif actor.is_facility:
        found = await db.fetch_value(_COUNTER_OF_FACILITY, actor.organization_id)
    return found


_OFFICES = """
SELECT f.id FROM organization f WHERE f.kind = 'facility' AND f.gone_on IS NULL AND f.merged_into IS NULL
  AND CASE WHEN $1 <> '' THEN f.office_number = $1 ELSE f.name = $2 AND f.prefecture = $3 END
ORDER BY f.service_code, f.id LIMIT 2
"""


class Served(msgspec.Struct, frozen=True):
    """The counter that serves an office, and the office where there is no doubt which one is meant."""

    counter_id: UUID | None
    facility_id: UUID | None


async def serving(number: str, name: str, prefecture: str) -> Served | None:
    """Who serves the office with this 事業所番号; None when no office has it.

    Without a number it is the office of exactly this name in the prefecture, else whoever serves that.
    """
    rows = await db.fetch(_OFFICES, number, name, prefecture)
    if number and not rows:
        return None
    counter_id = None
    if rows:
        office = Actor(organization_id=rows[0]["id"], kind=OrganizationKind.FACILITY)
        counter_id = await counter_of(office)
    elif prefecture:
        counter_id = await counter_of(Actor.anonymous(), prefecture)
    return Served(counter_id, rows[0]["id"] if len(rows) == 1 else None)
