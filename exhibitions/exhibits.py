"""Reading what stands on displays: all of it for those who prepare them, what is asked of it for a lender."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.calendar import ONE_DAY
from core.errors import NotFound
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size
from exhibitions.domain import (
    GOING_HOME,
    ON_THE_ROAD,
    SENDING,
    ExhibitionStatus,
    ExhibitStatus,
    ExhibitStep,
    Side,
    exhibit_steps,
)


class Exhibit(msgspec.Struct, frozen=True, kw_only=True):
    """展示品: how far it has come; `end` of the display is exclusive, `next_steps` are the reader's."""

    id: UUID
    exhibition_id: UUID
    exhibition_title: str
    exhibition_status: ExhibitionStatus
    counter_id: UUID
    counter_name: str
    counter_phone: str
    place: str
    start: date
    end: date
    product_id: UUID
    product_name: str
    item_codes: list[str]
    status: ExhibitStatus
    lender_id: UUID | None
    lender_name: str | None
    unit_id: UUID | None
    serial_number: str | None
    occupancy_id: UUID | None
    answer_by: date | None
    dispatched_at: datetime | None
    way: str
    carrier: str
    tracking_number: str
    sent_home_at: datetime | None
    way_home: str
    carrier_home: str
    tracking_number_home: str
    position: int
    caption: str
    caption_en: str
    caption_plain: str
    token: str
    stands_for: UUID | None
    lent_on: date | None
    demonstrations: str
    may_be_lent: bool
    next_steps: list[ExhibitStep] = []

    @property
    def is_on_the_road(self) -> bool:
        """Whether its lender sent it off, and it has not arrived."""
        return self.dispatched_at is not None and self.status is ExhibitStatus.CONFIRMED

    @property
    def is_going_home(self) -> bool:
        """Whether the counter sent it back, and its lender does not have it yet."""
        return self.sent_home_at is not None and self.status is ExhibitStatus.DELIVERED

    @property
    def is_own(self) -> bool:
        """Whether the unit is the counter's own to lend."""
        return self.lender_id == self.counter_id

    @property
    def last_day(self) -> date:
        """The last day of the display."""
        return self.end - ONE_DAY


_EXHIBIT = """
SELECT x.id, x.exhibition_id, e.title AS exhibition_title, e.status AS exhibition_status, e.counter_id,
    c.name AS counter_name, c.phone AS counter_phone, coalesce(nullif(e.address, ''), c.address) AS place,
    coalesce((SELECT g.lent_on FROM exhibit g WHERE g.id = x.stands_for), e.starts_on) AS start,
    e.ends_on AS "end", x.product_id, p.name AS product_name, p.item_codes, x.status,
    x.lender_id, l.name AS lender_name, x.unit_id, u.serial_number, x.occupancy_id, x.answer_by,
    x.dispatched_at, x.way, x.carrier, x.tracking_number, x.sent_home_at,
    x.way_home, x.carrier_home, x.tracking_number_home, x.position,
    x.caption, x.caption_en, x.caption_plain, x.token, x.stands_for, x.lent_on, x.demonstrations,
    x.may_be_lent
FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id JOIN organization c ON c.id = e.counter_id
JOIN product p ON p.id = x.product_id LEFT JOIN organization l ON l.id = x.lender_id
LEFT JOIN unit u ON u.id = x.unit_id
"""


def mine(actor: Actor, position: int) -> str:
    """SQL that keeps the exhibits `actor` may see; parameter `$position` is the actor's organisation."""
    me = f"${position}::uuid"
    if actor.is_centre:
        return f"({me} IS NULL OR TRUE)"
    return f"(e.counter_id = {me} OR (x.lender_id = {me} AND x.status <> 'wished'))"


async def exhibit_for(actor: Actor, exhibit_id: UUID) -> Exhibit:
    """One exhibit of the actor's display, or one that was asked of the actor; else `NotFound`."""
    sql = f"{_EXHIBIT} WHERE {mine(actor.signed_in(), 1)} AND x.id = $2"
    row = await db.fetch_row(sql, actor.organization_id, exhibit_id)
    if row is None:
        raise NotFound
    return _seen_by(actor, msgspec.convert(dict(row), Exhibit))


async def exhibits_on(actor: Actor, exhibition_id: UUID) -> list[Exhibit]:
    """Everything on a display that the actor prepares, in its order; of others what the actor lends."""
    sql = f"{_EXHIBIT} WHERE {mine(actor.signed_in(), 1)} AND x.exhibition_id = $2 ORDER BY x.position, x.id"
    rows = await db.fetch(sql, actor.organization_id, exhibition_id)
    return [_seen_by(actor, msgspec.convert(dict(row), Exhibit)) for row in rows]


async def asked_of(actor: Actor, *, cursor: str | None = None) -> Page[Exhibit]:
    """What is asked of the actor's organisation as a lender, what waits for an answer first by its age."""
    size = page_size(None)
    rows = await db.fetch(
        f"{_EXHIBIT} WHERE x.lender_id = $1 AND e.counter_id <> $1 AND x.status <> 'wished'"
        " AND ($2::uuid IS NULL OR x.id < $2) ORDER BY x.id DESC LIMIT $3",
        actor.acting_for(),
        cursor_id(cursor),
        size + 1,
    )
    found = [_seen_by(actor, msgspec.convert(dict(row), Exhibit)) for row in rows]
    return cut(found, size, CursorOf[Exhibit]())


def sides(actor: Actor, exhibit: Exhibit) -> frozenset[Side]:
    """On which sides the actor stands; the centre steps in on both."""
    if actor.is_centre:
        return frozenset(Side)
    stands = {Side.COUNTER: exhibit.counter_id, Side.LENDER: exhibit.lender_id}
    return frozenset(side for side, party in stands.items() if party == actor.organization_id)


def _seen_by(actor: Actor, exhibit: Exhibit) -> Exhibit:
    travels = GOING_HOME if exhibit.is_going_home else frozenset[ExhibitStep]()
    steps = exhibit_steps(
        exhibit.status,
        sides(actor, exhibit),
        only=ON_THE_ROAD if exhibit.is_on_the_road else travels,
        # A counter's own unit travels nowhere; what is lent from the show leaves by its loan.
        without=SENDING if exhibit.is_own or exhibit.lent_on else frozenset(),
    )
    return msgspec.structs.replace(exhibit, next_steps=steps)
