"""The waitlist: states, steps, whose turn it is, and which freed days suit a wish. Pure.

An offer is a hold in the ledger, so there are never more offers than free unit-days (PEERS, lesson 18).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from catalog.domain import WaitlistOrder
from catalog.terms import Days
from core.clock import TOKYO

# How many offers in a row may run out before a facility is asked whether it still waits.
LONGEST_TOLERANCE = 60  # days


class WaitingState(StrEnum):
    """Where a wish stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    LEFT = "left"


class OfferState(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class WaitingStep(StrEnum):
    """What somebody, or time, does to a wish."""

    JOIN = "join"
    OFFER = "offer"
    ACCEPT = "accept"
    REFUSE = "refuse"
    LAPSE = "lapse"
    WAIT_AGAIN = "wait_again"
    SKIP = "skip"
    PUT_BACK = "put_back"
    LEAVE = "leave"
    RUN_OUT = "run_out"


# Those that still occupy a place, or may have it back by one press.
OPEN_STATES = frozenset({WaitingState.WAITING, WaitingState.OFFERED, WaitingState.LAPSED})
IN_QUEUE = frozenset({WaitingState.WAITING, WaitingState.OFFERED})


class Standing(msgspec.Struct, frozen=True):
    """All that the rules of steps need to know of a wish."""

    state: WaitingState
    is_skipped: bool
    is_past: bool
    is_offer_over: bool = False


def steps_for(standing: Standing, *, is_counter: bool) -> list[WaitingStep]:
    """What can be done to a wish now; a counter or the centre does it for the facility, and may skip it."""
    state = standing.state
    possible = {
        WaitingStep.ACCEPT: state is WaitingState.OFFERED and not standing.is_offer_over,
        WaitingStep.REFUSE: state is WaitingState.OFFERED,
        WaitingStep.WAIT_AGAIN: state is WaitingState.LAPSED and not standing.is_past,
        WaitingStep.SKIP: is_counter and state in IN_QUEUE and not standing.is_skipped,
        WaitingStep.PUT_BACK: is_counter and state is WaitingState.WAITING and standing.is_skipped,
        WaitingStep.LEAVE: state in OPEN_STATES,
    }
    return [step for step, is_possible in possible.items() if is_possible]


def state_after_lapse(lapses: int, most: int) -> WaitingState:
    """Whether a facility that let `lapses` offers in a row run out stays in a queue that allows `most`."""
    return WaitingState.LAPSED if lapses >= most else WaitingState.WAITING


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What one facility waits for, and what its turn depends on.

    `has_had_trial`: it had a loan of this product, or of one of this item, before. `passed` counts offers
    that it did not take since it last said that it waits: it then comes after those who had none. `refused`
    are starts that it has refused for a product.
    """

    id: UUID
    facility_id: UUID
    counter_id: UUID
    product_id: UUID | None
    item: str | None
    start: date
    end: date
    tolerance_days: int
    quantity: int
    accept_fewer: bool
    joined_at: datetime
    loans_this_year: int = 0
    has_had_trial: bool = False
    passed: int = 0
    refused: frozenset[tuple[UUID, date]] = frozenset()

    @property
    def trial(self) -> Days:
        """The days wished for."""
        return Days(self.start, self.end)

    @property
    def span(self) -> Days:
        """All days that a trial within the tolerance could have."""
        margin = timedelta(days=self.tolerance_days)
        return Days(self.start - margin, self.end + margin)


def in_turn(wishes: Iterable[Wish], order_of: Mapping[UUID, WaitlistOrder]) -> list[Wish]:
    """The queue: within each counter by its policy, then by time; between counters the earlier comes first.

    A counter's policy orders its own facilities only: it never lets them overtake those of another one.
    """
    queues: dict[UUID, list[Wish]] = defaultdict(list)
    for wish in sorted(wishes, key=lambda one: _turn(one, _order(one, order_of))):
        queues[wish.counter_id].append(wish)
    heads = dict.fromkeys(queues, 0)
    merged: list[Wish] = []
    while heads:
        counter = min(heads, key=lambda one: _time(queues[one][heads[one]]))
        merged.append(queues[counter][heads[counter]])
        heads[counter] += 1
        if heads[counter] == len(queues[counter]):
            del heads[counter]
    return merged


def _order(wish: Wish, order_of: Mapping[UUID, WaitlistOrder]) -> WaitlistOrder:
    return order_of.get(wish.counter_id, WaitlistOrder.FIRST_COME)


def _time(wish: Wish) -> tuple[int, datetime, UUID]:
    return (wish.passed, wish.joined_at, wish.id)


def _turn(wish: Wish, order: WaitlistOrder) -> tuple[int, int, datetime, UUID]:
    first = {
        WaitlistOrder.FIRST_COME: 0,
        WaitlistOrder.FEWEST_LOANS: wish.loans_this_year,
        WaitlistOrder.FIRST_TRIAL: int(wish.has_had_trial),
    }[order]
    return (wish.passed, first, wish.joined_at, wish.id)


def trials_by_nearness(trial: Days, tolerance: int) -> Iterator[Days]:
    """The trial wished for, then those beginning one day off, two days off …; of two as near the later."""
    yield trial
    for off in range(1, tolerance + 1):
        yield trial.moved_to(trial.start + timedelta(days=off))
        yield trial.moved_to(trial.start - timedelta(days=off))


class Place(msgspec.Struct, frozen=True):
    """Days and a lender that suit a wish: what is offered."""

    lender_id: UUID
    trial: Days
    quantity: int


def expiry(moment: datetime, hours: int, leaves_on: date) -> datetime:
    """Until when an offer stands: `hours`, but not beyond the day on which the unit must leave."""
    end_of_day = datetime.combine(leaves_on + timedelta(days=1), time(), TOKYO)
    return min(moment + timedelta(hours=hours), end_of_day.astimezone(moment.tzinfo))


Free = Callable[[UUID, Days], int]


def place_for(wish: Wish, product_id: UUID, lenders: Sequence[UUID], free: Free) -> Place | None:
    """The nearest days on which the wish can be served whole; in part only where it says that this will do.

    `free` says how many units of a lender could serve a trial, the rules regarded; preferred lenders first.
    """
    partly: Place | None = None
    for trial in trials_by_nearness(wish.trial, wish.tolerance_days):
        if (product_id, trial.start) in wish.refused:
            continue
        for lender_id in lenders:
            units = free(lender_id, trial)
            if units >= wish.quantity:
                return Place(lender_id, trial, wish.quantity)
            if wish.accept_fewer and units > (partly.quantity if partly else 0):
                partly = Place(lender_id, trial, units)
    return partly


def days_off(wish: Wish, place: Place) -> int:
    """How far a place is from the days wished for; of two products of one item the nearer is offered."""
    return abs((place.trial.start - wish.start).days)
