"""The starts worked out from gaps are those that trying every day finds."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from catalog.domain import ProductStatus
from catalog.judging.ledger import Gaps
from catalog.judging.lending import Lending
from catalog.judging.starts import Starts
from catalog.rules import objections
from catalog.terms import Days, Terms, blocked_days
from core.calendar import WorkingDays

TODAY = date(2026, 12, 21)  # the turn of the year lies ahead
SEASON = 80


def a_lending(
    transit: int, inspection: int, *, same_day: bool, closed_weekday: int, closed: set[int]
) -> Lending:
    """A product at no counter, lent by a vendor with closing days of its own."""
    return Lending(
        product_id=UUID(int=1),
        product_name="機種",
        vendor_id=UUID(int=2),
        item_codes=(),
        lenders=None,
        unit_count=9,
        status=ProductStatus.PUBLIC,
        needs_consent=False,
        shipping_payer="vendor",
        terms=Terms(
            transit_working_days=transit, inspection_working_days=inspection, same_day_turnaround=same_day
        ),
        working=WorkingDays.of([TODAY + timedelta(days=day) for day in closed], [closed_weekday]),
        facility_working=WorkingDays.of_facility([], [6]),
    )


LENDINGS = st.builds(
    a_lending,
    st.integers(0, 4),
    st.integers(0, 3),
    same_day=st.booleans(),
    closed_weekday=st.integers(0, 6),
    closed=st.sets(st.integers(0, SEASON), max_size=10),
)
GAPS = st.lists(
    st.tuples(st.integers(-10, SEASON), st.integers(1, 60)).map(
        lambda gap: (
            (TODAY + timedelta(days=gap[0])).toordinal(),
            (TODAY + timedelta(days=gap[0] + gap[1])).toordinal(),
        )
    ),
    max_size=8,
).map(sorted)


def tried(lending: Lending, gaps: list[tuple[int, int]], start: date, length: int) -> int:
    """How many of the gaps hold all days that a trial from `start` on blocks."""
    blocked = blocked_days(Days(start, start + timedelta(days=length)), lending.terms, lending.working)
    return sum(
        since <= blocked.start.toordinal() and blocked.end.toordinal() <= until for since, until in gaps
    )


@given(LENDINGS, GAPS, st.integers(1, 31), st.integers(1, 3), st.integers(0, 60))
def test_starts_from_gaps_are_those_found_by_trying_every_day(
    lending: Lending, gaps: list[tuple[int, int]], length: int, quantity: int, wished: int
) -> None:
    starts = Starts(lending, None, length, quantity, TODAY)
    free = Gaps([since for since, _ in gaps], [until for _, until in gaps])
    days = [TODAY + timedelta(days=offset) for offset in range(wished, SEASON)]
    counts = {day: tried(lending, gaps, day, length) for day in days}
    assert starts.counts(free, days[0], days[-1]) == counts

    def is_open(day: date) -> bool:
        trial = Days(day, day + timedelta(days=length))
        return not objections(trial, quantity, lending.terms, lending.open_days(), TODAY)

    good = [(day, counts[day]) for day in days if counts[day] >= quantity and is_open(day)]
    soonest = starts.soonest(free, days[0], days[-1])
    latest = starts.latest(free, days[0], days[-1])
    assert (soonest and (soonest.day, soonest.free_units)) == (good[0] if good else None)
    assert (latest and (latest.day, latest.free_units)) == (good[-1] if good else None)
