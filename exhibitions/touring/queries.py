"""Reading a tour: its legs, and what is loaded and unloaded on each."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.errors import NotAllowed, NotFound
from exhibitions.domain import ExhibitStatus, TourMove
from exhibitions.queries import ExhibitionView, exhibition_for
from exhibitions.touring.domain import next_move
from exhibitions.usecases.recording import runs

# What can be on a lorry: at the counter or on show; what is only agreed upon has not come yet.
TRAVELS = frozenset({ExhibitStatus.CONFIRMED, ExhibitStatus.DELIVERED, ExhibitStatus.ON_SHOW})


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """An exhibit on a leg, and what has happened to it there."""

    exhibit_id: UUID
    product_name: str
    serial_number: str | None
    tag_code: str | None
    lender_name: str | None
    lender_phone: str | None
    status: ExhibitStatus
    position: int
    loaded_at: datetime | None
    unloaded_at: datetime | None

    @property
    def next_move(self) -> TourMove | None:
        """What is to be done with it next; nothing while it has not come."""
        if self.status is ExhibitStatus.CONFIRMED:
            return None
        done = [
            move for move, at in ((TourMove.LOAD, self.loaded_at), (TourMove.UNLOAD, self.unloaded_at)) if at
        ]
        return next_move(done)


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """移動; no venue is the counter itself. Both days count."""

    id: UUID
    from_venue_id: UUID | None
    to_venue_id: UUID | None
    from_name: str
    from_address: str
    to_name: str
    to_address: str
    departs_on: date
    arrives_on: date
    driver: str
    driver_phone: str
    contact: str
    contact_phone: str
    note: str
    loads: list[Load] = []

    @property
    def loaded(self) -> int:
        """How many exhibits are on the lorry, or were."""
        return sum(one.loaded_at is not None for one in self.loads)

    @property
    def unloaded(self) -> int:
        """How many have arrived."""
        return sum(one.unloaded_at is not None for one in self.loads)

    @property
    def is_done(self) -> bool:
        """Whether everything that was loaded has arrived, and something was."""
        return bool(self.loaded) and self.loaded == self.unloaded


_LEGS = """
SELECT g.id, g.from_venue_id, g.to_venue_id, coalesce(f.name, c.name) AS from_name,
    coalesce(f.address, c.address) AS from_address, coalesce(t.name, c.name) AS to_name,
    coalesce(t.address, c.address) AS to_address, g.departs_on, g.arrives_on, g.driver, g.driver_phone,
    g.contact, CASE WHEN g.contact_phone = '' AND t.id IS NULL THEN c.phone ELSE g.contact_phone END
        AS contact_phone, g.note
FROM exhibition_leg g JOIN exhibition e ON e.id = g.exhibition_id JOIN organization c ON c.id = e.counter_id
LEFT JOIN exhibition_venue f ON f.id = g.from_venue_id LEFT JOIN exhibition_venue t ON t.id = g.to_venue_id
WHERE g.exhibition_id = $1 ORDER BY g.departs_on, g.arrives_on, g.to_venue_id IS NULL, g.id
"""
_LOADS = """
SELECT g.id AS leg_id, x.id AS exhibit_id, p.name AS product_name, u.serial_number,
    (SELECT t.code FROM tag t WHERE t.unit_id = u.id AND t.retired_at IS NULL LIMIT 1) AS tag_code,
    l.name AS lender_name, l.phone AS lender_phone, x.status, x.position,
    (SELECT m.at FROM exhibit_move m WHERE m.leg_id = g.id AND m.exhibit_id = x.id AND m.move = 'load')
        AS loaded_at,
    (SELECT m.at FROM exhibit_move m WHERE m.leg_id = g.id AND m.exhibit_id = x.id AND m.move = 'unload')
        AS unloaded_at
FROM exhibition_leg g JOIN exhibit x ON x.exhibition_id = g.exhibition_id
JOIN product p ON p.id = x.product_id JOIN unit u ON u.id = x.unit_id
LEFT JOIN organization l ON l.id = x.lender_id
WHERE g.exhibition_id = $1 AND (x.status IN ('confirmed', 'delivered', 'on_show') AND x.sent_home_at IS NULL
    OR EXISTS (SELECT FROM exhibit_move m WHERE m.leg_id = g.id AND m.exhibit_id = x.id))
ORDER BY x.position, x.id
"""


async def toured_by(actor: Actor, exhibition_id: UUID) -> ExhibitionView:
    """A display that the actor prepares; else `NotAllowed` or `NotFound`."""
    exhibition = await exhibition_for(actor.signed_in(), exhibition_id)
    if not runs(actor, exhibition):
        raise NotAllowed
    return exhibition


async def legs_of(exhibition_id: UUID) -> list[Leg]:
    """The legs in the order of their days, each with what travels on it; two statements."""
    loads: dict[UUID, list[Load]] = {}
    for row in await db.fetch(_LOADS, exhibition_id):
        fields = {name: value for name, value in row.items() if name != "leg_id"}
        loads.setdefault(row["leg_id"], []).append(msgspec.convert(fields, Load))
    return [
        msgspec.structs.replace(msgspec.convert(dict(row), Leg), loads=loads.get(row["id"], []))
        for row in await db.fetch(_LEGS, exhibition_id)
    ]


async def leg_of(exhibition_id: UUID, leg_id: UUID) -> Leg:
    """One leg; `NotFound` for those of other displays."""
    found = next((one for one in await legs_of(exhibition_id) if one.id == leg_id), None)
    if found is None:
        raise NotFound
    return found


def legs_on(legs: Sequence[Leg], day: date) -> list[Leg]:
    """What the driver has to do on a day."""
    return [one for one in legs if one.departs_on <= day <= one.arrives_on]
