"""A rule is met: who may make an exception is told, and how; fit for a phone and a desk."""

from datetime import timedelta

from core.clock import today
from tests.browser.asking import fills_in, opens_request, product_id
from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album

REASON = "理由を書いて例外として認める"


async def test_a_facility_that_is_too_late_is_told_the_first_day_and_whom_to_telephone(
    let_in: LetIn, album: Album
) -> None:
    facility = await let_in(PHONE, album=album)
    await facility.signs_in("facility@demo.example")
    await opens_request(facility, "HZ-10", today() + timedelta(days=1))
    await fills_in(facility)
    await facility.presses("この内容で申し込む")
    await facility.sees("この日には届きません")
    await facility.sees("例外を認められるのは")
    await facility.photographs("facility-too-soon")


async def test_a_counter_is_offered_to_write_a_reason(let_in: LetIn, album: Album) -> None:
    counter = await let_in(DESK, album=album)
    await counter.signs_in("counter@demo.example")
    await counter.opens("/loans/new?facility_words=大分")
    chosen = await counter.page.locator("main a[href*='for=']").first.get_attribute("href")
    assert chosen is not None
    facility = chosen.partition("for=")[2].partition("&")[0]
    product = await product_id(counter, "HZ-10")
    start = today() + timedelta(days=400)  # further ahead than the counter allows
    await counter.opens(f"/loans/new?product={product}&for={facility}&start={start}&days=14")
    await fills_in(counter)
    await counter.writes("担当する人の名前", "佐藤 花子")
    await counter.writes("連絡のつく電話番号", "097-000-0000")
    await counter.chooses("申込を受けた方法", "電話")
    await counter.presses("この内容で申し込む")
    await counter.sees("例外として認められます")
    await counter.photographs("counter-may-except")
    await counter.writes(REASON, "来年度の研修で使うため")
    await counter.presses("この内容で申し込む")
    await counter.sees("申し込みました")
    await counter.sees("例外として認めたこと")
    await counter.photographs("counter-excepted")
