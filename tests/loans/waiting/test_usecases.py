"""Waiting, being offered freed days, and answering."""

from datetime import timedelta
from typing import Any

import pytest

from catalog.availability import lending_of, next_free_start
from catalog.terms import Days, Terms
from core import db
from core.clock import now, today
from core.errors import Conflict, IllegalStep, Invalid, NotAllowed, NotFound
from core.ids import new_id
from loans.commands import GiveReason
from loans.domain import Custody
from loans.queries import loan_for
from loans.usecases import cancel_loan, request_loan
from loans.waiting import usecases as waiting
from loans.waiting.commands import AcceptWaitlistOffer, LeaveWaitlist, RefuseWaitlistOffer
from loans.waiting.domain import WaitingState, WaitingStep
from loans.waiting.queries import EntryFilter, entry_events, entry_for, list_entries
from tests.factories import a_product, a_request, the_parties
from tests.loans.waiting.queues import CANCELLED, YES, a_queue

pytestmark = pytest.mark.usefixtures("database")

WAITING, OFFERED, LAPSED = WaitingState.WAITING, WaitingState.OFFERED, WaitingState.LAPSED


async def test_freed_days_are_offered_to_the_first_and_become_its_request() -> None:
    queue = await a_queue()
    first, entry = await queue.join()
    _, second = await queue.join()
    assert await queue.match() == 0
    await queue.free()
    assert await queue.match() == 1
    assert await queue.states(entry, second) == [OFFERED, WAITING]
    held = await queue.holds()
    assert held == [entry.id]
    loan = await waiting.accept_waitlist_offer(first, entry.id, YES)
    assert (loan.custody, loan.start, loan.facility_id) == (
        Custody.REQUESTED,
        queue.start,
        first.organization_id,
    )
    assert await queue.holds() == [loan.id]
    seen = await entry_for(first, entry.id)
    assert (seen.state, seen.loan_id, seen.offer) == (WaitingState.ACCEPTED, loan.id, None)
    assert [event.step for event in await entry_events(first, entry.id)] == ["join", "offer", "accept"]


async def test_the_holds_that_were_offered_are_those_of_the_request() -> None:
    queue = await a_queue()
    first, entry = await queue.join()
    await queue.free()
    await queue.match()
    sql = "SELECT id, unit_id FROM occupancy WHERE cause_id = $1 AND status = 'active'"
    before = [tuple(row) for row in await db.fetch(sql, entry.id)]
    loan = await waiting.accept_waitlist_offer(first, entry.id, YES)
    assert [tuple(row) for row in await db.fetch(sql, loan.id)] == before
    given = await db.fetch("SELECT occupancy_id, unit_id FROM loan_unit WHERE loan_id = $1", loan.id)
    assert [tuple(row) for row in given] == before


async def test_what_is_free_is_asked_for_and_not_waited_for() -> None:
    queue = await a_queue()
    with pytest.raises(Conflict) as refused:
        await queue.join(start=queue.start + timedelta(days=60))
    assert refused.value.reason == "free-now"
    assert refused.value.facts["product_id"] == queue.parties.product_id


async def test_the_same_wish_is_not_taken_twice_and_nobody_waits_for_everything() -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    with pytest.raises(Conflict) as refused:
        await queue.join(facility, start=queue.start + timedelta(days=3))
    assert (refused.value.reason, refused.value.facts["entry_id"]) == ("already-waiting", entry.id)
    for _ in range(Terms().waitlist_wishes - 1):
        await db.execute(
            "INSERT INTO waiting_entry SELECT (jsonb_populate_record(e, jsonb_build_object('id', $2::uuid"
            "))).* FROM waiting_entry e WHERE e.id = $1",
            entry.id,
            new_id(),
        )
    with pytest.raises(Conflict) as full:
        await queue.join(facility, start=queue.start - timedelta(days=14))
    assert full.value.reason == "too-many-waiting"


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"start": today() - timedelta(days=1)}, "start", "start-in-past"),
        ({"days": 0}, "end", "end-before-start"),
        ({"days": 300}, "end", "too-long"),
        ({"quantity": 2}, "quantity", "more-than-there-are"),
        ({"product_id": None}, "product_id", "product-or-item"),
        ({"product_id": None, "item": "NO-SUCH"}, "item", "unknown"),
    ],
)
async def test_a_wish_that_can_never_come_true_is_refused(
    fields: dict[str, Any], field: str, code: str
) -> None:
    queue = await a_queue()
    with pytest.raises(Invalid) as refused:
        await queue.join(**fields)
    assert refused.value.fields[field] == code


