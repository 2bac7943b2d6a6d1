"""Scans that could not be acted upon: kept until somebody has settled by hand what they were about."""

from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import ScanAction
from core import db
from core.clock import now
from core.errors import NotFound
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size


class RefusedScan(msgspec.Struct, frozen=True, kw_only=True):
    """A scan that changed nothing; `about` is the robot's name where the scanner may know it."""

    id: UUID
    action: ScanAction
    reason: str
    tag_read: str
    person_name: str | None
    scanned_at: datetime
    about: str | None
    tag_token: str | None
    settled_at: datetime | None
    settled_by_name: str | None
    settled_note: str


_LIST = """
SELECT s.id, s.action, s.reason, s.tag_read, p.name AS person_name, s.scanned_at,
    CASE WHEN s.reason <> 'unit-not-yours' THEN pr.name || ' ' || u.serial_number END AS about,
    t.token AS tag_token, s.settled_at, sp.name AS settled_by_name, s.settled_note
FROM scan s
LEFT JOIN tag t ON t.id = s.tag_id
LEFT JOIN unit u ON u.id = s.unit_id
LEFT JOIN product pr ON pr.id = u.product_id
LEFT JOIN person p ON p.id = s.person_id
LEFT JOIN person sp ON sp.id = s.settled_by
WHERE s.organization_id = $1 AND s.outcome = 'refused' AND (s.settled_at IS NOT NULL) = $2
  AND ($3::uuid IS NULL OR s.id < $3)
ORDER BY s.id DESC LIMIT $4
"""
_OPEN = """
SELECT count(*) FROM scan WHERE organization_id = $1 AND outcome = 'refused' AND settled_at IS NULL
"""
_SETTLE = """
UPDATE scan SET settled_at = $3, settled_by = $4, settled_note = $5
WHERE id = $1 AND organization_id = $2 AND outcome = 'refused' AND settled_at IS NULL
"""
_KNOWN = "SELECT EXISTS (SELECT FROM scan WHERE id = $1 AND organization_id = $2 AND outcome = 'refused')"


async def refused_scans(
    actor: Actor, *, settled: bool = False, cursor: str | None = None, limit: int | None = None
) -> Page[RefusedScan]:
    """The refused scans of the actor's organisation, latest arrival first."""
    size = page_size(limit)
    last = cursor_id(cursor)
    rows = await db.fetch_as(RefusedScan, _LIST, actor.acting_for(), settled, last, size + 1)
    return cut(rows, size, CursorOf[RefusedScan]())


async def open_refusals(actor: Actor) -> int:
    """How many refused scans of the actor's organisation nobody has settled yet."""
    count: int = await db.fetch_value(_OPEN, actor.acting_for())
    return count


async def settle(actor: Actor, scan_id: UUID, note: str) -> None:
    """済みにする: somebody has seen to it; once is enough. Raises `NotFound` for others' scans."""
    mine = actor.acting_for()
    async with db.transaction():
        if await db.execute(_SETTLE, scan_id, mine, now(), actor.person_id, note.strip()):
            return
        if not await db.fetch_value(_KNOWN, scan_id, mine):
            raise NotFound
