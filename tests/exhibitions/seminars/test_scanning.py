"""Tickets scanned at the door: in any order and twice, for the session of their time, once each."""

import itertools
from datetime import datetime, timedelta

import httpx
import pytest

from accounts.domain import Actor
from core.clock import TOKYO, frozen
from core.errors import NotAllowed, NotFound
from core.ids import new_id
from directory.kinds import OrganizationKind
from exhibitions.seminars import sessions as planned
from exhibitions.seminars.applying import deciding
from exhibitions.seminars.attending.queries import attendees_of
from exhibitions.seminars.attending.recording import record_attendance, undo_attendance
from exhibitions.seminars.attending.refused import REFUSALS
from exhibitions.seminars.attending.scanning import (
    RecordSeminarScans,
    SeminarScanAnswer,
    SeminarScanRead,
    record_seminar_scans,
)
from exhibitions.seminars.domain import session_at
from exhibitions.seminars.queries import SessionView, sessions_of
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.seminars.makers import a_confirmed, a_counter, a_seminar, attended_at
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")


def a_scan(tag: str, at: datetime) -> SeminarScanRead:
    return SeminarScanRead(key=new_id().hex, tag=tag, scanned_at=at)


async def _sent(actor: Actor, *scans: SeminarScanRead) -> list[SeminarScanAnswer]:
    return (await record_seminar_scans(actor, RecordSeminarScans(scans=list(scans)))).scans


async def _course(sessions: int = 1) -> tuple[Actor, str, list[SessionView]]:
    """A counter, the number of a participant, and the sessions."""
    counter = await a_counter()
    seminar = await a_seminar(counter, session_count=sessions)
    applied, _token = await a_confirmed(seminar)
    return counter, applied.participants[0].number, await sessions_of(seminar.id)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
async def test_scans_sent_late_in_any_order_and_twice_end_the_same(order: tuple[int, ...]) -> None:
    counter, number, [first, second] = await _course(2)
    came, again = first.start + timedelta(minutes=3), second.start - timedelta(minutes=20)
    scans = [
        a_scan(f"https://tameshi.example/seminar-tickets/{number}", came + timedelta(minutes=9)),
        a_scan(number.lower(), came),
        a_scan(number, again),
        a_scan(number, second.end + timedelta(days=3)),
    ]
    with frozen(second.end + timedelta(days=4)):
        answers = [(await _sent(counter, scans[at]))[0] for at in order]
        repeated = [(await _sent(counter, scans[at]))[0] for at in reversed(order)]
        [attendee] = await attendees_of(counter, first.seminar_id)
        assert set(attendee.sessions) == {first.id, second.id}
        assert [await attended_at(one.id) for one in (first, second)] == [[came], [again]]
        assert await REFUSALS.open(counter) == 1
        [told] = (await REFUSALS.page(counter, settled=True)).items  # needs nobody, and stays nobody's
        await REFUSALS.settle(counter, told.id, "名簿で確かめた")
        [told] = (await REFUSALS.page(counter, settled=True)).items
        assert (told.reason, told.settled_by_name, told.settled_note) == ("attended-already", None, "")
    reasons = sorted(one.reason or "done" for one in answers)
    assert reasons == ["attended-already", "done", "done", "no-session-that-day"]
    assert {one.outcome.value for one in repeated} == {"repeated"}
    assert [one.first_outcome for one in reversed(repeated)] == [one.outcome for one in answers]


async def test_what_cannot_be_applied_is_listed_until_somebody_settles_it() -> None:
    counter, number, [session] = await _course()
    _others, theirs, _sessions = await _course()
    course = await a_seminar(counter)
    gone, token = await a_confirmed(course)
    await deciding.cancel_application(Actor.anonymous(), token)
    with frozen(session.start):
        answers = await _sent(
            counter,
            a_scan(theirs, session.start),
            a_scan(gone.participants[0].number, session.start),
            a_scan("x" * 40, session.start),
            a_scan(number, session.start + timedelta(hours=1)),
            a_scan(number, session.start - timedelta(days=1)),
        )
    assert [answer.reason for answer in answers] == [
        "ticket-unknown",
        "participant-without-place",
        "ticket-unknown",
        "scanned-in-future",
        "no-session-that-day",
    ]
    waiting = (await REFUSALS.page(counter)).items
    assert sorted(one.code_read for one in waiting) == ["", "", "", *sorted([theirs, number])]
    await REFUSALS.settle(counter, waiting[0].id, "名簿で確かめた")
    await REFUSALS.settle(counter, waiting[0].id, "もう一度")
    [settled] = (await REFUSALS.page(counter, settled=True)).items
    assert settled.settled_note == "名簿で確かめた"
    with pytest.raises(NotFound):
        await REFUSALS.settle(await a_counter(), waiting[1].id, "")
    with pytest.raises(NotAllowed):
        await _sent(
            await an_actor(await an_organization(OrganizationKind.VENDOR)), a_scan("X", session.start)
        )


