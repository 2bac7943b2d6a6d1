"""出席を記録する: exactly one record for a participant and a session, whoever scans it how often."""

import unicodedata
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from accounts.domain import Actor, Via
from core import db
from core.clock import local_day, now, today
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from exhibitions.seminars.applying.domain import ApplicationState, ApplicationStep
from exhibitions.seminars.domain import EARLY, LATE, SeminarStatus
from exhibitions.seminars.queries import SeminarView, SessionView, run_by, seminar_for, session_of
from exhibitions.seminars.recording import Happening, record


class AttendanceWay(StrEnum):
    """How it was said that somebody is there."""

    SCAN = "scan"
    HAND = "hand"
    ROOM = "room"


class AttendanceOutcome(StrEnum):
    """Whether this record made the difference."""

    DONE = "done"
    REPEATED = "repeated"


class Attended(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is there; `outcome` is `done` once, `repeated` for every later record."""

    outcome: AttendanceOutcome
    participant_id: UUID
    session_id: UUID
    number: str
    name: str
    at: datetime


def number_read(text: str) -> str:
    """The participant's number in what was read: the code on the ticket, or typed by hand."""
    plain = unicodedata.normalize("NFKC", text).strip().split("?")[0].rstrip("/")
    return plain.rsplit("/", 1)[-1].replace("-", "").replace(" ", "").upper()


_PARTICIPANT = """
SELECT p.id, p.number, p.application_id, a.state, coalesce(c.participants[p.position], '') AS name
FROM seminar_participant p JOIN seminar_application a ON a.id = p.application_id
LEFT JOIN seminar_contact c ON c.application_id = a.id
WHERE p.seminar_id = $1 AND p.number = $2 FOR SHARE OF a
"""
_INSERT = """
INSERT INTO seminar_attendance (id, session_id, participant_id, way, person_id, at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING at
"""
# Whatever the order in which records come: the earliest says when somebody came.
_EARLIER = """
UPDATE seminar_attendance SET at = least(at, $3) WHERE session_id = $1 AND participant_id = $2 RETURNING at
"""
_UNDONE = """
SELECT EXISTS (SELECT FROM seminar_event WHERE application_id = $1 AND step = 'undo_attendance'
    AND facts->>'participant' = $2 AND facts->>'session' = $3 AND at > $4)
"""


async def record_attendance(
    actor: Actor, seminar_id: UUID, session_id: UUID, read: str, way: AttendanceWay = AttendanceWay.SCAN
) -> Attended:
    """The counter notes that somebody is there, by ticket, number or name.

    Raises `Invalid` for a number of nobody in this course, `Conflict`: `attendance-too-early`,
    `participant-without-place`, `seminar-called-off`; `NotFound`, `NotAllowed`.
    """
    seminar = await run_by(actor, seminar_id)
    session = await session_of(seminar_id, session_id)
    if local_day(session.start) > today():
        raise Conflict("attendance-too-early", day=local_day(session.start))
    return await note(actor, seminar, session, read, way, now())


async def attend_in_room(room_code: str, read: str) -> Attended:
    """A participant reads the code of the room and gives their own number, an hour before at most."""
    session = await session_in_room(room_code)
    seminar = await seminar_for(Actor.system(), session.seminar_id)
    if not session.start - EARLY <= now() <= session.end + LATE:
        raise Conflict("room-closed", phone=seminar.counter_phone)
    applicant = Actor.anonymous(via=Via.LINK)
    return await note(applicant, seminar, session, read, AttendanceWay.ROOM, now())


async def session_in_room(room_code: str) -> SessionView:
    """The session whose code is shown in a room; `NotFound` `room-unknown` for any other text."""
    sql = "SELECT id, seminar_id FROM seminar_session WHERE room_code = $1"
    row = await db.fetch_row(sql, number_read(room_code))
    if row is None:
        raise NotFound("room-unknown")
    return await session_of(row["seminar_id"], row["id"])


async def note(
    actor: Actor, seminar: SeminarView, session: SessionView, read: str, way: AttendanceWay, at: datetime
) -> Attended:
    """Write that somebody was there `at` that moment, by an actor whose right to say so is known.

    Raises as `record_attendance`; `Conflict` `attendance-undone` for what was taken back afterwards.
    """
    if seminar.status in (SeminarStatus.DRAFT, SeminarStatus.CANCELLED):
        raise Conflict("seminar-called-off")
    async with db.transaction():
        found = await db.fetch_row(_PARTICIPANT, seminar.id, number_read(read))
        if found is None:
            raise Invalid({"number": "participant-unknown"})
        if found["state"] != ApplicationState.ACCEPTED:
            raise Conflict("participant-without-place", number=found["number"])
        key = (session.id, found["id"])
        whose = (found["application_id"], found["number"], str(session.id))
        if await db.fetch_value(_UNDONE, *whose, at):
            raise Conflict("attendance-undone", number=found["number"])
        is_new = await db.fetch_value(_INSERT, new_id(), *key, way.value, actor.person_id, at) is not None
        if is_new:
            facts = {"participant": found["number"], "start": session.start, "way": way.value}
            step = ApplicationStep.ATTEND
            happened = Happening(
                seminar_id=seminar.id, application_id=found["application_id"], step=step, facts=facts
            )
            await record(actor, happened)
        return Attended(
            outcome=AttendanceOutcome.DONE if is_new else AttendanceOutcome.REPEATED,
            participant_id=found["id"],
            session_id=session.id,
            number=found["number"],
            name=found["name"],
            at=at if is_new else await db.fetch_value(_EARLIER, *key, at),
        )


_UNDO = """
DELETE FROM seminar_attendance WHERE session_id = $1 AND participant_id = $2 RETURNING id
"""
_CERTIFIED = "SELECT number FROM seminar_certificate WHERE participant_id = $1"
_WHOSE = "SELECT application_id, number FROM seminar_participant WHERE id = $1 AND seminar_id = $2 FOR UPDATE"


async def undo_attendance(actor: Actor, seminar_id: UUID, session_id: UUID, participant_id: UUID) -> None:
    """It was a mistake: the record goes, the history keeps both. `Conflict` once a certificate is out."""
    await run_by(actor, seminar_id)
    session = await session_of(seminar_id, session_id)
    async with db.transaction():
        whose = await db.fetch_row(_WHOSE, participant_id, seminar_id)
        if whose is None:
            raise NotFound
        certificate = await db.fetch_value(_CERTIFIED, participant_id)
        if certificate is not None:
            raise Conflict("certificate-issued", number=certificate)
        if await db.fetch_value(_UNDO, session_id, participant_id) is None:
            return
        happened = Happening(
            seminar_id=seminar_id,
            application_id=whose["application_id"],
            step=ApplicationStep.UNDO_ATTENDANCE,
            facts={
                "participant": whose["number"],
                "start": session.start,
                "session": str(session_id),
            },
        )
        await record(actor, happened)
