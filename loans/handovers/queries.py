"""Reading handovers: for both parties, and for the centre."""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor, Via
from catalog.domain import Way
from core import db
from core.calendar import ONE_DAY
from core.errors import NotFound
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size
from loans.handovers.domain import FORWARD, HandoverKind, HandoverState, HandoverStep, Side, steps_for

# How long before its end a long loan's way back is to be thought of.
SOON = timedelta(days=14)


class HandedUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit on the way."""

    unit_id: UUID
    product_name: str
    serial_number: str
    occupancy_id: UUID
    way_back_id: UUID | None
    received_at: datetime | None
    returned_at: datetime | None = None


class HandoverView(msgspec.Struct, frozen=True, kw_only=True):
    """引き渡し or 長期借用; `start` to `end` (exclusive) is the way there, `until` (exclusive) the end."""

    id: UUID
    kind: HandoverKind
    state: HandoverState
    giver_id: UUID
    giver_name: str
    giver_phone: str
    taker_id: UUID
    taker_name: str
    taker_phone: str
    proposer_id: UUID
    start: date
    end: date
    until: date | None
    reason: str
    answer: str
    way: Way
    carrier: str
    tracking_number: str
    recall_by: date | None
    created_at: datetime
    updated_at: datetime
    units: list[HandedUnit]
    next_steps: list[HandoverStep] = []

    @property
    def unit_ids(self) -> list[UUID]:
        """Its units."""
        return [one.unit_id for one in self.units]

    @property
    def forward(self) -> HandoverStep | None:
        """The step by which this reader brings it further, whether it is time or not."""
        return next((step for step in self.next_steps if step in FORWARD), None)

    def due_step(self, today: date) -> HandoverStep | None:
        """The same, unless it is a way back that is weeks ahead."""
        is_ahead = self.until is not None and self.recall_by is None and today < self.until - SOON
        is_running = self.state is HandoverState.RECEIVED
        return None if is_running and is_ahead else self.forward

    @property
    def told_units(self) -> str:
        """Product and number of each, in one line."""
        return "、".join(f"{one.product_name} {one.serial_number}" for one in self.units)

    @property
    def last_day(self) -> date | None:
        """The last day of a long loan."""
        return self.until - ONE_DAY if self.until else None

    def sides_of(self, actor: Actor) -> frozenset[Side]:
        """On which sides `actor` stands."""
        mine = actor.organization_id
        if mine not in (self.giver_id, self.taker_id):
            return frozenset()
        sides = {Side.GIVER if mine == self.giver_id else Side.TAKER}
        return frozenset(sides | {Side.PROPOSER if mine == self.proposer_id else Side.ANSWERER})


_HANDOVER = """
SELECT h.id, h.kind, h.state, h.giver_id, g.name AS giver_name, g.phone AS giver_phone, h.taker_id,
    t.name AS taker_name, t.phone AS taker_phone, h.proposer_id, h.starts_on AS start,
    h.arrives_on AS "end", h.ends_on AS until, h.reason, h.answer, h.way, h.carrier, h.tracking_number,
    h.recall_by, h.created_at, h.updated_at,
    (SELECT jsonb_agg(jsonb_build_object('unit_id', hu.unit_id, 'product_name', p.name,
            'serial_number', u.serial_number, 'occupancy_id', hu.occupancy_id,
            'way_back_id', hu.way_back_id, 'received_at', hu.received_at,
            'returned_at', hu.returned_at) ORDER BY hu.unit_id)::text
     FROM handover_unit hu JOIN unit u ON u.id = hu.unit_id JOIN product p ON p.id = u.product_id
     WHERE hu.handover_id = h.id) AS units
FROM handover h JOIN organization g ON g.id = h.giver_id JOIN organization t ON t.id = h.taker_id
"""


def visible_to(actor: Actor, position: int) -> str:
    """SQL that keeps the handovers `actor` may see; parameter `$position` is the actor's organisation."""
    mine = f"${position}::uuid"
    if actor.is_centre or actor.via is Via.SYSTEM:
        return f"({mine} IS NULL OR TRUE)"
    return f"(h.giver_id = {mine} OR h.taker_id = {mine})"


def _view(actor: Actor, row: dict[str, object]) -> HandoverView:
    view = msgspec.convert({**row, "units": db.from_json(str(row["units"] or "[]"))}, HandoverView)
    steps = steps_for(view.kind, view.state, view.sides_of(actor))
    return msgspec.structs.replace(view, next_steps=steps)


async def handover_for(actor: Actor, handover_id: UUID) -> HandoverView:
    """One of them; `NotFound` for unknown and foreign ids alike."""
    sql = f"{_HANDOVER} WHERE h.id = $1 AND {visible_to(actor.signed_in(), 2)}"
    row = await db.fetch_row(sql, handover_id, actor.organization_id)
    if row is None:
        raise NotFound
    return _view(actor, dict(row))


_BEHIND = """
EXISTS (SELECT FROM handover_unit hu
    WHERE hu.handover_id = h.id AND hu.unit_id = $2 AND hu.returned_at IS NULL)
AND (h.state IN ('proposed', 'accepted', 'dispatched') OR h.kind = 'long_loan' AND h.state IN ('received',
    'returning'))
ORDER BY h.id DESC LIMIT 1
"""


async def handover_behind(actor: Actor, unit_id: UUID) -> HandoverView | None:
    """The handover that a unit is on, if `actor` takes part in it."""
    if not actor.is_signed_in:
        return None
    sql = f"{_HANDOVER} WHERE {visible_to(actor, 1)} AND {_BEHIND}"
    row = await db.fetch_row(sql, actor.organization_id, unit_id)
    return _view(actor, dict(row)) if row else None


async def list_handovers(
    actor: Actor, *, cursor: str | None = None, limit: int | None = None
) -> Page[HandoverView]:
    """Those that `actor` may see, latest first."""
    size = page_size(limit)
    sql = f"{_HANDOVER} WHERE {visible_to(actor.signed_in(), 1)} AND ($2::uuid IS NULL OR h.id < $2)"
    sql += f" ORDER BY h.id DESC LIMIT {size + 1}"
    rows = await db.fetch(sql, actor.organization_id, cursor_id(cursor))
    return cut([_view(actor, dict(row)) for row in rows], size, CursorOf[HandoverView]())


class HandoverEventView(msgspec.Struct, frozen=True, kw_only=True):
    """A step that was taken."""

    step: HandoverStep
    organization_name: str
    person_name: str
    facts: dict[str, object]
    at: datetime


_EVENTS = """
SELECT e.step, coalesce(o.name, '') AS organization_name, coalesce(p.name, '') AS person_name,
    e.facts::text AS facts, e.at
FROM handover_event e LEFT JOIN organization o ON o.id = e.organization_id
LEFT JOIN person p ON p.id = e.person_id
WHERE e.handover_id = $1 ORDER BY e.at, e.id
"""


async def events_of(view: HandoverView) -> list[HandoverEventView]:
    """What happened so far, to a handover that the caller has been shown."""
    rows = [dict(row) for row in await db.fetch(_EVENTS, view.id)]
    return [msgspec.convert({**row, "facts": db.from_json(row["facts"])}, HandoverEventView) for row in rows]
