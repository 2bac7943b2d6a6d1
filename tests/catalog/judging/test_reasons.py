"""Why not, where several lenders have units of a product: what stands against each is told, and no more."""

from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

import msgspec
import pytest

from catalog import occupancy
from catalog.availability import Availability, Reason, availability, lending_of
from catalog.domain import Purpose
from catalog.occupancy import UnitTaken
from catalog.terms import Days
from core.calendar import ONE_DAY
from core.clock import TOKYO, frozen, today
from core.ids import new_id
from loans import usecases
from tests.factories import Parties, a_request, a_unit, the_parties
from tests.property.town import a_closing_day

pytestmark = pytest.mark.usefixtures("database")

THURSDAY = datetime(2026, 10, 8, 10, tzinfo=TOKYO)
# Monday is a holiday: what is sent on Thursday is there on Tuesday.
START = date(2026, 10, 13)
REPAIRED = Days(date(2026, 10, 9), date(2026, 10, 23))


class Lenders(msgspec.Struct, frozen=True):
    """A product of which a vendor and a counter each have one unit to lend."""

    parties: Parties
    of_vendor: UUID
    of_counter: UUID


async def two_lenders() -> Lenders:
    parties = await the_parties(units=0, policy={"transit_working_days": 2})
    vendor_id, counter_id = parties.vendor.acting_for(), parties.counter.acting_for()
    return Lenders(
        parties, await a_unit(parties.product_id, vendor_id), await a_unit(parties.product_id, counter_id)
    )


async def asked(lenders: Lenders, quantity: int = 1) -> Availability:
    lending = await lending_of(lenders.parties.product_id, lenders.parties.counter.acting_for(), today())
    return await availability(lending, Days(START, START + timedelta(days=14)), quantity, today())


def codes_of(refusal: UnitTaken) -> list[str]:
    reasons = cast("list[Reason]", refusal.facts["reasons"])
    return [one.code for one in reasons]


async def repair(unit_id: UUID) -> None:
    await occupancy.take(unit_id, REPAIRED, Purpose.MAINTENANCE, new_id())


async def test_a_lender_that_has_a_unit_and_may_not_be_asked_is_why_not() -> None:
    lenders = await two_lenders()
    await a_closing_day(lenders.parties.vendor.acting_for(), THURSDAY.date())
    with frozen(THURSDAY):
        assert (await asked(lenders)).reasons == []
        await repair(lenders.of_counter)
        found = await asked(lenders)
        assert [one.code for one in found.reasons] == ["too-soon-to-arrive", "taken"]
        assert [one.until for one in found.reasons] == [None, REPAIRED.end]
        assert found.next_free_start == START + ONE_DAY
        with pytest.raises(UnitTaken) as refusal:
            await usecases.request_loan(
                lenders.parties.facility, a_request(lenders.parties.product_id, start=START)
            )
    assert codes_of(refusal.value) == ["too-soon-to-arrive", "taken"]


async def test_only_lenders_that_may_be_asked_are_short_of_units_together() -> None:
    lenders = await two_lenders()
    with frozen(THURSDAY):
        assert [one.code for one in (await asked(lenders, 2)).reasons] == ["several-lenders"]
        await a_closing_day(lenders.parties.vendor.acting_for(), THURSDAY.date())
        assert [one.code for one in (await asked(lenders, 2)).reasons] == ["no-units"]


async def test_a_loan_whose_lender_has_no_unit_any_more_is_told_of_that_lender_alone() -> None:
    lenders = await two_lenders()
    parties = lenders.parties
    start = START + timedelta(days=35)
    with frozen(THURSDAY):
        while_asked = await occupancy.take(
            lenders.of_vendor, Days(start, start + timedelta(days=9)), Purpose.MAINTENANCE, new_id()
        )
        loan = await usecases.request_loan(parties.facility, a_request(parties.product_id, start=start))
        assert loan.lender_id == parties.counter.acting_for()
        await occupancy.release([while_asked.id])
    with frozen(THURSDAY + timedelta(days=20)):
        await usecases.expire_holds()
        repaired = Days(start, start + timedelta(days=9))
        await occupancy.take(lenders.of_counter, repaired, Purpose.MAINTENANCE, new_id())
        with pytest.raises(UnitTaken) as refusal:
            await usecases.propose_loan(parties.counter, loan.id)
    assert codes_of(refusal.value) == ["taken"]
    next_free_start = refusal.value.facts["next_free_start"]
    assert isinstance(next_free_start, date)
    assert next_free_start > repaired.last_day
