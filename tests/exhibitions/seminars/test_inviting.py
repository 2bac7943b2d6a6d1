"""Sessions in calendars: invited, moved, taken away; reminders once; and the figures of it all."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from accounts.domain import Actor
from catalog.reporting.periods import By
from core import db
from core.clock import frozen, now, today
from core.errors import NotAllowed, NotFound
from directory.kinds import OrganizationKind
from exhibitions.seminars import planning, sessions
from exhibitions.seminars.applying import deciding
from exhibitions.seminars.applying.erasing import erase_old_applicants
from exhibitions.seminars.applying.inviting import remind_of_seminars
from exhibitions.seminars.applying.joining import apply_for_seminar
from exhibitions.seminars.attending.recording import record_attendance
from exhibitions.seminars.commands import MoveSeminar
from exhibitions.seminars.domain import SeminarStep
from exhibitions.seminars.figuring.domain import SeminarGrouping
from exhibitions.seminars.figuring.queries import SeminarQuestion, seminar_report
from exhibitions.seminars.queries import sessions_of
from fixtures.reference import load_taxonomy
from tests.exhibitions.makers import a_browser
from tests.exhibitions.seminars.makers import (
    a_confirmed,
    a_counter,
    a_seminar,
    a_session,
    an_applicant,
    an_asked,
    mails_to,
)
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("own_database")
NOBODY = Actor.anonymous()
_CALENDARS = """
SELECT calendar
FROM outbox, jsonb_array_elements_text(payload->'calendars') WITH ORDINALITY AS a (calendar, n)
WHERE payload->>'recipient' = $1 ORDER BY created_at, id, n
"""


async def calendars_to(address: str) -> list[tuple[str, str, int]]:
    """Method, uid and sequence of every event in the calendars that went to an address."""
    found = []
    for row in await db.fetch(_CALENDARS, address):
        calendar: Any = Calendar.from_ical(row["calendar"])
        [event] = calendar.walk("VEVENT")
        found.append((str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"])))
    return found


async def test_a_place_brings_every_session_into_the_calendar_and_cancelling_takes_them_away() -> None:
    seminar = await a_seminar(session_count=2)
    applied, token = await a_confirmed(seminar)
    invited = await calendars_to(applied.email)
    assert [method for method, _uid, _sequence in invited] == ["REQUEST", "REQUEST"]
    assert len({uid for _method, uid, _sequence in invited}) == 2
    await deciding.cancel_application(NOBODY, token)
    cancelled = (await calendars_to(applied.email))[2:]
    assert [method for method, _uid, _sequence in cancelled] == ["CANCEL", "CANCEL"]
    assert {uid for _m, uid, _s in cancelled} == {uid for _m, uid, _s in invited}
    assert min(sequence for _m, _u, sequence in cancelled) > max(sequence for _m, _u, sequence in invited)


async def test_calling_a_course_off_takes_all_its_sessions_away_in_one_mail_to_each() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, session_count=3)
    applied = [(await a_confirmed(seminar))[0] for _ in range(2)]
    before = [len(await mails_to(one.email)) for one in applied]
    await planning.move_seminar(counter, seminar.id, SeminarStep.CANCEL, MoveSeminar(reason="台風"))
    for one, count in zip(applied, before, strict=True):
        mails = (await mails_to(one.email))[count:]
        assert (len(mails), mails[0].count("日程:"), "台風" in mails[0]) == (1, 3, True)
        told = await calendars_to(one.email)
        gone = [event for event in told if event[0] == "CANCEL"]
        assert {uid for _m, uid, _s in gone} == {uid for method, uid, _s in told if method == "REQUEST"}
        assert len(gone) == 3
        assert "添付のファイル" in mails[0]


async def test_who_has_no_place_is_invited_to_nothing() -> None:
    seminar = await a_seminar(capacity=1, admission="approval")
    applied, _token = await a_confirmed(seminar)
    assert await calendars_to(applied.email) == []


async def test_a_session_that_moves_comes_or_goes_is_told_to_everybody_with_a_place_once() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    applied, _token = await a_confirmed(seminar)
    asked, _t = await an_asked(seminar)
    [first] = await sessions_of(seminar.id)
    await sessions.change_session(counter, seminar.id, first.id, a_session(8, place="別の部屋"))
    added = await sessions.add_session(counter, seminar.id, a_session(20))
    await sessions.remove_session(counter, seminar.id, added.id)
    told = await calendars_to(applied.email)
    assert [method for method, _uid, _sequence in told] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert (told[0][1], told[0][2] < told[1][2]) == (told[1][1], True)
    assert "別の部屋" in (await mails_to(applied.email))[2]
    assert len(await mails_to(asked.email)) == 1


async def test_calling_off_takes_the_sessions_out_of_the_calendars() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    applied, _token = await a_confirmed(seminar)
    await planning.move_seminar(counter, seminar.id, SeminarStep.CANCEL, MoveSeminar(reason="台風"))
    assert [method for method, _u, _s in await calendars_to(applied.email)] == ["REQUEST", "CANCEL"]


async def test_a_reminder_goes_once_before_each_session_and_again_when_it_moves() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, reminder_hours=24)
    applied, _token = await a_confirmed(seminar)
    [session] = await sessions_of(seminar.id)
    before = len(await mails_to(applied.email))
    with frozen(session.start - timedelta(hours=25)):
        await remind_of_seminars()
    assert len(await mails_to(applied.email)) == before
    with frozen(session.start - timedelta(hours=3)):
        await remind_of_seminars()
        await remind_of_seminars()
    mails = await mails_to(applied.email)
    assert (len(mails), "近づきました" in mails[-1], "研修室1" in mails[-1]) == (before + 1, True, True)
    with frozen(session.end + timedelta(days=500)):
        await erase_old_applicants()


async def test_a_session_is_taken_along_by_its_own_people_alone(client: httpx.AsyncClient) -> None:
    seminar = await a_seminar()
    applied, token = await a_confirmed(seminar)
    _asked, other = await an_asked(seminar)
    [session] = await sessions_of(seminar.id)
    path = f"/sessions/{session.id}/calendar"
    taken = await client.get(f"/seminar-applications/{token}{path}")
    calendar: Any = Calendar.from_ical(taken.content)
    [event] = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == session.start
    assert str(applied.id) in event["UID"]
    assert (await client.get(f"/seminar-applications/{other}{path}")).status_code == 404


async def a_counted_course(counter: Actor) -> Any:
    """Three people of an office and one of the public apply; two and one of them come."""
    seminar = await a_seminar(counter, session_count=2, item_codes=["TRF-W", "MON-F"])
    facility = await an_actor(await an_organization(OrganizationKind.FACILITY))
    office = await apply_for_seminar(facility, seminar.id, an_applicant(participants=["一", "二", "三"]))
    single, _token = await a_confirmed(seminar)
    await an_asked(seminar)
    first = (await sessions_of(seminar.id))[0]
    with frozen(first.start):
        for one in (*office.participants[:2], *single.participants):
            await record_attendance(counter, seminar.id, first.id, one.number)
    return seminar


async def _groups(counter: Actor, group: SeminarGrouping) -> dict[str, int]:
    """How many applied, by the names of the groups."""
    question = SeminarQuestion(start=today(), end=today() + timedelta(days=1), by=By.FISCAL_YEAR, group=group)
    [period] = (await seminar_report(counter, question)).periods
    return {one.label: one.applied for one in period.groups}


async def test_figures_tell_care_providers_from_others(client: httpx.AsyncClient) -> None:
    await load_taxonomy()
    counter = await a_counter()
    seminar = await a_counted_course(counter)
    question = SeminarQuestion(start=today(), end=today() + timedelta(days=40))
    report = await seminar_report(counter, question)
    totals = [one.total for one in report.periods]
    names = ("seminars", "sessions", "applied", "applied_care", "attended", "attended_care", "attended_other")
    sums = {name: sum(getattr(one, name) for one in totals) for name in names}
    assert sums == dict(zip(names, (1, 2, 4, 3, 3, 2, 1), strict=True))
    assert {group.label for one in report.periods for group in one.groups} == {seminar.title}
    assert await _groups(counter, SeminarGrouping.ITEM) == {
        "移乗支援・装着": 4,
        "見守り・コミュニケーション・見守り（施設）": 4,
    }
    assert await _groups(counter, SeminarGrouping.PLACE) == {"大分県": 4}
    other = await seminar_report(await a_counter(), question)
    assert not any(one.groups for one in other.periods)
    with pytest.raises(NotFound):
        await seminar_report(
            counter, SeminarQuestion(start=today(), end=today() + timedelta(days=1), counter_id=seminar.id)
        )
    with pytest.raises(NotAllowed):
        await seminar_report(await an_actor(await an_organization(OrganizationKind.FACILITY)), question)
    browser = await a_browser(client, counter)
    until = now().date() + timedelta(days=40)
    shown = await browser.get(f"/reports/seminars?from={today()}&to={until}&by=fiscal_year")
    assert seminar.title in shown.text
    assert "研修会" in (await browser.get("/reports/loans")).text
    book = await browser.get(f"/reports/seminars.xlsx?from={today()}&to={until}&group=item")
    assert BytesIO(book.content).read(2) == b"PK"
    assert (await browser.get("/reports/seminars?from=x")).status_code == 422
