"""What changes hands with a unit: the shipment it travels in, and the check of its condition."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.checklists.queries import lines_of
from catalog.conditions.answers import Answer, checked_lines
from catalog.conditions.opening import open_where_different
from catalog.domain import CheckMoment, Condition, Way
from core import db
from core.clock import now, today
from core.errors import Invalid
from core.ids import new_id
from loans.conditions import RECORDS
from loans.domain import Direction
from loans.photos.usecases import attach_photos
from loans.queries import LoanRow

_SHIP = """
INSERT INTO shipment (id, loan_id, direction, way, carrier, tracking_number, accessories, shipped_on,
    created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)
"""
_CHECK = """
INSERT INTO condition_check (id, loan_id, unit_id, check_moment, condition, cleaned, items, note, person_id,
    organization_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11)
"""


def must_describe_damage(condition: Condition, note: str) -> None:
    """Raise `Invalid` for damage, or for parts that are missing, without a word about it."""
    if condition is not Condition.OK and not note.strip():
        raise Invalid({"note": "describe-damage"})


async def ship(
    loan: LoanRow, direction: Direction, way: Way, carrier: str, tracking_number: str, accessories: list[str]
) -> None:
    """Write down the way out or back."""
    await db.execute(
        _SHIP,
        new_id(),
        loan.id,
        direction.value,
        way.value,
        carrier,
        tracking_number,
        db.to_json(accessories),
        today(),
        now(),
    )


class Found(msgspec.Struct, frozen=True):
    """How one unit was found: as a whole, in words, by the lines of the checklist, and on photos in hand."""

    unit_id: UUID
    condition: Condition
    note: str
    checklist: Mapping[str, Answer]
    photos: Sequence[UUID] = ()


async def check(
    actor: Actor,
    loan: LoanRow,
    moment: CheckMoment,
    found: Sequence[Found],
    *,
    cleaned: bool | None = None,
) -> None:
    """Write down how each unit was found: condition, answers to the checklist, photos in hand."""
    units, asked = [one.unit_id for one in found], await lines_of(loan.product_id)
    for one in found:
        await attach_photos(actor, loan, one.unit_id, moment, one.photos)
        items = db.to_json(msgspec.to_builtins(checked_lines(asked, one.checklist)))
        judged = (moment.value, one.condition.value, cleaned, items, one.note)
        await db.execute(
            _CHECK, new_id(), loan.id, one.unit_id, *judged, actor.person_id, actor.organization_id, now()
        )
    await open_where_different(RECORDS, actor, loan.id, units, moment)