async def test_a_vendor_waits_for_nothing_and_sees_nobody() -> None:
    queue = await a_queue()
    _, entry = await queue.join()
    with pytest.raises(NotAllowed):
        await waiting.join_waitlist(queue.parties.vendor, queue.wish())
    with pytest.raises(NotAllowed):
        await list_entries(queue.parties.vendor, EntryFilter())
    with pytest.raises(NotFound):
        await entry_for(queue.parties.vendor, entry.id)
    stranger = await the_parties()
    with pytest.raises(NotFound):
        await waiting.leave_waitlist(stranger.facility, entry.id, LeaveWaitlist())
    assert entry.id not in {one.id for one in (await list_entries(stranger.counter, EntryFilter())).items}


async def test_a_counter_joins_and_answers_for_a_facility() -> None:
    queue = await a_queue()
    facility = await queue.another_facility()
    entry = await waiting.join_waitlist(queue.counter, queue.wish(facility_id=facility.organization_id))
    assert entry.channel == "counter"
    await queue.free()
    await queue.match()
    loan = await waiting.accept_waitlist_offer(queue.counter, entry.id, YES)
    assert (loan.facility_id, loan.channel) == (facility.organization_id, "counter")


async def test_an_offer_that_runs_out_goes_to_the_next_until_nobody_is_left() -> None:
    queue = await a_queue()
    entries = [(await queue.join())[1] for _ in range(3)]
    await queue.free()
    await queue.match()
    for number in range(3):
        assert await queue.states(*entries) == [OFFERED if one == number else WAITING for one in range(3)]
        await queue.lapse(entries[number])
        assert len(await queue.holds()) == 1
    assert await queue.states(*entries) == [OFFERED, WAITING, WAITING]
    for number in range(3):
        await queue.lapse(entries[number])
    assert await queue.states(*entries) == [LAPSED] * 3
    assert await queue.holds() == []


async def test_who_let_offers_lapse_says_with_one_press_that_it_still_waits() -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    await queue.lapse(entry)
    await queue.lapse(entry)
    assert (await entry_for(facility, entry.id)).next_steps == [WaitingStep.WAIT_AGAIN, WaitingStep.LEAVE]
    assert (await waiting.wait_again(facility, entry.id)).state is WAITING
    await queue.match()
    assert await queue.states(entry) == [OFFERED]
    await queue.lapse(entry)
    assert await queue.states(entry) == [OFFERED]


async def test_refused_days_go_to_the_next_and_are_not_offered_again() -> None:
    queue = await a_queue()
    first, entry = await queue.join(tolerance_days=0)
    _, second = await queue.join()
    await queue.free()
    await queue.match()
    refusal = RefuseWaitlistOffer(reason="行事と重なった", keep_waiting=True)
    assert (await waiting.refuse_waitlist_offer(first, entry.id, refusal)).state is WAITING
    await queue.match()
    assert await queue.states(entry, second) == [WAITING, OFFERED]
    await queue.lapse(second)
    await queue.lapse(second)
    assert await queue.states(entry) == [WAITING]


async def test_whoever_leaves_gives_its_offer_on() -> None:
    queue = await a_queue()
    first, entry = await queue.join()
    _, second = await queue.join()
    await queue.free()
    await queue.match()
    assert (await waiting.leave_waitlist(first, entry.id, LeaveWaitlist())).state is WaitingState.LEFT
    await queue.match()
    assert await queue.states(second) == [OFFERED]
    with pytest.raises(IllegalStep):
        await waiting.accept_waitlist_offer(first, entry.id, YES)


async def test_a_counter_passes_a_wish_over_saying_why_and_puts_it_back() -> None:
    queue = await a_queue()
    first, entry = await queue.join()
    _, second = await queue.join()
    await queue.free()
    await queue.match()
    with pytest.raises(NotAllowed):
        await waiting.skip_entry(first, entry.id, GiveReason(reason="x"))
    with pytest.raises(Invalid):
        await waiting.skip_entry(queue.counter, entry.id, GiveReason(reason=" "))
    skipped = await waiting.skip_entry(queue.counter, entry.id, GiveReason(reason="電話がつながらない"))
    assert (skipped.state, skipped.position) == (WAITING, None)
    await queue.match()
    assert await queue.states(entry, second) == [WAITING, OFFERED]
    back = await waiting.put_back(queue.counter, entry.id)
    assert back.position is not None
    assert (back.position.place, back.position.of) == (1, 2)


