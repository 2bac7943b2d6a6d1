"""A lender offers other days, other units, or both: held at once, and the facility sees what is different."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from catalog import occupancy
from catalog.domain import Purpose
from catalog.terms import Days
from core import db
from core.clock import frozen, now
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from loans import usecases
from loans.commands import ConfirmLoan, GiveReason, OfferLoan
from loans.domain import Custody
from loans.queries import LoanView, loan_events, loan_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, a_loan, a_unit, the_parties
from tests.invariants import broken
from tests.loans.letters import a_confirmed_loan, mails
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("own_database")

WEEK = timedelta(days=7)
_HELD = """
SELECT unit_id, purpose, expires_at IS NOT NULL AS expires FROM occupancy
WHERE cause_id = $1 AND status = 'active' ORDER BY unit_id
"""
_SERIAL = "SELECT serial_number FROM unit WHERE id = $1"


async def asked(parties: Parties, **fields: object) -> LoanView:
    return await usecases.propose_loan(parties.counter, (await a_loan(parties, **fields)).id)


def offer(loan: LoanView, *units: UUID, later: timedelta = WEEK) -> OfferLoan:
    return OfferLoan(start=loan.start + later, end=loan.end + later, unit_ids=list(units) or None)


async def held(loan: LoanView) -> list[tuple[UUID, str, bool]]:
    return [tuple(row) for row in await db.fetch(_HELD, loan.id)]


async def test_another_unit_on_other_days_is_held_and_told_and_can_be_accepted() -> None:
    parties = await the_parties()
    loan = await asked(parties)
    (old,), new = loan.unit_ids, await a_unit(parties.product_id, loan.lender_id)
    offered = await usecases.offer_loan(parties.vendor, loan.id, offer(loan, new))
    assert (offered.custody, offered.unit_ids) == (Custody.REQUESTED, [new])
    assert await held(loan) == [(new, "hold", True)]
    seen = (await loan_for(parties.facility, loan.id)).offer
    assert seen is not None
    serials = [await db.fetch_value(_SERIAL, unit) for unit in (old, new)]
    assert [seen.unit_from, seen.unit_to] == serials
    (body,) = [text for subject, text in await mails(parties.facility, loan) if "提案があります" in subject]
    assert all(serial in body for serial in serials)
    event = (await loan_events(parties.counter, loan.id))[-1]
    assert [event.facts["unit_from"], event.facts["unit_to"]] == serials
    await usecases.accept_offer(parties.facility, loan.id)
    confirmed = await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    assert (confirmed.unit_ids, confirmed.start) == ([new], loan.start + WEEK)


async def test_the_same_days_with_another_unit_are_an_offer_and_the_same_unit_is_not() -> None:
    parties = await the_parties()
    loan = await asked(parties)
    new = await a_unit(parties.product_id, loan.lender_id)
    with pytest.raises(Invalid) as wrong:
        await usecases.offer_loan(parties.vendor, loan.id, offer(loan, *loan.unit_ids, later=timedelta()))
    assert wrong.value.fields == {"unit_ids": "same-units"}
    offered = await usecases.offer_loan(parties.vendor, loan.id, offer(loan, new, later=timedelta()))
    assert (offered.unit_ids, offered.end) == ([new], loan.end)
    refused = await usecases.refuse_offer(parties.facility, loan.id, GiveReason(reason="使えません"))
    assert refused.custody is Custody.CANCELLED
    assert await held(loan) == []


async def test_the_units_of_the_loan_stay_with_it_where_they_can() -> None:
    parties = await the_parties(units=6)
    loan = await asked(parties, quantity=2)
    offered = await usecases.offer_loan(parties.vendor, loan.id, offer(loan, later=timedelta(days=2)))
    assert offered.unit_ids == loan.unit_ids
    assert offered.offer is not None
    assert offered.offer.unit_to is None
    assert [one[1:] for one in await held(loan)] == [("hold", True)] * 2


async def test_one_unit_stays_and_another_comes_where_one_of_them_is_somebodys_then() -> None:
    parties = await the_parties(units=2)
    loan = await asked(parties, quantity=2)
    gone, stays = loan.unit_ids
    later = Days(loan.end + timedelta(days=21), loan.end + timedelta(days=22))
    other = await occupancy.take(gone, later, Purpose.MAINTENANCE, None)
    with pytest.raises(Conflict) as refused:
        await usecases.offer_loan(parties.vendor, loan.id, offer(loan, later=3 * WEEK))
    assert refused.value.facts["reasons"], "two are wished, one is there"
    assert [one[0] for one in await held(loan)] == [gone, stays], "a refusal changes nothing"
    new = await a_unit(parties.product_id, loan.lender_id)
    offered = await usecases.offer_loan(parties.vendor, loan.id, offer(loan, later=3 * WEEK))
    assert offered.unit_ids == sorted([stays, new])
    assert [one[0] for one in await held(loan)] == offered.unit_ids
    await occupancy.release([other.id])
    assert not [name for name in await broken() if "taken" in name or "twice" in name or "part" in name]


async def test_one_of_two_units_is_exchanged_by_an_offer_for_what_was_agreed() -> None:
    parties = await the_parties(units=2)
    loan = await asked(parties, quantity=2)
    await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    new = await a_unit(parties.product_id, loan.lender_id)
    offered = await usecases.offer_loan(parties.vendor, loan.id, offer(loan, loan.unit_ids[0], new))
    assert offered.unit_ids == sorted([loan.unit_ids[0], new])
    assert [one[1:] for one in await held(loan)] == [("hold", True)] * 2
    assert not [name for name in await broken() if "taken" in name or "twice" in name or "part" in name]


async def test_units_of_others_taken_ones_and_too_few_are_refused_and_nothing_changes() -> None:
    parties, others = await the_parties(units=2), await the_parties()
    loan, rival = await asked(parties), await asked(parties)
    foreign = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", others.product_id)
    before = await held(loan)
    for units, code in (
        ((foreign,), "unknown"),
        ((foreign, *loan.unit_ids), "wrong-number-of-units"),
    ):
        with pytest.raises(Invalid) as wrong:
            await usecases.offer_loan(parties.vendor, loan.id, offer(loan, *units))
        assert wrong.value.fields == {"unit_ids": code}
    empty = OfferLoan(start=loan.start + WEEK, end=loan.end + WEEK, unit_ids=[])
    with pytest.raises(Invalid):
        await usecases.offer_loan(parties.vendor, loan.id, empty)
    with pytest.raises(Conflict) as taken:
        await usecases.offer_loan(parties.vendor, loan.id, offer(loan, *rival.unit_ids))
    assert taken.value.facts["unit_id"] == rival.unit_ids[0]
    assert taken.value.facts["reasons"]
    assert await held(loan) == before
    for actor, refusal in (
        (parties.facility, NotAllowed),
        (parties.counter, NotAllowed),
        (others.vendor, NotFound),
    ):
        with pytest.raises(refusal):
            await usecases.offer_loan(actor, loan.id, offer(loan, *rival.unit_ids))


async def test_an_offer_whose_hold_ran_out_gets_its_unit_again_when_accepted() -> None:
    parties = await the_parties()
    loan = await asked(parties)
    new = await a_unit(parties.product_id, loan.lender_id)
    await usecases.offer_loan(parties.vendor, loan.id, offer(loan, new))
    with frozen(now() + timedelta(days=10)):
        while await usecases.expire_holds():
            pass
        assert await held(loan) == []
        accepted = await usecases.accept_offer(parties.facility, loan.id)
    assert accepted.unit_ids == [new]
    assert await held(loan) == [(new, "hold", True)]


async def test_programs_offer_units_and_are_told_what_is_wrong(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await asked(parties)
    new = await a_unit(parties.product_id, loan.lender_id)
    caller = await a_caller(client, parties.vendor)
    days = {"start": str(loan.start), "end": str(loan.end)}
    wrong = await caller.post(f"/loans/{loan.id}/offer", {**days, "unit_ids": ["x"]})
    assert wrong.status_code in (400, 422)
    answer = await caller.post(f"/loans/{loan.id}/offer", {**days, "unit_ids": [str(new)]})
    assert answer.status_code == 200, answer.text
    assert answer.json()["offer"]["unit_to"] == await db.fetch_value(_SERIAL, new)


async def test_the_page_offers_units_and_the_facility_sees_what_is_different(
    application: Litestar,
) -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    path = f"/loans/{loan.id}/offer"
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get(path)
        assert "提案する個体" not in words(page)  # there is no other one
        new = await a_unit(parties.product_id, loan.lender_id)
        page = await vendor.get(path)
        assert "unit_ids" not in forms_of(page)[path]  # nothing is ticked
        assert (await send(vendor, page, path)).status_code == 422
        looked = await send(vendor, page, path, unit_ids=str(new), look="1")
        assert "この操作で変わること" in words(looked)
        await follow(vendor, await send(vendor, looked, path))
    async with visiting(application, parties.facility) as facility:
        said = words(await facility.get(f"/loans/{loan.id}"))
        serial = await db.fetch_value(_SERIAL, new)
        assert "別の個体の提案があります" in said
        assert serial in said
        panel = words(await facility.get(f"/loans/{loan.id}/refuse-offer"))
        assert "提案された個体" in panel
