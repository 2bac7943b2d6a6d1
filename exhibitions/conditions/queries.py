"""Reading how an exhibit was found each time that it changed hands, as whoever may see the exhibit."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.checklists.domain import ChecklistLine
from catalog.checklists.queries import lines_of
from catalog.conditions.checks import CheckedUnits, CheckView
from catalog.conditions.photos import PhotoView, find_photos, photos_shown
from core import db
from core.errors import NotFound
from exhibitions.conditions.incidents import ExhibitIncidentRow, incidents_of
from exhibitions.conditions.records import RECORDS
from exhibitions.domain import MOMENT_OF
from exhibitions.exhibits import Exhibit, mine

_CHECKS = """
SELECT c.unit_id, c.check_moment, c.condition, c.items, c.note,
    coalesce(o.name, '') AS organization_name, c.at
FROM exhibit_check c LEFT JOIN organization o ON o.id = c.organization_id
WHERE c.exhibit_id = $1 ORDER BY c.at, c.id
"""
_UNITS = """
SELECT u.id, u.serial_number, coalesce(t.code, '') AS tag_code, coalesce(t.token, '') AS tag_token
FROM unit u LEFT JOIN LATERAL (
    SELECT code, token FROM tag WHERE tag.unit_id = u.id AND tag.retired_at IS NULL
    ORDER BY tag.created_at DESC, tag.id DESC LIMIT 1
) t ON TRUE
WHERE u.id = $1 OR u.id IN (SELECT unit_id FROM exhibit_check WHERE exhibit_id = $2) ORDER BY u.serial_number
"""


class UnitShown(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that stands, or stood, for an exhibit."""

    id: UUID
    serial_number: str
    tag_code: str
    tag_token: str

    @property
    def name(self) -> str:
        """Its serial number, and the code on its tag."""
        return f"{self.serial_number} ({self.tag_code})" if self.tag_code else self.serial_number


class ExhibitCondition(CheckedUnits, frozen=True, kw_only=True):
    """All that was found of an exhibit, and what is to be looked at at the next handing over."""

    units: list[UnitShown]
    incidents: list[ExhibitIncidentRow] = msgspec.field(default_factory=list)
    checklist: list[ChecklistLine] = msgspec.field(default_factory=list)


async def condition_of(exhibit: Exhibit) -> ExhibitCondition:
    """How an exhibit was found, whose reader has been shown it."""
    checks = [
        msgspec.convert({**row, "items": db.from_json(row["items"]) or []}, CheckView)
        for row in await db.fetch(_CHECKS, exhibit.id)
    ]
    is_handed_over = MOMENT_OF.keys() & set(exhibit.next_steps)
    return ExhibitCondition(
        checks=checks,
        photos=await photos_shown(RECORDS, exhibit.id),
        units=await db.fetch_as(UnitShown, _UNITS, exhibit.unit_id, exhibit.id),
        incidents=await incidents_of(exhibit.id),
        checklist=await lines_of(exhibit.product_id) if is_handed_over else [],
    )


async def photo_for(actor: Actor, exhibit_id: UUID, photo_id: UUID) -> PhotoView:
    """One photo of an exhibit that `actor` may see; `NotFound` for unknown and foreign ids alike.

    What is in hand only is seen by the organisation that sent it.
    """
    sql = f"""JOIN exhibit x ON x.id = h.exhibit_id JOIN exhibition e ON e.id = x.exhibition_id
        WHERE h.id = $1 AND x.id = $2 AND {mine(actor.signed_in(), 3)}
        AND (h.unit_id IS NOT NULL OR h.organization_id = $3)"""
    found = await find_photos(RECORDS, sql, photo_id, exhibit_id, actor.organization_id)
    if not found:
        raise NotFound
    return found[0]
