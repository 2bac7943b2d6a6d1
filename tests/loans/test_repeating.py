"""The same again, on other days, checked from scratch."""

from datetime import timedelta

import httpx
import pytest
from litestar import Litestar

from catalog.occupancy import UnitTaken
from core.clock import today
from core.errors import Invalid, NotAllowed, NotFound
from loans import usecases
from loans.commands import GiveReason, RepeatLoan
from loans.queries import LoanView, loan_for
from tests.callers import a_caller
from tests.factories import Parties, a_loan, a_request, another_facility, the_parties
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")

LATER = RepeatLoan(start=today() + timedelta(days=60), end=today() + timedelta(days=74))


async def an_ended_loan(**product: object) -> tuple[Parties, LoanView]:
    parties = await the_parties(units=2, **product)  # type: ignore[arg-type]
    loan = await a_loan(parties, quantity=2, goal="訪室を半分に", wishes="午前に届けてください")
    reason = GiveReason(reason="感染症の対応のため")
    return parties, await usecases.cancel_loan(parties.facility, loan.id, reason)


async def test_a_repeat_is_a_fresh_request_that_knows_where_it_comes_from() -> None:
    parties, loan = await an_ended_loan()
    again = await usecases.repeat_loan(parties.facility, loan.id, LATER)
    assert again.repeat_of == loan.id
    assert (again.start, again.end, again.quantity) == (LATER.start, LATER.end, 2)
    assert (again.goal, again.wishes) == ("訪室を半分に", "午前に届けてください")
    assert (await loan_for(parties.facility, loan.id)).custody == "cancelled"


async def test_a_counter_repeats_for_its_facility_and_nobody_for_another() -> None:
    parties, loan = await an_ended_loan()
    again = await usecases.repeat_loan(parties.counter, loan.id, LATER)
    assert (again.facility_id, again.channel) == (loan.facility_id, "counter")
    stranger = await another_facility(parties)
    with pytest.raises(NotFound):
        await usecases.repeat_loan(stranger, loan.id, LATER)
    with pytest.raises(NotAllowed):
        await usecases.repeat_loan(parties.vendor, loan.id, LATER)
    with pytest.raises(NotFound):
        await usecases.request_loan(stranger, a_request(parties.product_id, repeat_of=loan.id))


async def test_nothing_is_taken_over_from_the_checks_of_then() -> None:
    parties, loan = await an_ended_loan()
    past = RepeatLoan(start=today() - timedelta(days=9), end=today() + timedelta(days=3))
    with pytest.raises(Invalid) as refused:
        await usecases.repeat_loan(parties.facility, loan.id, past)
    assert refused.value.fields["start"] == "start-in-past"
    other = await another_facility(parties)
    await usecases.request_loan(other, a_request(parties.product_id, start=LATER.start, quantity=1))
    with pytest.raises(UnitTaken):
        await usecases.repeat_loan(parties.facility, loan.id, LATER)
    one = RepeatLoan(start=LATER.start, end=LATER.end, quantity=1)
    assert (await usecases.repeat_loan(parties.facility, loan.id, one)).quantity == 1


async def test_a_program_repeats_with_two_days(client: httpx.AsyncClient) -> None:
    parties, loan = await an_ended_loan()
    caller = await a_caller(client, parties.facility)
    days = {"start": LATER.start.isoformat(), "end": LATER.end.isoformat()}
    answer = await caller.post(f"/loans/{loan.id}/repeat", days)
    assert answer.status_code == 201
    assert answer.json()["repeat_of"] == str(loan.id)
    wrong = await caller.post(f"/loans/{loan.id}/repeat", {**days, "end": days["start"]})
    assert wrong.json()["fields"] == {"end": "end-before-start"}


async def test_a_page_asks_for_days_and_consent_anew_and_shows_both_ways(application: Litestar) -> None:
    parties, loan = await an_ended_loan(needs_consent=True)
    async with visiting(application, parties.facility) as browser:
        assert "同じ内容でもう一度" in (await browser.get("/loans")).text
        seen = await browser.get(f"/loans/{loan.id}")
        assert "同じ内容でもう一度" in seen.text
        form = await browser.get(f"/loans/new?product={parties.product_id}&repeat={loan.id}")
        fields = forms_of(form)["/loans/new"]
        assert fields["goal"] == ["訪室を半分に"]
        assert "consent" not in fields
        changes = {"contact_name": "河野", "contact_phone": "097-555-0101"}
        refused = await send(browser, form, "/loans/new", **changes)
        assert refused.status_code == 422
        shown = await follow(browser, await send(browser, refused, "/loans/new", consent="1", **changes))
        assert loan.number in shown.text
        again = await browser.get(f"/loans/{loan.id}")
        assert "この内容での再申込" in again.text
    async with visiting(application, await another_facility(parties)) as browser:
        path = f"/loans/new?product={parties.product_id}&repeat={loan.id}"
        assert (await browser.get(path)).status_code == 404
        odd = await browser.get(f"/loans/new?product={parties.product_id}&repeat=nonsense")
        assert odd.status_code == 200
