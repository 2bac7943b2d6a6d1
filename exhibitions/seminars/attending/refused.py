"""Scans of tickets that could not be acted upon."""

from uuid import UUID

from catalog.scans.refusals import Refusals, RefusedScan


class RefusedSeminarScan(RefusedScan, frozen=True, kw_only=True):
    """A scan of a ticket, and whose it was where the counter may know it."""

    code_read: str
    number: str | None
    name: str | None
    title: str | None
    seminar_id: UUID | None
    session_id: UUID | None


REFUSALS = Refusals(
    "seminar_scan",
    RefusedSeminarScan,
    more="""
    s.code_read, p.number, c.participants[p.position] AS name, m.title, p.seminar_id, s.session_id
    """,
    joined="""
    LEFT JOIN seminar_participant p ON p.id = s.participant_id LEFT JOIN seminar m ON m.id = p.seminar_id
    LEFT JOIN seminar_contact c ON c.application_id = p.application_id
    """,
)