async def test_an_offer_never_says_less_than_was_asked_unless_fewer_will_do() -> None:
    queue = await a_queue(units=2)
    _, both = await queue.join(quantity=2)
    _, any_number = await queue.join(quantity=2, accept_fewer=True)
    await db.execute(
        "UPDATE occupancy SET status = 'released' WHERE id = (SELECT min(id::text)::uuid FROM occupancy"
        " WHERE cause_id = $1)",
        queue.loan.id,
    )
    assert await queue.match() == 1
    assert await queue.states(both, any_number) == [WAITING, OFFERED]
    offer = (await entry_for(queue.counter, any_number.id)).offer
    assert offer is not None
    assert offer.quantity == 1


async def test_the_nearest_free_days_within_the_tolerance_are_offered() -> None:
    queue = await a_queue()
    after = queue.start + timedelta(days=14)
    lending = await lending_of(queue.parties.product_id, queue.counter.organization_id, today())
    free_on = await next_free_start(lending, Days(after, after + timedelta(days=14)), 1, today())
    assert free_on is not None
    missing = (free_on - after).days
    _, near = await queue.join(start=after, tolerance_days=missing - 1)
    _, enough = await queue.join(start=after, tolerance_days=missing)
    assert await queue.match() == 1
    assert await queue.states(near, enough) == [WAITING, OFFERED]
    offer = (await entry_for(queue.counter, enough.id)).offer
    assert offer is not None
    assert (offer.start, offer.end) == (free_on, free_on + timedelta(days=14))


async def test_a_wish_for_an_item_is_served_by_any_product_of_it() -> None:
    queue = await a_queue(item="TOI-P")
    other = await a_product(queue.parties.vendor.acting_for(), units=0, item="TOI-P")
    others = await db.fetch(
        "SELECT id FROM product WHERE 'TOI-P' = ANY(item_codes) AND id <> ALL($1::uuid[])",
        [other, queue.parties.product_id],
    )
    await db.execute(
        "UPDATE product SET status = 'discontinued' WHERE id = ANY($1)", [o["id"] for o in others]
    )
    _, entry = await queue.join(product_id=None, item="TOI-P")
    await queue.free()
    assert await queue.match() == 1
    offer = (await entry_for(queue.counter, entry.id)).offer
    assert offer is not None
    assert offer.product_id == queue.parties.product_id


async def test_what_the_request_lacks_is_told_and_the_offer_stays() -> None:
    queue = await a_queue(needs_consent=True)
    first, entry = await queue.join(problem="夜間の見守り", goal="訪室を半分に")
    await queue.free()
    await queue.match()
    with pytest.raises(Invalid) as refused:
        await waiting.accept_waitlist_offer(first, entry.id, AcceptWaitlistOffer())
    assert refused.value.fields == {"consent": "consent-needed", "place_of_use": "required"}
    assert await queue.states(entry) == [OFFERED]
    loan = await waiting.accept_waitlist_offer(
        first, entry.id, AcceptWaitlistOffer(place_of_use="2階", consent=True)
    )
    assert (await loan_for(first, loan.id)).problem == "夜間の見守り"


async def test_a_facility_that_may_borrow_no_more_is_not_offered_more() -> None:
    queue = await a_queue(units=2)
    _, first = await queue.join(queue.parties.facility)
    _, second = await queue.join()
    await db.execute("UPDATE policy SET max_units = 2 WHERE counter_id = $1", queue.counter.organization_id)
    await db.execute("UPDATE occupancy SET status = 'released' WHERE cause_id = $1", queue.loan.id)
    await queue.match()
    assert await queue.states(first, second) == [WAITING, OFFERED]


async def test_a_wish_whose_days_are_over_ends() -> None:
    queue = await a_queue()
    _, entry = await queue.join()
    day = today() - timedelta(days=5)
    await db.execute(
        "UPDATE waiting_entry SET starts_on = $2, ends_on = $3, tolerance_days = 4 WHERE id = $1",
        entry.id,
        day,
        day + timedelta(days=7),
    )
    assert await waiting.end_past_wishes() >= 1
    assert await queue.states(entry) == [WaitingState.LEFT]
    assert await waiting.end_past_wishes() == 0


