"""How units go from one lender to another: kinds, states and steps. Pure."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class HandoverKind(StrEnum):
    """For good, between counters; or until a day, from a vendor to a counter that lends on meanwhile."""

    TRANSFER = "transfer"
    LONG_LOAN = "long_loan"


class HandoverState(StrEnum):
    """How far it has come; a long loan that is `received` runs until its end."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DISPATCHED = "dispatched"
    RECEIVED = "received"
    RETURNING = "returning"
    RETURNED = "returned"


class HandoverStep(StrEnum):
    """What moves it on."""

    PROPOSE = "propose"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    DISPATCH = "dispatch"
    RECEIVE = "receive"
    RECALL = "recall"
    SEND_BACK = "send_back"
    TAKE_BACK = "take_back"


class Side(StrEnum):
    """Who takes a step: who gives the units or who takes them; who asked for it or who answers."""

    GIVER = "giver"
    TAKER = "taker"
    PROPOSER = "proposer"
    ANSWERER = "answerer"


class Move(msgspec.Struct, frozen=True):
    """A step: from where, to where, by whom, and whether only a long loan knows it."""

    before: frozenset[HandoverState]
    after: HandoverState
    by: Side
    long_only: bool = False


S = HandoverState
MOVES: Mapping[HandoverStep, Move] = {
    HandoverStep.ACCEPT: Move(frozenset({S.PROPOSED}), S.ACCEPTED, Side.ANSWERER),
    HandoverStep.REFUSE: Move(frozenset({S.PROPOSED}), S.REFUSED, Side.ANSWERER),
    HandoverStep.WITHDRAW: Move(frozenset({S.PROPOSED, S.ACCEPTED}), S.WITHDRAWN, Side.PROPOSER),
    HandoverStep.DISPATCH: Move(frozenset({S.ACCEPTED}), S.DISPATCHED, Side.GIVER),
    HandoverStep.RECEIVE: Move(frozenset({S.ACCEPTED, S.DISPATCHED}), S.RECEIVED, Side.TAKER),
    HandoverStep.RECALL: Move(frozenset({S.RECEIVED}), S.RECEIVED, Side.GIVER, long_only=True),
    HandoverStep.SEND_BACK: Move(frozenset({S.RECEIVED}), S.RETURNING, Side.TAKER, long_only=True),
    HandoverStep.TAKE_BACK: Move(
        frozenset({S.RECEIVED, S.RETURNING}), S.RETURNED, Side.GIVER, long_only=True
    ),
}
NEEDS_REASON = frozenset({HandoverStep.REFUSE, HandoverStep.WITHDRAW, HandoverStep.RECALL})
FORWARD = frozenset(HandoverStep) - NEEDS_REASON
SENDING = frozenset({HandoverStep.DISPATCH, HandoverStep.SEND_BACK})


def steps_for(kind: HandoverKind, state: HandoverState, sides: frozenset[Side]) -> list[HandoverStep]:
    """The steps that somebody on these sides may take now."""
    is_long = kind is HandoverKind.LONG_LOAN
    return [
        step
        for step, move in MOVES.items()
        if state in move.before and move.by in sides and (is_long or not move.long_only)
    ]
