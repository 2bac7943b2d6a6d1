"""Recalls, exchanges under way, offers of units at random: the house stands, a missing guard is found."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from loans.usecases import returning
from tests.property.lenders_moves import LendersMoves
from tests.property.test_booking_house import QUICK, _nothing, found_by, house

__all__ = ["house"]


@pytest.mark.usefixtures("house")
def test_whatever_lenders_do_with_their_units_the_house_stands() -> None:
    run_state_machine_as_test(LendersMoves, settings=settings(QUICK, max_examples=25, stateful_step_count=30))


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("house")
def test_a_loan_that_is_back_and_keeps_what_was_exchanged_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(returning, "come_home", _nothing)
    assert "days kept by what was exchanged" in found_by(LendersMoves)
