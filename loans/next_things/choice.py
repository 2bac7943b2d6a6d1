"""Whose next thing is shown to somebody who may stand on several sides of a loan."""

from datetime import date

import msgspec

from core.i18n import _
from loans import labels
from loans.domain import ENDED, Party
from loans.given_units import back_of
from loans.next_things.counter import for_counter
from loans.next_things.facility import for_facility
from loans.next_things.lender import for_lender
from loans.next_things.thing import NextThing
from loans.queries import LoanView


def next_thing(loan: LoanView, today: date) -> NextThing:
    """The next thing for whoever `loan` was read for: their own to do first, else what is waited for.

    Where some of several units are back, it says how many.
    """
    thing, back = _next_thing(loan, today), back_of(loan.units)
    if not back or loan.custody in ENDED:
        return thing
    words = labels.SOME_BACK % {"all": loan.quantity, "back": back}
    text = _("%(words)sです。%(text)s", words=words, text=thing.text)
    return msgspec.structs.replace(thing, text=text)


def _next_thing(loan: LoanView, today: date) -> NextThing:
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
