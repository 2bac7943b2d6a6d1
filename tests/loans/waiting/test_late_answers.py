"""Offers of the waitlist whose time is up: refused when they are taken, before any sweep passes them on."""

from datetime import timedelta

import pytest
from litestar import Litestar

from app.errors import words_of
from core import db
from core.clock import frozen, now
from core.errors import Conflict
from loans.waiting import usecases as waiting
from loans.waiting.domain import WaitingState, WaitingStep
from loans.waiting.queries import entry_for
from tests.loans.visiting import visiting
from tests.loans.waiting.queues import YES, a_queue

pytestmark = pytest.mark.usefixtures("database")


async def test_an_offer_whose_time_is_up_is_not_taken_even_before_it_is_passed_on() -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    offer = (await entry_for(facility, entry.id)).offer
    assert offer is not None
    with frozen(offer.expires_at - timedelta(seconds=1)):
        assert WaitingStep.ACCEPT in (await entry_for(facility, entry.id)).next_steps
    with frozen(offer.expires_at):
        assert WaitingStep.ACCEPT not in (await entry_for(facility, entry.id)).next_steps
        with pytest.raises(Conflict) as over:
            await waiting.accept_waitlist_offer(facility, entry.id, YES)
    assert over.value.reason == "waitlist-offer-over"
    assert "続けて待つか" in words_of(over.value.reason, over.value.facts)
    assert await queue.states(entry) == [WaitingState.OFFERED]


async def test_an_offer_whose_time_is_up_shows_no_way_to_take_it(application: Litestar) -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    await db.execute(
        "UPDATE waiting_offer SET expires_at = $2 WHERE entry_id = $1", entry.id, now() - timedelta(minutes=1)
    )
    async with visiting(application, facility) as client:
        shown = await client.get(f"/waitlist/{entry.id}")
        assert "返事の期限が過ぎました" in shown.text
        assert "この日程で申し込む" not in shown.text
        assert (await client.get(f"/waitlist/{entry.id}/accept")).status_code == 303
