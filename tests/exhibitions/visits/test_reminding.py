"""Reminders and calendars: each once, the newest says what holds, a cancelled visit leaves the calendar."""

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from core import db
from core.clock import frozen
from exhibitions.visits.booking import confirm_visit
from exhibitions.visits.changing import cancel_visit, change_visit
from exhibitions.visits.commands import ChangeVisit, SetPlan
from exhibitions.visits.planning import set_plan
from exhibitions.visits.queries import VisitView
from exhibitions.visits.reminding import remind_visitors
from tests.exhibitions.visits.makers import Show, a_show, an_asked_visit

pytestmark = pytest.mark.usefixtures("database")

_LETTERS = """
SELECT payload->>'subject' AS subject, coalesce(payload->'calendars'->>0, '') AS calendar FROM outbox
WHERE payload->>'recipient' = $1 ORDER BY created_at, id
"""


async def letters_to(visit: VisitView) -> list[tuple[str, str]]:
    return [(row["subject"], row["calendar"]) for row in await db.fetch(_LETTERS, visit.email)]


async def _reminders(visit: VisitView) -> int:
    return sum("近づきました" in subject for subject, _calendar in await letters_to(visit))


async def a_booked_visit(show: Show) -> tuple[VisitView, str]:
    _visit, token = await an_asked_visit(show)
    return await confirm_visit(token), token


async def test_a_party_is_reminded_once_the_hours_before_that_its_counter_set() -> None:
    show = await a_show()
    visit, _token = await a_booked_visit(show)
    for hours, expected in ((25, 0), (23, 1), (22, 1)):
        with frozen(visit.start - timedelta(hours=hours)):
            await remind_visitors()
        assert await _reminders(visit) == expected


async def test_a_reminder_that_was_missed_is_caught_up_with_until_the_visit_begins() -> None:
    show = await a_show()
    early, _token = await a_booked_visit(show)
    late, _other = await a_booked_visit(show)
    with frozen(early.start - timedelta(minutes=5)):
        await remind_visitors()
    assert (await _reminders(early), await _reminders(late)) == (1, 1)
    missed, _third = await a_booked_visit(show)
    with frozen(missed.start + timedelta(minutes=5)):
        await remind_visitors()
    assert await _reminders(missed) == 0


async def test_who_moves_to_another_time_is_reminded_of_it_and_a_change_of_size_reminds_nobody() -> None:
    show = await a_show()
    visit, token = await a_booked_visit(show)
    with frozen(visit.start - timedelta(hours=23)):
        await set_plan(show.counter, show.id, SetPlan(lead_hours=0))
        await remind_visitors()
        await change_visit(token, ChangeVisit(party_size=3))
        await remind_visitors()
        assert await _reminders(visit) == 1
        await change_visit(token, ChangeVisit(slot_id=show.slots[1].id))
        await remind_visitors()
    assert await _reminders(visit) == 2


async def test_a_counter_may_remind_nobody_and_who_booked_late_is_not_reminded() -> None:
    show = await a_show()
    await set_plan(show.counter, show.id, SetPlan(reminder_hours=0, lead_hours=0))
    visit, _token = await a_booked_visit(show)
    with frozen(visit.start - timedelta(hours=1)):
        await remind_visitors()
        await set_plan(show.counter, show.id, SetPlan(reminder_hours=24, lead_hours=0))
        late, _other = await a_booked_visit(show)
        await remind_visitors()
    assert (await _reminders(visit), await _reminders(late)) == (1, 0)


def _event(calendar: str) -> Any:
    [event] = Calendar.from_ical(calendar).walk("VEVENT")
    return event


async def test_the_invitation_is_changed_and_taken_back_in_the_calendar() -> None:
    show = await a_show()
    visit, token = await a_booked_visit(show)
    await change_visit(token, ChangeVisit(slot_id=show.slots[1].id))
    await cancel_visit(token)
    calendars = [calendar for _subject, calendar in await letters_to(visit) if calendar]
    booked, changed, cancelled = (_event(calendar) for calendar in calendars)
    assert [Calendar.from_ical(one)["METHOD"] for one in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    assert booked["UID"] == changed["UID"] == cancelled["UID"]
    assert booked["SEQUENCE"] < changed["SEQUENCE"] < cancelled["SEQUENCE"]
    assert (booked.decoded("DTSTART"), changed.decoded("DTSTART")) == (
        show.slots[0].start,
        show.slots[1].start,
    )
    assert (cancelled["STATUS"], booked["STATUS"]) == ("CANCELLED", "CONFIRMED")
    assert "TZID=Asia/Tokyo" in calendars[0]
    assert "BEGIN:VTIMEZONE" in calendars[0]
    assert all(len(line.encode()) <= 75 for calendar in calendars for line in calendar.split("\r\n"))


async def test_who_never_confirmed_has_nothing_taken_from_the_calendar() -> None:
    show = await a_show()
    visit, token = await an_asked_visit(show)
    await cancel_visit(token)
    assert [calendar for _subject, calendar in await letters_to(visit)] == ["", ""]
