"""発送・返送: a lender sends a unit to a display, the counter sends it home; how it goes and was found."""

from accounts.domain import Actor
from catalog import custody, occupancy
from catalog.domain import Condition
from catalog.occupancy import UnitTaken
from catalog.sending import check_parcel
from core import db
from core.clock import now, today
from core.errors import Conflict, Invalid
from exhibitions.commands import MoveExhibit
from exhibitions.domain import ExhibitStep
from exhibitions.exhibits import Exhibit
from exhibitions.usecases.way_home import home_by

_SENT = {
    ExhibitStep.DISPATCH: """
UPDATE exhibit SET dispatched_at = $2, way = $3, carrier = $4, tracking_number = $5 WHERE id = $1
""",
    ExhibitStep.SEND_BACK: """
UPDATE exhibit SET sent_home_at = $2, way_home = $3, carrier_home = $4, tracking_number_home = $5
WHERE id = $1
""",
}
_BEGINS = "SELECT lower(period) FROM occupancy WHERE id = $1"


async def send_off(
    actor: Actor, exhibit: Exhibit, step: ExhibitStep, command: MoveExhibit, *, needs_number: bool = True
) -> dict[str, object]:
    """Write down that the unit left; the facts that its event tells. Part of the caller's transaction.

    It stays in the custody of whoever sent it until the other side has it. Sent early, its days begin early;
    `Conflict` where somebody else has them. Sent home, it keeps the days of its way home, and no more.
    Without `needs_number` the carrier of a parcel is enough.
    """
    if command.way is None:
        raise Invalid({"way": "required"})
    carrier, number = command.carrier.strip(), command.tracking_number.strip()
    check_parcel(command.way, carrier, number if needs_number else None)
    if step is ExhibitStep.DISPATCH:
        await _begin_today(exhibit)
    else:
        await _free_what_the_way_home_leaves(exhibit)
    await db.execute(_SENT[step], exhibit.id, now(), command.way.value, carrier, number)
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


async def _free_what_the_way_home_leaves(exhibit: Exhibit) -> None:
    if exhibit.occupancy_id is None:
        return
    try:
        # It may have come before its days: then they begin now, so that its way home is among them.
        await occupancy.begin_by([exhibit.occupancy_id], today())
    except UnitTaken:
        return
    await occupancy.end_on([exhibit.occupancy_id], await home_by(exhibit))
