"""What a list would do: nothing that a slip of its sender did not mean."""

import pytest
from litestar import Litestar

from accounts.domain import Actor
from catalog.domain import ProductStatus, TaxonomyVersion
from catalog.loanlist.usecases import apply_list, look, sent_list, take_in, understand
from catalog.loanlist.writing import as_csv, lines_of_list
from core.errors import StaleState
from core.ids import new_id
from directory.kinds import OrganizationKind
from tests.accounts.browser import words
from tests.catalog.loanlist.makers import HEADING, workbook
from tests.factories import a_product, an_actor, an_organization
from tests.loans.visiting import forms_of, visiting

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def vendor() -> Actor:
    name = f"株式会社つきかげ{str(new_id())[-6:]}"
    return await an_actor(await an_organization(OrganizationKind.VENDOR, name=name))


@pytest.fixture
async def centre() -> Actor:
    return await an_actor(await an_organization(OrganizationKind.CENTRE))


async def test_a_row_that_cannot_be_read_does_not_end_its_product(vendor: Actor) -> None:
    for name in ("カルガル", "ミマモル", "やめたもの"):
        await a_product(vendor.acting_for(), name=name)
    rows = [
        HEADING,
        ("移乗支援", "装着", "カルガル", "", "", "高い"),
        ("見守り・コミュニケーション", "施設", "ミマモル", "", "", "5万円"),
    ]
    plan = await look(vendor, await take_in(vendor, "a.xlsx", workbook(rows)))
    assert [(fault.cell, fault.code) for fault in plan.faults] == [("F2", "price-unreadable")]
    assert [product.name for product in plan.gone] == ["やめたもの"]


async def test_a_company_written_wrong_does_not_end_its_products(vendor: Actor, centre: Actor) -> None:
    await a_product(vendor.acting_for(), name="カルガル")
    await a_product(vendor.acting_for(), name="ミマモル")
    company = (await lines_of_list(vendor.organization_id))[0].company
    rows = [HEADING, ("", "", "カルガル", company, "い"), ("", "", "ミマモル", "ほしのない会社", "ろ")]
    plan = await look(centre, await take_in(centre, "a.xlsx", workbook(rows)))
    assert [(fault.cell, fault.code) for fault in plan.faults] == [("D3", "company-unknown")]
    assert plan.gone == []


async def test_names_that_differ_in_width_alone_stay_two_products(vendor: Actor) -> None:
    await a_product(vendor.acting_for(), name="MA-1", outline="一", price_yen=1)
    await a_product(vendor.acting_for(), name="ＭＡ１", outline="二", price_yen=2)
    content = as_csv(await lines_of_list(vendor.organization_id))
    plan = await look(vendor, await take_in(vendor, "a.csv", content))
    assert (plan.new, plan.changed, plan.unchanged, plan.gone, plan.faults) == ([], [], 2, [], [])


async def test_nothing_else_is_done_than_was_looked_at(vendor: Actor) -> None:
    await a_product(vendor.acting_for(), name="カルガル", price_yen=100)
    list_id = await take_in(
        vendor,
        "a.xlsx",
        workbook([HEADING, ("", "", "カルガル", "", "", "200円"), ("", "", "べつ", "", "え")]),
    )
    seen = await look(vendor, list_id)
    await a_product(vendor.acting_for(), name="べつ")
    with pytest.raises(StaleState):
        await apply_list(vendor, list_id, mark=seen.mark)
    done = await apply_list(vendor, list_id, mark=(await look(vendor, list_id)).mark)
    assert (len(done.new), len(done.changed)) == (0, 2)


async def test_items_are_named_as_in_the_version_asked_for(vendor: Actor) -> None:
    await a_product(vendor.acting_for(), name="カルガル", item_codes=["TOI-P", "TRN"])
    [new] = await lines_of_list(vendor.organization_id)
    [old] = await lines_of_list(vendor.organization_id, TaxonomyVersion.Y2017)
    assert new.items == ["排泄支援（排泄予測・検知）", "機能訓練支援（機能訓練支援）"]
    assert old.items == ["排泄支援（トイレ誘導（排泄予測））", "機能訓練支援（機能訓練支援）"]
    plan = await look(vendor, await take_in(vendor, "a.csv", as_csv([old])))
    assert (plan.changed, plan.unchanged, plan.faults) == ([], 1, [])


