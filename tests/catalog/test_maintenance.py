"""Days of maintenance: planned, moved and ended by whoever lends or owns the unit, in the one ledger."""

from datetime import timedelta
from uuid import UUID

import pytest

from catalog import maintenance
from catalog.domain import Purpose
from catalog.maintenance import MoveMaintenance, PlanMaintenance
from catalog.occupancy import UnitTaken
from catalog.terms import Days
from core import db
from core.clock import frozen, now, today
from core.errors import Invalid, NotFound, StaleState
from tests.factories import Parties, a_loan, the_parties

pytestmark = pytest.mark.usefixtures("database")


def in_days(first: int, end: int) -> Days:
    return Days(today() + timedelta(days=first), today() + timedelta(days=end))


async def a_world() -> tuple[Parties, UUID]:
    parties = await the_parties()
    unit_id = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    return parties, unit_id


async def planned(parties: Parties, unit_id: UUID, days: Days) -> UUID:
    plan = PlanMaintenance(start=days.start, end=days.end, note="電池の交換")
    return (await maintenance.plan_maintenance(parties.vendor, unit_id, plan)).id


async def test_planned_days_are_refused_to_others_and_moved_days_are_free_again() -> None:
    parties, unit_id = await a_world()
    found = await planned(parties, unit_id, in_days(5, 9))
    with pytest.raises(UnitTaken) as refused:
        await planned(parties, unit_id, in_days(8, 12))
    (reason,) = refused.value.facts["reasons"]  # type: ignore[misc]
    assert (reason.purpose, reason.until) == (Purpose.MAINTENANCE, in_days(5, 9).end)  # type: ignore[has-type]
    to = in_days(7, 12)
    moved = await maintenance.move_maintenance(
        parties.vendor, found, MoveMaintenance(start=to.start, end=to.end, was=in_days(5, 9))
    )
    assert (moved.start, moved.end, moved.note) == (to.start, to.end, "電池の交換")
    await planned(parties, unit_id, in_days(5, 7))


async def test_days_of_a_loan_are_refused_and_nothing_moves() -> None:
    parties, unit_id = await a_world()
    loan = await a_loan(parties)
    found = await planned(parties, unit_id, in_days(1, 3))
    with pytest.raises(UnitTaken):
        await maintenance.move_maintenance(
            parties.vendor, found, MoveMaintenance(start=loan.start, end=loan.end)
        )
    start = await db.fetch_value("SELECT lower(period) FROM occupancy WHERE id = $1", found)
    assert start == in_days(1, 3).start


async def test_whoever_saw_other_days_moves_nothing() -> None:
    parties, unit_id = await a_world()
    found = await planned(parties, unit_id, in_days(5, 9))
    to = in_days(6, 10)
    with pytest.raises(StaleState):
        await maintenance.move_maintenance(
            parties.vendor, found, MoveMaintenance(start=to.start, end=to.end, was=in_days(4, 9))
        )


async def test_what_has_begun_ends_today_and_keeps_its_first_day() -> None:
    parties, unit_id = await a_world()
    with frozen(now() - timedelta(days=3)):
        begun = in_days(0, 10)
        found = await planned(parties, unit_id, begun)
    longer = MoveMaintenance(start=begun.start, end=begun.end + timedelta(days=1))
    assert (await maintenance.move_maintenance(parties.vendor, found, longer)).start == begun.start
    await maintenance.end_maintenance(parties.vendor, found)
    period = await db.fetch_row(
        'SELECT lower(period) AS start, upper(period) AS "end" FROM occupancy WHERE id = $1', found
    )
    assert period is not None
    assert (period["start"], period["end"]) == (begun.start, today())


async def test_strangers_learn_of_nothing_and_impossible_days_are_named() -> None:
    (parties, unit_id), (strangers, _) = await a_world(), await a_world()
    found = await planned(parties, unit_id, in_days(5, 9))
    for actor in (strangers.vendor, strangers.counter, parties.facility):
        with pytest.raises(NotFound):
            await maintenance.end_maintenance(actor, found)
    for days, field in ((in_days(3, 3), "end"), (in_days(-1, 2), "start"), (in_days(20, 500), "end")):
        with pytest.raises(Invalid) as refused:
            await planned(parties, unit_id, days)
        assert list(refused.value.fields) == [field]
