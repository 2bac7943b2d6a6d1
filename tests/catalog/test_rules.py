"""The rules of lending one by one, at their boundaries: pure, without a database."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules import Borrowing, Objection, OpenDays, Whose, earliest_start, objections, refusal
from catalog.terms import (
    Days,
    ProductTerms,
    Terms,
    blocked_days,
    combined,
    dispatch_day,
    first_arrival,
    is_taken_in,
)
from core.calendar import ONE_DAY, WorkingDays, fiscal_year, fiscal_year_days

WEDNESDAY = date(2026, 10, 7)
EASY: dict[str, Any] = {"transit_working_days": 0, "inspection_working_days": 0}
OFFICE = WorkingDays()


def told(
    start: date,
    days: int = 14,
    *,
    today: date = WEDNESDAY,
    quantity: int = 1,
    terms: Terms | None = None,
    open_days: OpenDays | None = None,
    borrowing: Borrowing | None = None,
) -> list[tuple[str, str, Whose | None]]:
    """What the rules say of a trial of `days` from `start` on."""
    found = objections(
        Days(start, start + timedelta(days=days)),
        quantity,
        terms or Terms(**EASY),
        open_days or OpenDays(),
        today,
        borrowing or Borrowing(),
    )
    return [(one.code, one.field, one.whose) for one in found]


def test_a_trial_that_breaks_no_rule_meets_no_objection() -> None:
    assert told(WEDNESDAY) == []


def test_days_that_are_over_or_upside_down_are_nobodys_rule() -> None:
    assert told(WEDNESDAY - ONE_DAY) == [("start-in-past", "start", None)]
    assert told(WEDNESDAY, 0) == [("end-before-start", "end", None)]


@pytest.mark.parametrize(
    ("ahead", "code"),
    [(13, "too-short-notice"), (14, None), (365, None), (366, "too-far-ahead")],
)
def test_notice_and_horizon_are_the_counters(ahead: int, code: str | None) -> None:
    found = told(WEDNESDAY + timedelta(days=ahead), terms=Terms(**EASY, notice_days=14))
    assert found == ([(code, "start", Whose.COUNTER)] if code else [])


@pytest.mark.parametrize(
    ("window", "day", "is_open"),
    [
        (("09-01", "01-20"), date(2026, 8, 31), False),
        (("09-01", "01-20"), date(2026, 9, 1), True),
        (("09-01", "01-20"), date(2026, 12, 31), True),
        (("09-01", "01-20"), date(2027, 1, 1), True),
        (("09-01", "01-20"), date(2027, 1, 20), True),
        (("09-01", "01-20"), date(2027, 1, 21), False),
        (("04-01", "02-28"), date(2028, 2, 28), True),
        (("04-01", "02-28"), date(2028, 2, 29), False),
        (("04-01", "02-29"), date(2028, 2, 29), True),
        (("04-01", "02-29"), date(2027, 2, 28), True),
        (("04-01", "02-28"), date(2027, 3, 31), False),
        (("", ""), date(2027, 3, 31), True),
    ],
)
def test_the_intake_window_may_run_over_the_turn_of_the_year(
    window: tuple[str, str],
    day: date,
    is_open: bool,  # noqa: FBT001  # a column of the table
) -> None:
    terms = Terms(**EASY, intake_from=window[0], intake_until=window[1])
    assert is_taken_in(day, terms) is is_open
    expected = [] if is_open else [("outside-intake", "start", Whose.COUNTER)]
    assert told(day + timedelta(days=30), today=day, terms=terms) == expected


@pytest.mark.parametrize(("days", "code"), [(6, "too-short"), (7, None), (20, None), (21, "too-long")])
def test_lengths_of_the_counter(days: int, code: str | None) -> None:
    terms = combined(Terms(**EASY, min_days=7, max_days=20), ProductTerms())
    assert told(WEDNESDAY, days, terms=terms) == ([(code, "end", Whose.COUNTER)] if code else [])


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (9, [("too-short", Whose.COUNTER), ("too-short", Whose.LENDER)]),
        (10, [("too-short", Whose.COUNTER)]),
        (14, []),
        (21, []),
        (22, [("too-long", Whose.LENDER)]),
        (32, [("too-long", Whose.COUNTER), ("too-long", Whose.LENDER)]),
    ],
)
def test_whoever_asks_for_another_length_is_named(days: int, expected: list[tuple[str, Whose]]) -> None:
    policy = Terms(**EASY, min_days=14, max_days=31)
    terms = combined(policy, ProductTerms(min_days=10, max_days=21))
    assert [(code, whose) for code, _, whose in told(WEDNESDAY, days, terms=terms)] == expected


def test_a_product_shorter_than_the_counters_shortest_trial_goes_by_the_product() -> None:
    terms = combined(Terms(**EASY, min_days=14), ProductTerms(max_days=10))
    assert told(WEDNESDAY, 10, terms=terms) == []
    assert told(WEDNESDAY, 9, terms=terms) == [("too-short", "end", Whose.COUNTER)]
    assert told(WEDNESDAY, 12, terms=terms) == [("too-long", "end", Whose.LENDER)]


@pytest.mark.parametrize(
    ("quantity", "under_way", "is_too_many"),
    [(0, 0, True), (1, 3, False), (4, 0, False), (2, 3, True), (5, 0, True)],
)
def test_units_at_a_time(
    quantity: int,
    under_way: int,
    is_too_many: bool,  # noqa: FBT001  # a column of the table
) -> None:
    found = told(WEDNESDAY, quantity=quantity, borrowing=Borrowing(open_units=under_way))
    whose = Whose.COUNTER if quantity else None
    assert found == ([("too-many-units", "quantity", whose)] if is_too_many else [])


@pytest.mark.parametrize(
    ("start", "is_too_many"),
    [(date(2027, 3, 31), True), (date(2027, 4, 1), False), (date(2026, 10, 7), True)],
)
def test_loans_are_counted_in_the_fiscal_year_in_which_they_begin(
    start: date,
    is_too_many: bool,  # noqa: FBT001  # a column of the table
) -> None:
    terms = Terms(**EASY, max_loans_per_year=2)
    found = told(start, terms=terms, borrowing=Borrowing(loans_of_year={2026: 2, 2027: 1}))
    assert found == ([("too-many-loans", "start", Whose.COUNTER)] if is_too_many else [])


def test_a_fiscal_year_runs_from_april_to_march() -> None:
    assert fiscal_year_days(2026) == (date(2026, 4, 1), date(2027, 4, 1))
    assert [fiscal_year(day) for day in fiscal_year_days(2027)] == [2027, 2028]
    assert fiscal_year(date(2028, 2, 29)) == 2027


def closed(*days: date, weekdays: tuple[int, ...] = ()) -> WorkingDays:
    return WorkingDays.of_facility(days, weekdays)


def test_a_facility_works_every_day_but_its_own_closing_days() -> None:
    sunday, new_year = date(2026, 10, 11), date(2027, 1, 1)
    assert closed().is_working(sunday)
    assert closed().is_working(new_year)
    assert not closed(weekdays=(6,)).is_working(sunday)
    found = told(sunday, open_days=OpenDays(facility=closed(weekdays=(6,))))
    assert found == [("facility-closed-on-start", "start", Whose.FACILITY)]
    last = told(sunday + ONE_DAY, 7, open_days=OpenDays(facility=closed(weekdays=(6,))))
    assert last == [("facility-closed-on-last-day", "end", Whose.FACILITY)]
    between = told(sunday - ONE_DAY, 7, open_days=OpenDays(facility=closed(sunday)))
    assert between == []


def test_a_counter_may_want_trials_to_begin_and_end_on_its_own_days() -> None:
    saturday = date(2026, 10, 10)
    wanted = Terms(**EASY, working_days_only=True)
    assert told(saturday, 2, terms=wanted, open_days=OpenDays(counter=OFFICE)) == [
        ("counter-closed-on-start", "start", Whose.COUNTER),
        ("counter-closed-on-last-day", "end", Whose.COUNTER),
    ]
    assert told(saturday, 2, terms=wanted) == []  # no counter in particular
    assert told(saturday, 2, open_days=OpenDays(counter=OFFICE)) == []


@pytest.mark.parametrize(
    ("today", "earliest"),
    [
        (date(2026, 10, 7), date(2026, 10, 9)),  # Wednesday and Thursday, there on Friday
        (date(2026, 10, 9), date(2026, 10, 14)),  # the 12th is a holiday
        (date(2026, 10, 10), date(2026, 10, 15)),  # nobody sends on a Saturday
        (date(2026, 12, 28), date(2027, 1, 5)),  # the offices open on Monday the 4th
        (date(2026, 12, 29), date(2027, 1, 6)),
        (date(2027, 4, 28), date(2027, 5, 1)),  # the 28th and the 30th: Golden Week lies between
        (date(2027, 4, 30), date(2027, 5, 7)),
        (date(2028, 2, 28), date(2028, 3, 1)),  # over the leap day
    ],
)
def test_the_transit_must_not_lie_in_the_past(today: date, earliest: date) -> None:
    terms = Terms()
    assert first_arrival(terms, OFFICE, today) == earliest
    assert earliest_start(terms, OpenDays(), today) == earliest
    assert told(earliest, terms=terms, today=today) == []
    assert told(earliest - ONE_DAY, terms=terms, today=today) == [
        ("too-soon-to-arrive", "start", Whose.LENDER)
    ]


def test_the_earliest_start_keeps_notice_and_closing_days_too() -> None:
    facility = closed(date(2026, 10, 21), weekdays=(3,))
    terms = Terms(notice_days=14)
    assert earliest_start(terms, OpenDays(facility=facility), WEDNESDAY) == date(2026, 10, 23)
    error = refusal(
        objections(
            Days(WEDNESDAY, WEDNESDAY + timedelta(days=7)), 1, terms, OpenDays(facility=facility), WEDNESDAY
        ),
        terms,
    )
    assert error.fields == {"start": "too-short-notice"}  # the first of several is told
    assert error.facts["earliest_start"] == date(2026, 10, 23)
    assert [one.code for one in error.facts["objections"]] == [  # type: ignore[attr-defined]  # a list
        "too-short-notice",
        "too-soon-to-arrive",
    ]


def test_a_trial_blocks_transit_and_inspection_in_working_days() -> None:
    # Monday the 21st to Sunday the 27th: sent on the Thursday before, inspected by Monday the 4th.
    trial = Days(date(2026, 12, 21), date(2026, 12, 28))
    terms = Terms(transit_working_days=2, inspection_working_days=1)
    assert blocked_days(trial, terms, OFFICE) == Days(date(2026, 12, 17), date(2027, 1, 6))
    same_day = Terms(transit_working_days=2, inspection_working_days=1, same_day_turnaround=True)
    assert blocked_days(trial, same_day, OFFICE) == Days(date(2026, 12, 17), date(2027, 1, 5))


def test_without_inspection_there_is_no_day_to_save() -> None:
    saved = Terms(inspection_working_days=0, same_day_turnaround=True)
    assert saved.turnaround_working_days == 0


def test_without_transit_a_unit_still_changes_hands_on_days_its_lender_works() -> None:
    weekend = Days(date(2026, 10, 10), date(2026, 10, 12))
    assert blocked_days(weekend, Terms(**EASY), OFFICE) == Days(date(2026, 10, 9), date(2026, 10, 14))
    assert told(weekend.start, 2, today=weekend.start) == [("too-soon-to-arrive", "start", Whose.LENDER)]


days_of_years = st.dates(date(2024, 1, 1), date(2030, 12, 31))
offices = st.builds(
    WorkingDays,
    st.frozensets(days_of_years, max_size=30),
    st.frozensets(st.integers(0, 6), max_size=3),
)
terms_of_any = st.builds(
    Terms,
    transit_working_days=st.integers(0, 6),
    inspection_working_days=st.integers(0, 6),
    same_day_turnaround=st.booleans(),
)


@given(days_of_years, st.integers(1, 60), terms_of_any, offices)
def test_blocked_days_begin_and_end_on_working_days_of_the_lender(
    start: date, length: int, terms: Terms, office: WorkingDays
) -> None:
    trial = Days(start, start + timedelta(days=length))
    blocked = blocked_days(trial, terms, office)
    assert office.is_working(blocked.start)
    assert office.is_working(blocked.end - ONE_DAY)
    assert blocked.start <= trial.start
    assert blocked.end >= trial.end
    before = [blocked.start + at * ONE_DAY for at in range((trial.start - blocked.start).days)]
    after = [trial.end + at * ONE_DAY for at in range((blocked.end - trial.end).days)]
    sent = sum(map(office.is_working, before))
    assert sent == terms.transit_working_days or (terms.transit_working_days == 0 and sent <= 1)
    worked = sum(map(office.is_working, after))
    needed = terms.transit_working_days + terms.turnaround_working_days
    assert worked == needed or (needed == 0 and worked <= 1)


@given(days_of_years, st.integers(0, 40), terms_of_any, offices)
def test_too_soon_is_exactly_what_lies_before_the_first_arrival(
    today: date, ahead: int, terms: Terms, office: WorkingDays
) -> None:
    start = today + timedelta(days=ahead)
    is_late = dispatch_day(start, terms, office) < today
    assert is_late is (start < first_arrival(terms, office, today))


@given(days_of_years, terms_of_any, offices, offices)
def test_the_earliest_start_meets_no_objection(
    today: date, terms: Terms, office: WorkingDays, facility: WorkingDays
) -> None:
    open_days = OpenDays(lender=office, counter=office, facility=facility)
    start = earliest_start(terms, open_days, today)
    found = objections(Days(start, start + timedelta(days=14)), 1, terms, open_days, today)
    assert [one for one in found if one.field == "start"] == []


@given(
    st.integers(1, 200), st.integers(1, 200), st.integers(1, 200), st.integers(1, 200), st.integers(1, 400)
)
def test_a_length_is_refused_exactly_outside_the_effective_terms_and_always_by_somebody(
    shortest: int, longest: int, least: int, most: int, days: int
) -> None:
    policy = Terms(**EASY, min_days=min(shortest, longest), max_days=max(shortest, longest))
    terms = combined(policy, ProductTerms(min_days=min(least, most), max_days=max(least, most)))
    found = told(WEDNESDAY, days, terms=terms)
    assert bool(found) is not (terms.min_days <= days <= terms.max_days)
    assert all(isinstance(whose, Whose) for _, _, whose in found)


def test_an_objection_says_what_a_person_needs_to_know() -> None:
    (one,) = objections(
        Days(WEDNESDAY, WEDNESDAY + timedelta(days=40)), 1, Terms(**EASY), OpenDays(), WEDNESDAY
    )
    assert one == Objection("too-long", "end", Whose.COUNTER, {"max_days": 31})
