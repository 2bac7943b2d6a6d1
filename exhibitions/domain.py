"""Displays: their kinds, states and steps, and those of what stands on them. Pure."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from catalog.domain import CheckMoment


class ExhibitionKind(StrEnum):
    """A counter's own room, a show that travels, or a day of open doors (DOMAIN section 6)."""

    PERMANENT = "permanent"
    TOURING = "touring"
    OPEN_DAY = "open_day"


class ExhibitionStatus(StrEnum):
    """A draft is its counter's own; the public sees the rest."""

    DRAFT = "draft"
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ExhibitStatus(StrEnum):
    """How far a product on a display has come: only wished for, asked of its lender, agreed, there."""

    WISHED = "wished"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DELIVERED = "delivered"
    ON_SHOW = "on_show"
    RETURNED = "returned"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class TeamRole(StrEnum):
    """What somebody does for a display."""

    LEAD = "lead"
    GUIDE = "guide"
    TRANSPORT = "transport"
    RECEPTION = "reception"


class TourMove(StrEnum):
    """What happens to an exhibit on a leg of a tour."""

    LOAD = "load"
    UNLOAD = "unload"


class ExhibitionStep(StrEnum):
    """What moves a display on."""

    CREATE = "create"
    CHANGE = "change"
    PLAN = "plan"
    OPEN = "open"
    CLOSE = "close"
    CANCEL = "cancel"


class ExhibitStep(StrEnum):
    """What moves a product on a display on."""

    WISH = "wish"
    ASK = "ask"
    CONFIRM = "confirm"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    DISPATCH = "dispatch"
    DELIVER = "deliver"
    SHOW = "show"
    SEND_BACK = "send_back"
    RETURN = "return"


class Side(StrEnum):
    """Who takes a step: the counter whose display it is, or the lender of the unit."""

    COUNTER = "counter"
    LENDER = "lender"


class ExhibitMove(msgspec.Struct, frozen=True):
    """A step of a product on a display: from where, to where, by whom."""

    before: frozenset[ExhibitStatus]
    after: ExhibitStatus
    by: frozenset[Side]


S = ExhibitStatus
EXHIBITION_STEPS: Mapping[ExhibitionStep, tuple[frozenset[ExhibitionStatus], ExhibitionStatus]] = {
    ExhibitionStep.PLAN: (frozenset({ExhibitionStatus.DRAFT}), ExhibitionStatus.PLANNED),
    ExhibitionStep.OPEN: (frozenset({ExhibitionStatus.PLANNED}), ExhibitionStatus.OPEN),
    ExhibitionStep.CLOSE: (frozenset({ExhibitionStatus.OPEN}), ExhibitionStatus.CLOSED),
    ExhibitionStep.CANCEL: (
        frozenset({ExhibitionStatus.DRAFT, ExhibitionStatus.PLANNED, ExhibitionStatus.OPEN}),
        ExhibitionStatus.CANCELLED,
    ),
}
_COUNTER, _LENDER = frozenset({Side.COUNTER}), frozenset({Side.LENDER})
EXHIBIT_STEPS: Mapping[ExhibitStep, ExhibitMove] = {
    ExhibitStep.ASK: ExhibitMove(frozenset({S.WISHED, S.DECLINED}), S.ASKED, _COUNTER),
    ExhibitStep.CONFIRM: ExhibitMove(frozenset({S.ASKED}), S.CONFIRMED, _LENDER),
    # That it is under way is a fact of what is agreed, no state of its own: it may as well be fetched.
    ExhibitStep.DISPATCH: ExhibitMove(frozenset({S.CONFIRMED}), S.CONFIRMED, _LENDER),
    ExhibitStep.DECLINE: ExhibitMove(frozenset({S.ASKED, S.CONFIRMED}), S.DECLINED, _LENDER),
    ExhibitStep.WITHDRAW: ExhibitMove(
        frozenset({S.WISHED, S.ASKED, S.CONFIRMED, S.DECLINED}), S.WITHDRAWN, _COUNTER
    ),
    ExhibitStep.DELIVER: ExhibitMove(frozenset({S.CONFIRMED}), S.DELIVERED, _COUNTER),
    ExhibitStep.SHOW: ExhibitMove(frozenset({S.DELIVERED}), S.ON_SHOW, _COUNTER),
    # It is no longer on show, and on its way home until its lender has it.
    ExhibitStep.SEND_BACK: ExhibitMove(frozenset({S.DELIVERED, S.ON_SHOW}), S.DELIVERED, _COUNTER),
    ExhibitStep.RETURN: ExhibitMove(frozenset({S.DELIVERED, S.ON_SHOW}), S.RETURNED, _COUNTER | _LENDER),
}

# While a display is in one of these, it can be prepared and changed.
UNDER_WAY = frozenset({ExhibitionStatus.DRAFT, ExhibitionStatus.PLANNED, ExhibitionStatus.OPEN})
# A unit is spoken for as long as its exhibit is in one of these.
WITH_UNIT = frozenset({S.ASKED, S.CONFIRMED, S.DELIVERED, S.ON_SHOW})
# What is on the road arrives or comes back: nobody declines or withdraws it any more.
ON_THE_ROAD = frozenset({ExhibitStep.DELIVER, ExhibitStep.RETURN})
GOING_HOME = frozenset({ExhibitStep.RETURN})
# Steps at which the unit leaves or arrives, and is looked at.
MOMENT_OF: Mapping[ExhibitStep, CheckMoment] = {
    ExhibitStep.DISPATCH: CheckMoment.DISPATCH,
    ExhibitStep.DELIVER: CheckMoment.RECEIVE,
    ExhibitStep.SEND_BACK: CheckMoment.SEND_BACK,
    ExhibitStep.RETURN: CheckMoment.TAKE_BACK,
}
HANDED_OVER = frozenset(MOMENT_OF)
# Steps that say how a unit travels.
SENDING = frozenset({ExhibitStep.DISPATCH, ExhibitStep.SEND_BACK})
# What the public is told of: nobody travels to see what is only wished for.
SHOWN = frozenset({S.CONFIRMED, S.DELIVERED, S.ON_SHOW, S.RETURNED})
# What no longer counts as part of the display.
DROPPED = frozenset({S.DECLINED, S.WITHDRAWN})


def exhibition_steps(status: ExhibitionStatus) -> list[ExhibitionStep]:
    """The steps that a display in this state may take."""
    return [step for step, (before, _) in EXHIBITION_STEPS.items() if status in before]


def exhibit_steps(
    status: ExhibitStatus,
    sides: frozenset[Side],
    *,
    only: frozenset[ExhibitStep] = frozenset(),
    without: frozenset[ExhibitStep] = frozenset(),
) -> list[ExhibitStep]:
    """The steps that somebody on these sides may take; `only` these of a unit on its way."""
    fitting = only or frozenset(step for step, move in EXHIBIT_STEPS.items() if status in move.before)
    fitting -= without
    return [step for step, move in EXHIBIT_STEPS.items() if step in fitting and sides & move.by]
