"""Scans of tickets: each once, in its own transaction; late, twice, in any order they end the same.

A ticket belongs to a course; the moment of scanning says which of its sessions. Exactly one scan of a
participant is done, the others are told that it was before them, and the earliest says when somebody came.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Meta

from accounts.domain import Actor, Via
from catalog.domain import ScanOutcome
from catalog.scans.once import LONGEST_TYPED, Repeated, is_ahead, once
from core import db
from core.clock import now
from core.errors import DomainError
from core.ids import new_id
from core.web.scanning import LARGEST_BATCH, Read, in_order_of_scanning
from directory.kinds import COUNTERS
from exhibitions.seminars.attending.recording import AttendanceOutcome, AttendanceWay, note, number_read
from exhibitions.seminars.domain import session_at
from exhibitions.seminars.queries import SessionView, seminar_for, sessions_of

_THERE_ALREADY = "attended-already"
_REASONS = {AttendanceOutcome.DONE: "", AttendanceOutcome.REPEATED: _THERE_ALREADY}


class ScanAction(StrEnum):
    """What a scan of a ticket says."""

    ATTEND = "attend"


class SeminarScanRead(Read, frozen=True, kw_only=True):
    """One scan; `tag` is what was read: the code of the ticket, or the number of the participant."""

    action: ScanAction = ScanAction.ATTEND


class RecordSeminarScans(msgspec.Struct, frozen=True, kw_only=True):
    """A batch, in any order."""

    scans: Annotated[list[SeminarScanRead], Meta(max_length=LARGEST_BATCH)]


class SeminarScanAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a scan. For a repeated one, `first_outcome` and `reason` say what it was at first."""

    key: str
    outcome: ScanOutcome
    reason: str | None = None
    first_outcome: ScanOutcome | None = None
    number: str | None = None
    session_id: UUID | None = None
    session_start: datetime | None = None


class SeminarScanAnswers(msgspec.Struct, frozen=True):
    """The answers, in the order of the scans."""

    scans: list[SeminarScanAnswer]


class SeminarScanRefused(DomainError):
    """A scan that cannot be acted upon."""

    code = "seminar-scan-refused"


_STORED = """
SELECT s.outcome, s.reason, p.number, s.session_id, e.starts_at
FROM seminar_scan s LEFT JOIN seminar_participant p ON p.id = s.participant_id
LEFT JOIN seminar_session e ON e.id = s.session_id
WHERE s.organization_id = $1 AND s.scan_key = $2
"""
_PARTICIPANT = """
SELECT p.id, p.number, p.seminar_id FROM seminar_participant p JOIN seminar s ON s.id = p.seminar_id
WHERE p.number = $1 AND s.counter_id = $2
"""
# Somebody who is there already is told so; nobody has to settle that.
_RECORD = """
INSERT INTO seminar_scan (id, scan_key, organization_id, participant_id, session_id, outcome, reason,
    person_id, scanned_at, received_at, code_read, settled_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT ON CONSTRAINT seminar_scan_once DO NOTHING
"""


async def record_seminar_scans(actor: Actor, command: RecordSeminarScans) -> SeminarScanAnswers:
    """Act on each scan in the order of scanning; a refused one changes nothing and stops no other.

    Raises `NotAllowed` for anybody but counters.
    """
    scanner = msgspec.structs.replace(actor.one_of(*COUNTERS), via=Via.SCAN)
    return SeminarScanAnswers(await in_order_of_scanning(command.scans, lambda scan: _once(scanner, scan)))


async def _once(actor: Actor, scan: SeminarScanRead) -> SeminarScanAnswer:
    return await once(lambda: _known(actor, scan), lambda: _acted_upon(actor, scan))


async def _acted_upon(actor: Actor, scan: SeminarScanRead) -> SeminarScanAnswer:
    whose: asyncpg.Record | None = None
    session: SessionView | None = None
    try:
        if is_ahead(scan.scanned_at):
            raise SeminarScanRefused("scanned-in-future")
        whose = await db.fetch_row(_PARTICIPANT, number_read(scan.tag), actor.acting_for())
        if whose is None:
            raise SeminarScanRefused("ticket-unknown")
        session = await _session_meant(whose["seminar_id"], scan.scanned_at)
        async with db.savepoint():
            outcome = await _attend(actor, whose, session, scan)
    except DomainError as refusal:
        return await _record(actor, scan, whose, session, refusal.reason)
    return await _record(actor, scan, whose, session, _REASONS[outcome])


async def _session_meant(seminar_id: UUID, moment: datetime) -> SessionView:
    sessions = await sessions_of(seminar_id)
    position = session_at(moment, [(one.start, one.end) for one in sessions])
    if position is None:
        raise SeminarScanRefused("no-session-that-day")
    return sessions[position]


async def _attend(
    actor: Actor, whose: asyncpg.Record, session: SessionView, scan: SeminarScanRead
) -> AttendanceOutcome:
    seminar = await seminar_for(actor, whose["seminar_id"])
    moment = min(scan.scanned_at, now())
    return (await note(actor, seminar, session, whose["number"], AttendanceWay.SCAN, moment)).outcome


async def _record(
    actor: Actor,
    scan: SeminarScanRead,
    whose: asyncpg.Record | None,
    session: SessionView | None,
    reason: str = "",
) -> SeminarScanAnswer:
    outcome = ScanOutcome.REFUSED if reason else ScanOutcome.DONE
    typed = number_read(scan.tag)
    recorded = await db.execute(
        _RECORD,
        new_id(),
        scan.key,
        actor.acting_for(),
        whose["id"] if whose else None,
        session.id if session else None,
        outcome.value,
        reason,
        actor.person_id,
        scan.scanned_at,
        now(),
        "" if whose or len(typed) > LONGEST_TYPED else typed,
        now() if reason == _THERE_ALREADY else None,
    )
    if not recorded:
        raise Repeated
    return SeminarScanAnswer(
        key=scan.key,
        outcome=outcome,
        reason=reason or None,
        number=whose["number"] if whose else None,
        session_id=session.id if session else None,
        session_start=session.start if session else None,
    )


async def _known(actor: Actor, scan: SeminarScanRead) -> SeminarScanAnswer | None:
    row = await db.fetch_row(_STORED, actor.acting_for(), scan.key)
    if row is None:
        return None
    return SeminarScanAnswer(
        key=scan.key,
        outcome=ScanOutcome.REPEATED,
        first_outcome=ScanOutcome(row["outcome"]),
        reason=row["reason"] or None,
        number=row["number"],
        session_id=row["session_id"],
        session_start=row["starts_at"],
    )
