"""Attendance once, whoever says it how often; certificates for those who attended enough."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest

from accounts.domain import Actor
from core.clock import frozen, now
from core.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from core.i18n import use_locale
from directory.kinds import OrganizationKind
from exhibitions.seminars.applying import deciding
from exhibitions.seminars.applying.erasing import erase_old_applicants
from exhibitions.seminars.attending.queries import attendees_of, ticket_of
from exhibitions.seminars.attending.recording import (
    AttendanceOutcome,
    AttendanceWay,
    attend_in_room,
    number_read,
    record_attendance,
    undo_attendance,
)
from exhibitions.seminars.certifying.documents import certificate_pdf, sheet_of
from exhibitions.seminars.certifying.issuing import certificate_of, issue_certificates, issue_due_certificates
from exhibitions.seminars.queries import SessionView, sessions_of
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.seminars.makers import a_confirmed, a_counter, a_seminar, mails_to
from tests.factories import an_actor, an_organization
from tests.sheets import signs_in

pytestmark = pytest.mark.usefixtures("database")
NOBODY = Actor.anonymous()
DONE, REPEATED = AttendanceOutcome.DONE, AttendanceOutcome.REPEATED


@contextmanager
def during(session: SessionView, minutes: int = 5) -> Iterator[None]:
    with frozen(session.start + timedelta(minutes=minutes)):
        yield


async def test_of_eight_scans_at_once_exactly_one_is_done() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    applied, _token = await a_confirmed(seminar)
    [session] = await sessions_of(seminar.id)
    number = applied.participants[0].number
    code = f"http://test.example/seminar-tickets/{number}"
    with during(session):
        scans = [record_attendance(counter, seminar.id, session.id, code) for _ in range(8)]
        answers = await asyncio.gather(*scans)
    assert sorted(answer.outcome for answer in answers) == [DONE, *[REPEATED] * 7]
    assert len({answer.at for answer in answers}) == 1
    assert (await session_again(session)).attended == 1


async def session_again(session: SessionView) -> SessionView:
    return next(one for one in await sessions_of(session.seminar_id) if one.id == session.id)


async def test_a_participant_says_with_the_code_of_the_room_that_they_are_there() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    applied, _token = await a_confirmed(seminar)
    [session] = await sessions_of(seminar.id)
    number = applied.participants[0].number
    with pytest.raises(Conflict) as early:
        await attend_in_room(session.room_code, number)
    assert early.value.reason == "room-closed"
    with during(session, -50):
        first = await attend_in_room(session.room_code.lower(), f" {number.lower()} ")
        second = await record_attendance(counter, seminar.id, session.id, number, AttendanceWay.HAND)
    assert (first.outcome, second.outcome) == (DONE, REPEATED)
    with pytest.raises(NotFound):
        await attend_in_room("NOSUCH", number)


async def test_who_is_not_of_the_course_or_has_no_place_is_refused() -> None:
    counter = await a_counter()
    seminar, other = await a_seminar(counter), await a_seminar(counter)
    one, token = await a_confirmed(seminar)
    elsewhere, _t = await a_confirmed(other)
    [session] = await sessions_of(seminar.id)
    with pytest.raises(Conflict) as early:
        await record_attendance(counter, seminar.id, session.id, one.participants[0].number)
    assert early.value.reason == "attendance-too-early"
    with during(session):
        with pytest.raises(Invalid) as unknown:
            await record_attendance(counter, seminar.id, session.id, elsewhere.participants[0].number)
        await deciding.cancel_application(NOBODY, token)
        with pytest.raises(Conflict) as without:
            await record_attendance(counter, seminar.id, session.id, one.participants[0].number)
    assert (unknown.value.fields, without.value.reason) == (
        {"number": "participant-unknown"},
        "participant-without-place",
    )


async def test_a_record_by_mistake_is_taken_back_and_whoever_was_there_cannot_cancel() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, session_count=2)
    applied, token = await a_confirmed(seminar)
    first, _second = await sessions_of(seminar.id)
    person = applied.participants[0]
    with during(first):
        await record_attendance(counter, seminar.id, first.id, person.number)
        with pytest.raises(Conflict) as there:
            await deciding.cancel_application(NOBODY, token)
        await undo_attendance(counter, seminar.id, first.id, person.id)
        await undo_attendance(counter, seminar.id, first.id, person.id)
    assert (there.value.reason, (await session_again(first)).attended) == ("seminar-begun", 0)


async def test_a_ticket_tells_whose_it_is_to_its_own_counter_alone() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    applied, _token = await a_confirmed(seminar)
    number = applied.participants[0].number
    assert (await ticket_of(counter, number)).name == "受講 花子"
    facility = await an_actor(await an_organization(OrganizationKind.FACILITY))
    for who, error in ((NOBODY, NotSignedIn), (await a_counter(), NotFound), (facility, NotAllowed)):
        with pytest.raises(error):
            await ticket_of(who, number)


async def test_whoever_attended_enough_gets_one_certificate_after_the_last_session() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, session_count=3, rule="count", rule_value=2)
    keen, _t = await a_confirmed(seminar)
    lazy_one, _t = await a_confirmed(seminar)
    first, second, last = await sessions_of(seminar.id)
    with during(second):
        for session in (first, second):
            await record_attendance(counter, seminar.id, session.id, keen.participants[0].number)
        await record_attendance(counter, seminar.id, second.id, lazy_one.participants[0].number)
        assert await issue_certificates(counter, seminar.id) == 0
    with frozen(last.end + timedelta(minutes=1)):
        await issue_due_certificates()
        assert await issue_certificates(counter, seminar.id) == 0
        [given] = [one for one in await attendees_of(counter, seminar.id) if one.certificate]
        with pytest.raises(Conflict):
            await undo_attendance(counter, seminar.id, first.id, keen.participants[0].id)
        later = await record_attendance(counter, seminar.id, first.id, lazy_one.participants[0].number)
        assert (later.outcome, await issue_certificates(counter, seminar.id)) == (DONE, 1)
    assert given.number == keen.participants[0].number
    assert ["修了証ができました" in mail for mail in await mails_to(keen.email)].count(True) == 1


async def test_the_certificate_is_a_pdf_for_its_own_people_and_verified_without_a_name(
    client: httpx.AsyncClient,
) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    applied, token = await a_confirmed(seminar)
    _other, foreign = await a_confirmed(seminar)
    [session] = await sessions_of(seminar.id)
    with during(session):
        await record_attendance(counter, seminar.id, session.id, applied.participants[0].number)
    with frozen(session.end + timedelta(minutes=1)):
        await issue_certificates(counter, seminar.id)
    number = next(one.certificate for one in await attendees_of(counter, seminar.id) if one.certificate)
    own = await client.get(f"/seminar-applications/{token}/certificates/{number}")
    assert (own.headers["content-type"], own.content[:5]) == ("application/pdf", b"%PDF-")
    assert (await client.get(f"/seminar-applications/{foreign}/certificates/{number}")).status_code == 404
    shown = await client.get(f"/certificates/{number}")
    assert seminar.title in shown.text
    assert "受講 花子" not in shown.text
    found = await client.get("/certificates", params={"number": number.lower()})
    assert found.headers["location"] == f"/certificates/{number}"
    wrong = await client.get("/certificates", params={"number": "ABC"})
    assert (wrong.status_code, "この番号の修了証はありません" in wrong.text) == (422, True)
    browser = await a_browser(client, counter)
    printed = await browser.get(f"/seminars/{seminar.id}/certificates/{number}")
    assert printed.content[:5] == b"%PDF-"
    with frozen(now() + timedelta(days=400)):
        await erase_old_applicants()
    assert (await browser.get(f"/seminars/{seminar.id}/certificates/{number}")).status_code == 404
    assert (await certificate_of(number)).name == ""
    assert (await client.get(f"/certificates/{number}")).status_code == 200


async def test_the_pages_of_attendance_say_what_happened(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    applied, _token = await a_confirmed(seminar)
    [session] = await sessions_of(seminar.id)
    person = applied.participants[0]
    browser = await a_browser(client, counter)
    base = f"/seminars/{seminar.id}/sessions/{session.id}"
    assert "その日になってから" in (await browser.get(f"{base}/attendance")).text
    assert (await browser.get(f"{base}/room")).status_code == 200
    assert (await browser.get(f"{base}/room.svg")).text.startswith("<svg")
    assert "受講番号" in (await browser.get(f"/seminar-rooms/{session.room_code}")).text
    with during(session):
        wrong = await browser.post(f"{base}/attendance", data={"number": "XYZ"})
        assert (wrong.status_code, "その受講番号の人はいません" in wrong.text) == (422, True)
        room = await browser.post(f"/seminar-rooms/{session.room_code}", data={"number": "XYZ"})
        assert room.status_code == 422
        assert "出席にする" in (await browser.get(f"/seminar-tickets/{person.number}")).text
        done = await browser.post(f"{base}/attendance/{person.id}")
        assert done.status_code == 303
        again = await browser.post(f"/seminar-rooms/{session.room_code}", data={"number": person.number})
        assert "もう出席になっています" in again.text
        assert (await browser.post(f"{base}/attendance/{person.id}/undo")).status_code == 303
        program = await a_caller(client, counter)
        path = f"/seminars/{seminar.id}/sessions/{session.id}/attendance"
        told = await program.post(path, {"number": person.number})
        assert (told.status_code, told.json()["outcome"]) == (200, "done")
        assert (await program.post(path, {"number": person.number})).json()["outcome"] == "repeated"
    assert "出席" in (await browser.get(f"/seminars/{seminar.id}/attendance")).text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ab-cd 12", "ABCD12"),
        ("https://x.example/t/ABCD/", "ABCD"),
        ("ＡＢ１２", "AB12"),
        ("", ""),
    ],
)
def test_a_number_is_read_from_whatever_was_scanned_or_typed(text: str, number: str) -> None:
    assert number_read(text) == number


@pytest.mark.parametrize("name", ["𠮷野 槗子", "髙﨑 濵", "ｶﾞｸﾞｪﾝ ヷヸ", "Nguyễn Thị Ạn", "김민수", "张伟"])
async def test_a_certificate_shows_rare_signs(name: str) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    applied, _token = await a_confirmed(seminar, name=name)
    [session] = await sessions_of(seminar.id)
    with during(session):
        await record_attendance(counter, seminar.id, session.id, applied.participants[0].number)
    with frozen(session.end):
        await issue_certificates(counter, seminar.id)
    [attendee] = await attendees_of(counter, seminar.id)
    paper = await certificate_of(attendee.certificate)
    written = signs_in(certificate_pdf(sheet_of(paper, seminar, [session])))
    assert set(paper.name.replace(" ", "")) <= written
    with use_locale("en", "western"):
        in_english = sheet_of(paper, seminar, [session, session])
    assert in_english.name == paper.name
    assert in_english.rows[0][1].count(str(session.start.year)) == 1
