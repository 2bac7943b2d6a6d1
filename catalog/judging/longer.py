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


def longest_end(lending: Lending, lender_id: UUID, trial: Days, least: date, until: date) -> date | None:
    """The last end of `trial`, after `least`, that the rules allow and with which the units are back in time.

    `until` is the first day on which somebody else has one of them. None where no day more can be had.
    """
    working, open_days = lending.working_of(lender_id), lending.open_days(lender_id)
    end = min(last_end(working, ready_after(lending.terms), until), trial.end)
    while end > least:
        against = against_end(Days(trial.start, end), lending.terms, open_days)
        if not [one for one in against if one.code != "too-short"]:
            return end
        end -= ONE_DAY
    return None


async def others_until(lending: Lending, lender_id: UUID, end: date, today: date) -> Sequence[UUID]:
    """The lender's units that are free from today until they are back from a trial that ends on `end`."""
    working = lending.working_of(lender_id)
    blocked = blocked_days(Days(min(today, end - timedelta(days=1)), end), lending.terms, working)
    look = Look(lending.product_id, lender_id, Days(today, blocked.end))
    return (await free_units_at([look]))[0]
