"""Displays on other people's pages: only there may we be framed; a calendar that says what changed."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from core import db
from core.clock import TOKYO
from core.ids import new_id
from directory.kinds import OrganizationKind
from exhibitions.commands import MoveExhibition
from exhibitions.domain import ExhibitionStep
from exhibitions.seminars import planning
from exhibitions.seminars import sessions as planned
from exhibitions.seminars.commands import MoveSeminar
from exhibitions.seminars.domain import SeminarStep
from exhibitions.seminars.queries import sessions_of
from exhibitions.usecases import move_exhibition
from exhibitions.visits.commands import SetPlan
from exhibitions.visits.planning import set_plan
from tests.exhibitions.seminars.makers import a_confirmed, a_counter, a_seminar, a_session
from tests.exhibitions.visits.makers import a_show, an_asked_visit
from tests.factories import an_organization

pytestmark = pytest.mark.usefixtures("database")


async def test_the_frame_shows_free_times_and_alone_may_be_framed(client: httpx.AsyncClient) -> None:
    show = await a_show(people=2, groups=1)
    counter_id = show.counter.acting_for()
    shown = await client.get(f"/embed/{counter_id}")
    assert shown.text.count("/visits/new?slot=") == 2
    assert "frame-ancestors *" in shown.headers["content-security-policy"]
    await an_asked_visit(show, 2)
    assert (await client.get(f"/embed/{counter_id}")).text.count("/visits/new?slot=") == 1
    await set_plan(show.counter, show.id, SetPlan(lead_hours=24 * 8))
    english = await client.get(f"/embed/{counter_id}?lang=en")
    assert ('lang="en"' in english.text, "No times can be booked" in english.text) == (True, True)
    other = await client.get(f"/exhibitions/{show.id}")
    assert "frame-ancestors 'none'" in other.headers["content-security-policy"]


async def test_what_is_no_counter_has_no_frame_and_no_calendar(client: httpx.AsyncClient) -> None:
    vendor = await an_organization(OrganizationKind.VENDOR)
    for path in (
        f"/embed/{vendor}",
        f"/embed/{new_id()}",
        f"/embed/{vendor}?lang=xx",
        f"/exhibitions/calendar.ics?counter={vendor}",
    ):
        assert (await client.get(path)).status_code == 404
    empty = await an_organization(OrganizationKind.COUNTER)
    assert "いま予定している展示はありません" in (await client.get(f"/embed/{empty}")).text


def _event(calendar: bytes) -> Any:
    [event] = Calendar.from_ical(calendar).walk("VEVENT")
    return event


async def test_the_public_calendar_follows_a_display_to_its_end(client: httpx.AsyncClient) -> None:
    show = await a_show()
    address = f"/exhibitions/calendar.ics?counter={show.counter.acting_for()}"
    first = await client.get(address)
    event = _event(first.content)
    start, end = event.decoded("DTSTART"), event.decoded("DTEND")
    assert (end - start, event["STATUS"]) == (timedelta(days=30), "CONFIRMED")
    known = await client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert known.status_code == 304
    await db.execute("UPDATE exhibition SET status = 'planned' WHERE id = $1", show.id)
    await move_exhibition(show.counter, show.id, ExhibitionStep.CANCEL, MoveExhibition(reason="工事"))
    changed = await client.get(address)
    cancelled = _event(changed.content)
    assert (cancelled["UID"], cancelled["STATUS"]) == (event["UID"], "CANCELLED")
    assert cancelled["SEQUENCE"] > event["SEQUENCE"]


async def test_the_frame_lists_coming_seminars_with_the_places_left(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, capacity=2, title_en="First steps")
    await a_seminar(counter, status="draft", title="まだ下書き")
    await a_seminar(counter, title="選んで決める", admission="approval")
    frame = f"/embed/{counter.acting_for()}"
    shown = (await client.get(frame)).text
    assert (f"/seminars/{seminar.id}" in shown, "残り2人" in shown, "まだ下書き" in shown) == (
        True,
        True,
        False,
    )
    assert "窓口が受講者を決めます" in shown
    await a_confirmed(seminar)
    assert "残り1人" in (await client.get(frame)).text
    await a_confirmed(seminar)
    assert "満員です" in (await client.get(frame)).text
    await planning.move_seminar(counter, seminar.id, SeminarStep.CLOSE, MoveSeminar())
    english = (await client.get(f"{frame}?lang=en")).text
    assert ("First steps" in english, "No applications are taken" in english) == (True, True)


async def _events(client: httpx.AsyncClient, address: str) -> list[Any]:
    return list(Calendar.from_ical((await client.get(address)).content).walk("VEVENT"))


async def test_the_public_calendar_follows_the_sessions_of_a_seminar(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, session_count=1)
    await planned.add_session(
        counter, seminar.id, a_session(30, form="online", place="", meeting_link="https://meeting.example/x")
    )
    await a_seminar(counter, status="draft")
    address = f"/exhibitions/calendar.ics?counter={counter.acting_for()}"
    assert b"meeting.example" not in (await client.get(address)).content
    events = await _events(client, address)
    [session, _second] = await sessions_of(seminar.id)
    assert events[0].decoded("DTSTART") == session.start.astimezone(TOKYO)
    await planned.change_session(counter, seminar.id, session.id, a_session(8))
    moved = await _events(client, address)
    assert (moved[0]["UID"], moved[0]["SEQUENCE"] > events[0]["SEQUENCE"]) == (events[0]["UID"], True)
    assert moved[0].decoded("DTSTART") > events[0].decoded("DTSTART")
    await planning.move_seminar(counter, seminar.id, SeminarStep.CANCEL, MoveSeminar(reason="講師の都合"))
    gone = await _events(client, address)
    assert [(one["STATUS"], one["SEQUENCE"] > moved[0]["SEQUENCE"]) for one in gone] == [
        ("CANCELLED", True)
    ] * 2
