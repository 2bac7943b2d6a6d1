"""Whose turn it is, and which days suit a wish: the pure rules, on anything Hypothesis thinks of."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain import WaitlistOrder
from catalog.terms import Days
from loans.waiting.domain import (
    Place,
    WaitingState,
    Wish,
    expiry,
    in_turn,
    place_for,
    state_after_lapse,
    trials_by_nearness,
)


class Fleet(msgspec.Struct, frozen=True):
    """The units of a product by lender, and what speaks for each of them."""

    units: Mapping[UUID, Sequence[UUID]]
    busy: Mapping[UUID, Sequence[Days]]

    def free(self, lender_id: UUID, days: Days) -> int:
        """How many units of a lender are free on all of `days`."""
        units = self.units.get(lender_id, ())
        return sum(not any(one.meets(days) for one in self.busy.get(unit, ())) for unit in units)

    def place(self, wish: Wish) -> Place | None:
        """What would be offered, with the days around the trial."""

        def free(lender_id: UUID, trial: Days) -> int:
            return self.free(lender_id, _with_buffer(lender_id, trial))

        return place_for(wish, PRODUCT, list(self.units), free)


DAY = date(2026, 10, 5)
MOMENT = datetime(2026, 9, 1, tzinfo=UTC)
COUNTERS = [UUID(int=number) for number in (1, 2, 3)]
LENDERS = [UUID(int=number) for number in (11, 12)]
PRODUCT = UUID(int=21)

wishes = st.builds(
    Wish,
    id=st.uuids(),
    facility_id=st.uuids(),
    counter_id=st.sampled_from(COUNTERS),
    product_id=st.just(PRODUCT),
    item=st.none(),
    start=st.integers(0, 20).map(lambda days: DAY + timedelta(days=days)),
    end=st.integers(21, 30).map(lambda days: DAY + timedelta(days=days)),
    tolerance_days=st.integers(0, 6),
    quantity=st.integers(1, 3),
    accept_fewer=st.booleans(),
    joined_at=st.integers(0, 50).map(lambda minutes: MOMENT + timedelta(minutes=minutes)),
    loans_this_year=st.integers(0, 3),
    has_had_trial=st.booleans(),
    passed=st.integers(0, 2),
)
queues = st.lists(wishes, max_size=12, unique_by=lambda wish: wish.id)
policies = st.dictionaries(st.sampled_from(COUNTERS), st.sampled_from(WaitlistOrder))
stretches = st.tuples(st.integers(-5, 45), st.integers(1, 12)).map(
    lambda one: Days(DAY + timedelta(days=one[0]), DAY + timedelta(days=one[0] + one[1]))
)
UNITS = [UUID(int=number) for number in range(31, 37)]
fleets = st.builds(
    Fleet,
    units=st.integers(0, 6).map(lambda cut: {LENDERS[0]: UNITS[:cut], LENDERS[1]: UNITS[cut:]}),
    busy=st.dictionaries(st.sampled_from(UNITS), st.lists(stretches, max_size=3)),
)


def _key(wish: Wish, order: WaitlistOrder) -> tuple[object, ...]:
    by = {
        WaitlistOrder.FIRST_COME: 0,
        WaitlistOrder.FEWEST_LOANS: wish.loans_this_year,
        WaitlistOrder.FIRST_TRIAL: wish.has_had_trial,
    }
    return (wish.passed, by[order], wish.joined_at, wish.id)


@given(queue=queues, orders=policies)
def test_each_counter_orders_its_own_by_its_policy_and_nobody_is_lost(
    queue: list[Wish], orders: Mapping[UUID, WaitlistOrder]
) -> None:
    found = in_turn(queue, orders)
    assert sorted(wish.id for wish in found) == sorted(wish.id for wish in queue)
    for counter in COUNTERS:
        own = [wish for wish in found if wish.counter_id == counter]
        order = orders.get(counter, WaitlistOrder.FIRST_COME)
        assert own == sorted(own, key=lambda wish: _key(wish, order))


@given(queue=queues)
def test_where_all_come_in_their_time_the_earlier_is_first_whatever_its_counter(queue: list[Wish]) -> None:
    for one, other in pairwise(in_turn(queue, {})):
        assert (one.passed, one.joined_at) <= (other.passed, other.joined_at)


@given(queue=queues, orders=policies)
def test_the_order_in_which_wishes_are_read_does_not_matter(
    queue: list[Wish], orders: Mapping[UUID, WaitlistOrder]
) -> None:
    assert in_turn(queue, orders) == in_turn(reversed(queue), orders)


@given(wish=wishes)
def test_trials_come_nearest_first_each_once_all_as_long_as_wished(wish: Wish) -> None:
    trials = list(trials_by_nearness(wish.trial, wish.tolerance_days))
    away = [abs((trial.start - wish.start).days) for trial in trials]
    assert away == sorted(away)
    assert max(away) == wish.tolerance_days
    assert len({trial.start for trial in trials}) == 2 * wish.tolerance_days + 1
    assert {trial.length for trial in trials} == {wish.trial.length}


def _with_buffer(_lender: UUID, trial: Days) -> Days:
    return Days(trial.start - timedelta(days=2), trial.end + timedelta(days=3))


@given(wish=wishes, fleet=fleets)
def test_a_place_is_free_near_and_never_less_than_will_do(wish: Wish, fleet: Fleet) -> None:
    place = fleet.place(wish)
    whole = [
        trial
        for trial in trials_by_nearness(wish.trial, wish.tolerance_days)
        if any(fleet.free(lender, _with_buffer(lender, trial)) >= wish.quantity for lender in LENDERS)
    ]
    if place is None:
        assert not whole
        return
    assert place.quantity <= fleet.free(place.lender_id, _with_buffer(place.lender_id, place.trial))
    if whole:
        assert (place.trial, place.quantity) == (whole[0], wish.quantity)
    else:
        assert wish.accept_fewer
        assert 0 < place.quantity < wish.quantity


@given(wish=wishes, fleet=fleets, off=st.integers(-6, 6))
def test_days_that_were_refused_or_that_rules_forbid_are_never_offered(
    wish: Wish, fleet: Fleet, off: int
) -> None:
    refused = wish.start + timedelta(days=off)
    shy = msgspec.structs.replace(wish, refused=frozenset({(PRODUCT, refused)}))
    place = fleet.place(shy)
    assert place is None or place.trial.start != refused
    assert place_for(wish, PRODUCT, LENDERS, lambda _lender, _trial: 0) is None


def _serve(queue: Sequence[Wish], fleet: Fleet) -> list[tuple[Wish, Place | None, Fleet]]:
    """What a worker does, in memory: each in turn takes free units of what those before it left."""
    served = []
    for wish in queue:
        place = fleet.place(wish)
        served.append((wish, place, fleet))
        if place is not None:
            fleet = _without(fleet, place)
    return served


def _without(fleet: Fleet, place: Place) -> Fleet:
    days = _with_buffer(place.lender_id, place.trial)
    busy = {unit: [*stretches] for unit, stretches in fleet.busy.items()}
    left = place.quantity
    for unit in fleet.units[place.lender_id]:
        if left and not any(stretch.meets(days) for stretch in busy.get(unit, [])):
            busy.setdefault(unit, []).append(days)
            left -= 1
    assert left == 0, "more was offered than is free"
    return Fleet(fleet.units, busy)


@given(queue=queues, orders=policies, fleet=fleets)
def test_never_more_is_offered_than_is_free_and_nobody_is_passed_by(
    queue: list[Wish], orders: Mapping[UUID, WaitlistOrder], fleet: Fleet
) -> None:
    for wish, place, left in _serve(in_turn(queue, orders), fleet):
        if place is None:
            assert left.place(wish) is None


@given(hours=st.integers(1, 200), days=st.integers(0, 30))
def test_an_offer_ends_in_time_and_never_after_the_unit_must_leave(hours: int, days: int) -> None:
    leaves_on = MOMENT.date() + timedelta(days=days)
    end = expiry(MOMENT, hours, leaves_on)
    assert MOMENT < end <= MOMENT + timedelta(hours=hours)
    midnight = datetime(leaves_on.year, leaves_on.month, leaves_on.day, 15, tzinfo=UTC)
    assert end <= midnight, "midnight in Japan is 15:00 UTC"


def test_the_second_lapse_in_a_row_asks_whether_one_still_waits() -> None:
    for most in (1, 2, 5):
        states = [state_after_lapse(lapses, most) for lapses in range(1, most + 1)]
        assert states == [WaitingState.WAITING] * (most - 1) + [WaitingState.LAPSED]
