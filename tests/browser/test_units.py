"""Units as those who answer for them see them: their whole life, in a browser."""

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from core.clock import today
from tests.app.house import House
from tests.browser.asking import product_id
from tests.browser.conftest import LetIn
from tests.browser.spare_unit import add_unit
from tests.browser.visitor import DESK, PHONE, Album


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_the_whole_life_of_a_unit_is_on_its_page(let_in: LetIn, album: Album, width: int) -> None:
    vendor = await let_in(width, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens("/units")
    await vendor.page.locator("main tbody th a").last.click()
    await vendor.sees("これまでのできごと", "登録しました")
    await vendor.photographs("vendor-unit-life")
    await vendor.page.get_by_label("種類").select_option("loan")
    await vendor.presses("絞る", within="#life")
    await vendor.sees_no("登録しました")
    await vendor.photographs("vendor-unit-life-of-loans")
    await vendor.opens(f"{vendor.path}?month=1999-01")
    await vendor.sees("2026-11のように、年と月を入れてください。")
    await vendor.photographs("vendor-unit-life-wrong-month")


async def scans(page: Page, code: str) -> None:
    """A scanner that types: no field is chosen."""
    await page.keyboard.type(code, delay=1)
    await page.keyboard.press("Enter")


async def test_a_place_is_counted_on_a_phone_with_a_scanner_that_types_also_without_network(
    let_in: LetIn, album: Album
) -> None:
    vendor = await let_in(PHONE, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens("/stocktakings")
    await vendor.photographs("stocktakings-empty")
    await vendor.presses("棚卸を始める", within="main")
    count = vendor.path
    await vendor.sees("台がありました")
    await vendor.photographs("stocktaking-begun")
    units = vendor.page.locator("main tbody th a")
    tags = []
    for path in (await units.evaluate_all("all => all.map(a => a.href)"))[:3]:
        await vendor.opens(path)
        await vendor.sees("ラベル")
        tags.append(await vendor.page.locator("dd").nth(3).inner_text())
    await vendor.photographs("stocktaking-unit-of-an-open-count")
    await vendor.opens("/scan?action=stocktake")
    await expect(vendor.page.locator("#scan[data-ready]")).to_be_attached()
    await scans(vendor.page, tags[0])
    await expect(vendor.page.locator("[data-count-done]")).to_have_text("1", timeout=30_000)
    await vendor.sees("あるはずの個体です")
    await vendor.context.set_offline(True)
    await scans(vendor.page, tags[1])
    await scans(vendor.page, tags[2])
    await expect(vendor.page.locator("[data-count-waiting]")).to_have_text("2")
    await vendor.photographs("stocktaking-scanned-offline")
    await vendor.context.set_offline(False)
    await expect(vendor.page.locator("[data-count-done]")).to_have_text("3", timeout=30_000)
    await vendor.opens(f"{count}?finding=found")
    await expect(vendor.page.locator("main tbody tr")).to_have_count(3)
    await vendor.follows("棚卸を終える", within="main")
    await vendor.photographs("stocktaking-close")
    await vendor.presses("棚卸を終える", within="main")
    await vendor.sees("片付いていないもの")
    await vendor.photographs("stocktaking-closed")
    await vendor.page.locator("main tbody th a").first.click()
    await vendor.photographs("stocktaking-difference")
    await vendor.ticks("ここにある")
    await vendor.writes("メモ", "倉庫の奥にありました。")
    await vendor.sends()
    await vendor.sees("記録しました")
    desk = await let_in(DESK, album=album)
    await desk.signs_in("vendor@demo.example")
    await desk.opens(f"{count}?finding=all")
    await desk.photographs("stocktaking-desk")
    await desk.opens("/stocktakings")
    await desk.photographs("stocktakings-desk")


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_what_is_booked_is_shown_before_a_unit_is_retired(
    let_in: LetIn, album: Album, width: int
) -> None:
    vendor = await let_in(width, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens("/units?q=HZ10-001")
    await vendor.page.locator("main tbody th a").first.click()
    await vendor.follows("貸出をやめる", within="main")
    await vendor.sees("まだ何も変えていません")
    await vendor.photographs("vendor-unit-retire")
    await vendor.writes("理由", "故障して直せません。")
    await vendor.presses("貸出をやめる", within="main form.form")
    await vendor.sees("まだ何も変えていません")


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_the_register_is_searched_corrected_and_taken_along(
    let_in: LetIn, album: Album, width: int
) -> None:
    vendor = await let_in(width, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens("/units?status=active&where=here")
    await vendor.sees("Excelで受け取る")
    await vendor.photographs("register")
    await vendor.page.locator("main tbody th a").first.click()
    await vendor.follows("編集", within="main")
    await vendor.writes("製造番号", "")
    await vendor.writes("次に点検する日", "2020-01-01")
    await vendor.writes("前に点検した日", "2021-01-01")
    await vendor.sends()
    await vendor.sees("を直してください")
    await vendor.photographs("register-edit-refused")
    await vendor.opens(vendor.path.replace("/edit", "/move"))
    await vendor.photographs("register-move")
    await vendor.opens("/units/new")
    await vendor.photographs("register-new-which-product")
    await vendor.page.locator("main .plain-list a").first.click()
    await vendor.photographs("register-new")


async def test_units_are_handed_over_and_borrowed_for_long(let_in: LetIn, album: Album, house: House) -> None:
    await add_unit(house.data_dir, "vendor@demo.example", "LONG-1", "%HZ-10%")
    for width in (PHONE, DESK):
        counter = await let_in(width, album=album)
        await counter.signs_in("counter@demo.example")
        await counter.opens("/handovers")
        await counter.photographs("handovers")
        await counter.opens("/handovers/transfer")
        await counter.photographs("handover-transfer")
        product = await product_id(counter, "HZ-10")
        await counter.opens(f"/handovers/long-loan?product_id={product}")
        await counter.sends()
        await counter.sees("を直してください")
        await counter.photographs("long-loan-refused")
    start = today() + timedelta(days=3)
    days = {"発送する日": 0, "届く日": 2, "借りる最後の日": 180}
    for label, after in days.items():
        await counter.writes(label, (start + timedelta(days=after)).isoformat())
    await counter.writes("理由", "展示と試用のため")
    await counter.presses("変わることを確かめる", within="main")
    await counter.sees("この操作で変わること", "を押さえます")
    await counter.photographs("long-loan-looked-at")
    await counter.sends()
    await counter.sees("返事待ち")
    here = counter.path
    await counter.photographs("long-loan-asked")
    vendor = await let_in(PHONE, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens(here)
    await vendor.photographs("long-loan-to-answer")
    for step in ("承諾する", "発送を記録する"):
        await vendor.follows(step, within="main")
        await vendor.photographs("long-loan-step")
        await vendor.sends()
    await counter.opens(f"{here}/receive")
    await counter.sends()
    await counter.sees("借用中")
    await counter.photographs("long-loan-running")
    await vendor.opens(f"{here}/recall")
    await vendor.photographs("long-loan-recall")
