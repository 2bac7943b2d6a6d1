"""What instead: other products and counters to be judged, and the nearest other days."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from catalog.judging.answers import Alternative, Instead, Question
from catalog.judging.ledger import gaps_between
from catalog.judging.lending import lendings_at, lendings_of
from catalog.judging.starts import Starts, last_end, ready_after
from catalog.terms import Days, blocked_days
from core import db
from core.calendar import ONE_DAY

_CANDIDATES = 40
_BACK = timedelta(days=31)  # how far before the wish other days are still near it

# Other vendors first: whoever cannot serve these days with one product may lack the others, too.
_SAME_ITEM = """
SELECT p.id FROM product p
WHERE p.item_codes && $1::text[] AND p.id <> $2 AND p.status = 'public'
ORDER BY p.vendor_id = $3, p.name, p.id LIMIT $4
"""
# Counters that lend units of it themselves first: through all others it is the vendor's again.
_COUNTERS = """
SELECT o.id FROM organization o
WHERE o.kind IN ('counter', 'general_center') AND o.gone_on IS NULL AND o.id <> $1
ORDER BY o.id IN (SELECT lender_id FROM unit WHERE product_id = $3 AND status = 'active') DESC,
    o.kind, o.code, o.id LIMIT $2
"""


async def elsewhere(question: Question, today: date) -> list[Question]:
    """The same wish for other products of the same items, and through other counters."""
    lending = question.lending
    rows = await db.fetch(
        _SAME_ITEM, list(lending.item_codes), lending.product_id, lending.vendor_id, _CANDIDATES
    )
    others = await lendings_of([row["id"] for row in rows], lending.counter_id, today)
    if lending.counter_id is not None:
        rows = await db.fetch(_COUNTERS, lending.counter_id, _CANDIDATES, lending.product_id)
        counters = [row["id"] for row in rows]
        others += await lendings_at([lending.product_id], counters, today)
    working = lending.facility_working
    return [
        msgspec.structs.replace(question, lending=msgspec.structs.replace(one, facility_working=working))
        for one in others
    ]


async def around(question: Question, later: date | None, today: date) -> list[Alternative]:
    """The nearest days before and after the wish, and the longest shorter trial on the days wished."""
    lending, trial = question.lending, question.trial
    length = min(max(trial.length, lending.terms.min_days), lending.terms.max_days)
    since = trial.start - _BACK - timedelta(days=lending.terms.transit_working_days * 7 + 14)
    until = blocked_days(trial.moved_to(trial.start + _BACK), lending.terms, lending.working).end
    ledger = await gaps_between([lending.product_id], since, until, lending.terms.min_days, lending.lenders)
    found: list[Alternative] = []
    for lender in lending.possible_lenders:
        gaps = ledger.of(lending.product_id, lender)
        starts = Starts(lending, lender, length, question.quantity, today, question.borrowing)
        first = max(starts.first, trial.start - _BACK)
        if starts.is_hopeless:
            continue
        if earlier := starts.latest(gaps, first, trial.start - ONE_DAY):
            found.append(_on(question, Instead.EARLIER, earlier.day, length, earlier.free_units))
        if shorter := _shorter(question, lender, sorted(zip(gaps.since, gaps.until, strict=True)), today):
            found.append(_on(question, Instead.SHORTER, trial.start, *shorter))
    if later is not None and later > trial.start:
        found.append(_on(question, Instead.LATER, later, length, question.quantity))
    return _nearest(found)


def _on(question: Question, kind: Instead, start: date, length: int, free: int) -> Alternative:
    lending = question.lending
    return Alternative(
        lending.product_id,
        lending.product_name,
        start,
        start + timedelta(days=length),
        free,
        kind,
        lending.counter_id,
        lending.counter_name,
    )


def _nearest(found: Sequence[Alternative]) -> list[Alternative]:
    """Of each kind the one nearest to the wish: the latest before it, the longest shorter one."""
    best: dict[Instead, Alternative] = {}
    for one in found:
        known = best.setdefault(one.kind, one)
        if (one.start, one.end) > (known.start, known.end):
            best[one.kind] = one
    return [best[kind] for kind in (Instead.EARLIER, Instead.LATER, Instead.SHORTER) if kind in best]


def _shorter(
    question: Question, lender_id: UUID | None, gaps: Sequence[tuple[int, int]], today: date
) -> tuple[int, int] | None:
    """The longest trial from the day wished that is shorter than the one wished, and for how many units."""
    lending, trial = question.lending, question.trial
    working = lending.working_of(lender_id)
    leaving = blocked_days(trial, lending.terms, working).start.toordinal()
    ends = sorted((until for since, until in gaps if since <= leaving < until), reverse=True)
    if len(ends) < question.quantity:
        return None
    end = last_end(working, ready_after(lending.terms), date.fromordinal(ends[question.quantity - 1]))
    longest = min((end - trial.start).days, trial.length - 1, lending.terms.max_days)
    for length in range(longest, lending.terms.min_days - 1, -1):
        starts = Starts(lending, lender_id, length, question.quantity, today, question.borrowing)
        if starts.is_open(trial.start.toordinal()):
            needed = blocked_days(
                Days(trial.start, trial.start + timedelta(days=length)), lending.terms, working
            )
            return length, sum(until >= needed.end.toordinal() for until in ends)
    return None
