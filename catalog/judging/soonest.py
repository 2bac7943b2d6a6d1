"""The first day on which something can be had: for one product, or over all counters at once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

import msgspec

from catalog.judging.answers import Question
from catalog.judging.ledger import gaps_between
from catalog.judging.offers import Offer
from catalog.judging.starts import Openings, Start, Starts
from catalog.terms import Days, blocked_days

# Most wishes are met within a season: only what is not is looked for in the rest of the year.
_SEASON = timedelta(days=120)


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
    for last in (first + _SEASON, date.max):
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
    spans: dict[tuple[Openings, date], Days] = {}
    for one in searches:
        if (one.starts.openings, one.first) not in spans:
            spans[one.starts.openings, one.first] = one.days(min(until, one.starts.last))
    ledger = await gaps_between(
        list({one.product_id for one in searches}),
        min(span.start for span in spans.values()),
        max(span.end for span in spans.values()),
        min(one.starts.length for one in searches),
    )
    found = []
    for one in searches:
        gaps = ledger.of(one.product_id, one.lender_id)
        start = one.starts.soonest(gaps, one.first, min(until, one.starts.last))
        if start is not None:
            found.append((one.position, start))
    return found


class Ranking(msgspec.Struct, frozen=True):
    """The soonest of all, out of so many."""

    items: list[Soonest]
    total: int


async def soonest(
    offers: Mapping[int, Sequence[Offer]], since: date, quantity: int, today: date, most: int
) -> dict[int, Ranking]:
    """Where a trial of each length can be had first from a day on: soonest first, most units first."""
    asked = [(length, offer) for length, of_length in offers.items() for offer in of_length]
    questions = [
        Question(offer.lending, Days(since, since + timedelta(days=length)), quantity)
        for length, offer in asked
    ]
    found: dict[int, list[tuple[Start, Offer]]] = {length: [] for length in offers}
    for (length, offer), start in zip(asked, await first_starts(questions, today), strict=True):
        if start is not None:
            found[length].append((start, offer))
    return {length: _ranked(one, length, most) for length, one in found.items()}


def _ranked(found: list[tuple[Start, Offer]], length: int, most: int) -> Ranking:
    found.sort(key=lambda one: (one[0].day, -one[0].free_units, one[1].lending.product_name))
    items: list[Soonest] = []
    for _, alike in groupby(found, key=lambda one: (one[0], one[1].lending.product_name)):
        if len(items) >= most:
            break
        each = [one for start, offer in alike for one in _at_each_place(start, offer, length)]
        items += sorted(each, key=lambda one: one.counter_name)
    return Ranking(items[:most], sum(len(offer.places_on(start.day)) for start, offer in found))


def _at_each_place(start: Start, offer: Offer, length: int) -> Iterator[Soonest]:
    product, end = offer.lending, start.day + timedelta(days=length)
    for place in offer.places_on(start.day):
        yield Soonest(
            place.counter_id,
            place.name,
            product.product_id,
            product.product_name,
            start.day,
            end,
            start.free_units,
        )