async def test_an_offer_stands_as_long_as_the_policy_says_but_not_beyond_the_day_of_dispatch() -> None:
    queue = await a_queue(policy={"offer_hours": 6})
    _, entry = await queue.join()
    await queue.free()
    await queue.match()
    offer = (await entry_for(queue.counter, entry.id)).offer
    assert offer is not None
    assert abs(offer.expires_at - now() - timedelta(hours=6)) < timedelta(minutes=1)


async def test_the_policy_of_the_counter_says_who_comes_first() -> None:
    queue = await a_queue(policy={"waitlist_order": "fewest_loans"})
    experienced = queue.parties.facility
    _, early = await queue.join(experienced, start=queue.start + timedelta(days=1))
    _, late = await queue.join()
    await db.execute("UPDATE occupancy SET status = 'released' WHERE cause_id = $1", queue.loan.id)
    await queue.match()
    assert await queue.states(early, late) == [WAITING, OFFERED]


async def test_who_has_not_tried_the_product_yet_comes_first_where_the_policy_says_so() -> None:
    queue = await a_queue(policy={"waitlist_order": "first_trial"})
    elsewhere = await a_queue()
    tried = await queue.another_facility()
    other_robot = await queue.another_facility()
    sql = "UPDATE loan SET facility_id = $2 WHERE id = $1"
    await db.execute(sql, queue.loan.id, tried.organization_id)
    await db.execute(sql, elsewhere.loan.id, other_robot.organization_id)
    _, early = await queue.join(tried)
    _, late = await queue.join(other_robot)
    await db.execute("UPDATE occupancy SET status = 'released' WHERE cause_id = $1", queue.loan.id)
    await queue.match()
    assert await queue.states(early, late) == [WAITING, OFFERED]


async def test_a_facility_that_asks_by_itself_waits_no_more() -> None:
    queue = await a_queue(units=1)
    facility, entry = await queue.join(tolerance_days=30)
    _, other = await queue.join(tolerance_days=30)
    later = a_request(queue.parties.product_id, start=queue.start + timedelta(days=30))
    await request_loan(facility, later)
    await waiting.end_past_wishes()
    assert await queue.states(entry, other) == [WaitingState.LEFT, WAITING]
    assert (await entry_for(facility, entry.id)).ended_reason == "asked"


async def test_a_wish_for_an_item_is_offered_the_nearest_days_of_all_its_products() -> None:
    item = f"I-{new_id().hex[:10]}"
    await db.execute("INSERT INTO taxonomy_item (id, version, code) VALUES ($1, '2025', $2)", new_id(), item)
    queue = await a_queue(item=item)
    product = await a_product(queue.parties.vendor.acting_for(), units=1, item=item)
    holder = await queue.another_facility()
    taken = await request_loan(holder, a_request(product, start=queue.start))
    facility, entry = await queue.join(product_id=None, item=item, tolerance_days=60)
    await cancel_loan(holder, taken.id, CANCELLED)
    assert await waiting.match_product(queue.parties.product_id) == 0, (
        "the other one is free on the very days"
    )
    assert await waiting.match_product(product) == 1
    offer = (await entry_for(facility, entry.id)).offer
    assert offer is not None
    assert (offer.product_id, offer.start) == (product, queue.start)


async def test_a_counter_says_how_many_wishes_one_facility_may_have_open() -> None:
    queue = await a_queue(policy={"waitlist_wishes": 1})
    facility, _ = await queue.join()
    with pytest.raises(Conflict) as full:
        await queue.join(facility, start=queue.start - timedelta(days=14))
    assert (full.value.reason, full.value.facts["most"]) == ("too-many-waiting", 1)
    await queue.join()  # another facility has a count of its own


async def test_a_counter_says_how_many_offers_may_pass_unanswered() -> None:
    strict, patient = (
        await a_queue(policy={"waitlist_lapses": 1}),
        await a_queue(policy={"waitlist_lapses": 3}),
    )
    for queue, passed in ((strict, 1), (patient, 3)):
        _, entry = await queue.join()
        await queue.free()
        await queue.match()
        for _ in range(passed - 1):
            await queue.lapse(entry)
            assert await queue.states(entry) == [OFFERED]
        await queue.lapse(entry)
        assert await queue.states(entry) == [LAPSED]
