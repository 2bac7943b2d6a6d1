"""Scans of visits that could not be acted upon."""

from datetime import date
from uuid import UUID

from catalog.scans.refusals import Refusals, RefusedScan
from exhibitions.visits.reception.domain import ReceptionAction


class RefusedVisitScan(RefusedScan, frozen=True, kw_only=True):
    """A scan of a code, and the visit it was of where the counter may know it."""

    action: ReceptionAction
    code_read: str
    number: str | None
    party_size: int | None
    exhibition_id: UUID | None
    day: date | None


REFUSALS = Refusals(
    "visit_scan",
    RefusedVisitScan,
    more="s.action, s.code_read, v.number, v.party_size, v.exhibition_id, t.day",
    joined="LEFT JOIN visit v ON v.id = s.visit_id LEFT JOIN visit_slot t ON t.id = v.slot_id",
)
