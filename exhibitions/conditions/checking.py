"""Writing down how an exhibit was found when it changed hands: condition, answers, photos in hand."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.checklists.queries import lines_of
from catalog.conditions.answers import checked_lines
from catalog.conditions.opening import open_where_different
from catalog.conditions.photos import MOST_PHOTOS, PhotoView, attach, forget_in_hand, take_photo
from catalog.domain import Condition
from core import db
from core.clock import now
from core.errors import IllegalStep, Invalid
from core.ids import new_id
from exhibitions.commands import MoveExhibit
from exhibitions.conditions.queries import photo_for
from exhibitions.conditions.records import RECORDS
from exhibitions.domain import MOMENT_OF, ExhibitStep
from exhibitions.exhibits import Exhibit

_CHECK = """
INSERT INTO exhibit_check (id, exhibit_id, unit_id, check_moment, condition, items, note, person_id,
    organization_id, at)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10)
"""


def found_in(command: MoveExhibit) -> Condition:
    """What a command says of the unit. Raises `Invalid` for what is not in order without a word about it."""
    if command.condition is None:
        return Condition.DAMAGED if command.is_damaged else Condition.OK
    if command.condition is not Condition.OK and not command.reason.strip():
        raise Invalid({"reason": "describe-damage"})
    return command.condition


async def check(actor: Actor, exhibit: Exhibit, step: ExhibitStep, command: MoveExhibit) -> Condition:
    """Write down how the unit was found, and open an incident for what is worse than before.

    Part of the caller's transaction. Raises `Invalid` naming fields.
    """
    condition, moment = found_in(command), MOMENT_OF[step]
    if len(set(command.photos)) > MOST_PHOTOS:
        raise Invalid({"photos": "too-many-photos"}, most=MOST_PHOTOS)
    if exhibit.unit_id is None:
        return condition
    lines = checked_lines(await lines_of(exhibit.product_id), command.checklist)
    await attach(RECORDS, actor, exhibit.id, exhibit.unit_id, moment, command.photos)
    judged = (moment.value, condition.value, db.to_json(msgspec.to_builtins(lines)), command.reason.strip())
    mine = (actor.person_id, actor.organization_id, now())
    await db.execute(_CHECK, new_id(), exhibit.id, exhibit.unit_id, *judged, *mine)
    await open_where_different(RECORDS, actor, exhibit.id, [exhibit.unit_id], moment)
    return condition


async def keep_photo(actor: Actor, exhibit: Exhibit, step: ExhibitStep, content: bytes) -> PhotoView:
    """Take a photo into hand for `step`, which `actor` may take now.

    Raises `Invalid` for what is no photo, or when photos cannot be kept at the moment.
    """
    if step not in MOMENT_OF or step not in exhibit.next_steps:
        raise IllegalStep("exhibit-step", step=step, state=exhibit.status, allowed=exhibit.next_steps)
    photo_id: UUID = await take_photo(RECORDS, actor, exhibit.id, MOMENT_OF[step], content)
    return await photo_for(actor, exhibit.id, photo_id)


async def forget_exhibit_photos_in_hand() -> int:
    """A sweep: photos of forms that were never sent are gone after a day, and their files with them."""
    return await forget_in_hand(RECORDS)
