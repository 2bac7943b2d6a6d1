"""What can be had in the place of an extension that is refused: fewer days on the same units, or others."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from catalog.availability import (
    Lending,
    UnitAnswer,
    longest_end,
    longest_on_others,
    of_units,
    others_until,
    soonest_each,
)
from catalog.occupancy import UnitTaken
from catalog.terms import FURTHEST, Days, blocked_days
from core.clock import today
from loans.domain import Party
from loans.queries import LoanRow


def needed_days(loan: LoanRow, lending: Lending, end: date) -> Days:
    """The days that the units need for a trial until `end`: only the end moves, one that came early stays."""
    blocked = blocked_days(Days(loan.start, end), lending.terms, lending.working_of(loan.lender_id))
    return Days(loan.start, blocked.end)


async def in_the_way(loan: LoanRow, longer: Days) -> list[UnitAnswer]:
    """The loan's units that somebody else has on some of these days."""
    answers = await of_units(loan.outstanding, longer, except_cause=loan.id)
    return [one for one in answers if not one.is_free]


async def refusal(loan: LoanRow, lending: Lending, end: date, sides: Collection[Party]) -> UnitTaken:
    """Who has the days until `end`, and what can be had instead of them."""
    taken = await in_the_way(loan, needed_days(loan, lending, end))
    return UnitTaken(
        reasons=soonest_each(reason for one in taken for reason in one.reasons),
        unit_ids=loan.unit_ids,
        taken_from=_taken_from(taken),
        **await instead_of(loan, lending, end, sides),
    )


async def instead_of(loan: LoanRow, lending: Lending, end: date, sides: Collection[Party]) -> dict[str, Any]:
    """`longest_end` on the same units; `other_units_free` for all days wished, `other_units_end` for fewer.

    To whoever may exchange them `free_unit_ids` says which units these are.
    """
    end = min(end, today() + FURTHEST)
    lender, trial = loan.lender_id, Days(loan.start, end)
    least = max(loan.end, today())
    taken = await in_the_way(loan, needed_days(loan, lending, end))
    own = longest_end(lending, lender, trial, least, _taken_from(taken))
    others = await longest_on_others(lending, lender, trial, own or least, today(), len(loan.at_facility))
    others_end, units = others or (None, ())
    facts: dict[str, Any] = {
        "longest_end": own,
        "other_units_free": len(await _other_units(loan, lending, end)),
        "other_units_end": others_end,
    }
    if {Party.LENDER, Party.CENTRE} & set(sides):
        facts["free_unit_ids"] = list(units)
    return facts


def _taken_from(taken: Sequence[UnitAnswer]) -> date | None:
    return min((one.taken_from for one in taken if one.taken_from), default=None)


async def _other_units(loan: LoanRow, lending: Lending, end: date) -> Sequence[UUID]:
    """Units for which the loan's could be exchanged, and last until `end`; none where they are too few."""
    free = await others_until(lending, loan.lender_id, end, today())
    return free if len(free) >= len(loan.at_facility) else []
