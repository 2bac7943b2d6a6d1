"""A vendor shows its product with photos and a leaflet; somebody at a phone looks at them."""

from tests.browser.asking import product_id
from tests.browser.conftest import LetIn
from tests.browser.test_photos import a_file
from tests.browser.visitor import DESK, PHONE, Album
from tests.papers import a_pdf
from tests.photos import a_heic, a_jpeg


async def test_a_product_is_shown_with_photos_and_a_leaflet(let_in: LetIn, album: Album) -> None:
    vendor, anyone = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    await vendor.signs_in("vendor@demo.example")
    product = await product_id(vendor, "HZ-10")
    await vendor.opens(f"/vendor/products/{product}/materials")
    await vendor.sees("写真はまだありません")
    await vendor.photographs("vendor-materials-empty")
    for name, content in (("front.heic", a_heic(1600, 1200)), ("side.jpg", a_jpeg(1200, 1600))):
        await vendor.field("ファイル").set_input_files(a_file(name, "image/heic", content))
        await vendor.writes("何が写っているか、何の資料か", f"写真 {name}")
        await vendor.sends()
        await vendor.sees("加えました")
    await vendor.chooses("種類", "資料（PDF）")
    await vendor.field("ファイル").set_input_files(a_file("guide.pdf", "application/pdf", b"no pdf"))
    await vendor.writes("何が写っているか、何の資料か", "使い方の手引き")
    await vendor.sends()
    await vendor.sees("PDFとして開けません")
    await vendor.photographs("vendor-materials-refused")
    await vendor.field("ファイル").set_input_files(a_file("guide.pdf", "application/pdf", a_pdf(pages=2)))
    await vendor.sends()
    await vendor.sees("加えました", "PDF・2ページ")
    await vendor.photographs("vendor-materials")
    await anyone.opens(f"/products/{product}")
    await anyone.sees("使い方の手引き", "試用してわかったこと", "使えるかもしれない補助金")
    assert await anyone.page.locator("ul.pictures img").count() == 2
    await anyone.photographs("anyone-product-with-photos")
    await vendor.opens(f"/products/{product}")
    await vendor.photographs("vendor-product-with-photos")
