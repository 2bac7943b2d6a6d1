"""発送: a lender sends a unit to a display, and writes down how it goes and how it was found."""

from accounts.domain import Actor
from catalog import custody, occupancy
from catalog.domain import Condition
from catalog.occupancy import UnitTaken
from catalog.sending import check_parcel
from core import db
from core.clock import now, today
from core.errors import Conflict, Invalid
from exhibitions.commands import MoveExhibit
from exhibitions.exhibits import Exhibit

_SENT = """
UPDATE exhibit SET dispatched_at = $2, way = $3, carrier = $4, tracking_number = $5 WHERE id = $1
"""
_BEGINS = "SELECT lower(period) FROM occupancy WHERE id = $1"


async def send_off(
    actor: Actor, exhibit: Exhibit, command: MoveExhibit, *, needs_number: bool = True
) -> dict[str, object]:
    """Write down that the unit left; the facts that its event tells. Part of the caller's transaction.

    It stays in its lender's custody until the counter has it. Sent early, its days begin early; `Conflict`
    where somebody else has them. Without `needs_number` the carrier of a parcel is enough.
    """
    if command.way is None:
        raise Invalid({"way": "required"})
    carrier, number = command.carrier.strip(), command.tracking_number.strip()
    check_parcel(command.way, carrier, number if needs_number else None)
    await _begin_today(exhibit)
    await db.execute(_SENT, exhibit.id, now(), command.way.value, carrier, number)
    if command.is_damaged and exhibit.unit_id is not None:
        await custody.hand_over(actor, [exhibit.unit_id], "exhibition", condition=Condition.DAMAGED)
    return {"way": command.way, "carrier": carrier, "tracking_number": number}


async def _begin_today(exhibit: Exhibit) -> None:
    if exhibit.occupancy_id is None:
        return
    try:
        await occupancy.begin_by([exhibit.occupancy_id], today())
    except UnitTaken as error:
        begins = await db.fetch_value(_BEGINS, exhibit.occupancy_id)
        raise Conflict("exhibit-sent-too-early", start=begins) from error
