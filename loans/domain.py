"""The loan: its states, and the table of steps that says who may take which one from where. Pure.

Source: DESIGN section 3 (two tracks, custody and result) and DOMAIN sections 1 and 4.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from accounts.domain import Actor, Via
from core.errors import IllegalStep, NotAllowed


class Custody(StrEnum):
    """Where the loan stands on its way between the parties."""

    REQUESTED = "requested"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISPATCHED = "dispatched"
    ON_TRIAL = "on_trial"
    RETURNING = "returning"
    RETURNED = "returned"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    LOST = "lost"


class ResultState(StrEnum):
    """How much of the result is in."""

    NONE = "none"
    BEFORE = "before"
    MID = "mid"
    SUBMITTED = "submitted"
    WAIVED = "waived"


class Party(StrEnum):
    """A side of a loan."""

    FACILITY = "facility"
    COUNTER = "counter"
    LENDER = "lender"
    CENTRE = "centre"


class StepName(StrEnum):
    """What somebody can do to a loan."""

    REQUEST = "request"
    PROPOSE = "propose"
    PROLONG_HOLD = "prolong_hold"
    REVISE = "revise"
    OFFER = "offer"
    ACCEPT_OFFER = "accept_offer"
    REFUSE_OFFER = "refuse_offer"
    CONFIRM = "confirm"
    RESCHEDULE = "reschedule"
    DECLINE = "decline"
    CANCEL = "cancel"
    EXCHANGE = "exchange"
    DISPATCH = "dispatch"
    RECEIVE = "receive"
    EXTEND = "extend"
    REFUSE_EXTENSION = "refuse_extension"
    RECALL = "recall"
    ACCEPT_REPLACEMENT = "accept_replacement"
    REFUSE_REPLACEMENT = "refuse_replacement"
    SEND_BACK = "send_back"
    TAKE_BACK = "take_back"
    WRITE_OFF = "write_off"
    SUBMIT_RESULT = "submit_result"
    WAIVE_RESULT = "waive_result"
    # Brought about by time, not by a party.
    HOLD_ENDING = "hold_ending"
    LENDER_SILENT = "lender_silent"
    HOLD_EXPIRED = "hold_expired"
    REPLACEMENT_LAPSED = "replacement_lapsed"


class Channel(StrEnum):
    """How a request reached the house."""

    PAGE = "page"
    API = "api"
    PHONE = "phone"
    FAX = "fax"
    MAIL = "mail"
    COUNTER = "counter"


class Stage(StrEnum):
    """When a result is taken: the U curve needs a beginning, a middle and an end (DOMAIN section 8)."""

    BEFORE = "before"
    MID = "mid"
    AFTER = "after"


class Decision(StrEnum):
    """What the facility makes of its trial."""

    INTRODUCE = "introduce"
    CONSIDER = "consider"
    NOT_INTRODUCE = "not_introduce"


class Direction(StrEnum):
    """Which way a shipment goes."""

    OUT = "out"
    BACK = "back"


WITH_FACILITY = frozenset({Custody.ON_TRIAL})
UNDER_WAY = frozenset({Custody.DISPATCHED, Custody.ON_TRIAL, Custody.RETURNING})
ENDED = frozenset({Custody.RETURNED, Custody.DECLINED, Custody.CANCELLED, Custody.LOST})
# A vendor learns who the facility is only when it has agreed to lend (DESIGN section 5).
KNOWN_TO_LENDER = UNDER_WAY | {Custody.CONFIRMED, Custody.RETURNED, Custody.LOST}

F, C, L = Party.FACILITY, Party.COUNTER, Party.LENDER


class Step(msgspec.Struct, frozen=True):
    """A row of the transition table; `target` None leaves custody where it is."""

    name: StepName
    sources: frozenset[Custody]
    target: Custody | None
    by: frozenset[Party]


def _step(name: StepName, sources: Iterable[Custody], target: Custody | None, *by: Party) -> Step:
    return Step(name, frozenset(sources), target, frozenset(by))


STEPS: dict[StepName, Step] = {
    step.name: step
    for step in (
        _step(StepName.PROPOSE, {Custody.REQUESTED}, Custody.PROPOSED, C),
        _step(StepName.OFFER, {Custody.PROPOSED, Custody.CONFIRMED}, Custody.REQUESTED, L),
        _step(StepName.ACCEPT_OFFER, {Custody.REQUESTED}, Custody.PROPOSED, F, C),
        _step(StepName.REFUSE_OFFER, {Custody.REQUESTED}, Custody.CANCELLED, F, C),
        _step(StepName.CONFIRM, {Custody.PROPOSED}, Custody.CONFIRMED, L),
        _step(StepName.DECLINE, {Custody.REQUESTED, Custody.PROPOSED}, Custody.DECLINED, C, L),
        _step(
            StepName.CANCEL,
            {Custody.REQUESTED, Custody.PROPOSED, Custody.CONFIRMED},
            Custody.CANCELLED,
            F,
            C,
        ),
        _step(
            StepName.EXCHANGE,
            {Custody.REQUESTED, Custody.PROPOSED, Custody.CONFIRMED, Custody.DISPATCHED, Custody.ON_TRIAL},
            None,
            L,
        ),
        _step(StepName.DISPATCH, {Custody.CONFIRMED}, Custody.DISPATCHED, L),
        _step(StepName.RECEIVE, {Custody.DISPATCHED}, Custody.ON_TRIAL, F, C),
        _step(StepName.EXTEND, {Custody.ON_TRIAL}, None, F, C, L),
        _step(StepName.REFUSE_EXTENSION, {Custody.ON_TRIAL}, None, L),
        _step(StepName.REVISE, {Custody.REQUESTED}, None, F, C),
        _step(StepName.PROLONG_HOLD, {Custody.REQUESTED, Custody.PROPOSED}, None, C),
        _step(StepName.RESCHEDULE, {Custody.CONFIRMED}, None, C, L),
        _step(StepName.RECALL, {Custody.CONFIRMED, Custody.DISPATCHED, Custody.ON_TRIAL}, None, L),
        _step(StepName.ACCEPT_REPLACEMENT, {Custody.DISPATCHED, Custody.ON_TRIAL}, None, F, C),
        _step(StepName.REFUSE_REPLACEMENT, {Custody.DISPATCHED, Custody.ON_TRIAL}, None, F, C),
        _step(StepName.SEND_BACK, {Custody.ON_TRIAL}, Custody.RETURNING, F, C),
        _step(
            StepName.TAKE_BACK,
            {Custody.RETURNING, Custody.DISPATCHED, Custody.ON_TRIAL},
            Custody.RETURNED,
            L,
        ),
        _step(StepName.WRITE_OFF, UNDER_WAY, Custody.LOST, L, C),
        _step(
            StepName.SUBMIT_RESULT,
            {Custody.CONFIRMED, Custody.DISPATCHED, Custody.ON_TRIAL, Custody.RETURNING, Custody.RETURNED},
            None,
            F,
            C,
        ),
        _step(StepName.WAIVE_RESULT, {Custody.RETURNED, Custody.LOST}, None, C),
    )
}


class Standing(msgspec.Struct, frozen=True):
    """All that the rules need to know of a loan."""

    custody: Custody
    result: ResultState
    facility_id: UUID
    counter_id: UUID
    lender_id: UUID
    ends_on: date
    has_open_offer: bool = False
    has_open_extension: bool = False
    has_open_recall: bool = False


def parties_of(actor: Actor, loan: Standing) -> frozenset[Party]:
    """The sides of `loan` that `actor` stands on: a counter that lends its own unit stands on two."""
    if actor.is_centre or actor.via is Via.SYSTEM:
        return frozenset({Party.CENTRE})
    if actor.organization_id is None:
        return frozenset()
    sides = {F: loan.facility_id, C: loan.counter_id, L: loan.lender_id}
    return frozenset(party for party, organization in sides.items() if organization == actor.organization_id)


def is_possible(step: Step, loan: Standing) -> bool:
    """Whether the loan's state admits `step`, whoever takes it."""
    if loan.custody not in step.sources:
        return False
    is_result_in = loan.result in (ResultState.SUBMITTED, ResultState.WAIVED)
    further: dict[StepName, bool] = {
        StepName.ACCEPT_OFFER: loan.has_open_offer,
        StepName.REFUSE_OFFER: loan.has_open_offer,
        StepName.REFUSE_EXTENSION: loan.has_open_extension,
        StepName.RECALL: not loan.has_open_recall,
        StepName.ACCEPT_REPLACEMENT: loan.has_open_recall,
        StepName.REFUSE_REPLACEMENT: loan.has_open_recall,
        StepName.PROPOSE: not loan.has_open_offer,
        StepName.REVISE: not loan.has_open_offer,
        StepName.SUBMIT_RESULT: not is_result_in,
        StepName.WAIVE_RESULT: not is_result_in,
    }
    return further.get(step.name, True)


