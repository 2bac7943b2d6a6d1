"""The condition of a unit: its checklist, marks on its photos, and what becomes of a difference."""

import re

from tests.browser.asking import product_id
from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album, Visitor
from tests.photos import a_jpeg


async def test_a_unit_is_checked_its_damage_marked_and_the_difference_settled(
    let_in: LetIn, album: Album
) -> None:
    vendor, facility = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    await vendor.signs_in("vendor@demo.example")
    await facility.signs_in("facility@demo.example")
    await facility.opens("/loans")
    await facility.page.locator("main tr, main li", has_text="試用中").first.get_by_role("link").first.click()
    loan = facility.path
    await _writes_checklist(vendor, await facility.page.locator("h1").inner_text())
    await _sends_back(facility, loan)
    await _marks(vendor, facility)
    await vendor.opens(loan)
    await vendor.sees("印1か所", "差異の記録", "点検票")
    await vendor.photographs("vendor-checklist-on-the-loan")
    await _settles(vendor, facility)


async def _writes_checklist(vendor: Visitor, product: str) -> None:
    """What is looked at when this product changes hands."""
    await vendor.opens(f"/vendor/products/{await product_id(vendor, product)}/checklist")
    await vendor.photographs("vendor-checklist-empty")
    await vendor.page.locator("input[name='line1-text']").fill("電源が入る")
    await vendor.page.locator("input[name='line2-text']").fill("ケーブル")
    await vendor.page.locator("select[name='line2-kind']").select_option("count")
    await vendor.page.locator("input[name='line2-expected']").fill("2")
    await vendor.page.locator("input[name='line3-text']").fill("気づいたこと")
    await vendor.page.locator("select[name='line3-kind']").select_option("note")
    await vendor.sends()
    await vendor.sees("点検票を保存しました")
    await vendor.photographs("vendor-checklist")


async def _sends_back(facility: Visitor, loan: str) -> None:
    """By the checklist, and with a photo."""
    await facility.opens(f"{loan}/send-back")
    camera = facility.field("写真を撮る")
    await camera.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg(1200, 900)})
    await facility.chooses("いまの状態", "異常なし")
    await facility.chooses("返し方", "持っていく")
    await facility.ticks("きれいにしました")
    await facility.sends()
    await facility.sees("点検票の「電源が入る」「ケーブル」に答えてください", "写真1を使う")
    await facility.photographs("facility-checklist-refused")
    await facility.page.get_by_role("radio", name="はい", exact=True).check()
    await facility.page.locator(".checklist .input-number").fill("2")
    await facility.sends()
    await facility.sees("点検票")
    await facility.photographs("facility-checklist-on-the-loan")


async def _marks(vendor: Visitor, facility: Visitor) -> None:
    """By finger and by keys, and seen by the vendor."""
    await facility.page.locator("main a:has(img[src$='thumb.jpg'])").last.click()
    await facility.sees("印はまだありません")
    await facility.photographs("facility-photo")
    photo = facility.page.locator("#marked-photo")
    box = await photo.bounding_box()
    assert box is not None
    await photo.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    assert await facility.page.locator("#x").input_value() == "25"
    assert await facility.page.locator("#y").input_value() == "50"
    await facility.page.locator("#x").press("ArrowUp")
    assert await facility.page.locator("#x").input_value() == "26"
    await facility.writes("どんな傷・故障ですか", "左に擦り傷")
    await facility.sends()
    await facility.sees("印1を付けました", "左：左に擦り傷")
    await facility.photographs("facility-photo-marked")
    await vendor.opens(facility.path)
    await vendor.sees("左：左に擦り傷")
    await vendor.photographs("vendor-photo-marked")


async def _settles(vendor: Visitor, facility: Visitor) -> None:
    """From the desk to what is agreed, the facility having its say."""
    await vendor.opens("/vendor")
    await vendor.sees("話し合い中の差異が")
    await vendor.follows("差異の記録を見る")
    await vendor.photographs("vendor-incidents")
    await vendor.page.locator("main th a, main td a").first.click()
    await vendor.sees("写真の印の数：0 → 1（返送時）")
    await vendor.photographs("vendor-incident")
    await facility.opens(vendor.path)
    await facility.writes("コメント", "箱から出したときに付けました。")
    await facility.presses("コメントを送る")
    await facility.sees("コメントを記録しました")
    await facility.photographs("facility-incident")
    await vendor.opens(vendor.path)
    await vendor.chooses("費用をだれが払うか", "貸主が払う")
    await vendor.writes("決めたこと", "塗装を直します。")
    await vendor.presses("合意したと記録する")
    await vendor.sees("合意したことを記録しました", "箱から出したとき")
    await vendor.photographs("vendor-incident-agreed")


async def near_misses(counter: Visitor) -> int:
    """How many the list in front of the counter tells of."""
    told = re.search(r"ヒヤリハット (\d+)件", await counter.page.locator("main").inner_text())
    return int(told[1]) if told else 0


async def test_a_near_miss_is_reported_from_a_phone_and_counted(let_in: LetIn, album: Album) -> None:
    facility, counter = await let_in(PHONE, album=album), await let_in(DESK, album=album)
    await facility.signs_in("facility@demo.example")
    await counter.signs_in("counter@demo.example")
    await counter.opens("/safety-reports")
    before = await near_misses(counter)
    await counter.photographs("counter-safety-before")
    await facility.opens("/loans")
    rows = facility.page.locator("main tr, main li", has_text=re.compile("試用中|返送中"))
    await rows.first.get_by_role("link").first.click()
    await facility.follows("事故・ヒヤリハットを報告する")
    await facility.photographs("facility-safety")
    await facility.chooses("どちらですか", "ヒヤリハット")
    await facility.chooses("けがの様子", "けがはない")
    await facility.writes("何が起きましたか", "田中様が立ち上がったのに、鳴らなかった。")
    await facility.sends()
    await facility.sees("個人が分かることが書かれているようです")
    await facility.photographs("facility-safety-refused")
    await facility.writes("何が起きましたか", "Aさんが立ち上がったのに、鳴らなかった。")
    await facility.sends()
    await facility.sees("貸主と相談窓口に知らせました", "けがはない")
    await facility.photographs("facility-safety-on-the-loan")
    await counter.opens("/safety-reports")
    await counter.sees("Aさんが立ち上がったのに、鳴らなかった。")
    assert await near_misses(counter) == before + 1
    await counter.photographs("counter-safety")
    await counter.opens("/reports/loans")
    await counter.sees("事故・ヒヤリハット")
