"""What changes hands with a unit: the shipment it travels in, and the check of its condition."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from accounts.domain import Actor
from catalog.domain import Condition
from core import db
from core.clock import now, today
from core.errors import Invalid
from core.ids import new_id
from loans.domain import CheckMoment, Direction, Way
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
VALUES ($1, $2, $3, $4, $5, $6, '{}'::jsonb, $7, $8, $9, $10)
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


async def check(
    actor: Actor,
    loan: LoanRow,
    units: Iterable[UUID],
    moment: CheckMoment,
    condition: Condition,
    note: str,
    *,
    photos: Sequence[UUID] = (),
    cleaned: bool | None = None,
) -> None:
    """Write down the condition in which each of `units` was found, with the photos in hand."""
    units = list(units)
    await attach_photos(actor, loan, units, moment, photos)
    for unit_id in units:
        await db.execute(
            _CHECK,
            new_id(),
            loan.id,
            unit_id,
            moment.value,
            condition.value,
            cleaned,
            note,
            actor.person_id,
            actor.organization_id,
            now(),
        )
