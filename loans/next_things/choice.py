"""Whose next thing is shown to somebody who may stand on several sides of a loan."""

from datetime import date

from loans.domain import Party
from loans.next_things.counter import for_counter
from loans.next_things.facility import for_facility
from loans.next_things.lender import for_lender
from loans.next_things.thing import NextThing
from loans.queries import LoanView


def next_thing(loan: LoanView, today: date) -> NextThing:
    """The next thing for whoever `loan` was read for: their own to do first, else what is waited for."""
    parties = set(loan.parties)
    if Party.FACILITY in parties:
        return for_facility(loan, today)
    if parties == {Party.LENDER}:
        return for_lender(loan, today)
    mediating = for_counter(loan, today)
    if Party.LENDER in parties and not mediating.is_to_do:
        lending = for_lender(loan, today)
        return lending if lending.is_to_do else mediating
    return mediating
