"""Doors beside the walk that lead from one page to the next: labels, units, the waitlist."""

from tests.browser.asking import product_id
from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album


async def test_the_page_behind_a_tag_and_its_unit_are_fit_for_their_readers(
    let_in: LetIn, album: Album
) -> None:
    vendor, stranger = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens(f"/vendor/products/{await product_id(vendor, 'HZ-10')}/units")
    await vendor.photographs("vendor-units-of-a-product")
    await vendor.page.locator("main a[href^='/units/']").first.click()
    await vendor.sees("QRタグ")
    await vendor.photographs("vendor-unit")
    tag = await vendor.page.locator("main a[href*='/t/']").first.get_attribute("href")
    assert tag is not None
    for visitor in (vendor, stranger):
        await visitor.opens(tag)
        await visitor.photographs("tag")


async def test_an_offer_of_freed_days_is_answered_on_a_phone(let_in: LetIn, album: Album) -> None:
    facility = await let_in(PHONE, album=album)
    await facility.signs_in("facility@demo.example")
    await facility.opens("/home")
    await facility.follows("返事をする", within="main")
    await facility.sees("順番が来ました", "返事をする期限")
    await facility.photographs("facility-waitlist-offer")
    await facility.follows("この日程で申し込む", within="main")
    await facility.photographs("facility-waitlist-accept")
    await facility.follows("やめて戻る", within="main")
    await facility.follows("今回は見送る", within="main")
    await facility.photographs("facility-waitlist-refuse")


async def test_a_counter_passes_a_wish_over_at_its_desk(let_in: LetIn, album: Album) -> None:
    counter = await let_in(DESK, album=album)
    await counter.signs_in("counter@demo.example")
    await counter.opens("/desk")
    await counter.follows("キャンセル待ち", within="main")
    await counter.page.locator("main tbody th a").last.click()
    await counter.photographs("counter-waitlist-wish")
    await counter.follows("順番を飛ばす", within="main")
    await counter.photographs("counter-waitlist-skip")
    await counter.writes("理由", "電話がつながりません。")
    await counter.sends()
    await counter.sees("順番を飛ばしました", "電話がつながりません。")
    await counter.presses("順番に戻す", within="main")
    await counter.sees("もとの順番に戻しました")


async def test_a_taken_day_leads_to_the_waitlist(let_in: LetIn, album: Album) -> None:
    facility = await let_in(PHONE, album=album)
    await facility.signs_in("facility@demo.example")
    await facility.opens(f"/products/{await product_id(facility, 'GM-1')}")
    await facility.page.locator(".month-days .day-busy a").first.click()
    await facility.follows("この日程のキャンセル待ちに入る", within="main")
    await facility.sees("キャンセル待ちのしくみ")
    await facility.photographs("facility-waitlist-join")
    await facility.writes("台数", "0")
    await facility.sends()
    await facility.photographs("facility-waitlist-join-refused")
