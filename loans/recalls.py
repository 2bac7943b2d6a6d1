"""Recalls (呼び戻し): a lender needs its units back before the planned end, and may have others instead."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from core.calendar import ONE_DAY


class RecallState(StrEnum):
    """Where a recall stands; `closed` when nobody is asked anything, or no longer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CLOSED = "closed"


class Recall(msgspec.Struct, frozen=True, kw_only=True):
    """The latest recall of a loan; `ends_before` is the exclusive end that was planned.

    While it is `open`, `serial_numbers` are the units held in the place of those recalled, and until when.
    """

    back_by: date
    ends_before: date
    reason: str
    state: RecallState
    made_at: datetime
    expires_at: datetime | None = None
    serial_numbers: list[str] = []

    @property
    def is_open(self) -> bool:
        """Whether the facility is asked to take other units."""
        return self.state is RecallState.OPEN

    @property
    def last_day_before(self) -> date:
        """The last day as it was agreed before."""
        return self.ends_before - ONE_DAY


# A column of a query over `loan l`. Once a loan is under way, what it holds are replacements.
RECALL = """
(SELECT jsonb_build_object('back_by', r.back_by, 'ends_before', r.ends_before, 'reason', r.reason,
        'state', r.state, 'made_at', r.made_at, 'expires_at', r.expires_at, 'serial_numbers', coalesce(
            (SELECT jsonb_agg(u.serial_number ORDER BY u.serial_number) FROM occupancy h
             JOIN unit u ON u.id = h.unit_id WHERE r.state = 'open' AND h.cause_id = l.id
             AND h.status = 'active' AND h.purpose = 'hold'), '[]'))::text
 FROM loan_recall r WHERE r.loan_id = l.id ORDER BY r.made_at DESC, r.id DESC LIMIT 1) AS recall
"""
