"""Exceptions in bundles, waitlist, previews and on the board; and the earliest day, one press away."""

from datetime import timedelta

import msgspec
import pytest
from litestar import Litestar

from catalog.terms import Days
from core.clock import today
from core.errors import Invalid
from loans import usecases
from loans.board.moving import Move, Way, foresee, move
from loans.board.refusals import refusal_of
from loans.bundles.commands import BundleItem, RequestLoans
from loans.bundles.usecases import NothingToBeHad, request_loans
from loans.domain import Channel, StepName
from loans.previewing import PreviewStep, preview_step
from loans.queries import loan_for
from loans.waiting import usecases as waiting
from tests.factories import Parties, a_loan, a_product, a_request, the_parties
from tests.loans.letters import a_confirmed_loan
from tests.loans.visiting import follow, forms_of, send, visiting
from tests.loans.waiting.queues import YES, a_queue

pytestmark = pytest.mark.usefixtures("database")

WHY = "見学会に合わせて使うため"
START = today() + timedelta(days=30)


def asking(parties: Parties, *items: BundleItem, reason: str = "") -> RequestLoans:
    return RequestLoans(
        items=list(items),
        start=START,
        end=START + timedelta(days=14),
        problem="夜間の見守り",
        goal="訪室を半分に",
        place_of_use="2階",
        facility_id=parties.facility.organization_id,
        channel=Channel.PHONE,
        override_reason=reason,
    )


async def test_a_counter_makes_an_exception_for_a_whole_bundle() -> None:
    parties = await the_parties(policy={"notice_days": 60, "max_units": 10})
    other = await a_product(parties.vendor.acting_for())
    items = [BundleItem(product_id=one, consent=True) for one in (parties.product_id, other)]
    with pytest.raises(NothingToBeHad) as refused:
        await request_loans(parties.counter, asking(parties, *items))
    refusals = refused.value.facts["refusals"]
    assert isinstance(refusals, list)
    assert [one.overridable for one in refusals] == [["too-short-notice"]] * 2
    bundle = await request_loans(parties.counter, asking(parties, *items, reason=WHY))
    assert [[one.reason for one in loan.overrides] for loan in bundle.loans] == [[WHY], [WHY]]


async def test_more_units_together_than_the_rules_allow_are_the_counters_to_grant() -> None:
    parties = await the_parties(policy={"max_units": 1})
    other = await a_product(parties.vendor.acting_for())
    items = [BundleItem(product_id=one, consent=True) for one in (parties.product_id, other)]
    with pytest.raises(Invalid) as refused:
        await request_loans(parties.counter, asking(parties, *items))
    assert refused.value.facts["overridable"] == ["too-many-units"]
    own = msgspec.structs.replace(asking(parties, *items, reason=WHY), facility_id=None, channel=None)
    with pytest.raises(Invalid) as refused:
        await request_loans(parties.facility, own)
    assert refused.value.facts["overridable"] == []
    bundle = await request_loans(parties.counter, asking(parties, *items, reason=WHY))
    made = [one.code for loan in bundle.loans for one in loan.overrides]
    assert made == ["too-many-units"]  # the first one was within the rule


async def test_the_basket_asks_a_counter_for_its_reason(application: Litestar) -> None:
    parties = await the_parties(policy={"notice_days": 60}, needs_consent=False)
    facility = parties.facility.organization_id
    async with visiting(application, parties.counter) as counter:
        seen = await counter.get("/loans")
        token = forms_of(seen)["/language"]["_csrf_token"]
        put = {"_csrf_token": token, "product_id": str(parties.product_id), "facility_id": str(facility)}
        basket = await follow(counter, await counter.post("/basket/items", data=put))
        assert "理由を書いて例外として認める" not in basket.text
        fields = forms_of(basket)["/basket"]
        parts = {name: "夜間の見守り" for name in fields if name.endswith(("-problem", "-goal"))}
        days = {"start": str(START), "last_day": str(START + timedelta(days=13))}
        contact = {"contact_name": "河野", "contact_phone": "097-555-0101", "place_of_use": "2階"}
        sent = {**parts, **days, **contact, "channel": "phone", "act": "ask"}
        back = await send(counter, basket, "/basket", **sent)
        assert back.status_code == 409
        assert "申込の締切" in back.text
        done = await follow(counter, await send(counter, back, "/basket", act="ask", override_reason=WHY))
        assert "まとめた申込" in done.text