async def test_a_discontinued_product_that_is_listed_again_is_lent_again(vendor: Actor) -> None:
    await a_product(vendor.acting_for(), name="カルガル", status="discontinued")
    plan = await look(
        vendor, await take_in(vendor, "a.xlsx", workbook([HEADING, ("", "", "カルガル", "", "え")]))
    )
    assert plan.changed[0].changes["status"] == (ProductStatus.DISCONTINUED, ProductStatus.PUBLIC)


async def test_the_page_keeps_the_columns_that_were_chosen(application: Litestar, vendor: Actor) -> None:
    list_id = await take_in(
        vendor,
        "a.xlsx",
        workbook([HEADING, ("移乗支援", "装着", "カルガル", "", "", "高い"), ("", "", "", "", "注")]),
    )
    path = f"/loan-list/{list_id}"
    async with visiting(application, vendor) as browser:
        shown = await browser.get(path)
        assert "F2" in words(shown)
        assert "読みとばしました: 3" in words(shown)
        assert "F列" in words(shown)
        typed = forms_of(shown)[f"{path}/columns"] | {"column-7": "product", "first_row": "3"}
        wrong = await browser.post(f"{path}/columns", data=typed)
        assert wrong.status_code == 422
        kept = forms_of(wrong)[f"{path}/columns"]
        assert (kept["column-7"], kept["column-2"], kept["first_row"]) == (["product"], ["product"], ["3"])
        again = typed | {"column-7": "", "first_row": "９９９"}
        refused = await browser.post(f"{path}/columns", data=again)
        assert forms_of(refused)[f"{path}/columns"]["first_row"] == ["９９９"]
        right = await browser.post(f"{path}/columns", data=again | {"first_row": "２"})
        assert right.status_code == 303
        sent = await browser.get(
            f"/loan-list/{await take_in(vendor, 'b.xlsx', workbook([HEADING, ('', '', 'い')]))}"
        )
        assert "前に送った同じ形のリスト" in words(sent)
        switched = await browser.get("/loan-list?taxonomy=2017")
        assert "/loan-list.xlsx?taxonomy=2017" in switched.text


async def test_the_page_says_old_and_new_in_words(application: Litestar, vendor: Actor) -> None:
    await a_product(
        vendor.acting_for(),
        name="カルガル",
        item_codes=["TRF-W"],
        shipping_payer="vendor",
        status="discontinued",
    )
    row = ("移乗支援", "非装着", "カルガル", "", "", "", "", "", "借りる施設")
    new = ("移乗支援", "非装着", "ミマモル", "", "い")
    list_id = await take_in(vendor, "a.xlsx", workbook([HEADING, row, new]))
    async with visiting(application, vendor) as browser:
        shown = words(await browser.get(f"/loan-list/{list_id}"))
    assert "移乗支援・装着 → 移乗支援・非装着" in shown
    assert "取扱終了 → 公開" in shown
    for code in ("TRF-N", "discontinued", "facility"):
        assert code not in shown


async def test_a_vendor_that_takes_the_whole_list_in_again_changes_nothing(vendor: Actor) -> None:
    await a_product(vendor.acting_for(), name="カルガル")
    other = await an_organization(OrganizationKind.VENDOR, name=f"株式会社よそ{str(new_id())[-6:]}")
    await a_product(other, name="ヨソノモノ")
    lines = [*await lines_of_list(vendor.organization_id), *await lines_of_list(other)]
    plan = await look(vendor, await take_in(vendor, "a.csv", as_csv(lines)))
    assert (plan.is_empty, plan.unchanged, plan.gone, plan.faults, plan.of_others) == (True, 1, [], [], [3])


async def test_a_list_with_more_lines_above_its_heading_is_read_below_it(vendor: Actor) -> None:
    row = ("移乗支援", "装着", "カルガル")
    before = [("題",), HEADING, ("この行は注意書きです", "", "", "い", "ろ"), row]
    first = await take_in(vendor, "a.xlsx", workbook(before))
    sent = await sent_list(vendor, first)
    assert sent.columns.first_row == 2
    await understand(vendor, first, sent.columns.columns, 3)
    after = await sent_list(
        vendor, await take_in(vendor, "b.xlsx", workbook([("題",), (), ("注",), *before]))
    )
    assert (after.is_remembered, after.columns.first_row) == (True, 6)
    shorter = await sent_list(vendor, await take_in(vendor, "c.xlsx", workbook(before[1:2])))
    assert shorter.columns.first_row == 0
