"""A product's days looked at once and asked for many trials: for whoever serves a whole queue in one go."""

from datetime import date
from uuid import UUID

import msgspec

from catalog.judging.answers import Question
from catalog.judging.judge import blocked_by, objections_to
from catalog.judging.ledger import Ledger, gaps_between
from catalog.terms import Days


class Outlook(msgspec.Struct, frozen=True):
    """The gaps of one product's units, as they were when it was looked at; the ledger judges who takes."""

    ledger: Ledger

    @classmethod
    async def of(cls, product_id: UUID, days: Days) -> "Outlook":
        """Look at all of `days`, those that trials block around themselves included."""
        return cls(await gaps_between([product_id], days.start, days.end, 1))

    def free_units(self, question: Question, lender_id: UUID, today: date) -> int:
        """How many units of a lender could serve the trial; none where a rule speaks against it."""
        if objections_to(question, lender_id, today):
            return 0
        blocked = blocked_by(question.lending, question.trial, lender_id)
        gaps = self.ledger.of(question.lending.product_id, lender_id)
        since, until = blocked.start.toordinal(), blocked.end.toordinal()
        pairs = zip(gaps.since, gaps.until, strict=True)
        return sum(begin <= since and end >= until for begin, end in pairs)
