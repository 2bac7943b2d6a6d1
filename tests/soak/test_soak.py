"""The short form of `make soak`, and what it finds in a house without its last guard."""

from pathlib import Path

from core import db
from tests.soak.soaking import soak

ATTEMPTS = 600
# Days are promised twice long before.
UNGUARDED = 250
SEED = 3


async def test_many_who_want_the_same_days_break_nothing(soaked: str, tmp_path: Path) -> None:
    found = await soak(soaked, tmp_path, attempts=ATTEMPTS, seed=SEED)
    assert not found.faults, found.faults
    assert found.tally.answered == ATTEMPTS
    # The attempts were contested, and some of each kind went well: else this would show nothing.
    assert found.tally.by_reason["409 unit-taken"] > ATTEMPTS / 50
    went_well = {name for (name, status) in found.tally.by_status if status < 300}
    assert went_well >= {
        "request",
        "request_several",
        "bundle",
        "display",
        "exhibit",
        "record_past",
        "propose",
        "confirm_others",
        "exchange",
        "cancel",
    }


async def test_without_the_constraint_the_same_run_finds_days_promised_twice(
    soaked: str, tmp_path: Path
) -> None:
    await db.execute("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap")
    found = await soak(soaked, tmp_path, attempts=UNGUARDED, seed=SEED)
    assert found.broken["days of a unit promised twice"] > 0
