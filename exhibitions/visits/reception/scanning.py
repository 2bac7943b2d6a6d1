"""Scans of visits' codes: each once, in its own transaction; late, twice, in any order they end the same.

Whatever the order in which telephones send what they kept: the earliest scan says when a party came, the
latest when it left. Exactly one scan of an arrival is done, all others are told that it was before them.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from accounts.domain import Actor, Via
from catalog.domain import ScanOutcome
from catalog.scans.once import LONGEST_TYPED, Repeated, is_ahead, once
from catalog.tags import as_read
from core import db
from core.clock import now
from core.errors import DomainError
from core.ids import new_id
from core.web.scanning import LARGEST_BATCH, Read, in_order_of_scanning
from directory.kinds import COUNTERS
from exhibitions.visits.arriving import leave_at, note_arrival, note_departure, receive_at
from exhibitions.visits.queries import VisitView, visit_read_by
from exhibitions.visits.reception.domain import ReceptionAction


class VisitScan(Read, frozen=True, kw_only=True):
    """One scan; `tag` is what was read: the link of the mail, its last part, or the number of the visit."""

    action: ReceptionAction = ReceptionAction.ARRIVE


class RecordVisitScans(msgspec.Struct, frozen=True, kw_only=True):
    """A batch, in any order."""

    scans: Annotated[list[VisitScan], Meta(max_length=LARGEST_BATCH)]


class VisitScanAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a scan. For a repeated one, `first_outcome` and `reason` say what it was at first."""

    key: str
    outcome: ScanOutcome
    reason: str | None = None
    first_outcome: ScanOutcome | None = None
    number: str | None = None
    party_size: int | None = None


class VisitScanAnswers(msgspec.Struct, frozen=True):
    """The answers, in the order of the scans."""

    scans: list[VisitScanAnswer]


class VisitScanRefused(DomainError):
    """A scan that cannot be acted upon."""

    code = "visit-scan-refused"


_STORED = """
SELECT s.outcome, s.reason, v.number, v.party_size FROM visit_scan s LEFT JOIN visit v ON v.id = s.visit_id
WHERE s.organization_id = $1 AND s.scan_key = $2
"""
_RECORD = """
INSERT INTO visit_scan (id, scan_key, organization_id, visit_id, action, outcome, reason, person_id,
    scanned_at, received_at, code_read)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT ON CONSTRAINT visit_scan_once DO NOTHING
"""


async def record_visit_scans(actor: Actor, command: RecordVisitScans) -> VisitScanAnswers:
    """Act on each scan in the order of scanning; a refused one changes nothing and stops no other.

    Raises `NotAllowed` for anybody but counters.
    """
    receiver = msgspec.structs.replace(actor.one_of(*COUNTERS), via=Via.SCAN)
    return VisitScanAnswers(await in_order_of_scanning(command.scans, lambda scan: _once(receiver, scan)))


async def _once(actor: Actor, scan: VisitScan) -> VisitScanAnswer:
    return await once(lambda: _known(actor, scan), lambda: _acted_upon(actor, scan))


async def _acted_upon(actor: Actor, scan: VisitScan) -> VisitScanAnswer:
    visit: VisitView | None = None
    try:
        if is_ahead(scan.scanned_at):
            raise VisitScanRefused("scanned-in-future")
        visit = await visit_read_by(actor, *as_read(scan.tag))
        async with db.savepoint():
            await _STEPS[scan.action](actor, visit, _moment(scan))
            return await _record(actor, scan, visit)
    except DomainError as refusal:
        if visit is not None:
            await _NOTES[scan.action](visit.id, _moment(scan))
        return await _record(actor, scan, visit, refusal.reason)


def _moment(scan: VisitScan) -> datetime:
    return min(scan.scanned_at, now())


async def _record(
    actor: Actor, scan: VisitScan, visit: VisitView | None, reason: str = ""
) -> VisitScanAnswer:
    outcome = ScanOutcome.REFUSED if reason else ScanOutcome.DONE
    recorded = await db.execute(
        _RECORD,
        new_id(),
        scan.key,
        actor.acting_for(),
        visit.id if visit else None,
        scan.action.value,
        outcome.value,
        reason,
        actor.person_id,
        scan.scanned_at,
        now(),
        "" if visit else _code_read(scan),
    )
    if not recorded:
        raise Repeated
    return VisitScanAnswer(
        key=scan.key,
        outcome=outcome,
        reason=reason or None,
        number=visit.number if visit else None,
        party_size=visit.party_size if visit else None,
    )


def _code_read(scan: VisitScan) -> str:
    """What somebody typed, to be looked at again; a link opens a visit and is kept nowhere."""
    code = as_read(scan.tag)[1]
    return code if len(code) <= LONGEST_TYPED else ""


async def _known(actor: Actor, scan: VisitScan) -> VisitScanAnswer | None:
    row = await db.fetch_row(_STORED, actor.acting_for(), scan.key)
    if row is None:
        return None
    return VisitScanAnswer(
        key=scan.key,
        outcome=ScanOutcome.REPEATED,
        first_outcome=ScanOutcome(row["outcome"]),
        reason=row["reason"] or None,
        number=row["number"],
        party_size=row["party_size"],
    )


_Step = Callable[[Actor, VisitView, datetime], Awaitable[object]]
_STEPS: Mapping[ReceptionAction, _Step] = {
    ReceptionAction.ARRIVE: receive_at,
    ReceptionAction.LEAVE: leave_at,
}
_NOTES: Mapping[ReceptionAction, Callable[[UUID, datetime], Awaitable[None]]] = {
    ReceptionAction.ARRIVE: note_arrival,
    ReceptionAction.LEAVE: note_departure,
}
