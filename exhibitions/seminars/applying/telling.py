"""Tells an applicant where the application stands, and keeps the sessions in their calendar true to it."""

from exhibitions.seminars.applying.inviting import calendar_of, invite_to_all, take_back_all
from exhibitions.seminars.applying.mails import write_of_state
from exhibitions.seminars.applying.queries import ApplicationView
from exhibitions.seminars.queries import SeminarView, sessions_of
from notifications.calendars import Method


async def tell_state(
    seminar: SeminarView, application: ApplicationView, token: str, *, had_place: bool = False
) -> None:
    """One mail about the state, with the first session; one more for each further session.

    `had_place` says that the sessions are in the calendar by now and are to go from it.
    """
    sessions = await sessions_of(seminar.id)
    method = Method.REQUEST if application.has_place else Method.CANCEL
    is_invited = (application.has_place or had_place) and bool(sessions) and bool(application.email)
    calendar = calendar_of(seminar, application, sessions[0], method) if is_invited else ""
    await write_of_state(seminar, application, sessions, token, calendar)
    if is_invited and application.has_place:
        await invite_to_all(seminar, application, sessions)
    elif is_invited:
        await take_back_all(seminar, application, sessions)
