"""Sessions in the calendars of those who have a place, and the mails that keep them true."""

from collections.abc import Sequence
from uuid import UUID

from accounts.domain import Actor
from core import db
from core.clock import now
from core.i18n import Text, lazy, use_locale
from core.i18n import gettext as _
from exhibitions.seminars.applying.domain import ApplicationState
from exhibitions.seminars.applying.links import new_key
from exhibitions.seminars.applying.mails import link_to, send, when_and_where
from exhibitions.seminars.applying.queries import ApplicationView, applications
from exhibitions.seminars.domain import SeminarStep
from exhibitions.seminars.queries import SeminarView, SessionView, seminar_for, session_of
from notifications.calendars import Method, Timed, invitation


def calendar_of(
    seminar: SeminarView, application: ApplicationView, session: SessionView, method: Method
) -> str:
    """One session for one applicant: with each change anew, or taken away again."""
    event = Timed(
        uid=f"seminar-{session.id}-{application.id}",
        sequence=session.changes + (1 if method is Method.CANCEL else 0),
        summary=f"{seminar.name} {session.theme}".strip(),
        description=when_and_where(session),
        location=session.place or session.meeting_link,
        start=session.start,
        end=session.end,
        organizer=seminar.counter_name,
        attendee=application.email,
        created_at=application.created_at,
        changed_at=now(),
    )
    return invitation(event, method)


_SAID: dict[SeminarStep, tuple[Text, Text]] = {
    SeminarStep.ADD_SESSION: (
        lazy("【ためし】研修会の回が増えました"),
        lazy("受講される研修会の回が増えました。"),
    ),
    SeminarStep.CHANGE_SESSION: (
        lazy("【ためし】研修会の日時や会場が変わりました"),
        lazy("受講される研修会の回が、次のように変わりました。"),
    ),
    SeminarStep.REMOVE_SESSION: (
        lazy("【ためし】研修会の回がなくなりました"),
        lazy("受講される研修会の次の回は、なくなりました。"),
    ),
}
_INVITED = (lazy("【ためし】研修会の予定"), lazy("受講される研修会の予定です。カレンダーに入れてください。"))
_SOON = (lazy("【ためし】研修会の日が近づきました"), lazy("受講される研修会の日が近づきました。"))


async def _tell(
    seminar: SeminarView,
    application: ApplicationView,
    session: SessionView,
    said: tuple[Text, Text],
    *,
    kind: str,
    method: Method | None,
) -> None:
    """A mail about one session; `kind` makes it go once."""
    if not application.email:
        return
    token = await new_key(application.id)
    with use_locale(application.locale, "western"):
        subject, lead = said
        body = _(
            "%(name)s様\n\n%(lead)s\n\n研修会: %(title)s\n%(session)s\n\n"
            "くわしい内容、受講票、取消は、次のページにあります。\n%(link)s\n",
            name=application.name,
            lead=lead,
            title=seminar.name,
            session=when_and_where(session),
            link=link_to(token),
        )
        calendars = [calendar_of(seminar, application, session, method)] if method else []
        key = key_about(kind, session.id, application.id, session.changes)
        await send(application, key, str(subject), body, calendars=calendars)


def key_about(kind: str, session_id: UUID, application_id: UUID, changes: int) -> str:
    """The key of a mail about a session."""
    return f"seminar-{kind}:{session_id}:{application_id}:{changes}"


# "called-off": mails of earlier versions, which took away one session each.
KINDS = ("invited", "called-off", "soon", *_SAID)


def keys_about(application_id: UUID, sessions: Sequence[tuple[UUID, int]]) -> list[str]:
    """The keys of every mail about sessions, given with their changes, that can have gone to an applicant."""
    return [
        key_about(kind, session_id, application_id, at)
        for kind in KINDS
        for session_id, changes in sessions
        for at in range(changes + 1)
    ]


async def invite_to_all(
    seminar: SeminarView, application: ApplicationView, sessions: Sequence[SessionView]
) -> None:
    """Every session but the first, which came with the mail that gave the place."""
    for session in sessions[1:]:
        await _tell(seminar, application, session, _INVITED, kind="invited", method=Method.REQUEST)


async def tell_of_session(seminar: SeminarView, session: SessionView, step: SeminarStep) -> None:
    """A session came, moved or went: everybody with a place is told, and their calendars follow."""
    method = Method.CANCEL if step is SeminarStep.REMOVE_SESSION else Method.REQUEST
    for application in await _with_place(seminar.id):
        await _tell(seminar, application, session, _SAID[step], kind=step.value, method=method)


async def _with_place(seminar_id: UUID) -> list[ApplicationView]:
    state = ApplicationState.ACCEPTED.value
    return await applications("a.seminar_id = $1 AND a.state = $2 ORDER BY a.id", seminar_id, state)


_DUE = """
SELECT e.id, e.seminar_id FROM seminar_session e JOIN seminar s ON s.id = e.seminar_id
WHERE e.starts_at > $1::timestamptz AND e.reminded_at IS NULL AND s.reminder_hours > 0
  AND e.starts_at - make_interval(hours => s.reminder_hours) <= $1::timestamptz
  AND s.status IN ('open', 'closed')
ORDER BY e.starts_at LIMIT 20 FOR UPDATE OF e SKIP LOCKED
"""


async def remind_of_seminars() -> int:
    """A sweep: before each session everybody with a place is reminded once; catches up until it begins."""
    async with db.transaction():
        rows = await db.fetch(_DUE, now())
        for row in rows:
            await db.execute("UPDATE seminar_session SET reminded_at = $2 WHERE id = $1", row["id"], now())
            seminar = await seminar_for(Actor.system(), row["seminar_id"])
            session = await session_of(seminar.id, row["id"])
            for application in await _with_place(seminar.id):
                await _tell(seminar, application, session, _SOON, kind="soon", method=None)
        return len(rows)
