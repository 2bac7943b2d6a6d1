"""The loan report, counted on a small world of the fiscal year 2029 that use cases built day by day."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import UUID

import httpx
import msgspec
import pytest
import pytest_asyncio
from python_calamine import CalamineWorkbook

from accounts.domain import Actor
from catalog.domain import Condition, TaxonomyVersion
from catalog.terms import Days
from core import db
from core.clock import TOKYO, frozen
from core.errors import Invalid, NotAllowed, NotFound, NotSignedIn
from core.i18n import use_locale
from core.ids import new_id
from directory.kinds import OrganizationKind
from loans import commands, usecases
from loans.domain import Decision, Stage, Way
from loans.queries import LoanView
from loans.reports.domain import By, Figures, Grouping, Period, first_day, periods
from loans.reports.queries import LoanReport, ReportQuestion, loan_report
from loans.reports.spreadsheet import report_workbook
from tests.asking import a_bearer, noted_statements
from tests.factories import Parties, a_product, a_request, an_actor, an_organization, the_parties

pytestmark = pytest.mark.usefixtures("database")

API = "/api/v1/reports/loans"
REASON = commands.GiveReason(reason="都合により")


class World(msgspec.Struct, frozen=True):
    """A counter with one facility, one vendor with two products, and what happened to five requests."""

    parties: Parties
    second_product: UUID
    centre: Actor


@contextmanager
def on(month: int, day: int, year: int = 2029) -> Iterator[None]:
    """Noon of a day in Japan."""
    with frozen(datetime(year, month, day, 12, tzinfo=TOKYO)):
        yield


async def _requested(parties: Parties, product_id: UUID, at: tuple[int, int], start: date) -> LoanView:
    with on(*at):
        return await usecases.request_loan(parties.facility, a_request(product_id, start=start))


async def _confirmed(parties: Parties, loan: LoanView, at: tuple[int, int]) -> None:
    with on(*at):
        await usecases.propose_loan(parties.counter, loan.id)
        await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())


async def _received(parties: Parties, loan: LoanView, at: tuple[int, int]) -> None:
    with on(*at):
        await usecases.dispatch_loan(parties.vendor, loan.id, commands.DispatchLoan(way=Way.BROUGHT))
        await usecases.receive_loan(parties.facility, loan.id, commands.ReceiveLoan(condition=Condition.OK))


async def _returned(parties: Parties, loan: LoanView, sent: tuple[int, int], taken: tuple[int, int]) -> None:
    with on(*sent):
        await usecases.send_back_loan(parties.facility, loan.id, commands.SendBackLoan(cleaned=True))
    with on(*taken):
        await usecases.take_back_loan(parties.vendor, loan.id, commands.TakeBackLoan(condition=Condition.OK))


async def _reported(parties: Parties, loan: LoanView, at: tuple[int, int], decision: Decision) -> None:
    answers: dict[str, object] = {"days_used": 9, "target_reached": 4, "ease_of_use": 4, "safety": 5}
    report = commands.SubmitResult(stage=Stage.AFTER, answers=answers, decision=decision, reason="試したため")
    with on(*at):
        await usecases.submit_result(parties.facility, loan.id, report)


async def _a_finished_loan(parties: Parties) -> None:
    loan = await _requested(parties, parties.product_id, (4, 10), date(2029, 5, 7))
    await _confirmed(parties, loan, (4, 11))
    await _received(parties, loan, (5, 7))
    await _returned(parties, loan, (5, 21), (5, 24))
    await _reported(parties, loan, (6, 2), Decision.INTRODUCE)


async def _a_late_loan(parties: Parties, product_id: UUID) -> None:
    """Due on 29 May, extended in June when it was late already, late again, back in July."""
    loan = await _requested(parties, product_id, (5, 10), date(2029, 5, 15))
    await _confirmed(parties, loan, (5, 10))
    await _received(parties, loan, (5, 15))
    with on(6, 2):
        await usecases.extend_loan(parties.vendor, loan.id, commands.ExtendLoan(end=date(2029, 6, 14)))
    await _returned(parties, loan, (7, 2), (7, 5))
    await _reported(parties, loan, (7, 6), Decision.NOT_INTRODUCE)


async def _loans_that_came_to_nothing(parties: Parties, product_id: UUID) -> None:
    declined = await _requested(parties, parties.product_id, (4, 12), date(2029, 6, 20))
    with on(4, 13):
        await usecases.decline_loan(parties.counter, declined.id, REASON)
    cancelled = await _requested(parties, product_id, (5, 1), date(2029, 8, 1))
    with on(5, 2):
        await usecases.cancel_loan(parties.facility, cancelled.id, REASON)
    refused = await _requested(parties, product_id, (7, 1), date(2029, 9, 3))
    with on(7, 2):
        await usecases.propose_loan(parties.counter, refused.id)
        offer = commands.OfferLoan(start=date(2029, 10, 1), end=date(2029, 10, 15))
        await usecases.offer_loan(parties.vendor, refused.id, offer)
    with on(7, 3):
        await usecases.refuse_offer(parties.facility, refused.id, REASON)


ITEMS = (
    ("2017", "MON-F", 4, "見守り・コミュニケーション", "Monitoring and communication", 1, "施設", "Facility"),
    ("2017", "OPS", 6, "介護業務支援", "Care-work support", 1, "介護業務支援", "Care-work support"),
    (
        "2025",
        "MON-F",
        5,
        "見守り・コミュニケーション",
        "Monitoring and communication",
        1,
        "見守り",
        "Monitoring",
    ),
    ("2025", "OPS", 6, "介護業務支援", "Care-work support", 1, "介護業務支援", "Care-work support"),
    ("2025", "TRN", 7, "機能訓練支援", "Functional training", 1, "機能訓練支援", "Functional training"),
)


async def _taxonomy() -> None:
    await db.execute_many(
        """
        INSERT INTO taxonomy_item (version, code, field_number, field_ja, field_en, item_number, item_ja,
            item_en, id, definition_ja, definition_source)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '') ON CONFLICT DO NOTHING
        """,
        [(*item, new_id()) for item in ITEMS],
    )


@pytest_asyncio.fixture(scope="module")
async def world(database: str) -> AsyncIterator[World]:
    assert database
    await _taxonomy()
    parties = await the_parties(item_codes=["MON-F", "OPS"], name="見守り一号")
    second = await a_product(
        parties.vendor.acting_for(), item_codes=["TRN"], name='=HYPERLINK("http://x.example")'
    )
    await _a_finished_loan(parties)
    await _a_late_loan(parties, second)
    await _loans_that_came_to_nothing(parties, second)
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    yield World(parties, second, centre)


async def asked(actor: Actor, **question: object) -> LoanReport:
    """The report from April to August 2029, asked on 10 July."""
    given: dict[str, object] = {"start": date(2029, 4, 1), "end": date(2029, 8, 1)}
    with on(7, 10):
        return await loan_report(actor, ReportQuestion(**(given | question)))  # type: ignore[arg-type]


MONTHS = [
    Figures(requested=2, confirmed=1, declined=1),
    Figures(requested=2, confirmed=1, cancelled=1, returned=1, on_trial=1, overdue=1),
    Figures(results=1, introduce=1, on_trial=1, overdue=1),
    Figures(requested=1, cancelled=1, returned=1, results=1),
]


def totals(report: LoanReport) -> list[Figures]:
    return [period.total for period in report.periods]


def by_key(period: Period) -> dict[str, Figures]:
    names = Figures.__struct_fields__
    return {one.key: Figures(**{name: getattr(one, name) for name in names}) for one in period.groups}


async def test_every_month_counts_what_happened_in_it_and_what_stood_at_its_end(world: World) -> None:
    report = await asked(world.parties.counter)
    assert totals(report) == MONTHS
    assert [period.start for period in report.periods] == [date(2029, month, 1) for month in range(4, 8)]
    assert report.periods[0].end == date(2029, 5, 1)


async def test_a_delay_is_not_made_good_by_an_extension_granted_later(world: World) -> None:
    with on(5, 30):
        report = await loan_report(
            world.parties.counter, ReportQuestion(start=date(2029, 5, 1), end=date(2029, 6, 1))
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


async def test_the_workbook_holds_the_figures_and_nothing_that_a_spreadsheet_would_run(world: World) -> None:
    report = await asked(world.parties.counter, group=Grouping.PRODUCT)
    book = CalamineWorkbook.from_filelike(BytesIO(report_workbook(report)))
    assert book.sheet_names == ["集計", "数え方"]
    rows = book.get_sheet_by_name("集計").to_python()
    assert rows[0] == [
        *("期間", "開始日", "最終日", "機種"),
        *("申込", "承諾", "謝絶", "取消", "試用中", "返却", "返却遅れ", "結果報告", "導入を決定"),
    ]
    assert [
        "2029年4月",
        date(2029, 4, 1),
        date(2029, 4, 30),
        "見守り一号",
        *(2, 1, 1, 0, 0, 0, 0, 0, 0),
    ] in rows
    assert ["2029年5月", date(2029, 5, 1), date(2029, 5, 31), "合計", *(2, 1, 0, 1, 1, 1, 1, 0, 0)] in rows
    texts = [
        cell
        for sheet in book.sheet_names
        for row in book.get_sheet_by_name(sheet).to_python()
        for cell in row
        if isinstance(cell, str)
    ]
    assert '\'=HYPERLINK("http://x.example")' in texts
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]


async def test_the_report_speaks_english_to_an_english_reader(world: World) -> None:
    with use_locale("en"):
        report = await asked(world.parties.counter, by=By.HALF)
        book = CalamineWorkbook.from_filelike(BytesIO(report_workbook(report)))
    labels = [group.label for group in report.periods[0].groups]
    assert labels[0].startswith("Monitoring and communication: Monitoring")
    assert book.sheet_names[0] == "Figures"


async def test_programs_read_the_report_under_the_names_of_the_contract(
    world: World, client: httpx.AsyncClient
) -> None:
    headers = await a_bearer(world.parties.counter)
    question = {"from": "2029-05-01", "to": "2029-06-01", "by": "month", "group": "product"}
    with on(7, 10):
        answer = await client.get(API, params=question, headers=headers)
    assert answer.status_code == 200
    (may,) = answer.json()["periods"]
    assert (may["start"], may["end"]) == ("2029-05-01", "2029-06-01")
    late = next(group for group in may["groups"] if group["key"] == str(world.second_product))
    assert late == {
        "key": str(world.second_product),
        "label": '=HYPERLINK("http://x.example")',
        "requested": 2,
        "confirmed": 1,
        "declined": 0,
        "cancelled": 1,
        "on_trial": 1,
        "returned": 0,
        "overdue": 1,
        "results": 0,
        "introduce": 0,
    }


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ({}, {"from": "required", "to": "required"}),
        ({"from": "2029-05-01", "to": "soon"}, {"to": "wrong-type"}),
        ({"from": "2029-13-01", "to": "2029-06-01"}, {"from": "wrong-type"}),
        ({"from": "2029-05-01", "to": "2029-06-01", "by": "week"}, {"by": "wrong-type"}),
        ({"from": "2029-05-01", "to": "2029-06-01", "group": "colour"}, {"group": "wrong-type"}),
        ({"from": "2029-06-01", "to": "2029-05-01"}, {"to": "end-before-start"}),
    ],
)
async def test_a_wrong_question_is_refused_by_the_name_of_its_field(
    world: World, client: httpx.AsyncClient, question: dict[str, str], fields: dict[str, str]
) -> None:
    answer = await client.get(API, params=question, headers=await a_bearer(world.parties.counter))
    assert (answer.status_code, answer.json()["fields"]) == (422, fields)


async def test_the_report_is_one_statement_however_much_there_is_to_count(world: World) -> None:
    for by in (By.MONTH, By.FISCAL_YEAR):
        async with noted_statements() as statements:
            await asked(world.parties.counter, by=by)
        assert len(statements) == 1
