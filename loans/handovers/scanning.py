"""What a scan means for a unit on its way from one lender to another: sent off, arrived, sent back, back.

Units are sent together, so that the first scan takes the step and the others find it taken; they arrive and
come back one by one.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import ScanAction, Way
from loans.handovers.commands import TakeStep
from loans.handovers.domain import HandoverState, HandoverStep
from loans.handovers.usecases import take_step

# The handover under way of unit `u`, for the party `$3` that reads its label.
AT_HAND = """
SELECT jsonb_build_object('id', h.id, 'state', h.state, 'since', h.updated_at, 'is_giver', h.giver_id = $3,
    'has_arrived', hu.received_at IS NOT NULL)::text AS told
FROM handover_unit hu JOIN handover h ON h.id = hu.handover_id
WHERE hu.unit_id = u.id AND hu.returned_at IS NULL AND $3 IN (h.giver_id, h.taker_id)
  AND (h.state IN ('accepted', 'dispatched') OR h.kind = 'long_loan' AND h.state IN ('received', 'returning'))
ORDER BY h.id DESC LIMIT 1
"""
S = HandoverState
_STEPS: Mapping[tuple[ScanAction, bool], tuple[HandoverStep, frozenset[HandoverState]]] = {
    (ScanAction.DISPATCH, True): (HandoverStep.DISPATCH, frozenset({S.ACCEPTED})),
    (ScanAction.RECEIVE, False): (HandoverStep.RECEIVE, frozenset({S.ACCEPTED, S.DISPATCHED})),
    (ScanAction.SEND_BACK, False): (HandoverStep.SEND_BACK, frozenset({S.RECEIVED})),
    (ScanAction.TAKE_BACK, True): (HandoverStep.TAKE_BACK, frozenset({S.RECEIVED, S.RETURNING})),
}
# Where the first of several units has brought the handover.
_TAKEN = {(ScanAction.DISPATCH, True): S.DISPATCHED, (ScanAction.SEND_BACK, False): S.RETURNING}


class HandoverAtHand(msgspec.Struct, frozen=True, kw_only=True):
    """The handover that a scanned unit is on; `is_giver` says on which side the scanner stands."""

    id: UUID
    state: HandoverState
    since: datetime
    is_giver: bool
    has_arrived: bool

    def knows(self, action: ScanAction) -> bool:
        """Whether a scan that says `action` is about this handover."""
        step, states = _STEPS.get((action, self.is_giver), (None, frozenset()))
        if step is HandoverStep.RECEIVE and self.has_arrived:
            return False
        return self.state in states or self.state is _TAKEN.get((action, self.is_giver))


async def act(
    actor: Actor,
    handover: HandoverAtHand,
    action: ScanAction,
    unit_id: UUID,
    parcel: tuple[Way | None, str, str] = (None, "", ""),
) -> None:
    """Take the step that `action` says, for this unit alone where units move one by one.

    `parcel` is way, carrier and number of what is sent. Raises what the step raises.
    """
    step, states = _STEPS[action, handover.is_giver]
    if handover.state not in states:
        return  # another unit that travels with it was scanned before
    alone = step in (HandoverStep.RECEIVE, HandoverStep.TAKE_BACK)
    way, carrier, number = parcel
    units = [unit_id] if alone else None
    command = TakeStep(unit_ids=units, way=way, carrier=carrier, tracking_number=number)
    await take_step(actor, handover.id, step, command)
