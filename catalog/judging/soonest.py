"""The first day on which something can be had: for one product, or over all counters at once."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from catalog.judging.answers import Question
from catalog.judging.ledger import gaps_between
from catalog.judging.lending import Lending
from catalog.judging.starts import Start, Starts
from catalog.terms import Days, blocked_days

# Most wishes are met soon: only what is not is looked for in the rest of the season, and of the year.
_SOON, _SEASON = timedelta(days=35), timedelta(days=120)


class Soonest(msgspec.Struct, frozen=True):
    """When a product can be had through a counter: `end` is exclusive."""

    counter_id: UUID
    counter_name: str
    product_id: UUID
    product_name: str
    start: date
    end: date
    free_units: int


class _Search(msgspec.Struct):
    """One wish with one lender."""

    position: int
    product_id: UUID
    lender_id: UUID | None
    starts: Starts
    first: date

    def days(self, last: date) -> Days:
        """All days that trials from the first start to `last` could block."""
        terms, working = self.starts.lending.terms, self.starts.timetable.working
        first = Days(self.first, self.first + timedelta(days=self.starts.length))
        return Days(
            blocked_days(first, terms, working).start,
            blocked_days(first.moved_to(max(last, self.first)), terms, working).end,
        )


async def first_starts(questions: Sequence[Question], today: date) -> list[Start | None]:
    """For each wish the first start, not before its own, at which one lender has enough units free."""
    found: list[Start | None] = [None] * len(questions)
    searches = [one for position, asked in enumerate(questions) for one in _searches(position, asked, today)]
    first = max((one.first for one in searches), default=today)
    for last in (first + _SOON, first + _SEASON, date.max):
        searches = [one for one in searches if found[one.position] is None]
        if not searches:
            break
        for position, start in await _found(searches, last):
            found[position] = _better(found[position], start)
    return found


def _better(one: Start | None, other: Start) -> Start:
    return min(one, other, key=lambda start: (start.day, -start.free_units)) if one else other


def _searches(position: int, asked: Question, today: date) -> Iterator[_Search]:
    lending = asked.lending
    if lending.unit_count < asked.quantity:
        return
    shortest, longest = lending.terms.min_days, lending.terms.max_days
    length = min(max(asked.trial.length, shortest), longest)
    for lender in lending.possible_lenders:
        starts = Starts(lending, lender, length, asked.quantity, today, asked.borrowing)
        first = max(asked.trial.start, starts.first)
        if first <= starts.last and not starts.is_hopeless:
            yield _Search(position, lending.product_id, lender, starts, first)


async def _found(searches: Sequence[_Search], until: date) -> list[tuple[int, Start]]:
    spans = [one.days(min(until, one.starts.last)) for one in searches]
    ledger = await gaps_between(
        list({one.product_id for one in searches}),
        min(span.start for span in spans),
        max(span.end for span in spans),
        min(one.starts.length for one in searches),
    )
    found = []
    for one in searches:
        gaps = ledger.of(one.product_id, one.lender_id)
        start = one.starts.soonest(gaps, one.first, min(until, one.starts.last))
        if start is not None:
            found.append((one.position, start))
    return found


async def soonest(lendings: Sequence[Lending], trial: Days, quantity: int, today: date) -> list[Soonest]:
    """Where each of them can be had first for exactly this length, soonest first, most units first."""
    fitting = [
        one for one in lendings if one.counter_id and one.terms.min_days <= trial.length <= one.terms.max_days
    ]
    starts = await first_starts([Question(one, trial, quantity) for one in fitting], today)
    found = [
        Soonest(
            one.counter_id,
            one.counter_name,
            one.product_id,
            one.product_name,
            start.day,
            start.day + timedelta(days=trial.length),
            start.free_units,
        )
        for one, start in zip(fitting, starts, strict=True)
        if start is not None and one.counter_id is not None
    ]
    return sorted(found, key=lambda one: (one.start, -one.free_units, one.product_name, one.counter_name))
