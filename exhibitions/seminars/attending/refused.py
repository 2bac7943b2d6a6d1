"""Scans of tickets that could not be acted upon: kept until somebody has settled them by hand."""

from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import Invalid, NotFound
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size
from core.web.scanning import LONGEST_NOTE


class RefusedSeminarScan(msgspec.Struct, frozen=True, kw_only=True):
    """A scan that changed nothing, and whose ticket it was where the counter may know it."""

    id: UUID
    reason: str
    code_read: str
    person_name: str | None
    scanned_at: datetime
    number: str | None
    name: str | None
    title: str | None
    seminar_id: UUID | None
    session_id: UUID | None
    settled_at: datetime | None
    settled_by_name: str | None
    settled_note: str


_LIST = """
SELECT s.id, s.reason, s.code_read, w.name AS person_name, s.scanned_at, p.number,
    c.participants[p.position] AS name, m.title, p.seminar_id, s.session_id, s.settled_at,
    sp.name AS settled_by_name, s.settled_note
FROM seminar_scan s LEFT JOIN seminar_participant p ON p.id = s.participant_id
LEFT JOIN seminar m ON m.id = p.seminar_id LEFT JOIN seminar_contact c ON c.application_id = p.application_id
LEFT JOIN person w ON w.id = s.person_id LEFT JOIN person sp ON sp.id = s.settled_by
WHERE s.organization_id = $1 AND s.outcome = 'refused' AND (s.settled_at IS NOT NULL) = $2
  AND ($3::uuid IS NULL OR s.id < $3) ORDER BY s.id DESC LIMIT $4
"""
_OPEN = """
SELECT count(*) FROM seminar_scan WHERE organization_id = $1 AND outcome = 'refused' AND settled_at IS NULL
"""
_SETTLE = """
UPDATE seminar_scan SET settled_at = coalesce(settled_at, $3), settled_by = coalesce(settled_by, $4),
    settled_note = CASE WHEN settled_at IS NULL THEN $5 ELSE settled_note END
WHERE id = $1 AND organization_id = $2 AND outcome = 'refused'
"""


async def refused_seminar_scans(
    actor: Actor, *, settled: bool = False, cursor: str | None = None
) -> Page[RefusedSeminarScan]:
    """The refused scans of the actor's organisation, latest arrival first."""
    size = page_size(None)
    rows = await db.fetch_as(
        RefusedSeminarScan, _LIST, actor.acting_for(), settled, cursor_id(cursor), size + 1
    )
    return cut(rows, size, CursorOf[RefusedSeminarScan]())


async def open_refusals(actor: Actor) -> int:
    """How many refused scans of the actor's organisation nobody has settled yet."""
    count: int = await db.fetch_value(_OPEN, actor.acting_for())
    return count


async def settle(actor: Actor, scan_id: UUID, note: str) -> None:
    """済みにする: somebody has seen to it; what was said first stays. Raises `NotFound` for others' scans."""
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": "too-long"}, limit=LONGEST_NOTE)
    if not await db.execute(_SETTLE, scan_id, actor.acting_for(), now(), actor.person_id, note.strip()):
        raise NotFound
