"""Photos of what arrived: taken on a phone, mended, and looked at by the vendor."""

from playwright.async_api import FilePayload, expect

from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album
from tests.photos import a_heic, a_jpeg


def a_file(name: str, kind: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


async def test_photos_of_what_arrived_are_sent_from_a_phone_and_seen_by_the_vendor(
    let_in: LetIn, album: Album
) -> None:
    facility, vendor = await let_in(PHONE, album=album), await let_in(DESK, album=album)
    await facility.signs_in("facility@demo.example")
    await facility.opens("/loans")
    await facility.page.locator("main tr, main li", has_text="配送中").first.get_by_role("link").first.click()
    loan = facility.path
    await facility.opens(f"{loan}/receive")
    await facility.photographs("facility-photos-asked")
    camera = facility.field("写真を撮る")
    await expect(camera).to_have_attribute("capture", "environment")
    await camera.set_input_files(a_file("IMG_1.HEIC", "image/heic", a_heic(1600, 1200)))
    front = a_file("front.jpg", "image/jpeg", a_jpeg(1200, 1600))
    drawing = a_file("drawing.svg", "image/svg+xml", b"<svg/>")
    await facility.field("写真を選ぶ").set_input_files([front, drawing])
    await facility.chooses("届いたものの状態", "傷・故障がある")
    await facility.sends()
    await facility.sees("「drawing.svg」は写真として読めません", "写真2を使う")
    await facility.photographs("facility-photos-kept")
    await facility.writes("気づいたこと", "左の角に傷があります。")
    await facility.sends()
    await facility.sees("記録しました")
    assert await facility.page.locator("main img[src$='thumb.jpg']").count() == 2
    await facility.photographs("facility-photos-on-the-loan")
    await vendor.signs_in("vendor@demo.example")
    assert await vendor.opens(loan) == 200
    await vendor.photographs("vendor-photos-on-the-loan")
