"""A seminar that takes applications, and one that is over."""

from datetime import timedelta

from core.clock import frozen, now
from exhibitions.seminars.asking.questions import ask_the_usual
from exhibitions.seminars.asking.replying import ask_participants
from exhibitions.seminars.attending.queries import attendees_of
from exhibitions.seminars.attending.recording import record_attendance
from exhibitions.seminars.certifying.issuing import issue_certificates
from exhibitions.seminars.queries import seminar_for, sessions_of
from tests.browser.every_page.cast import Cast
from tests.exhibitions.seminars.makers import a_confirmed, a_seminar, an_applied

LONG_AGO = timedelta(days=30)


async def _over(cast: Cast) -> dict[str, object]:
    """Somebody attended, was given a certificate and is asked what it was like."""
    counter = cast.parties.counter
    with frozen(now() - LONG_AGO):
        seminar = await a_seminar(counter, title="春の見守り講座", rule="all")
        await ask_the_usual(counter, seminar.id)
        applied, token = await a_confirmed(seminar)
    number = applied.participants[0].number
    [session] = await sessions_of(seminar.id)
    with frozen(session.start):
        await record_attendance(counter, seminar.id, session.id, number)
    with frozen(session.end + timedelta(minutes=5)):
        await issue_certificates(counter, seminar.id)
        await ask_participants()
    given = [one.certificate for one in await attendees_of(counter, seminar.id) if one.certificate]
    return {
        "past_seminar": seminar.id,
        "past_session": session.id,
        "past_token": token,
        "participant": number,
        "certificate": given[0],
    }


async def with_seminars(cast: Cast) -> dict[str, object]:
    """What addresses about seminars name."""
    counter = cast.parties.counter
    seminar = await a_seminar(counter, title="夏の移乗講座", admission="approval", session_count=2)
    seminar = await seminar_for(counter, seminar.id)
    session = (await sessions_of(seminar.id))[0]
    _applied, token = await a_confirmed(seminar)
    return {
        "seminar_id": seminar.id,
        "session_id": session.id,
        "room_code": session.room_code,
        "application_id": await an_applied(seminar.id),
        "application_token": token,
        **await _over(cast),
    }
