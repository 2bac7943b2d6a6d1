"""A product's days looked at once and asked for many trials: for whoever serves a whole queue in one go."""

from datetime import date
from uuid import UUID

import msgspec

from catalog.judging.answers import Question
from catalog.judging.judge import blocked_by, objections_to
from catalog.judging.ledger import Gaps, Ledger, gaps_between
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

    def without(self, product_id: UUID, lender_id: UUID, days: Days, quantity: int) -> "Outlook":
        """As it would be had `quantity` of the lender's units that are free on all of `days` been taken."""
        since, until = days.start.toordinal(), days.end.toordinal()
        gaps = self.ledger.of(product_id, lender_id)
        left: list[tuple[int, int]] = []
        for begin, end in zip(gaps.since, gaps.until, strict=True):
            if quantity and begin <= since and end >= until:
                quantity -= 1
                left += [rest for rest in ((begin, since), (until, end)) if rest[0] < rest[1]]
            else:
                left.append((begin, end))
        left.sort()
        anew = Gaps([begin for begin, _ in left], [end for _, end in left])
        of_product = {**self.ledger.gaps.get(product_id, {}), lender_id: anew}
        return Outlook(Ledger(self.ledger.days, {**self.ledger.gaps, product_id: of_product}))
