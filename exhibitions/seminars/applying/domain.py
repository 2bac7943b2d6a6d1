"""The states and steps of an application for a course. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

CONFIRM_WITHIN = timedelta(hours=2)
MOST_UNCONFIRMED = 20
LONGEST_NAME = 100


class ApplicationState(StrEnum):
    """Where an application stands; it has places while they are offered, and once it is accepted."""

    ASKED = "asked"
    APPLIED = "applied"
    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class Likeness(StrEnum):
    """What makes two applications those of one person."""

    MAIL = "mail"
    NAME = "name"  # and the same workplace, as it was written
    COLLEAGUE = "colleague"  # of the same facility, which applied itself


OPEN = (
    ApplicationState.ASKED,
    ApplicationState.APPLIED,
    ApplicationState.WAITING,
    ApplicationState.OFFERED,
    ApplicationState.ACCEPTED,
)


class ApplicationStep(StrEnum):
    """What may happen to an application."""

    APPLY = "apply"
    CONFIRM = "confirm"
    APPROVE = "approve"
    REFUSE = "refuse"
    PUT_ON_WAITLIST = "put_on_waitlist"
    OFFER = "offer"
    TAKE_OFFER = "take_offer"
    PASS = "pass"  # noqa: S105  # to let an offer pass
    CANCEL = "cancel"
    LAPSE = "lapse"
    ATTEND = "attend"
    UNDO_ATTENDANCE = "undo_attendance"


ALLOWED: Mapping[ApplicationStep, tuple[ApplicationState, ...]] = {
    ApplicationStep.CONFIRM: (ApplicationState.ASKED,),
    ApplicationStep.APPROVE: (ApplicationState.APPLIED, ApplicationState.WAITING),
    ApplicationStep.REFUSE: (ApplicationState.APPLIED, ApplicationState.WAITING),
    ApplicationStep.PUT_ON_WAITLIST: (ApplicationState.APPLIED,),
    ApplicationStep.OFFER: (ApplicationState.WAITING,),
    ApplicationStep.TAKE_OFFER: (ApplicationState.OFFERED,),
    ApplicationStep.PASS: (ApplicationState.OFFERED,),
    ApplicationStep.CANCEL: OPEN,
    ApplicationStep.LAPSE: (ApplicationState.ASKED,),
    ApplicationStep.ATTEND: (ApplicationState.ACCEPTED,),
    ApplicationStep.UNDO_ATTENDANCE: (ApplicationState.ACCEPTED,),
}
