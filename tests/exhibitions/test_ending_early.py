"""Displays that end before their time: what the way home does not need is free at once."""

from datetime import timedelta
from uuid import UUID

import pytest

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import blocked_by, lending_under_way
from catalog.domain import Purpose
from catalog.in_the_way import in_the_way
from catalog.terms import Days
from core.clock import today
from exhibitions.domain import ExhibitStatus
from exhibitions.exhibits import Exhibit, exhibit_for
from exhibitions.queries import ExhibitionView
from tests.exhibitions.test_displays import a_draft, move
from tests.exhibitions.test_exhibits import add, spoken_for, step
from tests.factories import Parties, a_product, a_unit, the_parties

pytestmark = pytest.mark.usefixtures("database")
STEPS = {"asked": (), "confirmed": (), "delivered": ("deliver",), "on_show": ("deliver", "show")}


async def a_show(parties: Parties, lender: Actor) -> tuple[ExhibitionView, dict[str, Exhibit]]:
    """A display of two months from today: a unit only asked for, one agreed, one delivered, one on show."""
    display = await a_draft(parties.counter, start=today(), end=today() + timedelta(days=60))
    shown: dict[str, Exhibit] = {}
    for state, steps in STEPS.items():
        product = await a_product(parties.vendor.acting_for(), units=0)
        await a_unit(product, lender.acting_for())
        exhibit = await add(parties.counter, display, product)
        if state != "asked" and exhibit.status is ExhibitStatus.ASKED:
            await step(lender, exhibit, "confirm")
        for name in steps:
            await step(parties.counter, exhibit, name)
        shown[state] = await exhibit_for(parties.counter, exhibit.id)
    return await move(parties.counter, display, "plan"), shown


async def _way_home(exhibit: Exhibit, counter_id: UUID) -> Days:
    """What a unit that sets out today needs, its inspection included."""
    lending = await lending_under_way(exhibit.product_id, counter_id, today())
    return blocked_by(lending, Days(today(), today() + timedelta(days=1)), exhibit.lender_id)


@pytest.mark.parametrize("ending", ["cancel", "close"])
async def test_the_days_after_the_way_home_are_free_at_once(ending: str) -> None:
    parties = await the_parties()
    display, shown = await a_show(parties, parties.vendor)
    if ending == "close":
        await move(parties.counter, display, "open")
    planned = {name: (await spoken_for(one))[0].end for name, one in shown.items()}
    await move(parties.counter, display, ending, reason="台風")
    assert [await spoken_for(shown[name]) for name in ("asked", "confirmed")] == [[], []]
    for name in ("delivered", "on_show"):
        exhibit = shown[name]
        (left,) = await spoken_for(exhibit)
        needed = (await _way_home(exhibit, display.counter_id)).end
        assert today() < left.end == needed < planned[name], name
        free = Days(left.end, planned[name])
        assert await in_the_way(exhibit.product_id, free) == []
        assert exhibit.unit_id is not None
        await occupancy.take(exhibit.unit_id, free, Purpose.MAINTENANCE, None)
        back = await step(parties.vendor, exhibit, "return")
        assert back.status is ExhibitStatus.RETURNED
        assert len(await in_the_way(exhibit.product_id, free)) == 1, "what was taken meanwhile stays"


async def test_a_counters_own_units_are_at_hand_again_when_it_calls_its_display_off() -> None:
    parties = await the_parties()
    display, shown = await a_show(parties, parties.counter)
    await move(parties.counter, display, "cancel", reason="台風")
    for name, exhibit in shown.items():
        came = name in ("delivered", "on_show")
        needed = await _way_home(exhibit, display.counter_id)
        assert [one.end for one in await spoken_for(exhibit)] == ([needed.end] if came else []), name
