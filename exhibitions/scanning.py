"""Labels read on the scan page move what goes to a display, is at it, or comes from it, as those of loans.

Scans are kept on telephones and come late, in any order. A later one says that what must have been before it
was; what comes after it is then written down at its own moment and moves nothing. So any order ends alike.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import ScanAction, Way
from catalog.sending import EARLIEST_DISPATCH, ScannedUnit, steps_when_scanned
from core import clock, db
from core.errors import Conflict
from exhibitions.commands import MoveExhibit
from exhibitions.domain import SENDING, ExhibitStatus, ExhibitStep
from exhibitions.usecases.exhibits import move_exhibit
from exhibitions.usecases.late_scans import imply, write_down_late

_STEPS: Mapping[ScanAction, ExhibitStep] = {
    ScanAction.DISPATCH: ExhibitStep.DISPATCH,
    ScanAction.RECEIVE: ExhibitStep.DELIVER,
    ScanAction.SEND_BACK: ExhibitStep.SEND_BACK,
    ScanAction.TAKE_BACK: ExhibitStep.RETURN,
}
# What was here at that moment and has come back since; else what is under way; else what is next, unless a
# loan has the unit before. What is lent from the show changes hands by its loan.
_MEANT = """
SELECT * FROM (
    SELECT x.id, x.status, x.dispatched_at, x.sent_home_at, x.way, x.carrier, lower(o.period) AS start,
        x.lender_id = e.counter_id AS is_own,
        (SELECT max(v.at) FROM exhibition_event v WHERE v.exhibit_id = x.id) AS since,
        (SELECT max(v.at) FROM exhibition_event v WHERE v.exhibit_id = x.id AND v.step = 'return') AS back_at,
        (SELECT max(v.at) FROM exhibition_event v WHERE v.exhibit_id = x.id AND v.step = $4
            AND v.facts->>'implied' IS NULL) AS taken_at
    FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id LEFT JOIN occupancy o ON o.id = x.occupancy_id
    WHERE x.unit_id = $1 AND x.lent_on IS NULL
      AND x.status IN ('confirmed', 'delivered', 'on_show', 'returned')
      AND CASE WHEN $4 IN ('deliver', 'send_back') THEN e.counter_id ELSE x.lender_id END = $2
) x
WHERE CASE WHEN status = 'returned' THEN back_at > $5
    WHEN status = 'confirmed' AND dispatched_at IS NULL THEN $3::date IS NULL OR start < $3 ELSE TRUE END
ORDER BY status = 'returned' DESC, status <> 'confirmed' DESC, dispatched_at IS NOT NULL DESC, start LIMIT 1
"""


class _Meant(msgspec.Struct, frozen=True):
    id: UUID
    status: ExhibitStatus
    dispatched_at: datetime | None
    sent_home_at: datetime | None
    way: str
    carrier: str
    start: date | None
    is_own: bool
    since: datetime
    back_at: datetime | None
    taken_at: datetime | None

    def is_past(self, step: ExhibitStep) -> bool:
        """Whether what the step says is over: a later step was written down before it."""
        if step in (ExhibitStep.DISPATCH, ExhibitStep.DELIVER):
            return self.status is not ExhibitStatus.CONFIRMED
        return self.status is ExhibitStatus.RETURNED


@steps_when_scanned
async def move_scanned_unit(actor: Actor, scanned: ScannedUnit) -> bool:
    """Take the step of the display that the scan is about; whether there is one.

    Raises `Conflict` for a unit that is on the road already, for one that nobody expects yet, and where way
    and carrier are not said.
    """
    step, moment = _STEPS[scanned.action], min(scanned.scanned_at, clock.now())
    given = (scanned.unit_id, actor.acting_for(), scanned.lent_from, step.value, scanned.scanned_at)
    row = await db.fetch_row(_MEANT, *given)
    meant = msgspec.convert(dict(row), _Meant) if row else None
    if meant is None or (meant.is_own and step in SENDING):
        return False
    if meant.is_past(step):
        if meant.taken_at is not None or scanned.scanned_at > meant.since:
            return False
        await write_down_late(actor, meant.id, step, _command(step, scanned, meant), moment)
        return True
    if not _is_expected(step, scanned, meant):
        return False
    _must_be_near(step, meant)
    command = _command(step, scanned, meant)
    with clock.frozen(max(moment, meant.since)):
        if meant.status is ExhibitStatus.CONFIRMED and step in (ExhibitStep.SEND_BACK, ExhibitStep.RETURN):
            await imply(actor, meant.id, step)
        await move_exhibit(actor, meant.id, step, command, needs_number=False)
    return True


def _is_expected(step: ExhibitStep, scanned: ScannedUnit, meant: _Meant) -> bool:
    """Whether it can have come that far: what is only agreed on was away if its days have begun."""
    if meant.status is not ExhibitStatus.CONFIRMED or step in (ExhibitStep.DISPATCH, ExhibitStep.DELIVER):
        return True
    has_begun = meant.start is not None and meant.start <= clock.local_day(scanned.scanned_at)
    return not meant.is_own and (meant.dispatched_at is not None or has_begun)


def _must_be_near(step: ExhibitStep, meant: _Meant) -> None:
    if step is ExhibitStep.DISPATCH and meant.dispatched_at is not None:
        raise Conflict("exhibit-on-the-road")
    is_waiting = meant.status is ExhibitStatus.CONFIRMED and meant.dispatched_at is None
    if is_waiting and meant.start is not None and meant.start - clock.today() > EARLIEST_DISPATCH:
        raise Conflict("dispatch-too-early")


def _command(step: ExhibitStep, scanned: ScannedUnit, meant: _Meant) -> MoveExhibit:
    """In order, as whoever scans says; home the way it came, unless something else is said."""
    if step not in SENDING:
        return MoveExhibit()
    way, carrier = scanned.way, scanned.carrier
    if step is ExhibitStep.SEND_BACK and way is None:
        way, carrier = Way(meant.way) if meant.way else Way.BROUGHT, meant.carrier
    if way is None or (way is Way.PARCEL and not carrier):
        raise Conflict("dispatch-needs-carrier")
    return MoveExhibit(way=way, carrier=carrier, tracking_number=scanned.tracking_number)
