"""貸出をやめる: nothing booked is lost without a word."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from catalog import maintenance
from catalog.domain import UnitStatus
from catalog.maintenance import PlanMaintenance
from catalog.occupancy import UnitTaken
from catalog.queries import unit_for
from core import db
from core.clock import today
from core.errors import Conflict, Invalid, NotFound, StaleState
from loans.queries import loan_for
from loans.usecases import request_loan
from loans.usecases.retiring import RetireUnit, UnitBooked, bookings_of, reinstate_unit, retire_unit
from tests.asking import a_bearer
from tests.factories import Parties, a_loan, a_request, the_parties
from tests.loans.letters import a_confirmed_loan
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("database")
REASON = RetireUnit(reason="直せない故障")


async def units_of(parties: Parties) -> list[UUID]:
    rows = await db.fetch("SELECT id FROM unit WHERE product_id = $1 ORDER BY id", parties.product_id)
    return [row["id"] for row in rows]


async def test_a_free_unit_leaves_lending_with_its_maintenance_and_comes_back() -> None:
    parties = await the_parties()
    (unit_id,) = await units_of(parties)
    start = today() + timedelta(days=5)
    plan = PlanMaintenance(start=start, end=start + timedelta(days=3))
    planned = await maintenance.plan_maintenance(parties.vendor, unit_id, plan)
    retired = await retire_unit(parties.vendor, unit_id, REASON)
    assert retired.status is UnitStatus.RETIRED
    with pytest.raises(Conflict):
        await a_loan(parties)
    with pytest.raises(NotFound):
        await maintenance.end_maintenance(parties.vendor, planned.id)
    with pytest.raises(StaleState):
        await retire_unit(parties.vendor, unit_id, REASON)
    await reinstate_unit(parties.vendor, unit_id)
    assert (await a_loan(parties)).unit_ids == [unit_id]
    with pytest.raises(StaleState):
        await reinstate_unit(parties.vendor, unit_id)


async def test_what_is_booked_is_told_and_nothing_changes() -> None:
    parties = await the_parties()
    (unit_id,) = await units_of(parties)
    loan = await a_loan(parties)
    for command in (REASON, RetireUnit(reason="x", exchange=True)):
        with pytest.raises(UnitBooked) as refused:
            await retire_unit(parties.vendor, unit_id, command)
        (touched,) = refused.value.facts["touched"]  # type: ignore[misc]
        assert (touched.loan.id, touched.spare_unit) == (loan.id, None)  # type: ignore[has-type]
    assert (await unit_for(parties.vendor, unit_id)).status is UnitStatus.ACTIVE
    assert (await loan_for(parties.vendor, loan.id)).unit_ids == [unit_id]


async def test_bookings_are_given_other_units_in_one_go() -> None:
    parties = await the_parties(units=2)
    loan = await a_confirmed_loan(parties)
    (unit_id,) = loan.unit_ids
    (other,) = [one for one in await units_of(parties) if one != unit_id]
    (touched,) = await bookings_of(parties.vendor, unit_id)
    assert touched.spare_unit is not None
    assert touched.spare_unit.id == other
    await retire_unit(parties.vendor, unit_id, RetireUnit(reason="故障", exchange=True))
    assert (await loan_for(parties.vendor, loan.id)).unit_ids == [other]
    assert await bookings_of(parties.vendor, unit_id) == []


async def test_of_a_retirement_and_a_request_at_the_same_moment_one_wins() -> None:
    for _ in range(5):
        parties = await the_parties()
        (unit_id,) = await units_of(parties)
        asked = request_loan(parties.facility, a_request(parties.product_id))
        retired = retire_unit(parties.vendor, unit_id, REASON)
        results = await asyncio.gather(asked, retired, return_exceptions=True)
        failures = [one for one in results if isinstance(one, Exception)]
        assert len(failures) == 1
        assert isinstance(failures[0], UnitTaken | UnitBooked | Conflict)


async def test_a_reason_is_needed_and_strangers_learn_of_nothing() -> None:
    parties, others = await the_parties(), await the_parties()
    (unit_id,) = await units_of(parties)
    with pytest.raises(Invalid):
        await retire_unit(parties.vendor, unit_id, RetireUnit(reason="  "))
    for actor in (others.vendor, others.counter, parties.facility):
        with pytest.raises(NotFound):
            await retire_unit(actor, unit_id, REASON)
        with pytest.raises(NotFound):
            await reinstate_unit(actor, unit_id)


async def test_the_page_shows_what_is_booked_and_exchanges_it(application: Litestar) -> None:
    parties = await the_parties(units=2)
    loan = await a_confirmed_loan(parties)
    path = f"/units/{loan.unit_ids[0]}/retire"
    async with visiting(application, parties.vendor) as vendor:
        form = await vendor.get(path)
        assert loan.number in form.text
        assert (await send(vendor, form, path)).status_code == 422
        refused = await send(vendor, form, path, reason="故障")
        assert (refused.status_code, loan.number in refused.text) == (409, True)
        assert "この操作で変わること" not in refused.text
        looked = await send(vendor, refused, path, reason="故障", exchange="on", look="1")
        assert "から先を押さえます" in looked.text
        assert "貸し出す個体が替わりました" in looked.text
        done = await follow(vendor, await send(vendor, looked, path, reason="故障", exchange="on"))
        assert "貸出をやめました" in done.text
        assert "これからは申し込めません" in done.text
        back = await send(vendor, await vendor.get(path), path.replace("retire", "reinstate"))
        assert "また貸し出せるように" in (await follow(vendor, back)).text


async def test_programs_are_told_what_is_booked(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    (unit_id,) = await units_of(parties)
    loan = await a_loan(parties)
    headers = await a_bearer(parties.vendor)
    path = f"/api/v1/units/{unit_id}"
    listed = (await client.get(f"{path}/bookings", headers=headers)).json()
    assert [one["loan"]["id"] for one in listed["items"]] == [str(loan.id)]
    refused = await client.post(f"{path}/retire", json={"reason": "x"}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "unit-booked")
    assert refused.json()["facts"]["touched"][0]["serial_number"]
