"""While a unit is at a display the ledger says so: before its days, after them, and when it is called off."""

from datetime import timedelta

import pytest

from catalog import occupancy
from catalog.domain import Purpose, Way
from catalog.terms import Days
from core import clock, db
from core.clock import today
from exhibitions.exhibits import Exhibit
from exhibitions.usecases.way_home import stretch_late_exhibits
from tests.exhibitions.test_displays import move
from tests.exhibitions.test_exhibits import spoken_for, step
from tests.exhibitions.test_sending import agreed
from tests.factories import the_parties

pytestmark = pytest.mark.usefixtures("database")


async def days_of(exhibit: Exhibit) -> Days:
    (found,) = await spoken_for(exhibit)
    return found


@pytest.mark.parametrize("ending", ["cancel", "send_back"])
async def test_a_unit_that_came_early_is_spoken_for_until_it_can_be_home(ending: str) -> None:
    parties = await the_parties()
    display, exhibit = await agreed(parties, starts_in=40)
    planned = await days_of(exhibit)
    await step(parties.counter, exhibit, "deliver")
    assert await days_of(exhibit) == Days(today(), planned.end)
    if ending == "cancel":
        await move(parties.counter, display, "cancel", reason="台風")
    else:
        await step(parties.counter, exhibit, "send_back", way=Way.BROUGHT)
    left = await days_of(exhibit)
    assert left.start == today() < left.end < planned.start, "the way home, and not the days of the show"
    await step(parties.counter, exhibit, "return")
    assert all(one.end <= left.end for one in await spoken_for(exhibit))


async def test_days_of_somebody_else_before_the_show_stay_theirs() -> None:
    parties = await the_parties()
    display, exhibit = await agreed(parties, starts_in=40)
    planned = await days_of(exhibit)
    assert exhibit.unit_id is not None
    between = Days(today() + timedelta(days=3), today() + timedelta(days=5))
    await occupancy.take(exhibit.unit_id, between, Purpose.MAINTENANCE, None)
    await step(parties.counter, exhibit, "deliver")
    assert await days_of(exhibit) == Days(between.end, planned.end), "what is free is its own"
    await move(parties.counter, display, "cancel", reason="台風")
    assert await spoken_for(exhibit), "it is still there"


async def test_a_unit_that_stays_after_the_show_is_not_said_to_be_free() -> None:
    parties = await the_parties()
    display, exhibit = await agreed(parties, starts_in=0, days=3)
    await step(parties.counter, exhibit, "deliver")
    await move(parties.counter, display, "open")
    planned = await days_of(exhibit)
    with clock.frozen(clock.now() + timedelta(days=30)):
        assert planned.end < today()
        await stretch_late_exhibits()
        late = await days_of(exhibit)
        assert today() < late.end
        await stretch_late_exhibits()
        assert await days_of(exhibit) == late, "once a day is enough"
        await step(parties.vendor, exhibit, "return")
        await stretch_late_exhibits()
        assert (await days_of(exhibit)).end <= late.end


async def test_whoever_comes_next_keeps_the_days_of_a_late_unit() -> None:
    parties = await the_parties()
    _, exhibit = await agreed(parties, starts_in=0, days=3)
    await step(parties.counter, exhibit, "deliver")
    planned = await days_of(exhibit)
    assert exhibit.unit_id is not None
    after = Days(planned.end, planned.end + timedelta(days=60))
    other = await occupancy.take(exhibit.unit_id, after, Purpose.MAINTENANCE, None)
    with clock.frozen(clock.now() + timedelta(days=30)):
        await stretch_late_exhibits()
    assert await days_of(exhibit) == planned
    assert await db.fetch_value("SELECT status FROM occupancy WHERE id = $1", other.id) == "active"
