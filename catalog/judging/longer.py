"""How much longer a trial can go on: on its own units until somebody else needs one, or on others."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from catalog.judging.ledger import Look, free_units_at
from catalog.judging.lending import Lending
from catalog.judging.starts import last_end, ready_after
from catalog.rules import against_end
from catalog.terms import Days, blocked_days
from core.calendar import ONE_DAY


def longest_end(
    lending: Lending, lender_id: UUID, trial: Days, least: date, until: date | None
) -> date | None:
    """The last end of `trial`, after `least`, that the rules allow and with which the units are back in time.

    `until` is the first day on which somebody else has one of them, None where nobody has. None where no day
    more can be had.
    """
    end = trial.end
    if until is not None:
        end = min(end, last_end(lending.working_of(lender_id), ready_after(lending.terms), until))
    return max(_ends_allowed(lending, lender_id, Days(trial.start, end), least), default=None)


def _ends_allowed(lending: Lending, lender_id: UUID, trial: Days, least: date) -> list[date]:
    """The ends after `least`, up to that of `trial`, against which no rule speaks, in their order."""
    terms, open_days = lending.terms, lending.open_days(lender_id)
    first = max(least, trial.start) + ONE_DAY
    last = min(trial.end, trial.start + timedelta(days=terms.max_days))
    ends = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [
        end
        for end in ends
        # more days mend a trial that is too short by now
        if all(one.code == "too-short" for one in against_end(Days(trial.start, end), terms, open_days))
    ]


async def longest_on_others(
    lending: Lending, lender_id: UUID, trial: Days, least: date, today: date, quantity: int
) -> tuple[date, Sequence[UUID]] | None:
    """The last end of `trial`, after `least`, that so many other units can serve, and the units that do.

    Whoever is free for longer is free for less: the last end is found by halving.
    """
    ends = _ends_allowed(lending, lender_id, trial, max(least, today))
    found: tuple[date, Sequence[UUID]] | None = None
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        free = await others_until(lending, lender_id, ends[middle], today)
        if len(free) >= quantity:
            found, low = (ends[middle], free), middle + 1
        else:
            high = middle
    return found


async def others_until(lending: Lending, lender_id: UUID, end: date, today: date) -> Sequence[UUID]:
    """The lender's units that are free from today until they are back from a trial that ends on `end`."""
    working = lending.working_of(lender_id)
    blocked = blocked_days(Days(min(today, end - timedelta(days=1)), end), lending.terms, working)
    look = Look(lending.product_id, lender_id, Days(today, blocked.end))
    return (await free_units_at([look]))[0]