async def test_days_on_offer_beyond_a_rule_of_the_counter_need_its_reason() -> None:
    queue = await a_queue(policy={"max_units": 1})
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    later = queue.start + timedelta(days=90)
    await usecases.request_loan(facility, a_request(queue.parties.product_id, start=later))
    with pytest.raises(Invalid) as refused:
        await waiting.accept_waitlist_offer(facility, entry.id, YES)
    assert (refused.value.fields, refused.value.facts["overridable"]) == ({"quantity": "too-many-units"}, [])
    with pytest.raises(Invalid) as refused:
        await waiting.accept_waitlist_offer(queue.counter, entry.id, YES)
    assert refused.value.facts["overridable"] == ["too-many-units"]
    granted = msgspec.structs.replace(YES, override_reason=WHY)
    loan = await waiting.accept_waitlist_offer(queue.counter, entry.id, granted)
    assert [(one.code, one.reason) for one in loan.overrides] == [("too-many-units", WHY)]


async def test_the_page_of_an_offer_asks_a_counter_for_its_reason(application: Litestar) -> None:
    queue = await a_queue(policy={"max_units": 1})
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    later = queue.start + timedelta(days=90)
    await usecases.request_loan(facility, a_request(queue.parties.product_id, start=later))
    path = f"/waitlist/{entry.id}/accept"
    said = {"problem": "夜間", "goal": "半分", "place_of_use": "2階", "consent": "y"}
    contact = {"contact_name": "佐藤", "contact_phone": "097-000-0000"}
    async with visiting(application, facility) as client:
        back = await send(client, await client.get(path), path, **said, **contact)
        assert "例外を認められるのは" in back.text
    async with visiting(application, queue.counter) as client:
        back = await send(client, await client.get(path), path, **said, **contact)
        assert "一度に借りられる台数" in back.text
        done = await follow(client, await send(client, back, path, override_reason=WHY))
        assert WHY in done.text


async def test_a_preview_names_the_rules_that_a_step_sets_aside() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    soon = today() + timedelta(days=1)
    body = {"start": str(soon), "end": str(soon + timedelta(days=7)), "override_reason": WHY}
    preview = await preview_step(parties.vendor, loan.id, PreviewStep(step=StepName.OFFER, body=body))
    assert preview.overridden == ["too-soon-to-arrive"]
    assert (await loan_for(parties.vendor, loan.id)).overrides == []


async def test_on_the_board_a_rule_is_set_aside_by_whose_it_is() -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    soon = today() + timedelta(days=1)
    end = soon + timedelta(days=(loan.end - loan.start).days)
    wish = Move(
        id=loan.id,
        step=Way.RESCHEDULE,
        start=soon,
        end=end,
        was=Days(loan.start, loan.end),
        reason="都合により",
    )
    with pytest.raises(Invalid) as refused:
        await foresee(parties.counter, wish)
    assert refusal_of(refused.value).exception == ""
    with pytest.raises(Invalid) as refused:
        await foresee(parties.vendor, wish)
    assert refusal_of(refused.value).exception == "届けるのに必要な日数"
    granted = msgspec.structs.replace(wish, override_reason=WHY)
    assert (await foresee(parties.vendor, granted))[0] == "例外として認めます：届けるのに必要な日数"
    await move(parties.vendor, granted)
    moved = await loan_for(parties.vendor, loan.id)
    assert (moved.start, [one.reason for one in moved.overrides]) == (soon, [WHY])


async def test_too_soon_is_mended_with_one_press(application: Litestar) -> None:
    parties = await the_parties()
    soon = today() + timedelta(days=1)
    said = {"problem": "夜間", "goal": "半分", "place_of_use": "2階"}
    contact = {"contact_name": "佐藤", "contact_phone": "097-000-0000", "consent": "y"}
    async with visiting(application, parties.facility) as facility:
        form = await facility.get(f"/loans/new?product={parties.product_id}&start={soon}&days=14")
        back = await send(facility, form, "/loans/new", **said, **contact)
        assert back.status_code == 422
        earliest = back.text.split('name="move_to" value="')[1].split('"')[0]
        done = await follow(facility, await send(facility, back, "/loans/new", move_to=earliest))
        assert "申し込みました" in done.text


async def test_days_to_offer_move_to_the_earliest_and_nothing_is_offered_yet(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    path, soon = f"/loans/{loan.id}/offer", today() + timedelta(days=1)
    async with visiting(application, parties.vendor) as vendor:
        days = {"start": str(soon), "last_day": str(soon + timedelta(days=6))}
        back = await send(vendor, await vendor.get(path), path, **days)
        earliest = back.text.split('name="move_to" value="')[1].split('"')[0]
        moved = await send(vendor, back, path, move_to=earliest)
        assert moved.status_code == 200
        assert forms_of(moved)[path]["start"] == [earliest]
    assert (await loan_for(parties.vendor, loan.id)).offer is None
