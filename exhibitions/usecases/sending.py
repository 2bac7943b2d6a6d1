"""発送・返送: a lender sends a unit to a display, the counter sends it home; how it goes and was found."""

from catalog import occupancy
from catalog.occupancy import UnitTaken
from catalog.sending import check_parcel
from core import db
from core.clock import now, today
from core.errors import Conflict, Invalid
from exhibitions.commands import MoveExhibit
from exhibitions.domain import ExhibitStep
from exhibitions.exhibits import Exhibit
from exhibitions.usecases.way_home import keep_way_home

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
    exhibit: Exhibit, step: ExhibitStep, command: MoveExhibit, *, needs_number: bool = True
) -> dict[str, object]:
    """Write down that the unit left; the facts that its event tells. Part of the caller's transaction.

    It stays in the custody of whoever sent it until the other side has it. Sent early, its days begin early;
    `Conflict` where somebody else has them. Sent home, it keeps the days of its way home, and no more.
    Without `needs_number` the carrier of a parcel is enough.
    """
    facts = await write_down_way(exhibit, step, command, needs_number=needs_number)
    if step is ExhibitStep.DISPATCH:
        await _begin_today(exhibit)
    else:
        await keep_way_home(exhibit)
    return facts


async def write_down_way(
    exhibit: Exhibit, step: ExhibitStep, command: MoveExhibit, *, needs_number: bool = False
) -> dict[str, object]:
    """When and how it left, and no more. Raises `Invalid` naming what is not said of a parcel."""
    if command.way is None:
        raise Invalid({"way": "required"})
    carrier, number = command.carrier.strip(), command.tracking_number.strip()
    check_parcel(command.way, carrier, number if needs_number else None)
    await db.execute(_SENT[step], exhibit.id, now(), command.way.value, carrier, number)
    return {"way": command.way, "carrier": carrier, "tracking_number": number}


async def _begin_today(exhibit: Exhibit) -> None:
    if exhibit.occupancy_id is None:
        return
    try:
        await occupancy.begin_by([exhibit.occupancy_id], today())
    except UnitTaken as error:
        begins = await db.fetch_value(_BEGINS, exhibit.occupancy_id)
        raise Conflict("exhibit-sent-too-early", start=begins) from error
