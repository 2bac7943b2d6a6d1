"""A label read on the scan page sends off what is agreed for a display, as it does with loans."""

from datetime import timedelta

from accounts.domain import Actor
from catalog.domain import Way
from catalog.sending import ScannedParcel, sends_when_scanned
from core import clock, db
from core.errors import Conflict
from exhibitions.commands import DispatchExhibit
from exhibitions.usecases.exhibits import dispatch_exhibit

# Whoever reads a label of what begins later than this has another one in mind.
_EARLIEST = timedelta(days=30)
# What is next to be sent, unless a loan has the unit before; what is on the road stands before that.
_MEANT = """
SELECT x.id, x.dispatched_at, lower(o.period) AS start,
    (SELECT max(v.at) FROM exhibition_event v WHERE v.exhibit_id = x.id) AS since
FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id JOIN occupancy o ON o.id = x.occupancy_id
WHERE x.unit_id = $1 AND x.lender_id = $2 AND e.counter_id <> $2 AND x.status = 'confirmed'
  AND ($3::date IS NULL OR lower(o.period) < $3)
ORDER BY x.dispatched_at IS NOT NULL DESC, lower(o.period) LIMIT 1
"""


@sends_when_scanned
async def send_scanned_unit(actor: Actor, parcel: ScannedParcel) -> bool:
    """Send it to the display that it is agreed for; whether there is one.

    Raises `Conflict` for a unit that is on the road, or where way and carrier are not said.
    """
    meant = await db.fetch_row(_MEANT, parcel.unit_id, actor.acting_for(), parcel.lent_from)
    if meant is None:
        return False
    if meant["dispatched_at"] is not None:
        raise Conflict("exhibit-on-the-road")
    if meant["start"] - clock.today() > _EARLIEST:
        raise Conflict("dispatch-too-early")
    if parcel.way is None or (parcel.way is Way.PARCEL and not parcel.carrier):
        raise Conflict("dispatch-needs-carrier")
    command = DispatchExhibit(way=parcel.way, carrier=parcel.carrier, tracking_number=parcel.tracking_number)
    with clock.frozen(max(min(parcel.scanned_at, clock.now()), meant["since"])):
        await dispatch_exhibit(actor, meant["id"], command, needs_number=False)
    return True
