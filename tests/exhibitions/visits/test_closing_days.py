"""A counter that closes hears first of its visitors and seminars on those days."""

from datetime import timedelta

import httpx
import pytest

from accounts.domain import Role
from core.clock import local_day, today
from directory.closing_meets import met_on
from exhibitions.seminars.queries import sessions_of
from exhibitions.visits import planning
from exhibitions.visits.booking import reserve_visit
from exhibitions.visits.commands import AddRule
from exhibitions.visits.queries import list_slots
from tests.accounts.browser import words
from tests.exhibitions.makers import a_browser, a_display
from tests.exhibitions.seminars.makers import a_counter, a_seminar
from tests.exhibitions.visits.makers import NOON, TEN, a_party, a_show
from tests.factories import an_actor

pytestmark = pytest.mark.usefixtures("database")


async def test_a_counter_hears_of_bookings_and_sessions_before_it_closes(client: httpx.AsyncClient) -> None:
    counter = await an_actor((await a_counter()).acting_for(), role=Role.ADMIN)
    show_id = await a_display(counter.acting_for())
    rule = AddRule(
        weekdays=[0, 1, 2, 3, 4],
        from_minute=TEN,
        until_minute=NOON,
        slot_minutes=60,
        capacity_people=10,
        capacity_groups=3,
        first_on=today(),
    )
    await planning.add_rule(counter, show_id, rule)
    slot = [one for one in await list_slots(counter, show_id) if one.bookable][-1]
    await reserve_visit(counter, show_id, a_party(slot, 3))
    seminar = await a_seminar(counter)
    day = local_day((await sessions_of(seminar.id))[0].start)
    met = await met_on(counter.acting_for(), [slot.day, day])
    assert {(one.day, one.href) for one in met} == {
        (slot.day, f"/exhibitions/{show_id}/visitors?day={slot.day}"),
        (day, f"/seminars/{seminar.id}/prepare"),
    }
    assert [one.day for one in await met_on(counter.acting_for(), weekdays=[slot.day.weekday()])].count(
        slot.day
    ) == 1
    assert await met_on(counter.acting_for(), [slot.day + timedelta(days=400)]) == []
    browser = await a_browser(client, counter)
    sent = {"first": slot.day.isoformat(), "last": "", "note": ""}
    asked = words(await browser.post("/organization/closing-days", data=sent))
    for said in ("その日の約束があります", "来場の予約1件（3人）", "それでも休みにする"):
        assert said in asked, said
    confirmed = sent | {"confirmed": f"{slot.day}/{slot.day}"}
    assert (await browser.post("/organization/closing-days", data=confirmed)).status_code == 303


async def test_an_extra_day_is_open_whatever_else_is_closed() -> None:
    show = await a_show()
    await reserve_visit(show.counter, show.id, a_party(show.slots[0]))
    assert await met_on(show.counter.acting_for(), [show.slots[0].day]) == []
