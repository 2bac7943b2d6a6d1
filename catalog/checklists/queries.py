"""Reading checklists."""

from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.checklists.domain import ChecklistLine
from catalog.queries import product_for
from core import db

_VERSIONS = """
SELECT c.id AS version, c.product_id, c.lines, c.at, coalesce(p.name, '') AS person_name,
    coalesce(o.name, '') AS organization_name
FROM product_checklist c LEFT JOIN person p ON p.id = c.person_id
LEFT JOIN organization o ON o.id = c.organization_id
WHERE c.product_id = $1 ORDER BY c.at DESC, c.id DESC LIMIT $2
"""
_MOST_VERSIONS = 50
_ACCESSORIES = """
SELECT DISTINCT thing FROM unit u, jsonb_array_elements_text(
    CASE jsonb_typeof(u.accessories) WHEN 'array' THEN u.accessories ELSE '[]'::jsonb END) thing
WHERE u.product_id = $1 AND u.status = 'active' ORDER BY thing LIMIT 100
"""


class ChecklistVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A checklist as it was written; without `version` nobody has written one yet."""

    product_id: UUID
    version: UUID | None = None
    lines: list[ChecklistLine] = []
    at: datetime | None = None
    person_name: str = ""
    organization_name: str = ""


async def versions_of(product_id: UUID, limit: int = _MOST_VERSIONS) -> list[ChecklistVersion]:
    """The versions of a product that the caller has been shown, newest first."""
    rows = await db.fetch(_VERSIONS, product_id, limit)
    return [msgspec.convert({**row, "lines": db.from_json(row["lines"])}, ChecklistVersion) for row in rows]


async def lines_of(product_id: UUID) -> list[ChecklistLine]:
    """The lines in force; none where nobody has written any."""
    found = await versions_of(product_id, 1)
    return found[0].lines if found else []


async def checklist_for(actor: Actor, product_id: UUID) -> ChecklistVersion:
    """The checklist in force of a product that `actor` may see; `NotFound` like the product itself."""
    await product_for(actor, product_id)
    found = await versions_of(product_id, 1)
    return found[0] if found else ChecklistVersion(product_id=product_id)


async def accessories_of(product_id: UUID) -> list[str]:
    """What belongs to units of the product, each thing once."""
    return [str(row["thing"]) for row in await db.fetch(_ACCESSORIES, product_id)]
