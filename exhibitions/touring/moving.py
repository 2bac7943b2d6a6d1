"""Loading and unloading, ticked off by scanning a unit's label or by hand; custody is recorded with each."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from accounts.domain import Actor, Via
from catalog import custody, tags
from catalog.domain import ScanAction
from catalog.placing import when_scanned
from core import db
from core.clock import local_day, now, today
from core.errors import Conflict, IllegalStep, Invalid
from core.ids import new_id
from exhibitions.domain import ExhibitStatus, TourMove
from exhibitions.queries import ExhibitionView
from exhibitions.touring.queries import Leg, Load, leg_of
from exhibitions.usecases.recording import Happening, own_exhibition, record

_TWICE = timedelta(minutes=1)  # a label read twice in a row is not driven anywhere meanwhile


class MoveOnTour(msgspec.Struct, frozen=True, kw_only=True):
    """An exhibit was moved: named by its id, or by what was read off its unit's label.

    Without `move` it is what comes next: loaded first, then unloaded.
    """

    exhibit_id: UUID | None = None
    tag: Annotated[str, Meta(max_length=500)] = ""
    move: TourMove | None = None


_INSERT = """
INSERT INTO exhibit_move (id, leg_id, exhibit_id, move, person_id, via, at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT ON CONSTRAINT exhibit_move_once DO NOTHING
"""
# The leg of that day on which the unit travels; of two, the one that is not driven to its end.
_LEG_OF_UNIT = """
SELECT g.id AS leg_id, g.exhibition_id, x.id AS exhibit_id
FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id JOIN exhibition_leg g ON g.exhibition_id = e.id
WHERE x.unit_id = $1 AND e.counter_id = $2 AND x.status IN ('delivered', 'on_show') AND x.sent_home_at IS NULL
  AND e.status IN ('planned', 'open') AND g.departs_on <= $3 AND $3 <= g.arrives_on
  AND NOT EXISTS (
    SELECT FROM exhibit_move m WHERE m.leg_id = g.id AND m.exhibit_id = x.id AND m.move = 'unload')
ORDER BY g.departs_on, g.arrives_on, g.to_venue_id IS NULL LIMIT 1
"""


async def move_on_tour(actor: Actor, exhibition_id: UUID, leg_id: UUID, command: MoveOnTour) -> Leg:
    """積んだ・下ろした. Said again it changes nothing.

    Raises `Invalid` for what does not travel on this leg, `IllegalStep` to unload what was not loaded,
    `Conflict` before the day of the leg.
    """
    async with db.transaction():
        exhibition = await own_exhibition(actor, exhibition_id)
        leg = await leg_of(exhibition_id, leg_id)
        if leg.departs_on > today():
            raise Conflict("leg-later", start=leg.departs_on)
        load = await _load(leg, command)
        move = command.move or load.next_move
        if load.status is ExhibitStatus.CONFIRMED:
            raise Conflict("exhibit-not-here")
        if move is TourMove.UNLOAD and load.loaded_at is None:
            raise IllegalStep("not-loaded", step=move, allowed=[TourMove.LOAD])
        if move is not None:
            via = Via.SCAN if command.tag else actor.via
            await _moved(actor, exhibition, leg, load.exhibit_id, move, via, now())
        return await leg_of(exhibition_id, leg_id)


async def _load(leg: Leg, command: MoveOnTour) -> Load:
    if command.exhibit_id is not None:
        found = next((one for one in leg.loads if one.exhibit_id == command.exhibit_id), None)
        if found is None:
            raise Invalid({"exhibit_id": "not-on-this-leg"})
        return found
    tag = await tags.find_tag(command.tag) if command.tag.strip() else None
    if tag is None:
        raise Invalid({"tag": "unknown-tag" if command.tag.strip() else "required"})
    found = next((one for one in leg.loads if one.tag_code == tag.code), None)
    if found is None:
        raise Invalid({"tag": "not-on-this-leg"})
    return found


async def _moved(
    actor: Actor,
    exhibition: ExhibitionView,
    leg: Leg,
    exhibit_id: UUID,
    move: TourMove,
    via: Via,
    at: datetime,
) -> None:
    if not await db.execute(
        _INSERT, new_id(), leg.id, exhibit_id, move.value, actor.person_id, via.value, at
    ):
        return
    place = leg.from_name if move is TourMove.LOAD else leg.to_name
    unit_id = await db.fetch_value("SELECT unit_id FROM exhibit WHERE id = $1", exhibit_id)
    moved_by = msgspec.structs.replace(actor, via=via)
    # On the lorry and at a venue the counter answers for it; what differs is where that is.
    await custody.hand_over(
        moved_by,
        [unit_id],
        "tour",
        custodian=exhibition.counter_id,
        facts={"move": move.value, "venue": place},
    )
    happened = Happening(
        exhibition_id=exhibition.id,
        exhibit_id=exhibit_id,
        step=move.value,
        facts={"name": place, "leg_id": leg.id},
    )
    await record(moved_by, happened)


@when_scanned(ScanAction.EXHIBIT)
async def tick_off(actor: Actor, unit_id: UUID, moment: datetime) -> None:
    """A scan of the scan page, also a late one: the first on a leg's day loads, the next one unloads."""
    row = await db.fetch_row(_LEG_OF_UNIT, unit_id, actor.organization_id, local_day(moment))
    if row is None:
        return
    exhibition = await own_exhibition(actor, row["exhibition_id"])
    leg = await leg_of(exhibition.id, row["leg_id"])
    load = next((one for one in leg.loads if one.exhibit_id == row["exhibit_id"]), None)
    if load is None or (load.loaded_at is not None and moment - load.loaded_at < _TWICE):
        return
    if load.next_move is not None:
        await _moved(actor, exhibition, leg, load.exhibit_id, load.next_move, Via.SCAN, moment)
