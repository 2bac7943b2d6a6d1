"""The catalogue as vendors and counters use it: edits, drafts, subsidies, materials, lists, scans."""

from playwright.async_api import expect

from tests.browser.asking import product_id
from tests.browser.conftest import LetIn
from tests.browser.test_photos import a_file
from tests.browser.test_scanning import figure, scans
from tests.browser.visitor import DESK, PHONE, Album, Visitor
from tests.catalog.loanlist.makers import HEADING
from tests.catalog.loanlist.test_sheets import NOTES, sheets
from tests.papers import a_pdf
from tests.photos import a_jpeg

NAME = "ヒトヤスミ HY-7"
OUTLINE = "座ったまま眠れる椅子"
ITEM = "見守り・コミュニケーション・見守り（施設）"


async def _makes_draft(vendor: Visitor) -> str:
    """A product of its own, not public yet; its page."""
    await vendor.opens("/vendor/products/new")
    await vendor.writes("機種名", NAME)
    await vendor.writes("一言での紹介", OUTLINE)
    await vendor.ticks(ITEM)
    await vendor.writes("参考価格", "300000")
    await vendor.sends()
    await vendor.sees("機種を登録しました")
    return vendor.path.removesuffix("/units").replace("/vendor/products/", "/products/")


async def test_each_change_of_a_product_is_kept_and_a_draft_is_nobodys_to_see(
    let_in: LetIn, album: Album
) -> None:
    vendor, anyone = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    await vendor.signs_in("vendor@demo.example")
    product = await _makes_draft(vendor)
    assert await anyone.opens(product) == 404
    await anyone.opens(f"/catalogue?q={NAME}")
    await anyone.sees_no(OUTLINE)
    edit = product.replace("/products/", "/vendor/products/")
    await vendor.opens(edit)
    await vendor.writes("参考価格", "250000")
    await vendor.chooses("送料", "事業所が負担")
    await vendor.chooses("公開", "公開中")
    await vendor.sends()
    await vendor.opens(edit)
    await vendor.sees("変更の記録", "300000 → 250000", "開発企業が負担 → 事業所が負担", "下書き → 公開中")
    await vendor.photographs("vendor-product-history")
    assert await anyone.opens(product) == 200
    await anyone.sees(OUTLINE, "250,000円")
    await vendor.chooses("公開", "取扱終了")
    await vendor.sends()
    assert await anyone.opens(product) == 200
    await anyone.sees("この機種の新しい申込は受けていません", OUTLINE)
    await anyone.photographs("anyone-discontinued-product")


async def test_what_a_counter_knows_of_subsidies_stands_on_the_products_it_may_help_with(
    let_in: LetIn, album: Album
) -> None:
    counter, facility = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    await counter.signs_in("counter@demo.example")
    await facility.signs_in("facility@demo.example")
    await counter.opens("/subsidies")
    await counter.follows("補助金を加える", within="main")
    await counter.writes("補助金の名前", "夜間見守り導入補助")
    await counter.writes("年度", "2026")
    await counter.ticks(ITEM)
    await counter.writes("上限の額", "1台あたり30万円まで")
    await counter.writes("補助の割合", "4分の3以上")
    await counter.writes("確かめた日", "2026-10-01")
    await counter.sends()
    await counter.sees("出典")
    await counter.photographs("counter-subsidy-refused")
    await counter.writes("出典", "県の公募要領（令和8年度）")
    await counter.sends()
    await counter.sees("夜間見守り導入補助")
    product = await product_id(facility, "HZ-10")
    await facility.opens(f"/products/{product}")
    await facility.sees("夜間見守り導入補助")
    await facility.page.get_by_text("夜間見守り導入補助").first.click()
    await facility.sees("4分の3以上", "県の公募要領", "2026年10月1日")
    await facility.photographs("facility-product-subsidy")


async def test_a_product_shows_photo_leaflet_and_film(let_in: LetIn, album: Album) -> None:
    vendor, anyone = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    await vendor.signs_in("vendor@demo.example")
    product = await product_id(vendor, "SK-3")
    await vendor.opens(f"/vendor/products/{product}/materials")
    await vendor.field("ファイル").set_input_files(a_file("a.jpg", "image/jpeg", a_jpeg(1200, 900)))
    await vendor.writes("何が写っているか、何の資料か", "正面から")
    await vendor.sends()
    await vendor.chooses("種類", "資料（PDF）")
    await vendor.field("ファイル").set_input_files(a_file("a.pdf", "application/pdf", a_pdf(pages=1)))
    await vendor.writes("何が写っているか、何の資料か", "使い方")
    await vendor.sends()
    await vendor.opens(f"/vendor/products/{product}")
    await vendor.writes("動画のアドレス", "film.example/sk3")
    await vendor.sends()
    await vendor.sees("http:// か https://")
    await vendor.writes("動画のアドレス", "https://film.example/sk3")
    await vendor.sends()
    await anyone.opens(f"/products/{product}")
    assert await anyone.page.locator("ul.pictures img[alt='正面から']").count() == 1
    await anyone.sees("使い方")
    film = anyone.page.locator("a[href='https://film.example/sk3']")
    assert "noopener" in str(await film.get_attribute("rel"))
    await anyone.photographs("anyone-product-with-film")


async def test_the_sheet_of_a_workbook_is_chosen_on_the_page(let_in: LetIn, album: Album) -> None:
    vendor = await let_in(PHONE, album=album)
    await vendor.signs_in("vendor@demo.example")
    east, west = ([HEADING, ["移乗支援", "装着", name]] for name in ("アズマ一号", "ニシ一号"))
    book = sheets({"説明": NOTES, "東": east, "西": west})
    await vendor.opens("/loan-list")
    await vendor.field("試用貸出リストのファイル").set_input_files(a_file("list.xlsx", "", book))
    await vendor.sends()
    await vendor.sees("いちばん貸出リストらしいシートを読みました", "アズマ一号")
    await vendor.photographs("vendor-list-sheets")
    await vendor.page.get_by_label("読むシート").select_option(label="西（2行）")
    await vendor.presses("このシートを読む")
    await vendor.sees("前に選んだシート", "ニシ一号")


async def test_the_map_can_be_pressed_with_a_finger(let_in: LetIn, album: Album) -> None:
    anyone = await let_in(PHONE, album=album)
    await anyone.opens("/counters")
    for tile in await anyone.page.locator(".map a").all():
        box = await tile.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    await anyone.photographs("anyone-map")
    await anyone.page.locator(".map a", has_text="大分").click()
    await anyone.sees("大分県介護ロボット普及推進センター")


async def test_what_is_sent_off_by_scanning_goes_by_one_carrier_also_without_network(
    let_in: LetIn, album: Album
) -> None:
    vendor = await let_in(PHONE, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens("/scan?action=dispatch")
    await expect(vendor.page.locator("#scan[data-ready]")).to_be_attached()
    await scans(vendor.page, "LABEL001")
    await vendor.sees("運送会社を入れてから読み取ってください")
    await vendor.writes("運送会社", "見本運輸")
    await vendor.page.keyboard.press("Enter")
    await vendor.context.set_offline(True)
    await scans(vendor.page, "LABEL001")
    await scans(vendor.page, "LABEL002")
    await figure(vendor.page, "waiting", 2)
    await vendor.photographs("vendor-scan-dispatch")
    sent: list[str] = []
    vendor.page.on("request", lambda asked: sent.append(asked.post_data or ""))
    await vendor.context.set_offline(False)
    await figure(vendor.page, "refused", 2)
    assert "".join(sent).count("見本運輸") == 2
