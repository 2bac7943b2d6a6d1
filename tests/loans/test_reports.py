"""The loan report, counted on real rows with exact numbers."""

from contextlib import suppress
from datetime import date, timedelta

import pytest

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.reporting.periods import By, first_day, periods
from catalog.terms import Days
from core import db
from core.errors import Invalid, NotAllowed, NotFound, NotSignedIn
from directory.kinds import OrganizationKind
from loans.reports.counting import MISCOUNTED
from loans.reports.domain import Figures, Grouping
from loans.reports.queries import ReportQuestion, loan_report
from tests.factories import a_loan, an_actor, an_organization, the_parties
from tests.loans.report_world import MONTHS, World, asked, by_key, on, totals

pytestmark = pytest.mark.usefixtures("database")


async def test_every_month_counts_what_happened_in_it_and_what_stood_at_its_end(world: World) -> None:
    report = await asked(world.parties.counter)
    assert totals(report) == MONTHS
    assert [period.start for period in report.periods] == [date(2029, month, 1) for month in range(4, 8)]
    assert report.periods[0].end == date(2029, 5, 1)


async def test_what_is_kept_of_each_step_is_what_its_events_say(world: World) -> None:
    assert totals(await asked(world.parties.counter)) == MONTHS
    assert await db.fetch(MISCOUNTED) == []


async def test_steps_are_counted_in_the_transaction_that_takes_them(world: World) -> None:
    counted = "SELECT count(*) FROM counted_step WHERE counter_id = $1"
    before = await db.fetch_value(counted, world.parties.counter.organization_id)
    async with db.transaction():
        with suppress(ZeroDivisionError):
            async with db.savepoint():
                await a_loan(world.parties)
                assert await db.fetch_value(counted, world.parties.counter.organization_id) == before + 1
                raise ZeroDivisionError
    assert await db.fetch_value(counted, world.parties.counter.organization_id) == before


async def test_a_delay_is_not_made_good_by_an_extension_granted_later(world: World) -> None:
    with on(6, 30):
        report = await loan_report(
            world.parties.counter, ReportQuestion(start=date(2029, 5, 1), end=date(2029, 5, 31))
        )
    assert report.periods[0].total.overdue == 1


async def test_a_period_that_has_not_begun_has_no_figures(world: World) -> None:
    with on(5, 20):
        report = await loan_report(
            world.parties.counter, ReportQuestion(start=date(2029, 5, 1), end=date(2029, 7, 1))
        )
    may, june = report.periods
    assert (may.total.on_trial, may.total.overdue) == (2, 0)
    assert june.total.on_trial == 0


async def test_halves_and_fiscal_years_add_the_months_up(world: World) -> None:
    half = await asked(world.parties.counter, by=By.HALF)
    year = await asked(world.parties.counter, by=By.FISCAL_YEAR)
    whole = Figures(requested=5, confirmed=2, declined=1, cancelled=2, returned=2, results=2, introduce=1)
    assert totals(half) == totals(year) == [whole]
    assert (half.periods[0].start, half.periods[0].end) == (date(2029, 4, 1), date(2029, 10, 1))
    assert (year.periods[0].start, year.periods[0].end) == (date(2029, 4, 1), date(2030, 4, 1))


async def test_a_product_of_several_items_counts_in_each_of_them_but_once_in_the_total(world: World) -> None:
    april = (await asked(world.parties.counter, group=Grouping.ITEM)).periods[0]
    two = Figures(requested=2, confirmed=1, declined=1)
    assert by_key(april) == {"MON-F": two, "OPS": two, "TRN": Figures()}
    assert april.total == two


async def test_what_an_older_taxonomy_has_no_item_for_is_still_counted(world: World) -> None:
    report = await asked(world.parties.counter, taxonomy=TaxonomyVersion.Y2017)
    keys = [group.key for group in report.periods[0].groups]
    assert keys[-1] == "other"
    assert by_key(report.periods[1])["other"].overdue == 1


async def test_products_and_counters_are_groups_with_their_names(world: World) -> None:
    products = (await asked(world.parties.counter, group=Grouping.PRODUCT)).periods[1]
    assert by_key(products)[str(world.parties.product_id)] == Figures(returned=1)
    assert {group.label for group in products.groups} == {"見守り一号", '=HYPERLINK("http://x.example")'}
    counters = await asked(world.parties.counter, group=Grouping.COUNTER)
    assert [by_key(period) for period in counters.periods] == [
        {str(world.parties.counter.organization_id): figures} for figures in MONTHS
    ]


async def test_each_party_counts_what_is_its_own(world: World) -> None:
    for actor in (world.parties.facility, world.parties.vendor):
        assert totals(await asked(actor)) == MONTHS
    strangers = await the_parties()
    for actor in (strangers.facility, strangers.vendor, strangers.counter):
        report = await asked(actor)
        assert totals(report) == [Figures()] * 4
        assert report.periods[0].groups == []


async def test_the_centre_may_look_at_one_counter_and_a_counter_only_at_itself(world: World) -> None:
    strangers = await the_parties()
    counter_id = world.parties.counter.acting_for()
    assert totals(await asked(world.centre, counter_id=counter_id)) == MONTHS
    assert totals(await asked(world.centre, counter_id=strangers.counter.acting_for())) == [Figures()] * 4
    with pytest.raises(NotFound):
        await asked(strangers.counter, counter_id=counter_id)
    with pytest.raises(NotFound):
        await asked(world.centre, counter_id=world.parties.facility.acting_for())


async def test_nobody_else_reads_figures() -> None:
    lab = await an_actor(await an_organization(OrganizationKind.LIVING_LAB))
    with pytest.raises(NotAllowed):
        await asked(lab)
    with pytest.raises(NotSignedIn):
        await asked(Actor.anonymous())


@pytest.mark.parametrize(
    ("start", "end", "field", "code"),
    [
        (date(2029, 5, 1), date(2029, 4, 1), "to", "end-before-start"),
        (date(2029, 5, 1), date(2029, 5, 1), "to", "end-before-start"),
        (date(2001, 1, 1), date(2029, 1, 1), "to", "range-too-long"),
        (date(1, 1, 1), date(2029, 1, 1), "from", "out-of-range"),
        (date(2029, 1, 1), date(9999, 12, 31), "to", "out-of-range"),
    ],
)
async def test_a_wrong_range_names_its_field(
    world: World, start: date, end: date, field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await asked(world.parties.counter, start=start, end=end)
    assert refused.value.fields == {field: code}


def test_periods_are_whole_and_touch_each_day_of_the_range_once() -> None:
    halves = list(periods(date(2028, 12, 31), date(2029, 4, 2), By.HALF))
    assert halves == [
        Days(date(2028, 10, 1), date(2029, 4, 1)),
        Days(date(2029, 4, 1), date(2029, 10, 1)),
    ]
    assert first_day(date(2029, 3, 31), By.FISCAL_YEAR) == date(2028, 4, 1)
    assert first_day(date(2029, 4, 1), By.FISCAL_YEAR) == date(2029, 4, 1)
    assert [span.start for span in periods(date(2028, 12, 5), date(2029, 2, 1), By.MONTH)] == [
        date(2028, 12, 1),
        date(2029, 1, 1),
    ]
    day = date(2027, 1, 1)
    while day < date(2029, 1, 1):
        assert all(first_day(day, by) <= day for by in By)
        day += timedelta(days=1)
