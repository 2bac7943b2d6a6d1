"""Workbooks with several sheets: which of them is the list is proposed, chosen, and remembered."""

import io
from collections.abc import Mapping, Sequence

import pytest
import xlsxwriter
from litestar import Litestar

from accounts.domain import Actor
from catalog.loanlist.headings import most_like
from catalog.loanlist.reading import MOST_SHEETS, UnreadableList, read_grids
from catalog.loanlist.usecases import apply_list, choose_sheet, look, sent_list, take_in, understand
from core.errors import Conflict, Invalid, NotFound
from directory.kinds import OrganizationKind
from tests.accounts.browser import words
from tests.catalog.loanlist.makers import HEADING
from tests.factories import an_actor, an_organization
from tests.loans.visiting import forms_of, visiting

pytestmark = pytest.mark.usefixtures("database")

Rows = Sequence[Sequence[object]]
NOTES: Rows = [["記入のしかた"], *([f"{number}. 説明", *["あ"] * 14] for number in range(60))]


def sheets(content: Mapping[str, Rows], hidden: Sequence[str] = ()) -> bytes:
    """A workbook of these sheets."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in content.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name in hidden:
                sheet.hide()
    return buffer.getvalue()


def a_list(*names: str) -> Rows:
    return [HEADING, *(["移乗支援", "装着", name, "", "概要"] for name in names)]


@pytest.fixture
async def vendor() -> Actor:
    return await an_actor(await an_organization(OrganizationKind.VENDOR))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"はじめに": NOTES, "リスト": a_list("甲")}, "リスト"),
        ({"記入例": a_list("見本機", "見本機2"), "リスト": a_list("甲")}, "リスト"),
        ({"令和7年度": a_list("甲"), "令和8年度": a_list("甲", "乙")}, "令和8年度"),
        ({"一": a_list("甲"), "二": a_list("乙")}, "一"),
        ({"選択肢": [["りんご"], ["みかん"]], "旧リスト": a_list("甲")}, "旧リスト"),
    ],
)
def test_what_looks_most_like_a_list_is_proposed(content: Mapping[str, Rows], expected: str) -> None:
    grids = read_grids(sheets(content))
    assert grids[most_like([(grid.name, grid.rows) for grid in grids])].name == expected


def test_empty_and_hidden_sheets_are_not_offered() -> None:
    given = {"空": [], "ひかえ": a_list("古"), "リスト": a_list("甲")}
    assert [grid.name for grid in read_grids(sheets(given, hidden=["ひかえ"]))] == ["リスト"]


def test_more_sheets_than_anybody_looks_through_are_refused() -> None:
    many = {str(number): a_list("甲") for number in range(MOST_SHEETS + 1)}
    with pytest.raises(UnreadableList) as refused:
        read_grids(sheets(many))
    assert refused.value.reason == "too-many-sheets"


async def test_the_sheet_that_was_chosen_is_read_and_remembered(vendor: Actor) -> None:
    book = {"東": a_list("東の機"), "西": a_list("西の機")}
    list_id = await take_in(vendor, "a.xlsx", sheets(book))
    assert (await sent_list(vendor, list_id)).sheet == "東"
    await choose_sheet(vendor, list_id, 1)
    assert [one.name for one in (await look(vendor, list_id)).new] == ["西の機"]
    again = await sent_list(vendor, await take_in(vendor, "b.xlsx", sheets(book)))
    assert (again.sheet, again.is_sheet_chosen) == ("西", True)
    renamed = sheets({"北": a_list("北の機"), "南": a_list("南の機")})
    assert (await sent_list(vendor, await take_in(vendor, "c.xlsx", renamed))).sheet == "北"
    stranger = await an_actor(await an_organization(OrganizationKind.VENDOR))
    assert (await sent_list(stranger, await take_in(stranger, "a.xlsx", sheets(book)))).sheet == "東"
    with pytest.raises(NotFound):
        await choose_sheet(stranger, list_id, 0)


async def test_each_sheet_is_read_as_its_own_heading_was_understood(vendor: Actor) -> None:
    odd: Rows = [["なまえ", "くわしく", "ねだん"], ["カルガル", "説明", "5万円"]]
    list_id = await take_in(vendor, "a.xlsx", sheets({"リスト": a_list("甲"), "ほか": odd}))
    kept = (await sent_list(vendor, list_id)).columns
    await choose_sheet(vendor, list_id, 1)
    assert not (await sent_list(vendor, list_id)).columns.is_enough
    await choose_sheet(vendor, list_id, 0)
    assert (await sent_list(vendor, list_id)).columns == kept
    moved = {field: column for field, column in kept.columns.items() if column < 4}
    await understand(vendor, list_id, moved, 1)
    await choose_sheet(vendor, list_id, 1)
    await choose_sheet(vendor, list_id, 0)
    assert (await sent_list(vendor, list_id)).columns.columns == kept.columns


async def test_a_sheet_that_there_is_not_and_a_list_that_is_done(vendor: Actor) -> None:
    list_id = await take_in(vendor, "a.xlsx", sheets({"一": a_list("甲"), "二": a_list("乙")}))
    with pytest.raises(Invalid):
        await choose_sheet(vendor, list_id, 2)
    await apply_list(vendor, list_id)
    with pytest.raises(Conflict):
        await choose_sheet(vendor, list_id, 1)


async def test_the_page_asks_which_of_several_sheets(application: Litestar, vendor: Actor) -> None:
    list_id = await take_in(vendor, "a.xlsx", sheets({"東": a_list("東の機"), "西": a_list("西の機")}))
    path = f"/loan-list/{list_id}"
    async with visiting(application, vendor) as visitor:
        shown = await visitor.get(path)
        assert "いちばん貸出リストらしいシートを読みました" in words(shown)
        form = forms_of(shown)[f"{path}/sheet"]
        assert (await visitor.post(f"{path}/sheet", data={**form, "sheet": "x"})).status_code == 422
        assert (await visitor.post(f"{path}/sheet", data={**form, "sheet": "1"})).status_code == 303
        assert "西の機" in words(await visitor.get(path))
        alone = await take_in(vendor, "b.xlsx", sheets({"東": a_list("東の機")}))
        assert f"/loan-list/{alone}/sheet" not in forms_of(await visitor.get(f"/loan-list/{alone}"))
