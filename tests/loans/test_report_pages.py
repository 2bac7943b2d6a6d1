"""The loan report for programs, as a page and as a workbook."""

from datetime import date
from io import BytesIO

import httpx
import pytest
from python_calamine import CalamineWorkbook

from catalog.domain import TaxonomyVersion
from catalog.reporting.periods import By
from core.i18n import use_locale
from loans.reports.domain import Grouping
from loans.reports.spreadsheet import report_workbook
from tests.asking import a_bearer, noted_statements, signed_in
from tests.factories import the_parties
from tests.loans.report_world import World, asked, on

pytestmark = pytest.mark.usefixtures("database")
API = "/api/v1/reports/loans"


async def test_the_workbook_holds_the_figures_and_nothing_that_a_spreadsheet_would_run(world: World) -> None:
    report = await asked(world.parties.counter, group=Grouping.PRODUCT)
    book = CalamineWorkbook.from_filelike(BytesIO(report_workbook(report)))
    assert book.sheet_names == ["集計", "数え方"]
    rows = book.get_sheet_by_name("集計").to_python()
    assert rows[0] == [
        *("期間", "開始日", "最終日", "機種"),
        *("申込", "承諾", "謝絶", "取消", "試用中", "返却", "返却遅れ", "結果報告"),
        *("導入を決定", "後から記録"),
    ]
    assert [
        "2029年4月",
        date(2029, 4, 1),
        date(2029, 4, 30),
        "見守り一号",
        *(2, 1, 1, 0, 0, 0, 0, 0, 0, 0),
    ] in rows
    assert ["2029年5月", date(2029, 5, 1), date(2029, 5, 31), "合計", *(2, 1, 0, 1, 1, 1, 1, 0, 0, 0)] in rows
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
        "afterwards": 0,
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


async def test_the_page_shows_chart_tables_and_where_to_take_them_along(
    world: World, client: httpx.AsyncClient
) -> None:
    with on(7, 10):
        browser = await signed_in(client, world.parties.counter)
        shown = await browser.get("/reports/loans?from=2029-04-01&to=2029-07-31&group=product")
    assert shown.status_code == 200
    for word in ("見守り一号", "2029年5月", "期間ごとの件数", "数え方"):
        assert word in shown.text
    assert 'href="/reports/loans.xlsx?from=2029-04-01&amp;to=2029-07-31&amp;group=product"' in shown.text


async def test_the_page_asks_for_the_last_day_and_the_file_holds_the_same_figures(
    world: World, client: httpx.AsyncClient
) -> None:
    with on(7, 10):
        browser = await signed_in(client, world.parties.counter)
        file = await browser.get("/reports/loans.xlsx?from=2029-04-01&to=2029-05-31&group=counter")
    assert file.headers["content-disposition"].startswith("attachment;")
    rows = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_name("集計").to_python()
    assert [row[4:] for row in rows[1:] if row[3] == "合計"] == [
        [2, 1, 1, 0, 0, 0, 0, 0, 0, 0],
        [2, 1, 0, 1, 1, 1, 1, 0, 0, 0],
    ]


async def test_the_centre_narrows_the_page_to_one_counter_and_a_counter_cannot(
    world: World, client: httpx.AsyncClient
) -> None:
    counter_id = world.parties.counter.organization_id
    address = f"/reports/loans?from=2029-04-01&to=2029-07-31&counter={counter_id}"
    assert (await (await signed_in(client, world.centre)).get(address)).status_code == 200
    strangers = await the_parties()
    assert (await (await signed_in(client, strangers.counter)).get(address)).status_code == 422


@pytest.mark.parametrize(("version", "has_other"), [("2017", True), ("2025", False)])
async def test_the_version_of_the_items_switches_page_and_file_alike(
    world: World, client: httpx.AsyncClient, version: str, *, has_other: bool
) -> None:
    asked_for = f"from=2029-04-01&to=2029-07-31&group=item&taxonomy={version}"
    with on(7, 10):
        browser = await signed_in(client, world.parties.counter)
        shown = await browser.get(f"/reports/loans?{asked_for}")
        file = await browser.get(f"/reports/loans.xlsx?{asked_for}")
    # whoever goes on to another range keeps the version
    assert shown.text.count(f"group=item&amp;taxonomy={version}") >= 2
    assert file.headers["content-disposition"].endswith(f'-item-{version}.xlsx"')
    rows = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_name("集計").to_python()
    assert rows[0][3] == f"重点分野の項目（{version}年版）"
    report = await asked(world.parties.counter, taxonomy=TaxonomyVersion(version))
    groups = {group.key: str(group.label) for period in report.periods for group in period.groups}
    assert {str(row[3]) for row in rows[1:]} - {"合計"} == set(groups.values())
    assert all(label in shown.text for label in groups.values())
    assert ("other" in groups) == has_other