def steps_for(parties: frozenset[Party], loan: Standing) -> list[StepName]:
    """The steps these parties may take now, in the order of the table."""
    if Party.CENTRE in parties:  # the centre steps in for anybody (DESIGN section 5)
        parties = parties | {F, C, L}
    return [step.name for step in STEPS.values() if step.by & parties and is_possible(step, loan)]


def step_taken(name: StepName, actor: Actor, loan: Standing) -> Step:
    """The row for `name`, if `actor` may take it now.

    Raises `NotAllowed` when it is nobody of theirs to take, `IllegalStep` when the state forbids it;
    facts: `step`, `state`, `allowed`.
    """
    step = STEPS[name]
    parties = parties_of(actor, loan)
    allowed = [allowed.value for allowed in steps_for(parties, loan)]
    if not (step.by & parties) and Party.CENTRE not in parties:
        raise NotAllowed("step-not-yours", step=name.value, allowed=allowed)
    if not is_possible(step, loan):
        raise IllegalStep(
            step=name.value, state=loan.custody.value, result=loan.result.value, allowed=allowed
        )
    return step


def result_after(stage: Stage, result: ResultState) -> ResultState:
    """Where the result track stands once a report for `stage` is in; it never goes back."""
    order = [ResultState.NONE, ResultState.BEFORE, ResultState.MID, ResultState.SUBMITTED]
    reached = {
        Stage.BEFORE: ResultState.BEFORE,
        Stage.MID: ResultState.MID,
        Stage.AFTER: ResultState.SUBMITTED,
    }[stage]
    if result is ResultState.WAIVED:
        return reached if reached is ResultState.SUBMITTED else result
    return max(result, reached, key=order.index)


def is_overdue(ends_on: date, custody: Custody, today: date) -> bool:
    """Whether the unit should have left the facility: the last day of trial is `ends_on` minus one."""
    return custody in WITH_FACILITY and today >= ends_on


def is_result_missing(custody: Custody, result: ResultState) -> bool:
    """Whether the unit is back but the facility has not said what the trial showed."""
    return custody is Custody.RETURNED and result not in (ResultState.SUBMITTED, ResultState.WAIVED)


def is_closed(custody: Custody, result: ResultState) -> bool:
    """A loan is closed when it is returned and its result is in or waived, or when it came to nothing."""
    if custody in (Custody.DECLINED, Custody.CANCELLED):
        return True
    return custody in (Custody.RETURNED, Custody.LOST) and result in (
        ResultState.SUBMITTED,
        ResultState.WAIVED,
    )
