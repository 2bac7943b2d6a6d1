"""An extension is refused because somebody needs the unit: what can be had instead is one press away."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from catalog.maintenance import PlanMaintenance, plan_maintenance
from core import db
from core.errors import Conflict, Invalid
from core.i18n import format_date
from loans import usecases
from loans.commands import ExchangeLoan, ExtendLoan
from loans.queries import LoanView, loan_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, a_loan, a_unit, the_parties
from tests.loans.letters import a_loan_on_trial
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")

FAR = timedelta(days=30)


async def a_needed_loan(policy: dict[str, object] | None = None) -> tuple[Parties, LoanView]:
    """A loan on trial, whose unit somebody has from four weeks after its end."""
    parties, others = await the_parties(policy={"max_days": 90, **(policy or {})}), await the_parties()
    loan = await a_loan_on_trial(parties)
    rival = Parties(others.facility, others.counter, parties.vendor, parties.product_id)
    await a_loan(rival, start=loan.end + timedelta(days=28))
    return parties, loan


async def refused(actor: object, loan: LoanView, end: date) -> dict[str, object]:
    with pytest.raises(Conflict) as refusal:
        await usecases.extend_loan(actor, loan.id, ExtendLoan(end=end))  # type: ignore[arg-type]  # an actor
    return refusal.value.facts


async def test_the_longest_extension_is_said_and_can_really_be_had_and_not_a_day_more() -> None:
    parties, loan = await a_needed_loan()
    for actor in (parties.facility, parties.vendor):
        facts = await refused(actor, loan, loan.end + FAR)
        assert facts["other_units_free"] == 0
        longest = facts["longest_end"]
        assert isinstance(longest, date)
        assert loan.end < longest < loan.end + FAR
        assert (await refused(actor, loan, longest + timedelta(days=1)))["longest_end"] == longest
    assert isinstance(longest, date)
    granted = await usecases.extend_loan(parties.vendor, loan.id, ExtendLoan(end=longest))
    assert granted.end == longest
    assert (await refused(parties.vendor, granted, longest + timedelta(days=1)))["longest_end"] is None


async def test_no_day_is_proposed_on_which_the_facility_is_closed() -> None:
    parties, loan = await a_needed_loan()
    longest = (await refused(parties.facility, loan, loan.end + FAR))["longest_end"]
    assert isinstance(longest, date)
    last_day = longest - timedelta(days=1)
    sql = "UPDATE organization SET closed_weekdays = $2 WHERE id = $1"
    await db.execute(sql, parties.facility.organization_id, [last_day.weekday()])
    wished = loan.end + FAR
    while (wished - timedelta(days=1)).weekday() == last_day.weekday():
        wished += timedelta(days=1)
    assert (await refused(parties.facility, loan, wished))["longest_end"] == last_day


async def test_another_unit_for_all_days_is_said_and_makes_it_possible() -> None:
    parties, loan = await a_needed_loan()
    spare = await a_unit(parties.product_id, loan.lender_id)
    facts = await refused(parties.facility, loan, loan.end + FAR)
    assert facts["other_units_free"] == 1
    assert facts["other_units_end"] == loan.end + FAR
    assert "free_unit_ids" not in facts  # which one is the lender's business
    assert (await refused(parties.vendor, loan, loan.end + FAR))["free_unit_ids"] == [spare]
    await usecases.exchange_loan(parties.vendor, loan.id, ExchangeLoan(unit_ids=[spare], reason="延長のため"))
    longer = await usecases.extend_loan(parties.vendor, loan.id, ExtendLoan(end=loan.end + FAR))
    assert longer.end == loan.end + FAR


async def test_programs_read_it_in_the_problem(client: httpx.AsyncClient) -> None:
    parties, loan = await a_needed_loan()
    caller = await a_caller(client, parties.facility)
    answer = await caller.post(f"/loans/{loan.id}/extend", {"end": str(loan.end + FAR)})
    assert answer.status_code == 409
    facts = answer.json()["facts"]
    assert str(loan.end) < facts["longest_end"] < str(loan.end + FAR)
    assert facts["other_units_free"] == 0
    assert facts["reasons"]


async def test_the_page_says_what_can_be_had_and_one_press_fills_it_in(application: Litestar) -> None:
    parties, loan = await a_needed_loan()
    path = f"/loans/{loan.id}/extend"
    wish = str(loan.end + FAR)
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        no = await send(facility, page, path, last_day=wish, message="もう少しで全員が使えます")
        assert no.status_code == 409
        said = words(no)
        longest = (await refused(parties.facility, loan, loan.end + FAR))["longest_end"]
        assert isinstance(longest, date)
        last_day = longest - timedelta(days=1)
        assert f"いまの個体で延ばせるのは{format_date(last_day)}までです" in said
        assert "ほかの個体も、希望の日までは空いていません" in said
        moved = await send(facility, no, path, move_to=str(last_day))
        assert forms_of(moved)[path]["last_day"] == [str(last_day)]
        assert "もう少しで全員が使えます" in moved.text
        await follow(facility, await send(facility, moved, path))
        nonsense = await send(facility, no, path, move_to="someday")
        assert nonsense.status_code in (409, 422)
    assert (await loan_for(parties.facility, loan.id)).offer is not None


async def test_a_lender_is_led_to_the_exchange_with_a_unit_that_is_free_so_long(
    application: Litestar,
) -> None:
    parties, loan = await a_needed_loan()
    short, long = [await a_unit(parties.product_id, loan.lender_id) for _ in range(2)]
    repair = PlanMaintenance(start=loan.end + timedelta(days=20), end=loan.end + timedelta(days=21))
    await plan_maintenance(parties.vendor, short, repair)
    path = f"/loans/{loan.id}/extend"
    async with visiting(application, parties.vendor) as vendor:
        no = await send(vendor, await vendor.get(path), path, last_day=str(loan.end + FAR))
        address = f"/loans/{loan.id}/exchange?unit={long}"
        assert address in no.text
        form = await vendor.get(address)
        assert forms_of(form)[f"/loans/{loan.id}/exchange"]["unit_ids"] == [str(long)]
        exchange = f"/loans/{loan.id}/exchange"
        usual = forms_of(await vendor.get(exchange))[exchange]["unit_ids"]
        for nonsense in (parties.product_id, "x", loan.unit_ids[0]):
            form = await vendor.get(f"/loans/{loan.id}/exchange?unit={nonsense}")
            assert forms_of(form)[f"/loans/{loan.id}/exchange"]["unit_ids"] == usual


async def a_limited_loan(**columns: Any) -> tuple[Parties, LoanView]:
    """A loan on trial of two weeks, of a product that is lent for so long only."""
    parties = await the_parties(policy={"max_days": 90}, **columns)
    return parties, await a_loan_on_trial(parties)


async def too_long(actor: object, loan: LoanView, end: date) -> dict[str, object]:
    with pytest.raises(Invalid) as refusal:
        await usecases.extend_loan(actor, loan.id, ExtendLoan(end=end))  # type: ignore[arg-type]  # an actor
    assert refusal.value.fields["end"] == "too-long"
    return refusal.value.facts


async def test_more_than_the_terms_allow_is_refused_with_the_last_day_that_they_do() -> None:
    parties, loan = await a_limited_loan(max_days=21)
    limit = loan.start + timedelta(days=21)
    for actor in (parties.facility, parties.vendor):
        facts = await too_long(actor, loan, loan.end + FAR)
        assert (facts["longest_end"], facts["other_units_end"]) == (limit, None)
    assert (await usecases.extend_loan(parties.vendor, loan.id, ExtendLoan(end=limit))).end == limit
    again = await loan_for(parties.vendor, loan.id)
    assert (await too_long(parties.facility, again, loan.end + FAR))["longest_end"] is None


async def test_days_that_are_taken_before_the_terms_end_are_told_and_so_is_another_unit() -> None:
    parties, loan = await a_needed_loan({"max_days": 60})
    own = (await too_long(parties.facility, loan, loan.start + timedelta(days=80)))["longest_end"]
    assert isinstance(own, date)
    assert loan.end < own < loan.end + timedelta(days=28)
    spare = await a_unit(parties.product_id, loan.lender_id)
    facts = await too_long(parties.vendor, loan, loan.start + timedelta(days=80))
    limit = loan.start + timedelta(days=60)
    assert (facts["longest_end"], facts["other_units_end"]) == (own, limit)
    assert facts["free_unit_ids"] == [spare]
    assert "free_unit_ids" not in await too_long(parties.facility, loan, loan.start + timedelta(days=80))
    await usecases.exchange_loan(parties.vendor, loan.id, ExchangeLoan(unit_ids=[spare], reason="延長のため"))
    assert (await usecases.extend_loan(parties.vendor, loan.id, ExtendLoan(end=limit))).end == limit


async def test_another_unit_that_is_free_for_some_of_the_days_is_told_with_its_last_day() -> None:
    parties, loan = await a_needed_loan()
    spare = await a_unit(parties.product_id, loan.lender_id)
    repair = PlanMaintenance(start=loan.end + timedelta(days=50), end=loan.end + timedelta(days=51))
    await plan_maintenance(parties.vendor, spare, repair)
    facts = await refused(parties.vendor, loan, loan.end + timedelta(days=60))
    longest, others = facts["longest_end"], facts["other_units_end"]
    assert isinstance(longest, date)
    assert isinstance(others, date)
    assert longest < others <= loan.end + timedelta(days=50)
    assert (facts["other_units_free"], facts["free_unit_ids"]) == (0, [spare])


async def test_one_press_changes_a_wish_that_is_too_long_to_the_last_day_allowed(
    application: Litestar,
) -> None:
    parties, loan = await a_limited_loan(max_days=21)
    path, last_day = f"/loans/{loan.id}/extend", loan.start + timedelta(days=20)
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        no = await send(facility, page, path, last_day=str(loan.end + FAR), message="もう少し")
        assert no.status_code == 422
        assert f"いまの個体で延ばせるのは{format_date(last_day)}までです" in words(no)
        assert "ほかの個体も" not in words(no)
        assert "延ばせる日" not in words(no)  # all there is to say is on the button
        looked = await send(facility, page, path, last_day=str(loan.end + FAR), look="1")
        assert format_date(last_day) in words(looked)
        moved = await send(facility, no, path, move_to=str(last_day))
        assert forms_of(moved)[path]["last_day"] == [str(last_day)]
        await follow(facility, await send(facility, moved, path))
    wish = (await loan_for(parties.facility, loan.id)).offer
    assert wish is not None
    assert wish.last_day == last_day
