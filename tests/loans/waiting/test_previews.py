"""Before an answer to an offer: whose days change and who hears of it; looking changes nothing."""

import asyncio
from contextvars import Context
from typing import Any

import httpx
import pytest
from litestar import Litestar

from core import db
from core.errors import IllegalStep, Invalid, NotAllowed, NotFound
from loans.domain import StepName
from loans.previewing import PreviewStep, preview_step
from loans.waiting.domain import WaitingState, WaitingStep
from loans.waiting.previewing import PreviewWaitlistStep, preview_waitlist_step
from loans.waiting.queries import EntryView
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.loans.test_previews import the_whole_house
from tests.loans.visiting import send, visiting
from tests.loans.waiting.queues import CANCELLED, Queue, a_queue

pytestmark = pytest.mark.usefixtures("database")

SAID = {"problem": "夜間の見守り", "goal": "訪室を半分に", "place_of_use": "2階", "contact_name": "試験 花子"}
SAID |= {"contact_phone": "097-000-0000"}


def wished(step: WaitingStep, **body: Any) -> PreviewWaitlistStep:
    return PreviewWaitlistStep(step=step, body=body)


async def a_queue_of_two() -> tuple[Queue, Any, EntryView, EntryView]:
    """Somebody who has an offer, and somebody who is next."""
    queue = await a_queue()
    facility, first = await queue.join()
    _, second = await queue.join()
    await queue.free()
    await queue.match()
    return queue, facility, first, second


async def test_passing_says_which_days_come_free_and_that_somebody_is_next() -> None:
    queue, facility, first, second = await a_queue_of_two()
    before = await the_whole_house()
    foreseen = await preview_waitlist_step(facility, first.id, wished(WaitingStep.REFUSE))
    assert await the_whole_house() == before
    assert [change.becomes for change in foreseen.days] == ["freed"]
    (next_one,) = foreseen.told
    assert next_one.name == "次にお待ちの事業所"  # whose turn it is, is not for other facilities to know
    assert "順番が来ました" in next_one.subject
    seen = await preview_waitlist_step(queue.counter, first.id, wished(WaitingStep.LEAVE))
    assert second.facility_name in {one.name for one in seen.told}
    assert first.facility_name in {one.name for one in seen.told}  # its counter ends it for the facility


async def test_taking_an_offer_moves_no_day_and_tells_the_counter() -> None:
    queue, facility, first, _ = await a_queue_of_two()
    before = await the_whole_house()
    foreseen = await preview_waitlist_step(
        facility, first.id, wished(WaitingStep.ACCEPT, consent=True, **SAID)
    )
    assert await the_whole_house() == before
    assert foreseen.days == []
    assert first.counter_name in {one.name for one in foreseen.told}
    assert await queue.states(first) == [WaitingState.OFFERED]


async def test_a_preview_is_refused_like_its_step() -> None:
    queue, facility, first, second = await a_queue_of_two()
    with pytest.raises(Invalid) as refused:
        await preview_waitlist_step(facility, first.id, wished(WaitingStep.ACCEPT))
    assert "problem" in refused.value.fields
    with pytest.raises(Invalid):
        await preview_waitlist_step(facility, first.id, wished(WaitingStep.REFUSE, keep_waiting="perhaps"))
    with pytest.raises(Invalid):
        await preview_waitlist_step(facility, first.id, wished(WaitingStep.OFFER))
    with pytest.raises(NotAllowed):
        await preview_waitlist_step(facility, first.id, wished(WaitingStep.SKIP, reason="欠席"))
    with pytest.raises(NotFound):
        await preview_waitlist_step(facility, second.id, wished(WaitingStep.LEAVE))
    with pytest.raises(IllegalStep):
        await preview_waitlist_step(queue.counter, second.id, wished(WaitingStep.REFUSE))


async def test_whoever_frees_days_learns_that_somebody_waits_for_them() -> None:
    queue = await a_queue()
    await queue.join()
    body = {"reason": CANCELLED.reason}
    cancelled = PreviewStep(step=StepName.CANCEL, body=body)
    for_facility = await preview_step(queue.parties.facility, queue.loan.id, cancelled)
    assert [one.name for one in for_facility.next_in_line] == ["次にお待ちの事業所"]


async def test_a_queue_that_is_being_served_is_not_waited_for() -> None:
    queue, facility, first, second = await a_queue_of_two()
    async with db.transaction():
        await db.execute("SELECT FROM waiting_entry WHERE id = $1 FOR UPDATE", second.id)
        foreseen = await elsewhere(facility, first)
    assert foreseen == []
    assert await queue.states(first) == [WaitingState.OFFERED]


async def elsewhere(facility: Any, entry: EntryView) -> list[str]:
    """The same look on a connection of its own."""

    async def look() -> list[str]:
        seen = await preview_waitlist_step(facility, entry.id, wished(WaitingStep.REFUSE))
        return [one.name for one in seen.told]

    return await asyncio.get_running_loop().create_task(look(), context=Context())


async def test_the_pages_say_it_before_the_button(application: Litestar) -> None:
    _, facility, first, _ = await a_queue_of_two()
    async with visiting(application, facility) as client:
        accept = await client.get(f"/waitlist/{first.id}/accept")
        assert f"{first.counter_name}に知らせます" in words(accept)
        assert "そのままこの申込のものになります" in accept.text
        refuse = await client.get(f"/waitlist/{first.id}/refuse")
        assert "が空きます" in refuse.text
        assert "次にお待ちの事業所に知らせます" in words(refuse)
        looked = await send(
            client, refuse, f"/waitlist/{first.id}/refuse", keep_waiting="no", reason="行事と重なる", look="1"
        )
        assert looked.status_code == 200
        assert "行事と重なる" in looked.text
        assert "次にお待ちの事業所に知らせます" in words(looked)


async def test_programs_ask_the_same(client: httpx.AsyncClient) -> None:
    _, facility, first, _ = await a_queue_of_two()
    caller = await a_caller(client, facility)
    answer = await caller.post(f"/waitlist/{first.id}/preview", {"step": "refuse"})
    assert answer.status_code == 200, answer.text
    assert [one["name"] for one in answer.json()["told"]] == ["次にお待ちの事業所"]
    wrong = await caller.post(f"/waitlist/{first.id}/preview", {"step": "dance"})
    assert wrong.status_code == 422
