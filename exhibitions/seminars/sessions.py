"""The sessions of a course: added, moved, taken away, as long as that breaks no promise."""

from datetime import timedelta
from uuid import UUID

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import Conflict, Invalid
from core.ids import new_id
from core.secrets import readable_code
from core.text import is_web_address
from exhibitions.seminars.applying.inviting import tell_of_session
from exhibitions.seminars.commands import PutSession
from exhibitions.seminars.domain import (
    FURTHEST,
    MOST_SESSIONS,
    UNDER_WAY,
    SeminarStatus,
    SeminarStep,
    SessionForm,
    meets,
)
from exhibitions.seminars.queries import SeminarView, SessionView, session_of, sessions_of
from exhibitions.seminars.recording import Happening, held_seminar, record

SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=24)
ROOM_CODE_LENGTH = 8
_INSERT = """
INSERT INTO seminar_session (id, seminar_id, starts_at, ends_at, form, theme, place, meeting_link, room_code,
    changes, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10)
"""
_CHANGE = """
UPDATE seminar_session SET starts_at = $2, ends_at = $3, form = $4, theme = $5, place = $6,
    meeting_link = $7, changes = changes + 1,
    reminded_at = CASE WHEN starts_at = $2 THEN reminded_at END
WHERE id = $1
"""


async def add_session(actor: Actor, seminar_id: UUID, command: PutSession) -> SessionView:
    """Another session. Raises `Invalid` naming fields, `Conflict` (`sessions-meet`, `seminar-over`)."""
    async with db.transaction():
        seminar = await _open_to_change(actor, seminar_id)
        known = await sessions_of(seminar_id)
        if len(known) >= MOST_SESSIONS:
            raise Conflict("too-many-sessions", most=MOST_SESSIONS)
        _check(command, known)
        session_id = await insert_session(seminar_id, command)
        await _note(actor, seminar, SeminarStep.ADD_SESSION, command)
        added = await session_of(seminar_id, session_id)
        await tell_of_session(seminar, added, SeminarStep.ADD_SESSION)
        return added


async def insert_session(seminar_id: UUID, command: PutSession) -> UUID:
    """Write a session that has been judged; its id."""
    session_id = new_id()
    values = _values(command)
    await db.execute(_INSERT, session_id, seminar_id, *values, readable_code(ROOM_CODE_LENGTH), now())
    return session_id


async def change_session(
    actor: Actor, seminar_id: UUID, session_id: UUID, command: PutSession
) -> SessionView:
    """Another time, place or link. Raises like `add_session`; `session-attended` once somebody was there."""
    async with db.transaction():
        seminar = await _open_to_change(actor, seminar_id)
        session = await session_of(seminar_id, session_id)
        _check_unattended(session)
        others = [one for one in await sessions_of(seminar_id) if one.id != session_id]
        _check(command, others)
        await db.execute(_CHANGE, session_id, *_values(command))
        await _note(actor, seminar, SeminarStep.CHANGE_SESSION, command)
        changed = await session_of(seminar_id, session_id)
        await tell_of_session(seminar, changed, SeminarStep.CHANGE_SESSION)
        return changed


async def remove_session(actor: Actor, seminar_id: UUID, session_id: UUID) -> None:
    """Take a session away; the last one of a published course stays: then the course is called off."""
    async with db.transaction():
        seminar = await _open_to_change(actor, seminar_id)
        session = await session_of(seminar_id, session_id)
        _check_unattended(session)
        if seminar.status is not SeminarStatus.DRAFT and seminar.session_count == 1:
            raise Conflict("last-session")
        await db.execute("UPDATE seminar_scan SET session_id = NULL WHERE session_id = $1", session_id)
        await db.execute("DELETE FROM seminar_session WHERE id = $1", session_id)
        # By id and changes the mails about it are known, and forgotten when their reader is.
        facts: dict[str, object] = {
            "start": session.start,
            "session": str(session_id),
            "changes": session.changes,
        }
        happened = Happening(seminar_id=seminar_id, step=SeminarStep.REMOVE_SESSION, facts=facts)
        await record(actor, happened)
        await tell_of_session(seminar, session, SeminarStep.REMOVE_SESSION)


async def _open_to_change(actor: Actor, seminar_id: UUID) -> SeminarView:
    seminar = await held_seminar(actor, seminar_id)
    if seminar.status not in UNDER_WAY:
        raise Conflict("seminar-over")
    return seminar


def _check_unattended(session: SessionView) -> None:
    if session.attended:
        raise Conflict("session-attended", people=session.attended)


async def _note(actor: Actor, seminar: SeminarView, step: SeminarStep, command: PutSession) -> None:
    facts: dict[str, object] = {"start": command.start, "end": command.end, "form": command.form.value}
    await record(actor, Happening(seminar_id=seminar.id, step=step, facts=facts))


def _values(command: PutSession) -> tuple[object, ...]:
    return (
        command.start,
        command.end,
        command.form.value,
        command.theme.strip(),
        command.place.strip(),
        command.meeting_link.strip(),
    )


def _check(command: PutSession, others: list[SessionView]) -> None:
    wrong: dict[str, str] = {}
    if command.start.tzinfo is None or command.end.tzinfo is None:
        raise Invalid({"start": "zone-missing"})
    if command.end <= command.start:
        wrong["end"] = "until-before-from"
    elif not SHORTEST <= command.end - command.start <= LONGEST:
        wrong["end"] = "session-length"
    if command.start <= now():
        wrong["start"] = "session-in-past"
    elif command.start > now() + FURTHEST:
        wrong["start"] = "far-future"
    if command.form is not SessionForm.ONLINE and not command.place.strip():
        wrong["place"] = "place-needed"
    wrong |= _link_faults(command)
    if wrong:
        raise Invalid(wrong)
    if meets(command.start, command.end, [(one.start, one.end) for one in others]):
        raise Conflict("sessions-meet")


def _link_faults(command: PutSession) -> dict[str, str]:
    link = command.meeting_link.strip()
    return {} if not link or is_web_address(link) else {"meeting_link": "no-web-address"}
