"""Displays, transfers, long loans, retirements: the house stands, a lost guard is found."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from catalog import occupancy
from tests.property.test_booking_house import QUICK, _nothing, found_by, house
from tests.property.unit_moves import UnitMoves

__all__ = ["house"]


@pytest.mark.usefixtures("house")
def test_whatever_becomes_of_units_the_house_stands() -> None:
    run_state_machine_as_test(UnitMoves, settings=settings(QUICK, max_examples=20, stateful_step_count=35))


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("house")
def test_days_that_are_not_given_back_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occupancy, "release", _nothing)
    assert "broken" in found_by(UnitMoves)
