"""What was read off a label: the tag, its unit, the loan or handover that the unit is on."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog import tags
from catalog.domain import ScanOutcome
from core import db
from core.errors import NotFound
from loans.domain import UNDER_WAY, Custody
from loans.handovers.scanning import AT_HAND, HandoverAtHand


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The tag that was read, its unit, and the loan that the unit is on."""

    tag_id: UUID | None
    unit_id: UUID | None
    is_keeper: bool
    moved_at: datetime | None
    loan_id: UUID | None
    loan_custody: Custody | None
    loan_since: datetime | None
    loan_quantity: int | None
    loan_start: date | None
    handover: HandoverAtHand | None
    stored_outcome: ScanOutcome | None
    stored_reason: str | None
    stored_unit_id: UUID | None

    @property
    def is_lent(self) -> bool:
        """Whether a loan has it in its hands."""
        return self.loan_custody in UNDER_WAY


# The scan itself, if it is known, and all that is needed to judge it, in one round trip.
_TARGET = f"""
SELECT t.id AS tag_id, u.id AS unit_id,
    coalesce($3 IN (u.owner_id, u.lender_id, u.custodian_id), FALSE) AS is_keeper,
    (SELECT max(m.at) FROM unit_move m WHERE m.unit_id = u.id) AS moved_at,
    l.id AS loan_id, l.custody AS loan_custody, l.custody_since AS loan_since, l.quantity AS loan_quantity,
    l.starts_on AS loan_start,
    h.told AS handover, s.outcome AS stored_outcome, s.reason AS stored_reason, s.unit_id AS stored_unit_id
FROM (SELECT 1) one
LEFT JOIN LATERAL (
    SELECT id, CASE WHEN retired_at IS NULL THEN unit_id END AS unit_id FROM tag
    WHERE token = $1 OR code = $2 ORDER BY (token = $1) DESC LIMIT 1
) t ON TRUE
LEFT JOIN unit u ON u.id = t.unit_id
LEFT JOIN LATERAL (
    SELECT l.id, l.custody, l.custody_since, l.quantity, l.starts_on
    FROM loan_unit lu JOIN loan l ON l.id = lu.loan_id
    WHERE lu.unit_id = u.id AND lu.released_at IS NULL AND lu.lost_on IS NULL
      AND l.custody IN ('confirmed', 'dispatched', 'on_trial', 'returning', 'returned')
      AND $3 IN (l.facility_id, l.counter_id, l.lender_id)
    -- A scan that comes late was of a loan that existed then.
    ORDER BY l.created_at > $5, lu.returned_on IS NOT NULL OR l.custody = 'returned', l.custody = 'confirmed',
        CASE WHEN l.custody = 'confirmed' THEN l.starts_on END, l.custody_since DESC LIMIT 1
) l ON TRUE
LEFT JOIN LATERAL ({AT_HAND}) h ON TRUE
LEFT JOIN scan s ON s.organization_id = $3 AND s.scan_key = $4
"""  # noqa: S608  # put together from constants


async def target_of(actor: Actor, read: str, key: str, scanned_at: datetime) -> Target:
    """What `read` means to `actor`, and what became of a scan with this key before."""
    row = await db.fetch_row(_TARGET, *tags.as_read(read), actor.organization_id, key, scanned_at)
    if row is None:
        raise NotFound
    handover = db.from_json(row["handover"]) if row["handover"] else None
    return msgspec.convert({**row, "handover": handover}, Target)
