"""The facilities that a counter serves, found as somebody on the telephone names them."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.errors import Invalid
from core.text import Words
from core.web.paging import CursorOf, Page, cut, decode_cursor, page_size
from directory.kinds import COUNTERS
from directory.services import service_name


class FacilityLine(msgspec.Struct, frozen=True, kw_only=True):
    """A facility in the list, with how many of its loans are open."""

    id: UUID
    name: str
    corporation_name: str
    office_number: str
    service: str
    address: str
    phone: str
    open_loans: int


_AREA = "SELECT coalesce(array_agg(prefecture), '{}') FROM counter_area WHERE counter_id = $1"
# Loans are counted for the lines that are shown, not for the whole area.
_FOUND = """
SELECT f.*, (SELECT count(*) FROM loan l WHERE l.facility_id = f.id AND l.closed_at IS NULL) AS open_loans
FROM (
    SELECT f.id, f.name, f.corporation_name, coalesce(f.office_number, '') AS office_number, f.service_code,
        CASE WHEN f.address = '' THEN f.prefecture || f.city ELSE f.address END AS address, f.phone
    FROM organization f
    WHERE f.kind = 'facility' AND f.gone_on IS NULL
      AND (f.counter_id = $1 OR f.prefecture = ANY($2::text[]))
      AND (cardinality($3::text[]) = 0 OR (f.search_terms @> $3 AND f.search_text LIKE ALL($4::text[])))
      AND ($5::text IS NULL OR (f.name, f.id) > ($5, $6::uuid))
    ORDER BY f.name, f.id LIMIT $7
) f ORDER BY f.name, f.id
"""


async def facilities_of(
    actor: Actor, query: str = "", *, cursor: str | None = None, limit: int | None = None
) -> Page[FacilityLine]:
    """The facilities that have chosen the actor's counter or lie in its area, by name.

    `query` is part of a name, a corporation or a town, an office number, or a telephone number.
    """
    counter_id = actor.one_of(*COUNTERS).acting_for()
    area = await db.fetch_value(_AREA, counter_id)
    name, after = _place(cursor)
    size = page_size(limit)
    search = Words.of(query)
    rows = await db.fetch(_FOUND, counter_id, area, search.terms, search.patterns, name, after, size + 1)
    lines = [_line({**row}) for row in rows]
    return cut(lines, size, CursorOf[FacilityLine](("name", "id")))


def _line(row: dict[str, object]) -> FacilityLine:
    code = row.pop("service_code")
    return FacilityLine(service=service_name(str(code)) if code else "", **row)  # type: ignore[arg-type]  # columns of _FOUND


def _place(cursor: str | None) -> tuple[str | None, UUID | None]:
    keys = decode_cursor(cursor, 2)
    if keys is None:
        return None, None
    try:
        return keys[0], UUID(keys[1])
    except ValueError as error:
        raise Invalid({"cursor": "cursor-unknown"}) from error