async def test_a_scan_from_before_a_mistake_was_taken_back_does_not_bring_it_again() -> None:
    counter, number, [session] = await _course()
    came = session.start + timedelta(minutes=2)
    with frozen(came):
        done = await record_attendance(counter, session.seminar_id, session.id, number)
    with frozen(came + timedelta(minutes=10)):
        await undo_attendance(counter, session.seminar_id, session.id, done.participant_id)
    with frozen(came + timedelta(hours=1)):
        [before, after] = await _sent(
            counter, a_scan(number, came + timedelta(minutes=5)), a_scan(number, came + timedelta(minutes=30))
        )
    assert (before.reason, after.outcome.value) == ("attendance-undone", "done")
    assert await attended_at(session.id) == [came + timedelta(minutes=30)]


async def test_a_session_that_was_only_scanned_in_vain_can_still_be_taken_away() -> None:
    counter, number, sessions = await _course(2)
    last = sessions[-1]
    with frozen(last.start - timedelta(hours=2)):
        early = a_scan(number, last.start - timedelta(hours=2))
        [done] = await _sent(counter, early)
        [attendee] = await attendees_of(counter, last.seminar_id)
        await undo_attendance(counter, last.seminar_id, last.id, attendee.id)
        await planned.remove_session(counter, last.seminar_id, last.id)
        [again] = await _sent(counter, early)
    assert (done.outcome.value, again.outcome.value, again.session_id) == ("done", "repeated", None)


def _at(hour: int, minute: int = 0, day: int = 5) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("moment", "position"),
    [
        (_at(8), 0),  # hours before the first of the day
        (_at(9, 30), 0),
        (_at(11, 59), 0),  # still running, though the next may be entered
        (_at(12, 20), 1),
        (_at(15), 1),
        (_at(19), 1),
        (_at(12, day=6), None),
        (_at(23, 30, day=7), 2),  # the evening before a session soon after midnight
        (_at(2, 15, day=8), 2),
        (_at(12, day=9), None),
    ],
)
def test_the_moment_says_which_session_somebody_came_to(moment: datetime, position: int | None) -> None:
    planned_at = [(_at(10), _at(12)), (_at(12, 45), _at(16)), (_at(0, 15, day=8), _at(2, day=8))]
    assert session_at(moment, planned_at) == position


async def test_the_pages_of_the_door(client: httpx.AsyncClient) -> None:
    counter, number, [session] = await _course()
    with frozen(session.start):
        browser = await a_browser(client, counter)
        assert "研修会の受付" in (await browser.get("/scan/seminars")).text
        done = await browser.post("/scan/seminars", data={"action": "attend", "code": number, "key": "k1"})
        assert (done.status_code, "出席にしました" in done.text) == (200, True)
        again = await browser.post("/scan/seminars", data={"action": "attend", "code": number, "key": "k2"})
        assert "もう出席になっています" in again.text
        empty = await browser.post("/scan/seminars", data={"action": "attend", "code": ""})
        assert empty.status_code == 422
        moment = (session.start - timedelta(days=2)).isoformat()
        scans = {"scans": [{"key": "k3", "tag": number, "action": "attend", "scanned_at": moment}]}
        [told] = (await browser.post("/scan/seminars/records", json=scans)).json()
        assert (told["is_done"], told["about"]) == (False, number)
        listed = await browser.get("/scan/seminars/refused")
        assert (number in listed.text, "別の日の受講票です" in listed.text) == (True, True)
        shell = await browser.get("/scan/seminars/shell")
        assert counter.name not in shell.text
        program = await a_caller(client, counter)
        scan = {"key": "a", "tag": number, "scanned_at": session.start.isoformat()}
        [answer] = (await program.post("/seminar-scans", {"scans": [scan]})).json()["scans"]
        assert (answer["reason"], answer["session_id"]) == ("attended-already", str(session.id))
