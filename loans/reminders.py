"""Reminders: everything that is due by now, each once, however long the worker was away.

The day that something is due is part of the key, so an extension brings a reminder of its own. Loans of one
bundle that are due on the same day are told of by one mail: each loan's row says that it is told of, and one
row more speaks for all of them. What several workers find at once each of them tells its share of.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec

from core import db
from core.clock import today
from loans.domain import Custody, Party, is_overdue, is_result_missing
from loans.notice_texts import TEXTS, Notice
from loans.notices import LoanNews, audience, letter_of_many, loan_news, tell
from notifications.outbox import enqueue, handles
from notifications.recipients import recipients_of

DAYS_BEFORE_END = 3
DAYS_FOR_RESULT = 7
# What is older than this was settled in another way: no flood after an import of old loans.
LONGEST_AGO = timedelta(days=90)

_MOST = 500

# Each: kind, the day it is about, which loans. `$1` is today, `$2` the oldest day that still counts.
# Only open loans are looked at: `loan_open` indexes them, however many are closed.
_DUE = f"""
SELECT loan_id, kind, due_on, bundle_id FROM (
    SELECT id AS loan_id, bundle_id, '{Notice.ANSWER_DUE}' AS kind, answer_by AS due_on
    FROM loan WHERE custody = 'proposed' AND answer_by <= $1::date AND closed_at IS NULL
    UNION ALL
    SELECT id, bundle_id, '{Notice.DUE_BACK}', ends_on
    FROM loan WHERE custody = 'on_trial' AND closed_at IS NULL
        AND ends_on > $1::date AND ends_on <= $1::date + {DAYS_BEFORE_END + 1}
    UNION ALL
    SELECT id, bundle_id, '{Notice.OVERDUE}', ends_on
    FROM loan WHERE custody = 'on_trial' AND closed_at IS NULL AND ends_on <= $1::date
    UNION ALL
    SELECT id, bundle_id, '{Notice.RESULT_MISSING}', returned_on
    FROM loan WHERE custody = 'returned' AND closed_at IS NULL AND NOT recorded_afterwards
        AND returned_on <= $1::date - {DAYS_FOR_RESULT}
) due
WHERE due_on >= $2::date AND NOT EXISTS (
    SELECT FROM outbox WHERE dedupe_key = 'reminder:' || loan_id || ':' || kind || ':' || due_on
)
ORDER BY due_on, kind, coalesce(bundle_id, loan_id), loan_id LIMIT {_MOST}
"""  # noqa: S608  # made of our own constants


class Reminder(msgspec.Struct, frozen=True):
    """What is due for a loan, and since which day; `is_told_of` when another row speaks for its bundle."""

    loan_id: UUID
    kind: Notice
    due_on: date
    bundle_id: UUID | None = None
    is_told_of: bool = False

    @property
    def key(self) -> str:
        """The same for the same thing due on the same day."""
        return f"reminder:{self.loan_id}:{self.kind}:{self.due_on}"

    @property
    def together(self) -> tuple[date, Notice, UUID]:
        """The same for loans that one mail can speak of."""
        return self.due_on, self.kind, self.bundle_id or self.loan_id


class BundleReminder(msgspec.Struct, frozen=True):
    """What is due for several loans of one bundle since the same day."""

    bundle_id: UUID
    loans: list[UUID]
    kind: Notice
    due_on: date


async def enqueue_due_reminders() -> int:
    """Ask for every reminder that is due and was not asked for yet; for how many loans."""
    rows = await db.fetch(_DUE, today(), today() - LONGEST_AGO)
    due = [msgspec.convert(dict(row), Reminder) for row in rows]
    if len(due) == _MOST:  # the last bundle may be cut: its turn comes at once, with the next look
        due = [one for one in due if one.together != due[-1].together] or due
    return sum([await _ask(list(group)) for _, group in groupby(due, lambda one: one.together)])


async def _ask(due: Sequence[Reminder]) -> int:
    is_told_of = len(due) > 1
    async with db.transaction():
        new = [
            one
            for one in due
            if await enqueue(
                "loan_reminder",
                one.key,
                msgspec.structs.asdict(msgspec.structs.replace(one, is_told_of=is_told_of)),
            )
        ]
        first = due[0]
        if is_told_of and new and first.bundle_id is not None:
            loans = [one.loan_id for one in new]
            several = BundleReminder(first.bundle_id, loans, first.kind, first.due_on)
            await enqueue("bundle_reminder", f"bundle_{new[0].key}", msgspec.structs.asdict(several))
    return len(new)


@handles("loan_reminder")
async def tell_of_due(payload: dict[str, Any], key: str) -> None:
    """Ask for the mails of a reminder, unless it has been settled or is told of with others."""
    reminder = msgspec.convert(payload, Reminder)
    loan = None if reminder.is_told_of else await loan_news(reminder.loan_id)
    if loan is not None and is_still_due(reminder, loan, today()):
        await tell(reminder.kind, loan, key)


@handles("bundle_reminder")
async def tell_of_all_due(payload: dict[str, Any], key: str) -> None:
    """Ask for one mail to each reader about all the loans that are still due."""
    several = msgspec.convert(payload, BundleReminder)
    told: dict[UUID, tuple[Party, list[LoanNews]]] = {}
    for loan_id in several.loans:
        loan = await loan_news(loan_id)
        if loan is None or not is_still_due(Reminder(loan_id, several.kind, several.due_on), loan, today()):
            continue
        for organization, party in audience(several.kind, loan).items():
            told.setdefault(organization, (party, []))[1].append(loan)
    for reader in await recipients_of(list(told)):
        party, loans = told[reader.organization_id]
        letter = letter_of_many(reader, party, TEXTS[several.kind][party], loans, several.bundle_id)
        await enqueue("mail", f"mail:{key}:{reader.organization_id}:{reader.address}", letter)


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
