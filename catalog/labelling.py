"""What people do with labels: print them, put them on a unit, move them to another, retire them."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog import tags
from catalog.custody import hand_over
from catalog.documents import SHEETS
from catalog.queries import UnitView, unit_for
from catalog.tags import Tag
from core import db
from core.clock import now
from core.errors import Invalid, NotAllowed, NotFound
from core.ids import new_id
from directory.kinds import COUNTERS, OrganizationKind

MOST_TAGS = 1_000
WIDEST_SHIFT = 20.0


async def make_tags(actor: Actor, count: int) -> list[Tag]:
    """Tags to be printed before they are tied to a unit; whoever registers units may make them."""
    printed_by = actor.one_of(OrganizationKind.VENDOR, *COUNTERS).acting_for()
    if not 0 < count <= MOST_TAGS:
        raise Invalid({"count": "out-of-range"})
    async with db.transaction():
        return await tags.new_tags(count, printed_by)


async def own_unit(actor: Actor, unit_id: UUID) -> UnitView:
    """A unit whose label is the actor's to change; `NotFound`, or `NotAllowed` for whoever only keeps it."""
    unit = await unit_for(actor, unit_id)
    if actor.organization_id not in (unit.owner_id, unit.lender_id):
        raise NotAllowed
    return unit


async def put_on(actor: Actor, token: str, unit_id: UUID, *, moves: bool = False) -> UnitView:
    """Put the tag read on a unit; the label it had is retired.

    A tag that is on another unit of the actor's is moved when `moves` says that this is meant. Raises
    `NotFound` for a tag or unit unknown to the actor, `Invalid` on field `tag` for a retired one
    (`tag-retired`) or one that is in use elsewhere (`tag-in-use`).
    """
    async with db.transaction():
        unit = await own_unit(actor, unit_id)
        tag = await tags.find_tag(token)
        if tag is None:
            raise NotFound
        if tag.is_retired:
            raise Invalid({"tag": "tag-retired"})
        if tag.unit_id == unit_id:
            return unit
        if tag.unit_id is None:
            await tags.tie(tag.token, unit_id)
        else:
            await _move(actor, tag, tag.unit_id, unit_id, moves=moves)
        await hand_over(actor, [unit_id], "tag", facts={"tag": tag.code, "before": unit.tag_code})
        return await unit_for(actor, unit_id)


async def _move(actor: Actor, tag: Tag, from_id: UUID, unit_id: UUID, *, moves: bool) -> None:
    if not moves:
        raise Invalid({"tag": "tag-in-use"})
    await own_unit(actor, from_id)
    await tags.move(tag, unit_id)
    await hand_over(actor, [from_id], "tag", facts={"tag_moved": tag.code})


async def retire_label(actor: Actor, unit_id: UUID) -> UnitView:
    """The label is lost or torn: whoever scans it is told so. Raises `Invalid` when the unit has none."""
    async with db.transaction():
        unit = await own_unit(actor, unit_id)
        if not await tags.retire_tag_of(unit_id):
            raise Invalid({"tag": "no-tag"})
        await hand_over(actor, [unit_id], "tag", facts={"tag_retired": unit.tag_code})
        return await unit_for(actor, unit_id)


async def new_label(actor: Actor, unit_id: UUID) -> UnitView:
    """A fresh label for a unit, in place of the one it has."""
    async with db.transaction():
        unit = await own_unit(actor, unit_id)
        await tags.retire_tag_of(unit_id)
        tag = await tags.new_tag(unit_id, actor.organization_id)
        await hand_over(actor, [unit_id], "tag", facts={"tag": tag.code, "before": unit.tag_code})
        return await unit_for(actor, unit_id)


class Shift(msgspec.Struct, frozen=True):
    """How far a printer misses a sheet, in millimetres: what puts it right is the opposite."""

    right: float = 0.0
    down: float = 0.0


_SHIFTS = 'SELECT layout, "right", down FROM label_shift WHERE organization_id = $1'
_KEEP = """
INSERT INTO label_shift (id, organization_id, layout, "right", down, updated_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT ON CONSTRAINT label_shift_once
DO UPDATE SET "right" = excluded."right", down = excluded.down, updated_at = excluded.updated_at
"""


async def shifts_of(actor: Actor) -> dict[str, Shift]:
    """What the actor's organisation has put right of its printer, by layout."""
    rows = await db.fetch(_SHIFTS, actor.acting_for())
    return {row["layout"]: Shift(row["right"] / 10, row["down"] / 10) for row in rows}


async def keep_shift(actor: Actor, layout: str, shift: Shift) -> None:
    """Remember how the labels of `layout` are to be shifted. Raises `Invalid` naming fields."""
    organization_id = actor.one_of(OrganizationKind.VENDOR, *COUNTERS).acting_for()
    wrong = {} if layout in SHEETS else {"layout": "unknown"}
    for name in ("right", "down"):
        if abs(getattr(shift, name)) > WIDEST_SHIFT:
            wrong[name] = "out-of-range"
    if wrong:
        raise Invalid(wrong)
    moved = round(shift.right * 10), round(shift.down * 10)
    await db.execute(_KEEP, new_id(), organization_id, layout, *moved, now())
