"""The legs of a tour: laid when venues come and go, their days and people changed by hand."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from accounts.domain import Actor
from catalog.terms import Days
from core import db
from core.clock import now, today
from core.errors import Conflict, Invalid
from core.ids import new_id
from exhibitions.domain import UNDER_WAY, ExhibitionKind
from exhibitions.preparing import venues_of
from exhibitions.queries import ExhibitionView
from exhibitions.touring.domain import LONGEST_NAME, LONGEST_NOTE, Stop, ways_between
from exhibitions.touring.queries import Leg, leg_of, legs_of
from exhibitions.usecases.recording import Happening, own_exhibition, record

_INSERT = """
INSERT INTO exhibition_leg (id, exhibition_id, from_venue_id, to_venue_id, departs_on, arrives_on, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_DROP = """
DELETE FROM exhibition_leg g WHERE g.id = ANY($1::uuid[])
  AND NOT EXISTS (SELECT FROM exhibit_move m WHERE m.leg_id = g.id)
"""
_USED = """
SELECT EXISTS (SELECT FROM exhibit_move m JOIN exhibition_leg g ON g.id = m.leg_id
WHERE $1 IN (g.from_venue_id, g.to_venue_id))
"""
Name = Annotated[str, Meta(max_length=LONGEST_NAME)]
Phone = Annotated[str, Meta(max_length=LONGEST_NAME)]


class ChangeLeg(msgspec.Struct, frozen=True, kw_only=True):
    """Change what is given; `arrives_on` is the day of arrival itself."""

    departs_on: date | UnsetType = UNSET
    arrives_on: date | UnsetType = UNSET
    driver: Name | UnsetType = UNSET
    driver_phone: Phone | UnsetType = UNSET
    contact: Name | UnsetType = UNSET
    contact_phone: Phone | UnsetType = UNSET
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)] | UnsetType = UNSET


async def lay_legs(exhibition: ExhibitionView) -> None:
    """Let there be a leg between each stop and the next; what is planned by hand or was driven stays."""
    venues = await venues_of(exhibition.id)
    show = Days(exhibition.start, exhibition.end)
    ways = ways_between([Stop(one.id, one.days) for one in venues], show)
    known = {(one.from_venue_id, one.to_venue_id): one.id for one in await legs_of(exhibition.id)}
    wanted = {(way.from_venue_id, way.to_venue_id) for way in ways}
    await db.execute(_DROP, [leg for ends, leg in known.items() if ends not in wanted])
    for way in ways:
        if (way.from_venue_id, way.to_venue_id) not in known:
            await db.execute(
                _INSERT,
                new_id(),
                exhibition.id,
                way.from_venue_id,
                way.to_venue_id,
                way.departs_on,
                way.arrives_on,
                now(),
            )


async def check_nothing_went(venue_id: UUID) -> None:
    """A stop to which something was driven, or from which, stays: `Conflict`."""
    if await db.fetch_value(_USED, venue_id):
        raise Conflict("venue-was-served")


async def drop_legs_of(venue_id: UUID) -> None:
    """Leave out the legs to a stop and from it."""
    await db.execute("DELETE FROM exhibition_leg WHERE $1 IN (from_venue_id, to_venue_id)", venue_id)


async def plan_tour(actor: Actor, exhibition_id: UUID) -> list[Leg]:
    """Lay the legs of a show whose venues were entered earlier."""
    async with db.transaction():
        exhibition = await own_exhibition(actor, exhibition_id)
        _check_touring(exhibition)
        await lay_legs(exhibition)
        return await legs_of(exhibition_id)


async def change_leg(actor: Actor, exhibition_id: UUID, leg_id: UUID, command: ChangeLeg) -> Leg:
    """Change a leg's days and people. Raises `Invalid` naming fields, `Conflict`, `NotFound`."""
    given = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in msgspec.structs.asdict(command).items()
        if value is not UNSET
    }
    async with db.transaction():
        exhibition = await own_exhibition(actor, exhibition_id)
        leg = await leg_of(exhibition_id, leg_id)
        _check_touring(exhibition)
        changed = {name: value for name, value in given.items() if value != getattr(leg, name)}
        if not changed:
            return leg
        await _check(exhibition, leg, msgspec.structs.replace(leg, **changed))
        assigned = ", ".join(f"{name} = ${place}" for place, name in enumerate(changed, start=2))
        # Column names are the fields of the command, never input.
        await db.execute(f"UPDATE exhibition_leg SET {assigned} WHERE id = $1", leg_id, *changed.values())  # noqa: S608
        facts: dict[str, object] = {
            "name": f"{leg.from_name} → {leg.to_name}",
            "changed": {name: [str(getattr(leg, name)), str(value)] for name, value in changed.items()},
        }
        await record(actor, Happening(exhibition_id=exhibition_id, step="change_leg", facts=facts))
        return await leg_of(exhibition_id, leg_id)


def _check_touring(exhibition: ExhibitionView) -> None:
    if exhibition.status not in UNDER_WAY:
        raise Conflict("exhibition-over")
    if exhibition.kind is not ExhibitionKind.TOURING:
        raise Conflict("not-touring")


async def _check(exhibition: ExhibitionView, before: Leg, leg: Leg) -> None:
    """The days lie in the show's own, after the stop before has closed and before the next one opens."""
    if (before.departs_on, before.arrives_on) == (leg.departs_on, leg.arrives_on):
        return
    venues = {one.id: one.days for one in await venues_of(exhibition.id)}
    earliest = venues[leg.from_venue_id].last_day if leg.from_venue_id else exhibition.start
    latest = venues[leg.to_venue_id].start if leg.to_venue_id else exhibition.last_day
    wrong: dict[str, str] = {}
    if leg.arrives_on < leg.departs_on:
        wrong["arrives_on"] = "arrives-before-departing"
    elif leg.arrives_on > latest:
        wrong["arrives_on"] = "leg-too-late"
    if leg.departs_on < earliest:
        wrong["departs_on"] = "leg-too-early"
    elif leg.departs_on < today() and leg.departs_on != before.departs_on:
        wrong["departs_on"] = "start-in-past"
    if wrong:
        raise Invalid(wrong, earliest=earliest, latest=latest)
