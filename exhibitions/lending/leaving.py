"""展示から貸し出す: an exhibit's days are free from a day on, a substitute is asked for, the team told."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from accounts.domain import Actor
from catalog import occupancy
from catalog.occupancy import UnitTaken
from core import db
from core.clock import today
from core.errors import Conflict, Invalid, NotAllowed
from exhibitions.commands import AddExhibit
from exhibitions.domain import UNDER_WAY, ExhibitStatus, Side
from exhibitions.exhibits import Exhibit, exhibit_for, sides
from exhibitions.usecases.exhibits import ask_lender, under_way, wish
from exhibitions.usecases.recording import Happening, record
from notifications.outbox import enqueue

STEP = "lend"
KIND = "exhibition_team"
_ON_SHOW = frozenset({ExhibitStatus.CONFIRMED, ExhibitStatus.DELIVERED, ExhibitStatus.ON_SHOW})


class LendFromShow(msgspec.Struct, frozen=True, kw_only=True):
    """An exhibit leaves the show on `day`; the unit named takes its place, or nothing does."""

    day: date
    product_id: UUID | None = None
    unit_id: UUID | None = None
    reason: Annotated[str, Meta(max_length=1000)] = ""


class Left(msgspec.Struct, frozen=True):
    """The exhibit that leaves, and what takes its place."""

    exhibit: Exhibit
    substitute: Exhibit | None


async def lend_from_show(actor: Actor, exhibit_id: UUID, command: LendFromShow) -> Left:
    """Free the exhibit's days from a day on. The substitute is taken first, so that it is another unit.

    Raises `Conflict` `not-to-be-lent`, `lent-already`, `exhibit-over`; `Invalid` naming fields.
    """
    async with db.transaction():
        exhibit = await _held(actor, exhibit_id)
        _check(exhibit, command)
        await db.execute("UPDATE exhibit SET lent_on = $2 WHERE id = $1", exhibit_id, command.day)
        substitute = await _substitute(actor, exhibit, command)
        if exhibit.occupancy_id is not None:
            await occupancy.end_on([exhibit.occupancy_id], command.day)
        facts: dict[str, object] = {
            "day": command.day,
            "name": substitute.product_name if substitute else "",
            "reason": command.reason.strip(),
        }
        happened = Happening(
            exhibition_id=exhibit.exhibition_id,
            exhibit_id=exhibit_id,
            step=STEP,
            before=exhibit.status,
            after=exhibit.status,
            facts=facts,
        )
        event_id = await record(actor, happened)
        told: dict[str, object] = {
            "exhibit_id": str(exhibit_id),
            "substitute_id": str(substitute.id) if substitute else None,
            "reason": command.reason.strip(),
        }
        await enqueue(KIND, f"{KIND}:{event_id}", told)
        return Left(await exhibit_for(actor, exhibit_id), substitute)


async def _held(actor: Actor, exhibit_id: UUID) -> Exhibit:
    """The exhibit, its display held still before itself, as all steps of displays take them."""
    known = await exhibit_for(actor, exhibit_id)
    if Side.COUNTER not in sides(actor, known):
        raise NotAllowed
    await under_way(actor, known.exhibition_id)
    await db.execute("SELECT FROM exhibit WHERE id = $1 FOR UPDATE", exhibit_id)
    return await exhibit_for(actor, exhibit_id)


def _check(exhibit: Exhibit, command: LendFromShow) -> None:
    if exhibit.lent_on is not None:
        raise Conflict("lent-already", day=exhibit.lent_on)
    is_there = exhibit.status in _ON_SHOW and not exhibit.is_going_home
    if not is_there or exhibit.exhibition_status not in UNDER_WAY:
        raise Conflict("exhibit-over")
    if not exhibit.may_be_lent:
        raise Conflict("not-to-be-lent")
    if not today() <= command.day < exhibit.end:
        raise Invalid({"day": "outside-show"}, last_day=exhibit.last_day)


async def _substitute(actor: Actor, exhibit: Exhibit, command: LendFromShow) -> Exhibit | None:
    if command.product_id is None:
        return None
    exhibition = await under_way(actor, exhibit.exhibition_id)
    made = await wish(actor, exhibition, AddExhibit(product_id=command.product_id, ask=False))
    await db.execute(
        "UPDATE exhibit SET stands_for = $2, position = $3 WHERE id = $1", made, exhibit.id, exhibit.position
    )
    try:
        async with db.savepoint():
            await ask_lender(actor, await exhibit_for(actor, made), command.unit_id)
    except UnitTaken as error:
        raise Invalid({"substitute": "substitute-gone"}) from error
    return await exhibit_for(actor, made)
