"""Tells an applicant where the application stands, and keeps the sessions in their calendar true to it.

Programs for calendars take over one event of an invitation, so each session comes with a mail of its own;
what is called off goes in one.
"""

from exhibitions.seminars.applying.inviting import calendar_of, invite_to_all
from exhibitions.seminars.applying.mails import write_of_state
from exhibitions.seminars.applying.queries import ApplicationView
from exhibitions.seminars.queries import SeminarView, sessions_of
from notifications.calendars import Method


async def tell_state(
    seminar: SeminarView, application: ApplicationView, token: str, *, had_place: bool = False
) -> None:
    """One mail about the state: with a place it brings the first session, each further one follows.

    `had_place` says that the sessions are in the calendar by now: that one mail takes them all from it.
    """
    sessions = await sessions_of(seminar.id)
    method = Method.REQUEST if application.has_place else Method.CANCEL
    is_invited = (application.has_place or had_place) and bool(sessions) and bool(application.email)
    told = (sessions[:1] if application.has_place else sessions) if is_invited else ()
    calendars = [calendar_of(seminar, application, one, method) for one in told]
    await write_of_state(seminar, application, sessions, token, calendars)
    if is_invited and application.has_place:
        await invite_to_all(seminar, application, sessions)
