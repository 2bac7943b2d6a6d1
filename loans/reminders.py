"""Reminders: everything that is due by now, each once, however long the worker was away.

The day that something is due is part of the key, so an extension brings a reminder of its own.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from core import db
from core.clock import today
from loans.domain import Custody, is_overdue, is_result_missing
from loans.notice_texts import Notice
from loans.notices import LoanNews, loan_news, tell
from notifications.outbox import enqueue, handles

DAYS_BEFORE_END = 3
DAYS_FOR_RESULT = 7
# What is older than this was settled in another way: no flood after an import of old loans.
LONGEST_AGO = timedelta(days=90)

# Each: kind, the day it is about, which loans. `$1` is today, `$2` the oldest day that still counts.
# Only open loans are looked at: `loan_open` indexes them, however many are closed.
_DUE = f"""
SELECT loan_id, kind, due_on FROM (
    SELECT id AS loan_id, '{Notice.ANSWER_DUE}' AS kind, answer_by AS due_on
    FROM loan WHERE custody = 'proposed' AND answer_by <= $1::date AND closed_at IS NULL
    UNION ALL
    SELECT id, '{Notice.DUE_BACK}', ends_on
    FROM loan WHERE custody = 'on_trial' AND closed_at IS NULL
        AND ends_on > $1::date AND ends_on <= $1::date + {DAYS_BEFORE_END + 1}
    UNION ALL
    SELECT id, '{Notice.OVERDUE}', ends_on
    FROM loan WHERE custody = 'on_trial' AND closed_at IS NULL AND ends_on <= $1::date
    UNION ALL
    SELECT id, '{Notice.RESULT_MISSING}', returned_on
    FROM loan WHERE custody = 'returned' AND closed_at IS NULL AND NOT recorded_afterwards
        AND returned_on <= $1::date - {DAYS_FOR_RESULT}
) due
WHERE due_on >= $2::date AND NOT EXISTS (
    SELECT FROM outbox WHERE dedupe_key = 'reminder:' || loan_id || ':' || kind || ':' || due_on
)
ORDER BY due_on LIMIT 500
"""  # noqa: S608  # made of our own constants


class Reminder(msgspec.Struct, frozen=True):
    """What is due for a loan, and since which day."""

    loan_id: UUID
    kind: Notice
    due_on: date

    @property
    def key(self) -> str:
        """The same for the same thing due on the same day."""
        return f"reminder:{self.loan_id}:{self.kind}:{self.due_on}"


async def enqueue_due_reminders() -> int:
    """Ask for every reminder that is due and was not asked for yet; how many there were."""
    found = 0
    for row in await db.fetch(_DUE, today(), today() - LONGEST_AGO):
        reminder = msgspec.convert(dict(row), Reminder)
        found += await enqueue("loan_reminder", reminder.key, msgspec.structs.asdict(reminder))
    return found


@handles("loan_reminder")
async def tell_of_due(payload: dict[str, Any], key: str) -> None:
    """Ask for the mails of a reminder, unless it has been settled meanwhile."""
    reminder = msgspec.convert(payload, Reminder)
    loan = await loan_news(reminder.loan_id)
    if loan is not None and is_still_due(reminder, loan, today()):
        await tell(reminder.kind, loan, key)


def is_still_due(reminder: Reminder, loan: LoanNews, day: date) -> bool:
    """Whether the loan still waits for what the reminder is about, on the same day."""
    match reminder.kind:
        case Notice.ANSWER_DUE:
            return loan.custody is Custody.PROPOSED and loan.answer_by == reminder.due_on
        case Notice.DUE_BACK | Notice.OVERDUE:
            is_late = is_overdue(loan.ends_on, loan.custody, day)
            is_same = loan.custody is Custody.ON_TRIAL and loan.ends_on == reminder.due_on
            return is_same and is_late is (reminder.kind is Notice.OVERDUE)
        case _:
            return is_result_missing(loan.custody, loan.result)
