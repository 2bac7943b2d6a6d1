"""Scans that could not be acted upon: kept until somebody has settled by hand what they were about."""

from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import Invalid, NotFound
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size
from core.web.scanning import LONGEST_NOTE


class RefusedScan(msgspec.Struct, frozen=True, kw_only=True):
    """A scan that changed nothing; those of each kind add what they were of."""

    id: UUID
    reason: str
    person_name: str | None
    scanned_at: datetime
    settled_at: datetime | None
    settled_by_name: str | None
    settled_note: str


Row = TypeVar("Row", bound=RefusedScan)

_LIST = """
SELECT s.id, s.reason, who.name AS person_name, s.scanned_at, s.settled_at,
    settler.name AS settled_by_name, s.settled_note, {more}
FROM {table} s {joined}
LEFT JOIN person who ON who.id = s.person_id LEFT JOIN person settler ON settler.id = s.settled_by
WHERE s.organization_id = $1 AND s.outcome = 'refused' AND (s.settled_at IS NOT NULL) = $2
  AND ($3::uuid IS NULL OR s.id < $3) ORDER BY s.id DESC LIMIT $4
"""
_OPEN = """
SELECT count(*) FROM {table} WHERE organization_id = $1 AND outcome = 'refused' AND settled_at IS NULL
"""
# What was said first stays.
_SETTLE = """
UPDATE {table} SET settled_at = coalesce(settled_at, $3),
    settled_by = CASE WHEN settled_at IS NULL THEN $4 ELSE settled_by END,
    settled_note = CASE WHEN settled_at IS NULL THEN $5 ELSE settled_note END
WHERE id = $1 AND organization_id = $2 AND outcome = 'refused'
"""


class Refusals(Generic[Row]):
    """Those in `table`, as `row`s, and how they are settled.

    `more` is SQL for the columns that only these rows have: of the scan `s`, and of what is `joined` to it.
    """

    def __init__(self, table: str, row: type[Row], *, more: str, joined: str) -> None:
        self._row, self._list = row, _LIST.format(table=table, more=more, joined=joined)
        self._open, self._settle = _OPEN.format(table=table), _SETTLE.format(table=table)

    async def page(self, actor: Actor, *, settled: bool = False, cursor: str | None = None) -> Page[Row]:
        """The refused scans of the actor's organisation, latest arrival first."""
        size = page_size(None)
        given = actor.acting_for(), settled, cursor_id(cursor), size + 1
        return cut(await db.fetch_as(self._row, self._list, *given), size, CursorOf[Row]())

    async def open(self, actor: Actor) -> int:
        """How many refused scans of the actor's organisation nobody has settled yet."""
        return int(await db.fetch_value(self._open, actor.acting_for()))

    async def settle(self, actor: Actor, scan_id: UUID, note: str) -> None:
        """済みにする: somebody has seen to it; once is enough.

        Raises `NotFound` for others' scans, `Invalid` for a note that is too long.
        """
        if len(note) > LONGEST_NOTE:
            raise Invalid({"note": "too-long"}, limit=LONGEST_NOTE)
        given = scan_id, actor.acting_for(), now(), actor.person_id, note.strip()
        if not await db.execute(self._settle, *given):
            raise NotFound
