"""What the rules of lending have against a trial, and whose rule each one is. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from catalog.terms import Days, Lengths, Terms, dispatch_day, facts_of, first_arrival, is_taken_in
from core.calendar import ONE_DAY, WorkingDays, fiscal_year
from core.errors import Invalid

_LONGEST_CLOSURE = 400


class Whose(StrEnum):
    """The party whose rule it is, and who may make an exception of it."""

    COUNTER = "counter"
    LENDER = "lender"
    FACILITY = "facility"


class Rule(msgspec.Struct, frozen=True):
    """A rule by its code and by whose it is; None where no party can set it aside."""

    code: str
    whose: Whose | None


class OpenDays(msgspec.Struct, frozen=True, kw_only=True):
    """On which days each party of a loan is open; None for a party that is not known yet."""

    lender: WorkingDays = WorkingDays()
    counter: WorkingDays | None = None
    facility: WorkingDays | None = None


class Borrowing(msgspec.Struct, frozen=True, kw_only=True):
    """What a facility has already: units under way, and loans by the fiscal year in which they begin."""

    open_units: int = 0
    loans_of_year: Mapping[int, int] = {}


NOTHING_YET = Borrowing()


class Objection(msgspec.Struct, frozen=True):
    """One thing against a trial, beside the field it belongs to.

    `whose` is None for what no party can set aside: days that are over, or that end before they begin.
    """

    code: str
    field: str
    whose: Whose | None = None
    facts: dict[str, Any] = {}

    @property
    def rule(self) -> "Rule":
        """The rule it comes from: two parties may each have one of the same code."""
        return Rule(self.code, self.whose)


def objections(
    trial: Days,
    quantity: int,
    terms: Terms,
    open_days: OpenDays,
    today: date,
    borrowing: Borrowing = NOTHING_YET,
) -> list[Objection]:
    """Everything the rules have against a new trial; empty when nothing."""
    if trial.end <= trial.start:
        return [Objection("end-before-start", "end")]
    if trial.start < today:
        return [
            Objection("start-in-past", "start"),
            *against_end(trial, terms, open_days),
            *_against_quantity(quantity, terms, borrowing),
        ]
    return [
        *_against_notice(trial.start, terms, open_days, today),
        *_against_arrival(trial.start, terms, open_days, today),
        *_against_beginning(trial.start, terms, open_days),
        *_against_another(trial.start, terms, borrowing),
        *against_end(trial, terms, open_days),
        *_against_quantity(quantity, terms, borrowing),
    ]


def against_end(trial: Days, terms: Terms, open_days: OpenDays) -> list[Objection]:
    """What the rules have against the length and the last day of a trial: all that an extension asks."""
    return [*_against_length(trial, terms), *_against_last_day(trial.end - ONE_DAY, terms, open_days)]


def _against_notice(start: date, terms: Terms, open_days: OpenDays, today: date) -> Iterator[Objection]:
    if start < today + timedelta(days=terms.notice_days):
        facts = {"notice_days": terms.notice_days, "earliest_start": earliest_start(terms, open_days, today)}
        yield Objection("too-short-notice", "start", Whose.COUNTER, facts)
    if start > today + timedelta(days=terms.horizon_days):
        yield Objection("too-far-ahead", "start", Whose.COUNTER, {"horizon_days": terms.horizon_days})
    if not is_taken_in(today, terms):
        window = {"intake_from": terms.intake_from, "intake_until": terms.intake_until}
        yield Objection("outside-intake", "start", Whose.COUNTER, window)


def _against_arrival(start: date, terms: Terms, open_days: OpenDays, today: date) -> Iterator[Objection]:
    if dispatch_day(start, terms, open_days.lender) < today:
        earliest = earliest_start(terms, open_days, today)
        yield Objection("too-soon-to-arrive", "start", Whose.LENDER, {"earliest_start": earliest})


def _against_beginning(start: date, terms: Terms, open_days: OpenDays) -> Iterator[Objection]:
    if open_days.facility is not None and not open_days.facility.is_working(start):
        yield Objection("facility-closed-on-start", "start", Whose.FACILITY)
    if not _suits_counter(start, terms, open_days):
        yield Objection("counter-closed-on-start", "start", Whose.COUNTER)


def _against_last_day(last_day: date, terms: Terms, open_days: OpenDays) -> Iterator[Objection]:
    if open_days.facility is not None and not open_days.facility.is_working(last_day):
        yield Objection("facility-closed-on-last-day", "end", Whose.FACILITY)
    if not _suits_counter(last_day, terms, open_days):
        yield Objection("counter-closed-on-last-day", "end", Whose.COUNTER)


def _suits_counter(day: date, terms: Terms, open_days: OpenDays) -> bool:
    return not terms.working_days_only or open_days.counter is None or open_days.counter.is_working(day)


def _against_another(start: date, terms: Terms, borrowing: Borrowing) -> Iterator[Objection]:
    """Loans count in the fiscal year in which their trial begins."""
    year = fiscal_year(start)
    had = borrowing.loans_of_year.get(year, 0)
    if terms.max_loans_per_year is not None and had >= terms.max_loans_per_year:
        facts = {"max_loans_per_year": terms.max_loans_per_year, "loans_this_year": had, "fiscal_year": year}
        yield Objection("too-many-loans", "start", Whose.COUNTER, facts)


def _against_length(trial: Days, terms: Terms) -> Iterator[Objection]:
    """The effective terms decide; whoever asks for more or less than that is named."""
    said = _lengths(terms)
    if trial.length < terms.min_days:
        for whose, lengths in said.items():
            if trial.length < lengths.least:
                yield Objection("too-short", "end", whose, {"min_days": lengths.least})
    elif trial.length > terms.max_days:
        for whose, lengths in said.items():
            if trial.length > lengths.most:
                yield Objection("too-long", "end", whose, {"max_days": lengths.most})


def _lengths(terms: Terms) -> dict[Whose, Lengths]:
    said = {Whose.COUNTER: terms.of_counter or Lengths(terms.min_days, terms.max_days)}
    if terms.of_lender is not None:
        said[Whose.LENDER] = terms.of_lender
    return said


def _against_quantity(quantity: int, terms: Terms, borrowing: Borrowing) -> Iterator[Objection]:
    if quantity < 1:
        yield Objection("too-many-units", "quantity", None, {"max_units": terms.max_units})
    elif borrowing.open_units + quantity > terms.max_units:
        facts = {"max_units": terms.max_units, "open_units": borrowing.open_units}
        yield Objection("too-many-units", "quantity", Whose.COUNTER, facts)


def earliest_start(terms: Terms, open_days: OpenDays, today: date) -> date:
    """The first day on which a trial asked for today may begin, as far as notice, transit and closing go."""
    start = max(today + timedelta(days=terms.notice_days), first_arrival(terms, open_days.lender, today))
    for _ in range(_LONGEST_CLOSURE):
        if not any(_against_beginning(start, terms, open_days)):
            break
        start += ONE_DAY
    return start


def fields_of(found: Iterable[Objection]) -> dict[str, str]:
    """Field to code; of several objections to one field the first is told."""
    fields: dict[str, str] = {}
    for one in found:
        fields.setdefault(one.field, one.code)
    return fields


def refusal(found: Sequence[Objection], terms: Terms, fields: Mapping[str, str] | None = None) -> Invalid:
    """The refusal that tells all of `found`; `fields` are mistakes of other kinds, told beside them."""
    facts = facts_of(terms)
    for one in reversed(found):
        facts |= one.facts
    return Invalid({**(fields or {}), **fields_of(found)}, **facts, objections=list(found))
