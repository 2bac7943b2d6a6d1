"""The state machine finds nothing in the house as it is, and finds each thing that is taken out of it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import Phase, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from core import db
from loans.usecases import recording
from loans.waiting.usecases import answering
from tests.postgres import Cluster, using_database
from tests.property import booking_house
from tests.property.booking_house import BookingHouse
from tests.property.whole_town import WholeTown

STEPS = 25


@contextmanager
def a_house_of_its_own(cluster: Cluster, name: str) -> Iterator[None]:
    """A database for the machine alone, and a loop of its own: rules of Hypothesis are no coroutines."""
    loop = asyncio.new_event_loop()
    try:
        url = loop.run_until_complete(cluster.copy_of("migrated", name))
        inside = using_database(url, size=2)
        loop.run_until_complete(inside.__aenter__())
        BookingHouse.loop = loop
        try:
            yield
        finally:
            loop.run_until_complete(inside.__aexit__(None, None, None))
    finally:
        loop.close()


@pytest.fixture
def house(cluster: Cluster, template: str) -> Iterator[None]:
    assert template
    with a_house_of_its_own(cluster, "booking_house"):
        yield


QUICK = settings(max_examples=15, stateful_step_count=STEPS, derandomize=True, phases=[Phase.generate])
# The first fault that is found ends the search, so this is how long it may take, not how long it takes.
LONG = settings(QUICK, max_examples=1000, stateful_step_count=30)


def found_by(machine: type[RuleBasedStateMachine]) -> str:
    """What `machine` finds wrong in the house, "" for nothing.

    Hypothesis repeats the moves it found something with. The house gives units by lot, so the repetition may
    end well; what was found was there all the same.
    """
    try:
        run_state_machine_as_test(machine, settings=LONG)
    except AssertionError as fault:
        return str(fault)
    except FlakyFailure as faults:
        return "; ".join(str(fault) for fault in faults.exceptions)
    return ""


@pytest.mark.usefixtures("house")
def test_whatever_happens_in_town_the_house_stands() -> None:
    run_state_machine_as_test(WholeTown, settings=settings(QUICK, max_examples=20, stateful_step_count=40))


async def _nothing(*_: object, **__: object) -> None:
    """What a careless hand might leave of a guard."""


def _drop_the_constraint(_: pytest.MonkeyPatch) -> None:
    BookingHouse.loop.run_until_complete(
        db.execute("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap")
    )


BREAKS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "days of a unit promised twice": _drop_the_constraint,
    "steps that nobody is told of": lambda patch: patch.setattr(recording, "enqueue", _nothing),
    "a second sweep found more": lambda patch: patch.setattr(booking_house, "SWEEPS", ()),
}


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("fault", BREAKS)
def test_a_house_with_something_taken_out_is_found_out(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative controls: the same machine must fail where a guard is missing."""
    BREAKS[fault](monkeypatch)
    assert fault in found_by(BookingHouse)


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("house")
def test_an_offer_that_is_answered_and_stays_open_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "end_offer", _nothing)
    # The same fault seen from either side: whichever a walk comes to first.
    found = found_by(WholeTown)
    assert "more held for those who wait than is offered" in found or "days taken without a cause" in found
