"""The one next thing to do for a loan, as each of its parties sees it; or whom everybody waits for."""

from loans.next_things.choice import next_thing
from loans.next_things.thing import NextThing, days_late, days_left

__all__ = ["NextThing", "days_late", "days_left", "next_thing"]
